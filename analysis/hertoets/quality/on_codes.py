"""Ways of looking at keys and codes: what reading set aside or made unknown, and municipalities.

Source: the contract's section 1 for keys and lists; the BRP's national table 33 for municipalities.
"""

from collections.abc import Sequence
from functools import cache
from itertools import product

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.extract import schema
from hertoets.extract.doubt import NOBODY
from hertoets.extract.municipalities import municipalities
from hertoets.quality.look import AbsentError, Days, Look, Mask, Numbers, day_of, is_known
from hertoets.quality.marks import Marks, Tally
from hertoets.quality.together import OF_THESE, ROWS, together

OUTSIDE_LIST = "outside_list"
FIRST, LAST = -np.inf, np.inf  # of a code whose begin or end lies outside the list


def touched(
    look: Look, table: str, checks: Sequence[str], columns: Sequence[str] = ()
) -> Marks | Tally:
    """No row was set aside by these checks, or no value of these columns made unknown by them."""
    extract = look.extract
    if not extract.has(table):
        raise AbsentError(table)
    if columns:
        turned = np.zeros(look.size(table), dtype=bool)
        for column, check in product(columns, checks):
            turned[extract.traces.turned.get((table, column, check), NOBODY)] = True
        return Marks(np.ones_like(turned), turned)
    aside = extract.aside.filter(pl.col("table") == table, pl.col("check").is_in(list(checks)))
    of_whom = (extract.traces.aside.get((table, check), NOBODY) for check in checks)
    persons = np.unique(np.concatenate([NOBODY, *of_whom]))
    return Tally(extract.rows[table], aside.height, persons)


def _by_column(look: Look, table: str) -> pl.DataFrame:
    """Of each column of codes how many rows are filled, and how many of them foreign."""
    unknown = look.extract.unknown
    found = []
    for place, column in enumerate(schema()[table].columns):
        if column.type == "code":
            own = (unknown["table"] == table) & (unknown["column"] == column.name)
            foreign = int(unknown.loc[own & (unknown["check"] == OUTSIDE_LIST), "rows"].sum())
            found.append((place, int(look.filled(table, column.name).sum()) + foreign, foreign))
    counted = {"place": pl.Int64, ROWS: pl.Int64, OF_THESE: pl.Int64}
    return pl.DataFrame(found, schema=counted, orient="row")


def _worst(by_column: pl.DataFrame) -> pl.DataFrame:
    """The column with the greatest share of foreign codes, the first of several."""
    filled = by_column.filter(pl.col(ROWS) > 0)
    return filled.sort(pl.col(OF_THESE) / pl.col(ROWS), descending=True, maintain_order=True)[:1]


@together(_by_column, _worst)
def codes_listed(look: Look, table: str, worst: pl.DataFrame) -> Tally:
    """Of the column with the most foreign codes, how many; the filled rows are judged."""
    own = _by_column(look, table).join(worst, on="place", how="semi")
    return Tally(int(own[ROWS].sum()), int(own[OF_THESE].sum()))


def municipality_listed(look: Look, table: str, column: str) -> Marks:
    """The municipality stands in the list of 2019 to 2022, whatever the date."""
    codes = look.municipality(table, column)
    return Marks(is_known(codes), ~_known(codes))


def municipality_valid(look: Look, table: str, column: str, on: str) -> Marks:
    """The municipality existed on the day; one that no list knows is not judged here."""
    codes, days = look.municipality(table, column), look.days(table, on)
    judged = _known(codes) & ~np.isnan(days)
    begins, ends = _validity()
    places = np.where(judged, codes, 0)
    return Marks(judged, (days < begins[places]) | (days >= ends[places]))


def municipality_until(look: Look, table: str, column: str, begins: str, ends: str) -> Marks:
    """The spell does not last beyond the municipality; `ends` is the first day no longer in it."""
    codes = look.municipality(table, column)
    begin, end = look.days(table, begins), look.until(table, ends)
    judged = _known(codes) & ~np.isnan(end) & ~np.isnan(begin)
    last = _validity()[1][np.where(judged, codes, 0)]
    return Marks(judged, (begin < last) & (end > last))


def _known(codes: Numbers) -> Mask:
    begins, _ = _validity()
    return is_known(codes) & ~np.isnan(begins[np.maximum(codes, 0)])


@cache
def _validity() -> tuple[Days, npt.NDArray[np.float64]]:
    """First day and first day no longer, by the digits of the code; nan for no municipality."""
    begins, ends = np.full(10_000, np.nan), np.full(10_000, np.nan)
    for entry in municipalities().values():
        place = int(entry.code[2:])
        begins[place] = day_of(entry.valid_from) if entry.valid_from else FIRST
        ends[place] = day_of(entry.valid_to) if entry.valid_to else LAST
    return begins, ends
