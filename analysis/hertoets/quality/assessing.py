"""Put every expectation to an extract: look, count, let Great Expectations judge.

Three answers are kept apart. A check that could not be evaluated is never a failed one and never a
passed one, and says why.
"""

from collections.abc import Iterable
from pathlib import Path

from hertoets.extract import Extract
from hertoets.quality.assessment import WIDENS_FROM, Assessment, CheckResult
from hertoets.quality.expectation import Expectation
from hertoets.quality.judging import Verdict, judge
from hertoets.quality.kinds import KINDS
from hertoets.quality.loading import load_expectations
from hertoets.quality.look import AbsentError, Look
from hertoets.quality.marks import Measure, measure

NO_ROWS = "er zijn geen rijen, of te weinig, om iets over te zeggen"
TOO_SMALL = "de levering is te klein om dit te kunnen zeggen"


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
    look = Look(extract)
    found = [(entry, _measure(look, entry)) for entry in expectations]
    verdicts = judge([(entry, got) for entry, got in found if isinstance(got, Measure)])
    results = tuple(_result(entry, got, verdicts) for entry, got in found)
    return Assessment(results, widens=extract.persons_in_extract >= WIDENS_FROM)


def _measure(look: Look, entry: Expectation) -> Measure | str:
    """Count what is wrong; a text where it cannot be evaluated says why."""
    if look.extract.persons_in_extract < entry.least_persons:
        return TOO_SMALL
    try:
        marks = KINDS[entry.kind](look, entry.table, **entry.arguments)
        got = measure(look, entry.table, marks, entry.date_column)
    except AbsentError as absent:
        return f"de tabel {absent} is niet geleverd"
    except Exception as error:  # a check that breaks is no failed check, and stops no run
        # The message of an error may hold a value; its type does not.
        return f"de controle liep vast ({type(error).__name__})"
    return got if got.judged else NO_ROWS


def _result(entry: Expectation, got: Measure | str, verdicts: dict[str, Verdict]) -> CheckResult:
    if isinstance(got, str):
        return CheckResult(entry, "not_evaluable", got)
    verdict = verdicts.get(entry.id)
    if verdict is None or verdict.raised:
        return CheckResult(entry, "not_evaluable", "Great Expectations gaf geen oordeel")
    return CheckResult(entry, "passed" if verdict.success else "failed", measure=got)
