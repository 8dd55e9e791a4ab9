"""Put every expectation to an extract: look, count, let Great Expectations judge.

Three answers are kept apart. A check that could not be evaluated is never a failed one and never a
passed one, and says why.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import polars as pl

from hertoets.extract import Extract
from hertoets.quality.assessment import WIDENS_FROM, Assessment
from hertoets.quality.context import Context
from hertoets.quality.counting import Asked as AskedOwn
from hertoets.quality.counting import ask, count_own
from hertoets.quality.expectation import Expectation
from hertoets.quality.judging import Verdict, judge
from hertoets.quality.kinds import KINDS
from hertoets.quality.loading import load_expectations
from hertoets.quality.look import AbsentError, Look
from hertoets.quality.marks import Marks, Measure, Tally, measure, summed
from hertoets.quality.own_kinds import CountedBy, own_kind
from hertoets.quality.result import CheckResult, State
from hertoets.quality.together import Together

NO_ROWS = "er zijn geen rijen, of te weinig, om iets over te zeggen"
TOO_SMALL = "de levering is te klein om dit te kunnen zeggen"
NO_ANSWER = "Great Expectations gaf geen oordeel"

Owned = Mapping[str, Marks | str]
"""By id what Great Expectations counted; a text says why it did not."""
Counted = Mapping[str, pl.DataFrame | str]
"""By id what a check counted of all rows; a text says why it could not."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Measured:
    """What was counted of an extract or a part of one, before anybody judges it.

    Attributes
    ----------
    of : mapping of str to Measure or str
        By id; a text where a check cannot be evaluated says why.
    owned : frozenset of str
        What Great Expectations counted, or tried to.
    """

    of: Mapping[str, Measure | str]
    owned: frozenset[str]


def assess(extract: Extract, folder: Path | None = None) -> Assessment:
    """Judge an extract by the expectations.

    Parameters
    ----------
    extract : Extract
    folder : Path or None
        With the expectations; None takes those of the project.

    Returns
    -------
    Assessment
        Results in the order of the files.

    Raises
    ------
    UseError
        The expectations cannot be read.
    """
    return run_checks(extract, load_expectations(folder))


def run_checks(extract: Extract, expectations: Iterable[Expectation]) -> Assessment:
    """Judge an extract by these expectations, in their order; see `assess`."""
    look, context = Look(extract), Context()
    asked = Asked(tuple(expectations), extract.persons_in_extract)
    counted = add_counted(asked, [count_together(look, asked)])
    return judged(asked, measured(look, asked, counted, context), context)


@dataclass(frozen=True)
class Asked:
    """What is asked of an extract.

    Attributes
    ----------
    entries : tuple of Expectation
        In the order of the files.
    persons : int
        In the extract: some are asked of large ones alone.
    """

    entries: tuple[Expectation, ...]
    persons: int

    def too_small_for(self, entry: Expectation) -> bool:
        """Whether the extract is too small to say."""
        return self.persons < entry.least_persons


def count_together(look: Look, asked: Asked) -> Counted:
    """Count what checks need of all rows, in an extract or in a part of one."""
    found: dict[str, pl.DataFrame | str] = {}
    for entry in asked.entries:
        kind = KINDS[entry.kind]
        if isinstance(kind, Together) and not asked.too_small_for(entry):
            found[entry.id] = _told(lambda: kind.count(look, entry.table, **entry.arguments))  # noqa: B023
    return found


def add_counted(asked: Asked, parts: Sequence[Counted]) -> Counted:
    """Add up what was counted in each part; a text where one of them could not count."""
    added: dict[str, pl.DataFrame | str] = {}
    for entry in asked.entries:
        kind = KINDS[entry.kind]
        if entry.id in parts[0] and isinstance(kind, Together):
            own = [part[entry.id] for part in parts]
            frames = [one for one in own if isinstance(one, pl.DataFrame)]
            said = [one for one in own if isinstance(one, str)]
            added[entry.id] = (
                said[0] if said else _told(lambda: kind.added(frames, entry.arguments))  # noqa: B023
            )
    return added


def measured(look: Look, asked: Asked, counted: Counted, context: Context) -> Measured:
    """Count what is wrong, in an extract or in a part of one.

    Parameters
    ----------
    look : Look
    asked : Asked
    counted : Counted
        From `add_counted`.
    context : Context

    Returns
    -------
    Measured
    """
    owned = _count_own(look, asked, context)
    of = {entry.id: _measure(look, entry, asked, owned, counted) for entry in asked.entries}
    return Measured(of, frozenset(owned))


def added_measures(parts: Iterable[Measured]) -> Measured:
    """Add up what was counted in each part; a text where one of them could not count."""
    before: Measured | None = None
    for part in parts:
        before = part if before is None else _both(before, part)
    assert before is not None
    return before


def _both(one: Measured, other: Measured) -> Measured:
    of: dict[str, Measure | str] = {}
    for name, got in one.of.items():
        also = other.of[name]
        if isinstance(got, str) or isinstance(also, str):
            of[name] = got if isinstance(got, str) else also
        else:
            of[name] = summed([got, also])
    return Measured(of, one.owned | other.owned)


def judged(asked: Asked, found: Measured, context: Context) -> Assessment:
    """Let Great Expectations judge what was measured in a whole extract."""
    of = {
        name: got if isinstance(got, str) or got.judged else NO_ROWS
        for name, got in found.of.items()
    }
    pairs = [(entry, of[entry.id]) for entry in asked.entries]
    verdicts = judge([(entry, got) for entry, got in pairs if isinstance(got, Measure)], context)
    results = tuple(_result(entry, got, verdicts, found.owned) for entry, got in pairs)
    return Assessment(results, widens=asked.persons >= WIDENS_FROM)


def _count_own(look: Look, asked: Asked, context: Context) -> Owned:
    """Let Great Expectations count what it has a kind of its own for, table by table."""
    counted: dict[str, Marks | str] = {}
    by_table: dict[str, dict[str, AskedOwn]] = {}
    for entry in asked.entries:
        if not look.extract.has(entry.table) or asked.too_small_for(entry):
            continue
        try:
            own = own_kind(entry, look.extract.meta.delivered_on)
            if own is not None:
                by_table.setdefault(entry.table, {})[entry.id] = ask(
                    look, entry.table, entry.id, own, context
                )
        except Exception as error:  # a check that breaks is no failed check, and stops no run
            counted[entry.id] = _broke(error)
    for table, asked_of in by_table.items():
        try:
            marks = count_own(look, table, asked_of, context)
            counted |= {name: NO_ANSWER if got is None else got for name, got in marks.items()}
        except Exception as error:  # as above, of the whole table
            counted |= dict.fromkeys(asked_of, _broke(error))
    return counted


def _measure(
    look: Look, entry: Expectation, asked: Asked, owned: Owned, counted: Counted
) -> Measure | str:
    """Count what is wrong; a text where it cannot be evaluated says why."""
    if asked.too_small_for(entry):
        return TOO_SMALL
    kind, of_all = KINDS[entry.kind], counted.get(entry.id)
    if isinstance(of_all, str):
        return of_all

    def marks() -> Measure | str:
        if entry.id in owned:
            found: Marks | Tally | str = owned[entry.id]
        elif isinstance(kind, Together) and of_all is not None:
            found = kind.mark(look, entry.table, of_all, **entry.arguments)
        else:
            found = kind(look, entry.table, **entry.arguments)
        if isinstance(found, str):
            return found
        return measure(look, entry.table, found, entry.date_column)

    return _told(marks)


def _told(count: Callable[[], Found | str]) -> Found | str:
    """What was counted; a text where it could not be."""
    try:
        return count()
    except AbsentError as absent:
        return f"de tabel {absent} is niet geleverd"
    except Exception as error:  # a check that breaks is no failed check, and stops no run
        return _broke(error)


def _broke(error: Exception) -> str:
    # The message of an error may hold a value; its type does not.
    return f"de controle liep vast ({type(error).__name__})"


def _result(
    entry: Expectation,
    got: Measure | str,
    verdicts: Mapping[str, Verdict],
    owned: frozenset[str],
) -> CheckResult:
    counted_by: CountedBy = "great_expectations" if entry.id in owned else "hertoets"
    if isinstance(got, str):
        return CheckResult(entry, "not_evaluable", got, counted_by=counted_by)
    verdict = verdicts.get(entry.id)
    if verdict is None or verdict.raised:
        return CheckResult(entry, "not_evaluable", NO_ANSWER, counted_by=counted_by)
    state: State = "passed" if verdict.success else "failed"
    return CheckResult(entry, state, measure=got, counted_by=counted_by)
