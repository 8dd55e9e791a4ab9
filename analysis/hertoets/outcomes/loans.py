"""Loans that should have been written off, and support that came late.

Sources: Wi2013 arts. 16 and 17; Besluit inburgering 4.1a, 4.2 and 4.13; contract, section 4.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

import polars as pl

from hertoets.facts.calendar import OPEN
from hertoets.facts.doubt import MAY_BE
from hertoets.facts.frames import attach, rows_with
from hertoets.facts.logic import any_of_rows, first_that_holds, maybe, surely
from hertoets.outcomes.choices import of_asylum
from hertoets.outcomes.lawful_end import lawful_end
from hertoets.outcomes.settled import settled_between
from hertoets.outcomes.sums import highest_amount, sums
from hertoets.outcomes.told import (
    MEASURED,
    NOT_MEASURED,
    UNSETTLED,
    of_measured,
    there_is,
    unless_absent,
    unless_missing,
)

LOAN: Final = pl.Enum([
    "no_loan", "not_written_off", "late_access", "other", "unknown", NOT_MEASURED,
])  # fmt: skip


def judged_loans(
    loans: pl.DataFrame | None,
    told: pl.DataFrame,
    exemptions: pl.DataFrame | None,
    date_facts: Iterable[str],
    as_of: date,
) -> pl.DataFrame:
    """What holds of each person's loans, whatever a reading says.

    Parameters
    ----------
    loans : polars.DataFrame or None
        The table with its marks; None where it is absent.
    told : polars.DataFrame
        One row a person: the first notice, ``group``, ``family_of_asylum``, ``treaty_counts``,
        ``extended_days`` and the ends of terms.
    exemptions : polars.DataFrame or None
    date_facts : iterable of str
    as_of : date
        Later loans are left out; later repayments and write-offs have not happened.

    Returns
    -------
    polars.DataFrame
        ``person``; ``lent`` (one of `MEASURED`); nullable booleans: ``lent_after_start`` (the
        first loan came on or after the stated start) and ``not_written_off_<d>`` (of asylum, to be
        repaid though settled by the lawful end by a date); ``loan_euro``, ``loan_euro_lower``,
        ``loan_euro_upper`` (Int64, of loans not written off).
    """
    facts = list(date_facts)
    euro = ("loan_euro", "loan_euro_lower", "loan_euro_upper")
    kept_by = [f"not_written_off_{fact}" for fact in facts]
    if loans is None:
        return told.select(
            "person",
            lent=pl.lit(NOT_MEASURED, MEASURED),
            lent_after_start=pl.lit(False),
            **dict.fromkeys(kept_by, pl.lit(False)),
            **{name: pl.lit(None, pl.Int64) for name in euro},
        )
    rows = _open(loans.filter(~surely(pl.col("granted_on") > as_of)), as_of)
    granted = pl.col("granted_on")
    found = rows.group_by("person").agg(
        lent=(~MAY_BE).any(),
        to_repay=any_of_rows(pl.col("to_repay")),
        first_loan=granted.filter(~MAY_BE).min(),
        all_dated=(granted.is_not_null() & ~MAY_BE).all(),
    )
    some = attach(
        told.select(
            *("person", "notice_id", "notice_date", "start_stated", "group", "family_of_asylum"),
            *("treaty_counts", "extended_days", "^term_end_.*$"),
        ),
        found,
    )
    some = some.filter(pl.col("lent").is_not_null())
    start, first = pl.col("start_stated"), pl.col("first_loan")
    after = (
        pl.when(first < start)
        .then(False)
        .when(start.is_not_null() & pl.col("all_dated"))
        .then(True)
    )
    kept = _not_written_off(some, exemptions, facts, as_of)
    some = some.select(
        "person",
        "lent",
        lent_after_start=after,
    )
    told_of = attach(told.select("person"), some, kept)
    without, not_asked = pl.col("lent").is_null(), pl.col("asked").is_null()
    told_of = told_of.select(
        "person",
        lent=there_is(pl.col("lent"), MEASURED),
        lent_after_start=pl.when(without).then(False).otherwise("lent_after_start"),
        **{name: pl.when(not_asked).then(False).otherwise(name) for name in kept_by},
    )
    amounts = rows.select("person", pl.col("amount_euro").cast(pl.Int64), counts="not_written_off")
    return attach(told_of, sums(amounts, told, "loan_euro", highest_amount("loan")))


def _open(loans: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Add ``not_written_off`` and ``to_repay`` (nullable bool)."""
    written_off, repayment = pl.col("written_off_on"), pl.col("repayment_from")
    still = (written_off == OPEN) | (written_off > as_of)
    repaid = ~((repayment == OPEN) | (repayment > as_of))
    return loans.with_columns(
        not_written_off=unless_missing(still), to_repay=unless_missing(still | repaid)
    )


def _not_written_off(
    lent: pl.DataFrame, exemptions: pl.DataFrame | None, facts: list[str], as_of: date
) -> pl.DataFrame:
    """``person``, ``asked``, ``not_written_off_<d>``: of who may have had a right to it."""
    lent = lent.with_columns(owed=pl.col("to_repay") & of_asylum())
    asked = lent.filter(pl.col("notice_id").is_not_null() & maybe(pl.col("owed")))
    if exemptions is not None:
        asked = rows_with(asked, exemptions["person"])
    ends = {f"lawful_end_{fact}": lawful_end(fact) for fact in facts}
    asked = asked.with_columns(**ends)
    answers = {f"settled_{fact}": f"lawful_end_{fact}" for fact in facts}
    found = settled_between(asked, answers, exemptions, as_of)
    return found.join(asked.select("person", "owed"), on="person", validate="1:1").select(
        "person",
        asked=pl.lit(True),
        **{f"not_written_off_{fact}": pl.col("owed") & pl.col(f"settled_{fact}") for fact in facts},
    )


def loan_by(date_fact: str) -> pl.Expr:
    """What holds of a person's loans under the ``regime``, of people with `judged_loans`."""
    regime, start_class = pl.col("regime"), pl.col("start_class")
    wi2013 = pl.when(~regime.is_in(UNSETTLED)).then(regime == "wi2013")
    late = pl.when(start_class != "unknown").then(start_class == "late")
    value = first_that_holds(
        [
            (wi2013 & pl.col(f"not_written_off_{date_fact}"), "not_written_off"),
            (late & pl.col("lent_after_start"), "late_access"),
            (of_measured("lent"), "other"),
        ],
        otherwise="no_loan",
        unknown="unknown",
        kind=LOAN,
    )
    return unless_absent("lent", value, LOAN)
