"""What follows for each person when one reading is taken as the law.

Start and term shifts (FACTS K2, K3), wrong notices after the reference date (K1), the cohort of
kst-32824-356, and data seen without basis (K10). Source: contract, section 4.
"""

from dataclasses import dataclass

import narwhals as nw
import pandas as pd

from hertoets.compare.settings import Settings
from hertoets.compare.words import BREACH, START_CLASSES, TERM_CLASSES
from hertoets.facts.calendar import as_number, plus_years, with_day_numbers
from hertoets.facts.frames import Frame, lazy
from hertoets.facts.kleene import MAYBE, NO, SURE, grade, number

TERM_YEARS = 3  # Wi2013 art. 7(1), since 1 October 2017 art. 7b(1)

WRONG = ("wi2013", "none")


@dataclass(frozen=True)
class Chain:
    """What the notices and the portal say of each person, before any reading looks at it.

    Attributes
    ----------
    notices : narwhals.LazyFrame
        ``person``, ``late_wi2021``: grade of "some notice after the reference date states wi2021".
    access : narwhals.LazyFrame or None
        ``person``, ``viewed`` (grade 2: surely viewed); None without ``data_access``.
    """

    notices: Frame
    access: Frame | None


def see_chain(tables: dict[str, pd.DataFrame], settings: Settings) -> Chain:
    """Gather notices and access by person.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        The typed tables of an extract.
    settings : Settings

    Returns
    -------
    Chain
    """
    after = nw.col("notice_date") > as_number(settings.reference_date)
    late = grade(after & (nw.col("regime_stated") == "wi2021"))
    notices = lazy(tables["notices"]).select("person", late_wi2021=late)
    access = None
    if "data_access" in tables:
        seen = lazy(tables["data_access"]).select("person", viewed=grade(nw.col("viewed")))
        access = seen.group_by("person").agg(nw.col("viewed").max())
    return Chain(notices.group_by("person").agg(nw.col("late_wi2021").max()), access)


def follow(people: Frame, chain: Chain, settings: Settings) -> Frame:
    """Draw the consequences of one reading.

    Parameters
    ----------
    people : narwhals.LazyFrame
        One row a person with ``regime`` and ``regime_stated`` (text), ``start`` and
        ``start_stated`` (``yyyymmdd``), and in days since 1970 ``start_days``,
        ``start_stated_days`` and ``term_end_stated_days``.
    chain : Chain
    settings : Settings

    Returns
    -------
    narwhals.LazyFrame
        With ``start_shift_days`` (int, days), ``in_cohort`` (bool) and, as places in the lists of
        ``words.py``, ``start_class``, ``term_class``, ``wrong_notice`` and ``breach`` (without
        the table: absent).
    """
    people = people.join(chain.notices, on="person", how="left")
    people = people.with_columns(term_end=plus_years(nw.col("start"), TERM_YEARS))
    people = with_day_numbers(people, "term_end").with_columns(
        start_shift_days=nw.col("start_stated_days") - nw.col("start_days"),
        term_shift_days=nw.col("term_end_stated_days") - nw.col("term_end_days"),
        both_wi2013=(
            (nw.col("regime_stated") == "wi2013").fill_null(False) & (nw.col("regime") == "wi2013")
        ),
        in_cohort=_in_cohort("start_stated", settings) | _in_cohort("start", settings),
        wrong_notice=_wrong_notice(),
    )
    people = people.with_columns(
        start_class=_shift_class("start_shift_days", START_CLASSES, settings),
        term_class=_shift_class("term_shift_days", TERM_CLASSES, settings),
    )
    if chain.access is None:
        return people
    return people.join(chain.access, on="person", how="left").with_columns(breach=_breach())


def _in_cohort(column: str, settings: Settings) -> nw.Expr:
    """An empty date lies nowhere."""
    day = nw.col(column)
    first, last = as_number(settings.cohort_from), as_number(settings.cohort_to)
    return ((day >= first) & (day <= last)).fill_null(False)


def _shift_class(column: str, classes: tuple[str, ...], settings: Settings) -> nw.Expr:
    on_time, above, below, unknown, not_applicable = range(len(classes))
    shift = nw.col(column)
    return (
        nw.when(~nw.col("both_wi2013"))
        .then(number(not_applicable))
        .when(shift.is_null())
        .then(number(unknown))
        .when(shift > settings.tolerance_days)
        .then(number(above))
        .when(shift < -settings.tolerance_days)
        .then(number(below))
        .otherwise(number(on_time))
    )


def _wrong_notice() -> nw.Expr:
    """A notice stating wi2021 after the reference date to somebody whom wi2021 does not bind."""
    sent = nw.col("late_wi2021").fill_null(NO)
    bound = nw.col("regime") == "wi2021"
    return (
        nw.when((sent == NO) | bound)
        .then(number(NO))
        .when((sent == SURE) & nw.col("regime").is_in(WRONG))
        .then(number(SURE))
        .otherwise(number(MAYBE))
    )


def _breach() -> nw.Expr:
    no, unknown, visible, viewed = range(len(BREACH))
    regime = nw.col("regime")
    return (
        nw.when(nw.col("viewed").is_null() | regime.is_in(["wi2021", "none"]))
        .then(number(no))
        .when(regime != "wi2013")
        .then(number(unknown))
        .when(nw.col("viewed") == SURE)
        .then(number(viewed))
        .otherwise(number(visible))
    )
