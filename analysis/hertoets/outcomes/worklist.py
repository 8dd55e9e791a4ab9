"""The work list of the repair: who got a wrong notice or may have, and what is known of each.

Source: contract, section 4, on ``protected/repair.csv``.
"""

from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl

from hertoets.facts.calendar import OPEN
from hertoets.facts.frames import rows_with
from hertoets.law import FACT_VALUES, Situation, judge, undecided_facts
from hertoets.outcomes.told import late_wi2021

if TYPE_CHECKING:
    from hertoets.outcomes.people import People

FOLLOWED: Final = ("fine", "fine_euro", "loan", "loan_euro", "plan")
WORK_LIST: Final = (
    "person_id", "municipality", "wrong_notice", "notice_dates", "regimes_stated", "withdrawn_on",
    "regime", "rule", "says_nl", "source", "unknown", "repair", "repair_days",
    *FOLLOWED,
)  # fmt: skip
BETWEEN: Final = "; "
NOT_KNOWN: Final = "unknown"
NOT_WITHDRAWN: Final = "no"
_JUDGED: Final = dict.fromkeys(
    ("situation_id", "regime", "rule", "says_nl", "source", "undecided"), pl.String
)

_NOWHERE: Final = pl.DataFrame(schema={"person": pl.Int32, "municipality": pl.String})


def work_list(people: "People", registrations: pl.DataFrame | None) -> pl.DataFrame:
    """The persons whose ``wrong_notice`` by the headline is yes or unknown, in order.

    Parameters
    ----------
    people : People
    registrations : polars.DataFrame or None
        None without that table; then no municipality is known.

    Returns
    -------
    polars.DataFrame
        The columns of `WORK_LIST`, one row a person. ``notice_dates``, ``regimes_stated`` and
        ``withdrawn_on`` hold an entry for each notice, first to last; null where none is on record.
        ``unknown`` names what is missing: facts that keep the headline from deciding, columns of
        notices, ``notices`` where one may be missing, ``repair``.
        ``municipality`` is that of the latest registration, null where it is not known. What
        followed (``fine``, ``loan``, ``plan``) is as in the outcomes; a sum in euro is null where
        it is not known.
    """
    headline = people.settings.headline
    asked = people.under(headline).filter(pl.col("wrong_notice") != "no")
    asked = asked.select(
        "person", "person_id", "situation_id", "wrong_notice", "repair", "repair_days", *FOLLOWED
    )
    asked = asked.join(
        _judged(people), on="situation_id", how="left", maintain_order="left", validate="m:1"
    )
    notices = rows_with(people.facts.notices, asked["person"])
    told = _as_told(notices, late_wi2021(people.settings), people.settings.as_of)
    asked = asked.join(told, on="person", how="left", maintain_order="left", validate="1:1")
    lives = _latest(registrations) if registrations is not None else _NOWHERE
    asked = asked.join(lives, on="person", how="left", maintain_order="left", validate="1:1")
    repair = pl.when((pl.col("wrong_notice") == "yes") & (pl.col("repair") == NOT_KNOWN)).then(
        pl.lit("repair")
    )
    missing = pl.concat_str(
        ["undecided", "undated", "unstated", "lost", repair], separator=BETWEEN, ignore_nulls=True
    )
    return asked.with_columns(unknown=missing.replace("", None)).select(WORK_LIST)


def _judged(people: "People") -> pl.DataFrame:
    """What the headline says of each situation, with its sentence and source."""
    reading = people.law.readings[people.settings.headline]
    rows = []
    for row in people.situations.iter_rows(named=True):
        situation = Situation(**{fact: row[fact] for fact in FACT_VALUES})
        told = judge(reading, situation)
        undecided = BETWEEN.join(undecided_facts(reading, situation)) or None
        rows.append(
            (row["situation_id"], told.regime, told.rule, told.says_nl, told.citation, undecided)
        )
    identity = people.situations.schema["situation_id"]
    return pl.DataFrame(rows, schema={**_JUDGED, "situation_id": identity}, orient="row")


def _as_told(notices: pl.DataFrame, wrong: pl.Expr, as_of: date | None) -> pl.DataFrame:
    """The notices of each person in a row, and which of their columns leave something open."""
    until = withdrawn_until(as_of)
    day, stated = pl.col("notice_date"), pl.col("regime_stated")
    # A notice that may be missing has no name; it was not sent, as far as is known.
    sent = pl.col("notice_id") != ""
    named = (
        pl.when((sent & wrong.is_null() & column.is_null()).any()).then(pl.lit(name)).alias(alias)
        for column, name, alias in (
            (day, "notice_date", "undated"),
            (stated, "regime_stated", "unstated"),
        )
    )
    return (
        notices.sort("person", "notice_date", "notice_id", nulls_last=True)
        .group_by("person", maintain_order=True)
        .agg(
            *(
                _in_a_row(told.filter(sent)).alias(name)
                for name, told in (
                    ("notice_dates", day),
                    ("regimes_stated", stated),
                    ("withdrawn_on", until),
                )
            ),
            *named,
            pl.when((~sent).any()).then(pl.lit("notices")).alias("lost"),
        )
    )


def withdrawn_until(as_of: date | None) -> pl.Expr:
    """When each notice was withdrawn, as was known on a day: a date, *no* or *unknown* (text)."""
    withdrawn = pl.col("withdrawn_on")
    return (
        pl.when(withdrawn.is_null())
        .then(pl.lit(NOT_KNOWN))
        .when((withdrawn == OPEN) | (withdrawn > pl.lit(as_of)))
        .then(pl.lit(NOT_WITHDRAWN))
        .otherwise(withdrawn.cast(pl.String))
    )


def _in_a_row(told: pl.Expr) -> pl.Expr:
    """An entry for each notice; null where there is none."""
    entries = told.cast(pl.String).fill_null(NOT_KNOWN)
    return pl.when(entries.len() > 0).then(entries.str.join(BETWEEN))


def _latest(registrations: pl.DataFrame) -> pl.DataFrame:
    """The municipality of the latest registration; null where another may be the latest."""
    begin = pl.col("valid_from")
    may_be_latest = begin.is_null() | (begin == begin.max().over("person"))
    return (
        registrations.filter(may_be_latest.fill_null(True))
        .group_by("person")
        .agg(
            municipality=pl.when(pl.col("municipality").n_unique() == 1).then(
                pl.col("municipality").first()
            )
        )
    )
