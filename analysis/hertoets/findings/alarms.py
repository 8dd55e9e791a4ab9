"""When a lesson would have been learnt: its checks, run at the end of every month of the history.

Source: the months of wrong rows in `hertoets.quality`; ``alarms.toml`` says which checks count.
Persons are counted once, in the month of their first wrong row.
"""

import calendar
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from hertoets.quality import CheckResult


@dataclass(frozen=True)
class Alarm:
    """The first alarm of a lesson.

    Attributes
    ----------
    check : CheckResult
        The check that gives it.
    month : str
        The month of the persons that set it off (``2021-03``).
    seen : str
        The month at whose end it would have been given: the same, or later for a check that waits.
    """

    check: CheckResult
    month: str
    seen: str


@cache
def load_alarms() -> dict[str, Any]:
    """``alarms.toml``: how many persons make an alarm, and the checks by lesson."""
    text = files("hertoets.findings").joinpath("alarms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def measured_checks(results: Sequence[CheckResult], lesson: str) -> list[CheckResult]:
    """The checks of a lesson that were counted, in the order of ``alarms.toml``."""
    by_id = {result.id: result for result in results}
    named = [by_id[name] for name in load_alarms()["checks"][lesson] if name in by_id]
    return [result for result in named if result.measure is not None]


def persons_by_month(check: CheckResult, months: Sequence[str]) -> dict[str, int]:
    """Count persons by the month of their first wrong row.

    Parameters
    ----------
    check : CheckResult
    months : sequence of str
        The months of the history; others are left out.

    Returns
    -------
    dict of str to int
        Every one of `months`, in their order.
    """
    counted: Mapping[str, int] = {} if check.measure is None else check.measure.persons_by_month
    return {month: counted.get(month, 0) for month in months}


def find_alarm(checks: Sequence[CheckResult], months: Sequence[str]) -> Alarm | None:
    """Find the earliest alarm of some checks; None where none of them would ever have told.

    An alarm takes persons enough in a month, and a share of the rows judged in it. Of two alarms
    in one month the one over most persons is taken, then the first in order.
    """
    least, share = load_alarms()["alarm_from"], load_alarms()["alarm_share"]
    found = []
    for place, check in enumerate(checks):
        for month, persons in persons_by_month(check, months).items():
            if persons >= least and _share(check, month) >= share:
                seen = _seen_in(month, int(check.expectation.arguments.get("after_days", 0)))
                found.append((seen, -persons, place, Alarm(check, month, seen)))
                break
    return min(found, key=lambda entry: entry[:3])[3] if found else None


def _share(check: CheckResult, month: str) -> float:
    """The share of the rows judged in a month that were wrong; some were, in that month."""
    if check.measure is None:
        return 0.0
    return check.measure.by_month[month] / check.measure.judged_by_month[month]


def _seen_in(month: str, days: int) -> str:
    """The month in which the last row of a month has become so many days old."""
    year, number = int(month[:4]), int(month[5:])
    last = date(year, number, calendar.monthrange(year, number)[1])
    return f"{last + timedelta(days=days):%Y-%m}"
