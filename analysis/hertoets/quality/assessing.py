"""Put every expectation to an extract: look, count, let Great Expectations judge.

Three answers are kept apart. A check that could not be evaluated is never a failed one and never a
passed one, and says why.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from hertoets.extract import Extract
from hertoets.quality.assessment import WIDENS_FROM, Assessment
from hertoets.quality.context import Context
from hertoets.quality.counting import Asked, ask, count_own
from hertoets.quality.expectation import Expectation
from hertoets.quality.judging import Verdict, judge
from hertoets.quality.kinds import KINDS
from hertoets.quality.loading import load_expectations
from hertoets.quality.look import AbsentError, Look
from hertoets.quality.marks import Marks, Measure, Tally, measure
from hertoets.quality.own_kinds import CountedBy, own_kind
from hertoets.quality.result import CheckResult, State

NO_ROWS = "er zijn geen rijen, of te weinig, om iets over te zeggen"
TOO_SMALL = "de levering is te klein om dit te kunnen zeggen"
NO_ANSWER = "Great Expectations gaf geen oordeel"

Owned = Mapping[str, Marks | str]
"""By id what Great Expectations counted; a text says why it did not."""


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
    entries = list(expectations)
    owned = _count_own(look, entries, context)
    found = [(entry, _measure(look, entry, owned)) for entry in entries]
    verdicts = judge([(entry, got) for entry, got in found if isinstance(got, Measure)], context)
    results = tuple(_result(entry, got, verdicts, owned) for entry, got in found)
    return Assessment(results, widens=extract.persons_in_extract >= WIDENS_FROM)


def _count_own(look: Look, entries: Iterable[Expectation], context: Context) -> Owned:
    """Let Great Expectations count what it has a kind of its own for, table by table."""
    counted: dict[str, Marks | str] = {}
    by_table: dict[str, dict[str, Asked]] = {}
    for entry in entries:
        if not look.extract.has(entry.table) or _too_small(look, entry):
            continue
        try:
            own = own_kind(entry, look.extract.meta.delivered_on)
            if own is not None:
                asked = ask(look, entry.table, entry.id, own, context)
                by_table.setdefault(entry.table, {})[entry.id] = asked
        except Exception as error:  # a check that breaks is no failed check, and stops no run
            counted[entry.id] = _broke(error)
    for table, asked_of in by_table.items():
        try:
            marks = count_own(look, table, asked_of, context)
            counted |= {name: NO_ANSWER if got is None else got for name, got in marks.items()}
        except Exception as error:  # as above, of the whole table
            counted |= dict.fromkeys(asked_of, _broke(error))
    return counted


def _measure(look: Look, entry: Expectation, owned: Owned) -> Measure | str:
    """Count what is wrong; a text where it cannot be evaluated says why."""
    if _too_small(look, entry):
        return TOO_SMALL
    try:
        found: Marks | Tally | str
        if entry.id in owned:
            found = owned[entry.id]
        else:
            found = KINDS[entry.kind](look, entry.table, **entry.arguments)
        if isinstance(found, str):
            return found
        got = measure(look, entry.table, found, entry.date_column)
    except AbsentError as absent:
        return f"de tabel {absent} is niet geleverd"
    except Exception as error:  # as above
        return _broke(error)
    return got if got.judged else NO_ROWS


def _too_small(look: Look, entry: Expectation) -> bool:
    return look.extract.persons_in_extract < entry.least_persons


def _broke(error: Exception) -> str:
    # The message of an error may hold a value; its type does not.
    return f"de controle liep vast ({type(error).__name__})"


def _result(
    entry: Expectation, got: Measure | str, verdicts: Mapping[str, Verdict], owned: Owned
) -> CheckResult:
    counted_by: CountedBy = "great_expectations" if entry.id in owned else "hertoets"
    if isinstance(got, str):
        return CheckResult(entry, "not_evaluable", got, counted_by=counted_by)
    verdict = verdicts.get(entry.id)
    if verdict is None or verdict.raised:
        return CheckResult(entry, "not_evaluable", NO_ANSWER, counted_by=counted_by)
    state: State = "passed" if verdict.success else "failed"
    return CheckResult(entry, state, measure=got, counted_by=counted_by)
