"""Tables of the lessons: the first alarm of each, and whom it reached month by month.

The counts stand in one table, with every sum that holds among them, so that disclosure control
sees them together: the same count in two tables could be hidden in one and told by the other.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from hertoets.errors import Fault, UseError
from hertoets.findings.alarms import (
    Alarm,
    find_alarm,
    load_alarms,
    measured_checks,
    persons_by_month,
)
from hertoets.findings.catalogue import load_labels
from hertoets.findings.drafts import Draft, make_table
from hertoets.findings.model import AFTER_ALARM_ROW, Column, RawTable
from hertoets.findings.sets import rows, total
from hertoets.findings.view import View
from hertoets.quality import Assessment, CheckResult

STATES = ("failed", "not_evaluable", "passed")
AFTER = "na het alarm"


def tabulate_lessons(view: View) -> dict[str, RawTable]:
    """Make the tables of the lessons; none where the extract was not checked.

    Parameters
    ----------
    view : View

    Returns
    -------
    dict of str to RawTable
        ``lessons`` and ``lessons_by_month``.

    Raises
    ------
    UseError
        Where a check supports a lesson that is none.
    """
    if view.assessment is None:
        return {}
    _refuse_unknown_lessons(view.assessment)
    settings, delivered = view.settings, view.delivery.meta.delivered_on
    months = months_of_history(settings.cohort_from, settings.cohort_to, delivered)
    checks = {
        lesson: measured_checks(view.assessment.results, lesson)
        for lesson in load_labels()["lesson"]
    }
    alarms = {lesson: find_alarm(chosen, months) for lesson, chosen in checks.items()}
    lessons = _lessons(view.headline, view.assessment, alarms)
    by_month = _by_month(view.headline, checks, alarms, months)
    return {"lessons": lessons, "lessons_by_month": by_month}


def months_of_history(first: date, last: date, delivered: date | None) -> tuple[str, ...]:
    """The months from the first cohort up to the delivery; without it a year past the last.

    Examples
    --------
    >>> months_of_history(date(2021, 11, 1), date(2021, 12, 31), date(2022, 2, 3))
    ('2021-11', '2021-12', '2022-01', '2022-02')
    """
    end = max(delivered or date(last.year + 1, last.month, 1), first)
    return tuple(str(period) for period in pd.period_range(str(first), str(end), freq="M"))


def _refuse_unknown_lessons(assessment: Assessment) -> None:
    """A lesson that nobody knows would be taught by nothing, and nobody would notice."""
    known = load_labels()["lesson"]
    faults = [
        Fault("expectations", one.id, f"there is no lesson {one.lesson}", "See docs/quality.md")
        for one in assessment.results
        if one.lesson and one.lesson not in known
    ]
    if faults:
        raise UseError(faults)


def _lessons(headline: str, assessment: Assessment, alarms: dict[str, Alarm | None]) -> RawTable:
    """One row a lesson; no count of persons stands here."""
    labels = load_labels()["check_state"]
    body: list[tuple[Draft, ...]] = []
    for lesson, alarm in alarms.items():
        states: list[str] = [one.state for one in assessment.results if one.lesson == lesson]
        told = ("", "", "", "")
        if alarm is not None:
            told = (alarm.seen, alarm.month, alarm.check.id, alarm.check.question_nl)
        counts = (str(states.count(state)) for state in STATES)
        body.append((lesson, *told, *counts, " ".join(load_alarms()["checks"][lesson])))
    columns = (
        Column("lesson", "les", "label"),
        Column("first_alarm", "eerste alarm", "label"),
        Column("month", "over de maand", "label"),
        Column("check", "controle", "text"),
        Column("question", "vraag van de controle", "text"),
        *(Column(state, f"controles {labels[state]}", "text") for state in STATES),
        Column("checks", "controles die alarm kunnen slaan", "text"),
    )
    return make_table("lessons", headline, columns, body)


def _by_month(
    headline: str,
    checks: dict[str, list[CheckResult]],
    alarms: dict[str, Alarm | None],
    months: Sequence[str],
) -> RawTable:
    """A month a row and a lesson a column; the last row sums the months after the alarm."""
    names = load_labels()["lesson"]
    counted: dict[str, list[Draft]] = {}
    for lesson, alarm in alarms.items():
        check = alarm.check if alarm else _fullest(checks[lesson], months)
        if check is None:
            counted[lesson] = [None] * (len(months) + 1)
            continue
        first = [rows("first_month", check.id, month) for month in months]
        later = [
            one for one, month in zip(first, months, strict=True) if alarm and month > alarm.seen
        ]
        counted[lesson] = [*first, total(later) if alarm else None]
    body: list[tuple[Draft, ...]] = [
        (label, *(counted[lesson][place] for lesson in alarms))
        for place, label in enumerate((*months, AFTER))
    ]
    columns = (
        Column("month", "maand", "label"),
        *(Column(lesson, f"{lesson}: {names[lesson]}", "count") for lesson in alarms),
    )
    keys = (*months, AFTER_ALARM_ROW)
    return make_table("lessons_by_month", headline, columns, body, keys=keys)


def _fullest(checks: list[CheckResult], months: Sequence[str]) -> CheckResult | None:
    """Without an alarm the check that found most persons stands for the lesson."""
    return max(
        checks, key=lambda check: sum(persons_by_month(check, months).values()), default=None
    )
