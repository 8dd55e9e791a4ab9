"""Is one person here under two pseudonyms? (Q12; two records of one foreigner, B5 and B6.)

Known in work with registers: the keys differ, so only what both records say can tell.
"""

from typing import Final

import numpy as np
import polars as pl

from hertoets.quality.look import Days, Look
from hertoets.quality.marks import Marks
from hertoets.quality.rights import rights_of
from hertoets.quality.together import ROWS, together

SAME: Final = ("birth_from", "birth_to", "sex", "nationality")
_NOT_KNOWN: Final = np.iinfo(np.int32).min
_SIDE: Final = "told"
_SEEN: Final = (*SAME, _SIDE, "day")


def _alone(look: Look, table: str) -> pl.DataFrame:
    """Who has a notice and no right, or a right and no notice: what each is like."""
    return _said(look, table).group_by(_SEEN).agg(pl.len().cast(pl.Int64).alias(ROWS))


def _fitting(alone: pl.DataFrame, most_days: int) -> pl.DataFrame:
    """Those of them of whom there is another that may be the same person."""
    told = alone.filter(_SIDE).rename({"day": "notice"})
    held = alone.filter(~pl.col(_SIDE)).rename({"day": "decided"})
    # many to many: more than one may look alike
    pairs = told.join(held, on=SAME, how="inner", nulls_equal=True)
    apart = pl.col("notice") - pl.col("decided")
    pairs = pairs.filter(apart.is_null() | apart.is_between(0, most_days))
    of_told = pairs.select(*SAME, pl.lit(True).alias(_SIDE), day="notice")
    of_held = pairs.select(*SAME, pl.lit(False).alias(_SIDE), day="decided")
    return pl.concat([of_told, of_held]).unique()


@together(_alone, _fitting)
def one_pseudonym(look: Look, table: str, fitting: pl.DataFrame, most_days: int) -> Marks:  # noqa: ARG001
    """Nobody with a notice and no right fits somebody with a right and no notice.

    They fit where birth date, sex and nationality are the same (unknown in both is the same) and
    the notice comes after the decision, by at most so many days. Both are marked; a coincidence
    cannot be told from a double.
    """
    said = _said(look, table)
    wrong = said.join(fitting, on=_SEEN, how="semi", nulls_equal=True)
    person = look.person(table)
    return Marks(np.isin(person, said["person"]), np.isin(person, wrong["person"]))


def _said(look: Look, table: str) -> pl.DataFrame:
    """One row for each of them; the day of the first notice, or of the first decision."""
    rights = rights_of(look)
    told = look.holding("notices")
    notice = np.full(look.persons(), np.inf, dtype=np.float32)
    dates = look.days("notices", "notice_date")
    np.minimum.at(notice, look.person("notices")[~np.isnan(dates)], dates[~np.isnan(dates)])
    side = told & ~rights.holders
    alone = side | (rights.holders & ~told)
    persons = look.frame(table).select("person", *SAME)
    persons = persons.filter(pl.Series(alone)[persons["person"]])
    person = persons["person"].to_numpy()
    day = _days(np.where(side, notice, rights.first_of_any)[person])
    return persons.with_columns(day, pl.Series(_SIDE, side[person]))


def _days(days: Days) -> pl.Series:
    """Whole days; null where no date is known."""
    known = np.isfinite(days)
    whole = pl.Series("day", np.where(known, days, 0).astype(np.int32))
    return whole.set(pl.Series(~known), None)
