"""What holds of a person on a day: the one place where a day is judged.

The standing asks it of the test day and the reference date, the duty of the day of judging, the
fact ``obliged`` of the start. Each answer is a nullable boolean, null where it is unknown.
Sources: Wi2013 arts. 3, 5 and 6; Wi2021 arts. 3 to 5; AOW art. 7a; contract, section 2.
"""

from datetime import date

import polars as pl

from hertoets.facts.calendar import OPEN, pension_day, plus_years
from hertoets.facts.exemptions import on_days
from hertoets.facts.frames import attach, beside, rows_of, together
from hertoets.facts.logic import any_of_rows, at_best_unknown, surely
from hertoets.facts.rights import lasts_to, published_by
from hertoets.law.constants import constants

DUTCH = "NLD"
BRITISH = "GBR"
FROM_PEOPLE = (
    "nationality", "former_nationality", "dutch_since", "covered_by", "treaty_counts",
    "from_16", "by_16", "from_18", "by_18", "pension_from", "pension_by", "nationality_in_doubt",
)  # fmt: skip
FROM_EXEMPTIONS = (
    "exempt", "completed", "diploma_a2", "dispensed", "at_school", "choice_to_come", "school_known",
)  # fmt: skip


def with_ages(persons: pl.DataFrame, until: date) -> pl.DataFrame:
    """Add the birthdays that the law asks for, at their earliest and at their latest.

    Parameters
    ----------
    persons : polars.DataFrame
        With ``birth_from`` and ``birth_to`` (Date).
    until : date
        No later day is judged: who cannot reach the pension age by then needs no table.

    Returns
    -------
    polars.DataFrame
        With ``from_16``, ``by_16``, ``from_18``, ``by_18``, ``pension_from``, ``pension_by``
        (Date; null where the date of birth is unknown).
    """
    law = constants()
    born_from, born_by = pl.col("birth_from"), pl.col("birth_to")
    duty, school = law.number("duty_from_age"), law.number("schooling_until_age")
    aged = persons.with_columns(
        from_16=plus_years(born_from, duty),
        by_16=plus_years(born_by, duty),
        from_18=plus_years(born_from, school),
        by_18=plus_years(born_by, school),
    )
    youngest = min(age.months for age in law.pension_ages) // 12
    old = aged.filter(born_from.dt.year() <= until.year - youngest).select(
        "person",
        pension_from=pension_day(born_from, law.pension_ages),
        pension_by=pension_day(born_by, law.pension_ages),
    )
    return attach(aged, old)


def judge_days(
    days: pl.DataFrame,
    people: pl.DataFrame,
    rights: pl.DataFrame,
    exemptions: pl.DataFrame | None,
    *,
    with_rights: bool = False,
) -> pl.DataFrame:
    """Judge days of persons.

    Parameters
    ----------
    days : polars.DataFrame
        ``person`` and ``day`` (Date, not null), with whatever else; several days a person are fine.
    people : polars.DataFrame
        From `with_ages`, with ``person``, ``nationality``, ``former_nationality``, ``dutch_since``,
        ``treaty_counts``, ``covered_by`` (Date: how far an open right surely covers),
        ``nationality_in_doubt`` (bool: no right tells what it is).
    rights : polars.DataFrame
        From `hertoets.facts.rights.judge_rights`.
    exemptions : polars.DataFrame or None
        None where the table is absent: nobody has an exemption then.
    with_rights : bool
        Whether the last two answers are wanted too.

    Returns
    -------
    polars.DataFrame
        The days with ``excluded``, ``under_16``, ``completed``, ``diploma_a2``, ``dispensed``,
        ``schooling``, ``choice_to_come``, ``has_right`` (a qualifying right lasts to the day) and
        ``right_in_force`` (one that is published and in force by then).
    """
    cases = beside(days.with_row_index("case"), people, *FROM_PEOPLE)
    cases = _with_cover(cases, rights)
    if with_rights:
        cases = attach(cases, _lasting(cases, rights), by="case")
    if exemptions is None:
        cases = cases.with_columns(pl.lit(False).alias(name) for name in FROM_EXEMPTIONS)
    else:
        found = on_days(
            exemptions, cases.select("case", "person", "day", "from_16", "treaty_counts")
        )
        cases = attach(cases, found.with_columns(has_row=True), by="case")
        absent = pl.col("has_row").is_null()
        cases = cases.with_columns(
            pl.when(absent).then(False).otherwise(pl.col(name)).alias(name)
            for name in FROM_EXEMPTIONS
        )
    day = pl.col("day")
    presumed = _sixteen_or_seventeen() & ~pl.col("school_known")
    return cases.select(
        *days.columns,
        "completed",
        "diploma_a2",
        "dispensed",
        "choice_to_come",
        *(("has_right", "right_in_force") if with_rights else ()),
        excluded=_by_nationality() | _reached("pension") | pl.col("exempt"),
        under_16=_not_yet("16", day),
        schooling=pl.col("at_school") | at_best_unknown(presumed),
    )


def _with_cover(cases: pl.DataFrame, rights: pl.DataFrame) -> pl.DataFrame:
    """Whether a right surely qualifies and covers the day, where the nationality asks it."""
    own, end, day = pl.col("nationality"), pl.col("end_date"), pl.col("day")
    presumed = (own.is_null() | (own == DUTCH)) & ~pl.col("nationality_in_doubt")
    asked = cases.filter(presumed).select("case", "person", "day", "covered_by")
    until = pl.when(end == OPEN).then(pl.col("covered_by")).otherwise(end)
    covers = surely(pl.col("qualifies") & (pl.col("effective_date") <= day) & (until >= day))
    found = rows_of(asked, rights).select(
        "case",
        covered=covers,
        covered_by_asylum=covers & surely(pl.col("migrant_group") == "asylum"),
    )
    return attach(cases, together(found, "case", any_of_rows), by="case").with_columns(
        surely(pl.col(name)) for name in ("covered", "covered_by_asylum")
    )


def _lasting(cases: pl.DataFrame, rights: pl.DataFrame) -> pl.DataFrame:
    """Whether a qualifying right lasts to the day, and one that is in force by then."""
    day = pl.col("day")
    lasting = pl.col("qualifies") & lasts_to(day)
    rows = rows_of(cases.select("case", "person", "day"), rights).select(
        "case",
        has_right=lasting,
        right_in_force=lasting & published_by(day) & (pl.col("effective_date") <= day),
    )
    return together(rows, "case", any_of_rows)


def _by_nationality() -> pl.Expr:
    """Dutch, or of a country whose nationals move freely, on the day."""
    own, former, day = pl.col("nationality"), pl.col("former_nationality"), pl.col("day")
    free = _moves_freely(own, day)
    unless_covered = pl.when(pl.col("covered")).then(False).otherwise(pl.lit(None, pl.Boolean))
    formerly = pl.when(former.is_null()).then(unless_covered).otherwise(_moves_freely(former, day))
    dutch = (
        pl.when(pl.col("dutch_since").is_not_null())
        .then(pl.col("dutch_since") <= day)
        .otherwise(unless_covered)
    )
    return (
        pl.when(own.is_null() & pl.col("covered_by_asylum"))
        .then(False)
        .when(own == DUTCH)
        .then(dutch | formerly)
        .otherwise(free)
    )


def _moves_freely(nationality: pl.Expr, day: pl.Expr) -> pl.Expr:
    law = constants()
    british = (nationality == BRITISH) & (day <= law.day("british_until"))
    return nationality.is_in(law.codes("free_movement")) | british


def _not_yet(age: str, day: pl.Expr) -> pl.Expr:
    """Whether the birthday lies after the day."""
    return (
        pl.when(pl.col(f"from_{age}") > day)
        .then(True)
        .when(pl.col(f"by_{age}") <= day)
        .then(False)
        .otherwise(pl.lit(None, pl.Boolean))
    )


def _reached(age: str) -> pl.Expr:
    """Whether the pension age is reached; somebody born late surely has not."""
    day = pl.col("day")
    return (
        pl.when(pl.col(f"{age}_by") <= day)
        .then(True)
        .when(pl.col(f"{age}_from") > day)
        .then(False)
        .when(pl.col("from_16").is_not_null() & pl.col(f"{age}_from").is_null())
        .then(False)
        .otherwise(pl.lit(None, pl.Boolean))
    )


def _sixteen_or_seventeen() -> pl.Expr:
    return ~_not_yet("16", pl.col("day")) & _not_yet("18", pl.col("day"))
