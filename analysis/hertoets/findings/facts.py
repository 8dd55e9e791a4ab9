"""What is known of counts without being shown: verdicts of checks, alarms, and what lies in what.

Which sets of persons lie in which follows from the persons. What counts rows of tables, or persons
by what would settle their case, is tied to these here, by its definition.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import floor, inf
from typing import Final

from hertoets.extract.settling import CODES_OUTSIDE_STOP
from hertoets.extract.values import OUTSIDE_LIST
from hertoets.findings.alarms import load_alarms
from hertoets.findings.basis import bases_of
from hertoets.findings.causes import SEVERAL
from hertoets.findings.definitions import load_definitions
from hertoets.findings.guidance import Money, between_periods
from hertoets.findings.model import Fact, Place, RawTable
from hertoets.findings.sets import Conditions, Counted, RowSet, persons, rows, total
from hertoets.findings.view import View
from hertoets.quality import WIDENS_FROM, CheckResult

_BROUGHT: Final[Mapping[str, Conditions]] = {
    "notices": {"has_notice": ("yes",)},
    "data_access": {"breach": ("viewed", "visible", "elsewhere")},
    "choices": {"was_offered": ("yes",)},
    "fines": {"fine": ("without_duty", "too_early", "other")},
    "loans": {"loan": ("not_written_off", "late_access", "other")},
    "plans": {"plan": ("without_basis", "other")},
}
"""Tables, and the persons of whom it is known that they have a row in them."""


def facts_of(
    view: View, tables: Mapping[str, RawTable], counts: Mapping[Place, Counted]
) -> Iterator[Fact]:
    """Everything that is known of a count besides its published form.

    Parameters
    ----------
    view : View
    tables : mapping of str to RawTable
        With their counts.
    counts : mapping of Place to Counted
        Everything that is published.

    Yields
    ------
    Fact
    """
    counted = [base for base in bases_of(counts.values()) if isinstance(base, RowSet)]
    for reading, table in view.money.items():
        yield from Money(reading, table).facts()
    for result in view.assessment.results if view.assessment is not None else ():
        yield from _verdict(result)
    if view.has(("guidance_counts",)):
        whole, more, less = between_periods(view.periods).values()
        rest = whole - more + less
        if rest.terms:
            yield Fact(rest, 0, 0, "wat er meer is, min wat er minder is, is het verschil")
    if "lessons" in tables:
        yield from _alarms(tables["lessons"])
    yield from _in_extract(view)
    yield from _foreign_codes(view, counted)
    yield from _rows_in_rows(view, counted)
    yield from _causes(view, counted)
    if view.basis.count(rows("used", "persons")):
        one_each = rows("used", "persons") - persons({})
        yield Fact(one_each, 0, 0, "van elke persoon telt één rij")
    for name, where in _BROUGHT.items():
        if view.basis.count(rows("used", name)):
            own = persons(where, view.headline, doubted=False)
            yield _no_less(rows("used", name), own, "wie het overkwam, heeft er een rij van")


def _in_extract(view: View) -> Iterator[Fact]:
    """From so many persons on doubt counts, and the pages say whether it does."""
    came_in = persons({}) + rows("persons_set_aside")
    enough = view.basis.count(came_in) >= WIDENS_FROM
    least, most = (WIDENS_FROM, inf) if enough else (0, WIDENS_FROM - 1)
    yield Fact(came_in, least, most, "of twijfel meetelt")


def _foreign_codes(view: View, counted: Sequence[RowSet]) -> Iterator[Fact]:
    """Of a column hardly any codes come from outside its list, or there would be no run."""
    for base in counted:
        if base.kind == "unknown" and base.of[2] == OUTSIDE_LIST:
            used = view.basis.count(rows("used", base.of[0]))
            most = floor(CODES_OUTSIDE_STOP * used)
            yield Fact(Counted(((1, base),)), 0, most, "met meer wordt de levering geweigerd")


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


def _rows_in_rows(view: View, counted: Sequence[RowSet]) -> Iterator[Fact]:
    """Rows that a check finds wrong are rows; who has a first one in some month, has one."""
    asked = view.assessment.results if view.assessment is not None else ()
    laid = {one.id: one.table for one in asked if _laid(view, one.id)}
    months: dict[str, list[Counted]] = {}
    for base in counted:
        own = Counted(((1, base),))
        if base.kind == "first_month":
            months.setdefault(base.of[0], []).append(own)
        elif base.kind == "failed" and base.of[0] in laid:
            yield _no_less(rows("used", laid[base.of[0]]), own, "een foute rij is een rij")
        elif base.kind == "expected_lower":
            yield _no_less(rows("expected_upper", *base.of), own, "wie zeker telt, telt mogelijk")
    for check, firsts in months.items():
        yield _no_less(rows("failed", check), total(firsts), "wie een eerste foute rij heeft")


def _causes(view: View, counted: Sequence[RowSet]) -> Iterator[Fact]:
    """Who is undecided for some cause lies between the bounds, and everybody between has one.

    Who is undecided for several causes together is so for no single one. Whom a check puts in doubt
    has a row that it finds wrong; whom an open rule does, is judged by that rule.
    """
    causes: dict[str, list[RowSet]] = {}
    for base in counted:
        if base.kind == "cause":
            causes.setdefault(base.of[0], []).append(base)
    for figure, some in causes.items():
        definition = load_definitions()[figure]
        between = definition.at_most(view.headline) - definition.surely(view.headline)
        parts = [Counted(((1, base),)) for base in some]
        yield _no_less(total(parts), between, "wie onbeslist is, is dat ergens om")
        no_single = [one for base, one in zip(some, parts, strict=True) if base.of[1] == SEVERAL]
        for base, part in zip(some, parts, strict=True):
            apart = total(dict.fromkeys([part, *no_single]))
            yield _no_less(between, apart, "wie om meer oorzaken onbeslist is, is het om geen ene")
            kind, _, of = base.of[1].partition(":")
            if kind == "doubt" and _laid(view, of):
                yield _no_less(rows("failed", of), part, "twijfel komt van een foute rij")
            elif kind == "open":
                judged = persons({"rule": (of,)}, view.headline)
                yield _no_less(judged, part, "wie onder een open regel valt")


def _laid(view: View, check: str) -> bool:
    """Whether the wrong rows of a check are laid to persons, and doubt nobody else."""
    if check not in view.basis.rows.laid:
        return False
    doubts = view.assessment.doubts if view.assessment is not None else ()
    return not any(one.missing for one in doubts if one.check == check)


def _no_less(whole: Counted, part: Counted, why: str) -> Fact:
    return Fact(whole - part, 0, inf, why)
