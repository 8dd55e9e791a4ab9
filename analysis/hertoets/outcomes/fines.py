"""Fines that should not have been: without a duty, or before the lawful end of the term.

Sources: Wi2013 arts. 31 to 34; Wi2021 arts. 22 to 25; contract, section 4 ("What followed").
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

import polars as pl

from hertoets.facts.calendar import LONG_AGO, OPEN
from hertoets.facts.days import every_day
from hertoets.facts.doubt import IN_DOUBT
from hertoets.facts.frames import attach, beside, together
from hertoets.facts.logic import any_of_rows, first_that_holds, surely
from hertoets.facts.notices import may_be_told_from
from hertoets.facts.people import Facts
from hertoets.outcomes.duty import DUTIES, WITHOUT, duties_on
from hertoets.outcomes.lawful_end import lawful_end
from hertoets.outcomes.sums import highest_amount, sums
from hertoets.outcomes.told import NOT_MEASURED, UNSETTLED, unless_missing

FINE: Final = pl.Enum([
    "no_fine", "without_duty", "too_early", "other", "unknown", NOT_MEASURED,
])  # fmt: skip

EACH: Final = pl.Enum(["withdrawn", "without_duty", "too_early", "other", "unknown"])
"""What holds of one fine."""

_STANDS: Final = pl.col("stands")
_IMPOSED: Final = pl.col("imposed_on")


def judged_fines(
    fines: pl.DataFrame, told: pl.DataFrame, facts: Facts, date_facts: Iterable[str], as_of: date
) -> pl.DataFrame:
    """What holds of each fine, whatever a reading says.

    Parameters
    ----------
    fines : polars.DataFrame
        The table with its marks.
    told : polars.DataFrame
        One row a person: ``extended_days``, ``published_maybe``, ``publication_in_doubt`` and the
        ends of terms.
    facts : Facts
    date_facts : iterable of str
    as_of : date
        Later fines are left out, and later withdrawals have not happened.

    Returns
    -------
    polars.DataFrame
        ``person``, ``fine_id``, ``imposed_on`` (Date), ``amount_euro`` (Int64; null unknown), and
        nullable booleans: ``stands`` (it is there and not withdrawn), ``without_wi2013`` and
        ``without_wi2021`` (no duty under the Act on the day), ``early_<d>`` (on or before the
        lawful end by a date).
    """
    known = fines.filter(~surely(as_of < _IMPOSED)).with_row_index("fine")
    withdrawn = pl.col("withdrawn_on")
    rows = known.select(
        "fine",
        "person",
        "fine_id",
        "imposed_on",
        "in_doubt",
        pl.col("amount_euro").cast(pl.Int64),
        stands=unless_missing((withdrawn == OPEN) | (withdrawn > as_of)),
    )
    rows = attach(rows, _without_duty(rows, told, facts, as_of), by="fine")
    asked = [name for name in told.columns if name.startswith("term_end_")]
    rows = beside(rows, told, "notice_date", "extended_days", *asked)
    early = {f"early_{fact}": lawful_end(fact) >= _IMPOSED for fact in date_facts}
    return rows.select(
        *("person", "fine_id", "imposed_on", "amount_euro", "stands"),
        *("without_wi2013", "without_wi2021"),
        **early,
    )


def _without_duty(
    rows: pl.DataFrame, told: pl.DataFrame, facts: Facts, as_of: date
) -> pl.DataFrame:
    """``fine``, ``without_wi2013``, ``without_wi2021``; of an undated one where all days agree."""
    on = pl.lit(as_of)
    undated = rows.filter(_IMPOSED.is_null())
    spans = beside(undated, told, "published_maybe", "publication_in_doubt").select(
        "fine",
        "person",
        first=pl.min_horizontal(pl.when(IN_DOUBT).then(LONG_AGO).otherwise(may_be_told_from()), on),
        last=on,
    )
    each = (
        spans.select("person", "first", "last")
        .group_by("person")
        .agg(pl.min("first"), pl.max("last"))
    )
    spread = every_day(each, facts.people, [facts.rights, facts.exemptions])
    days = pl.concat(
        [
            rows.filter(_IMPOSED.is_not_null()).select("fine", "person", day="imposed_on"),
            spans.join(spread, on="person", how="inner")
            .filter(pl.col("day") >= pl.col("first"))
            .select("fine", "person", "day"),
        ]
    )
    judged = duties_on(days, facts).select(
        "fine",
        *(
            pl.when(pl.col(name) != "unknown")
            .then(pl.col(name).is_in(WITHOUT))
            .alias(name.replace("duty", "without"))
            for name in DUTIES
        ),
    )
    return together(judged, "fine", _where_all_agree)


def _where_all_agree(answer: pl.Expr) -> pl.Expr:
    """What holds on all days, or on none; else unknown."""
    agree = answer.all(ignore_nulls=False) | ~answer.any(ignore_nulls=False)
    return pl.when(agree).then(answer.first())


def fines_by_regime(
    fines: pl.DataFrame | None, people: pl.DataFrame, date_facts: Iterable[str]
) -> pl.DataFrame:
    """The worst that holds of each person's fines, under each regime there may be.

    Parameters
    ----------
    fines : polars.DataFrame or None
        From `judged_fines`; None without the table.
    people : polars.DataFrame
        With ``person``.
    date_facts : iterable of str

    Returns
    -------
    polars.DataFrame
        ``person`` and, each one of `FINE`: ``fine_none``, ``fine_wi2021`` and, for the Wi2013 with
        a start by each date, ``fine_wi2013_<d>``.
    """
    regimes = {
        "none": (pl.lit(True), pl.lit(False)),
        "wi2021": (pl.col("without_wi2021"), pl.lit(False)),
        **{
            f"wi2013_{fact}": (pl.col("without_wi2013"), pl.col(f"early_{fact}"))
            for fact in date_facts
        },
    }
    if fines is None:
        absent = {f"fine_{name}": pl.lit(NOT_MEASURED, FINE) for name in regimes}
        return people.select("person", **absent)
    rows = fines.select(
        "person",
        "stands",
        **{f"without_{name}": _STANDS & without for name, (without, _) in regimes.items()},
        **{f"early_{name}": _STANDS & early for name, (_, early) in regimes.items()},
    )
    found = together(rows, "person", any_of_rows)
    worst = found.select(
        "person",
        **{
            f"fine_{name}": first_that_holds(
                [
                    (pl.col(f"without_{name}"), "without_duty"),
                    (pl.col(f"early_{name}"), "too_early"),
                    (_STANDS, "other"),
                ],
                otherwise="no_fine",
                unknown="unknown",
                kind=FINE,
            )
            for name in regimes
        },
    )
    everybody = attach(people.select("person"), worst)
    return everybody.with_columns(pl.exclude("person").fill_null("no_fine"))


def fine_by(date_fact: str) -> pl.Expr:
    """The worst of a person's fines under the ``regime``, of people with `fines_by_regime`."""
    regime = pl.col("regime")
    settled = pl.col("fine_none").is_in(["no_fine", NOT_MEASURED])
    return (
        pl.when((regime == "none") | settled)
        .then("fine_none")
        .when(regime == "wi2013")
        .then(f"fine_wi2013_{date_fact}")
        .when(regime == "wi2021")
        .then("fine_wi2021")
        .otherwise(pl.lit("unknown", FINE))
    )


def each_fine(fines: pl.DataFrame, told: pl.DataFrame, date_fact: str) -> pl.DataFrame:
    """What holds of each fine by itself, under the regime that a reading gives.

    Parameters
    ----------
    fines : polars.DataFrame
        From `judged_fines`.
    told : polars.DataFrame
        ``person``, ``regime``.
    date_fact : str
        By which the term ends.

    Returns
    -------
    polars.DataFrame
        ``person``, ``fine_id``, ``imposed_on``, ``amount_euro`` and ``fine`` (one of `EACH`).
    """
    without, early = _wrong(date_fact)
    holds = [(~_STANDS, "withdrawn"), (without, "without_duty"), (early, "too_early")]
    fine = first_that_holds(holds, otherwise="other", unknown="unknown", kind=EACH)
    rows = beside(fines, told, "regime")
    return rows.select("person", "fine_id", "imposed_on", "amount_euro", fine=fine)


def _wrong(date_fact: str) -> tuple[pl.Expr, pl.Expr]:
    """Whether a fine was imposed without a duty, and whether too early, under the ``regime``."""
    regime = pl.col("regime")
    known = pl.when(regime.is_in(UNSETTLED)).then(pl.lit(None, pl.Boolean))
    without = (
        known.when(regime == "none")
        .then(True)
        .when(regime == "wi2021")
        .then("without_wi2021")
        .otherwise("without_wi2013")
    )
    early = known.when(regime == "wi2013").then(f"early_{date_fact}").otherwise(False)
    return without, early


def fine_sums(fines: pl.DataFrame | None, told: pl.DataFrame, date_fact: str) -> pl.DataFrame:
    """What each person was fined without a duty or too early, in euro.

    Parameters
    ----------
    fines : polars.DataFrame or None
        From `judged_fines`.
    told : polars.DataFrame
        ``person``, ``regime``.
    date_fact : str
        By which the term ends.

    Returns
    -------
    polars.DataFrame
        ``person``; ``fine_euro`` (null: not known), ``fine_euro_lower`` and ``fine_euro_upper``,
        all Int64. A fine of an unknown amount is at most the highest of the law. All null without
        the table.
    """
    names = ("fine_euro", "fine_euro_lower", "fine_euro_upper")
    if fines is None:
        return told.select("person", **{name: pl.lit(None, pl.Int64) for name in names})
    without, early = _wrong(date_fact)
    rows = beside(fines, told, "regime").with_columns(counts=_STANDS & (without | early))
    return sums(rows, told, "fine_euro", highest_amount("fine"))
