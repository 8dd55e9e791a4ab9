"""One row for each person: the facts that the law looks at, and the dates behind them."""

from datetime import date
from functools import reduce

import narwhals as nw
import pandas as pd

from hertoets.facts.calendar import as_number, with_day_numbers
from hertoets.facts.dates import date_fact, groups, rights_by_person, treaties, treaty_fact
from hertoets.facts.frames import Frame, collected, lazy
from hertoets.facts.kleene import number
from hertoets.facts.notices import STATED, first_notices, with_test_day
from hertoets.facts.rights import judge_rights
from hertoets.facts.standing import CLASSES, exemption_grades, with_standing
from hertoets.facts.starts import chain_starts, move_starts
from hertoets.facts.values import DATE_FACTS, FACTS, VALUES, place

DATES = (
    "notice_date",
    "start_stated",
    "term_end_stated",
    *(f"start_{name}" for name in DATE_FACTS),
    "waiting_from",
)
"""The dates that are subtracted or shown."""


def find_facts(tables: dict[str, pd.DataFrame], reference_date: date) -> pd.DataFrame:
    """Turn the extract's tables into facts and dates.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        The typed tables of an extract, Arrow dtypes.
    reference_date : datetime.date
        The day that art. 54 looks at.

    Returns
    -------
    pandas.DataFrame
        One row a person in the order of ``person``: the seven facts (int32, places in `VALUES`),
        the regime ``stated`` in the first notice (1: wi2013, 2: wi2021, 0: unknown, null: no
        notice), ``situation`` (int32, one number for each combination of facts and regime
        stated), ``notice_date``, ``start_stated`` and ``start_<d>`` for each date fact d (int32
        ``yyyymmdd``), ``<date>_days`` (days since 1970) for each of `DATES`, and
        ``waiting_doubt``. Source: contract, section 2.
    """
    reference = as_number(reference_date)
    frames = {name: lazy(table) for name, table in tables.items()}
    # Text stays behind: a frame that is joined often had better be narrow.
    people = frames["persons"].select("person", "birth_from", "birth_to", "nationality")
    people = people.join(first_notices(frames["notices"]), on="person", how="left")
    people = with_test_day(people, reference)
    rights = judge_rights(frames["residence_rights"], people, reference).collect().lazy()
    people = _join(
        people,
        rights_by_person(rights),
        groups(rights),
        treaties(rights, people),
        chain_starts(rights),
    )
    if "exemptions" in frames:
        people = _join(people, exemption_grades(frames["exemptions"], people, reference))
    else:
        nobody = {f"has_{name}": number(0) for name in CLASSES}
        people = people.with_columns(**nobody)
    people = with_standing(people, reference).with_columns(
        treaty=treaty_fact(),
        group=nw.col("group").fill_null(place("group", "unknown")),
        **{name: date_fact(name) for name in DATE_FACTS},
    )
    people = move_starts(people, frames.get("exemptions"))
    people = with_day_numbers(people.with_columns(situation=_situation()), *DATES).select(
        "person",
        *FACTS,
        "stated",
        "situation",
        "notice_date",
        "start_stated",
        *(f"start_{name}" for name in DATE_FACTS),
        *(f"{name}_days" for name in DATES),
        "waiting_doubt",
    )
    return collected(people.sort("person"))


def decode_situation(number: int) -> tuple[dict[str, str], str | None]:
    """Give the facts and the stated regime that a situation's number stands for.

    Parameters
    ----------
    number : int
        A value of the column ``situation``.

    Returns
    -------
    tuple of (dict of str to str, str or None)
        The value of each fact, and the regime stated (None: unknown, or no notice).
    """
    number, stated = divmod(number, len(STATED) + 1)
    facts: dict[str, str] = {}
    for name in reversed(FACTS):
        number, index = divmod(number, len(VALUES[name]))
        facts[name] = VALUES[name][index]
    return {name: facts[name] for name in FACTS}, STATED[stated - 1] if stated else None


def _situation() -> nw.Expr:
    code = number(0)
    for name in FACTS:
        code = code * len(VALUES[name]) + nw.col(name)
    return code * (len(STATED) + 1) + nw.col("stated").fill_null(0)


def _join(people: Frame, *others: Frame) -> Frame:
    """Join frames with at most one row a person; who is absent from one gets nulls."""
    return reduce(lambda left, right: left.join(right, on="person", how="left"), others, people)
