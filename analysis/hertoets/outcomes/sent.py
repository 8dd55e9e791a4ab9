"""When a notice that may be wrong was sent: in the month of the letters, and after the restart.

Figures of a notice ask for any notice of a person, not only for the first. Source: contract,
section 5; FACTS K1, K13.
"""

import polars as pl

from hertoets.facts.frames import beside, together
from hertoets.facts.logic import any_of_rows, maybe
from hertoets.law.constants import constants
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.told import late_wi2021


def sent_late(notices: pl.DataFrame, told: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Of who may have got a notice of the Wi2021 after the reference date: when such a one came.

    Parameters
    ----------
    notices : polars.DataFrame
        Those up to ``as_of``.
    told : polars.DataFrame
        One row a person in their order, with ``group``.
    settings : Settings

    Returns
    -------
    polars.DataFrame
        ``person``, ``sent_in_january``, ``sent_after_restart`` (nullable bool) and ``sent_first``,
        the day of the first that surely is such a notice, else of the first that may be one (Date,
        null where that day is not known). Who is absent got none.
    """
    late, day = late_wi2021(settings), pl.col("notice_date")
    rows = notices.filter(maybe(late)).select("person", "notice_date", late=late)
    rows = beside(rows, told, "group")
    first, last = constants().day("wrongly_told_from"), constants().day("wrongly_told_to")
    found = rows.select(
        "person",
        sent_in_january=pl.col("late") & day.is_between(first, last),
        sent_after_restart=pl.col("late") & _after_restart(settings),
    )
    surely = pl.when(pl.col("late").fill_null(False)).then(day)
    first_of = rows.group_by("person").agg(sent_first=pl.coalesce(surely.min(), day.min()))
    return together(found, "person", any_of_rows).join(
        first_of, on="person", how="left", validate="1:1", maintain_order="left"
    )


def _after_restart(settings: Settings) -> pl.Expr:
    """Whether a notice of the Wi2021 came on or after the restart of the person's group."""
    dates, day, group = settings.stop_and_restart, pl.col("notice_date"), pl.col("group")
    both = sorted((dates.family, dates.asylum_and_other))
    return (
        pl.when(group == "family")
        .then(day >= dates.family)
        .when(group.is_in(["asylum", "other"]))
        .then(day >= dates.asylum_and_other)
        .when(day >= both[1])
        .then(True)
        .when(day < both[0])
        .then(False)
    )
