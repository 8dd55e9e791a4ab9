"""What a run tells of counts without showing them: medians, verdicts of checks, alarms, signs."""

from collections.abc import Iterator, Mapping
from math import floor, inf

from hertoets.findings.alarms import load_alarms
from hertoets.findings.guidance import Money
from hertoets.findings.model import Fact, RawTable
from hertoets.findings.sets import rows
from hertoets.findings.view import View
from hertoets.quality import CheckResult


def facts_of(view: View, tables: Mapping[str, RawTable]) -> Iterator[Fact]:
    """Everything that is told of a count besides.

    Parameters
    ----------
    view : View
    tables : mapping of str to RawTable
        With their counts.

    Yields
    ------
    Fact
    """
    for reading, table in view.money.items():
        yield from Money(reading, table).facts()
    for result in view.assessment.results if view.assessment is not None else ():
        yield from _verdict(result)
    if "lessons" in tables:
        yield from _alarms(tables["lessons"])


def _verdict(result: CheckResult) -> Iterator[Fact]:
    """A check that is passed has no more wrong rows than it accepts, one that is not has more."""
    entry, judged = result.expectation, result.judged or 0
    most = entry.at_most
    if entry.at_most_share is not None:
        most = floor(entry.at_most_share * judged)
    if result.wrong_rows is None or most is None or entry.at_least:
        return
    ends = (0.0, float(most)) if result.state == "passed" else (most + 1.0, inf)
    yield Fact(rows("failed", result.id), *ends, "de uitkomst van de controle")


def _alarms(lessons: RawTable) -> Iterator[Fact]:
    """The month of an alarm holds as many as an alarm takes.

    A month before it may hold as many too: an alarm also takes a share of the rows.
    """
    least = float(load_alarms()["alarm_from"])
    for row in lessons.rows:
        month, check = (str(row[lessons.position(name)]) for name in ("month", "check"))
        if check:
            yield Fact(rows("first_month", check, month), least, inf, "de maand van het alarm")
