"""From an extract to everything that is computed, before a notebook tells it.

Used by ``hertoets run`` and by a notebook that runs by itself. The tables of persons go to
``protected/``; the rest of the run folder holds released findings only.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from hertoets.findings import Findings, Place, find
from hertoets.outsider import Because, Verdict, examine, refuse_exposed
from hertoets.publish.datapackage import write_package
from hertoets.publish.dutch_csv import write_dutch_tables
from hertoets.quality import assess
from hertoets.release import (
    Control,
    Policy,
    Reason,
    control,
    marked,
    named_places,
    save_counted,
    save_exact,
    save_proof,
    save_release,
)
from hertoets.run.outcomes import compute_outcomes, write_history
from hertoets.run.parameters import Parameters
from hertoets.run.ranges.choosing import MEMORY, RANGES
from hertoets.run.ranges.compute import find_in_parts
from hertoets.run.ranges.engine import OneByOne
from hertoets.run.registered import ALONE, Beside, Persons
from hertoets.run.spark.engine import PERSONS_OF_A_TASK, OnSpark
from hertoets.run.spark.session import session
from hertoets.run.steps import Silent, Steps
from hertoets.run.tables import write_table
from hertoets.run.worklist import write_work_list
from hertoets.runfolder import RunFolder

SPARK: Final = "spark"
MOST_REASONS: Final = 200
"""After which an outsider who still works out hidden counts refuses the run."""


def compute_into(
    extract: Path,
    folder: Path,
    parameters: Parameters,
    steps: Steps | None = None,
    reckon: Callable[[Persons], Beside] = lambda _: ALONE,
    engine: str = MEMORY,
) -> tuple[Control, Beside]:
    """Compute outcomes and findings and write them to a run folder.

    Parameters
    ----------
    extract : Path
        Folder with the tables.
    folder : Path
        Existing folder; gets ``protected/``, ``findings.json`` and ``report/``.
    parameters : Parameters
        Settings, decision tables and disclosure policy.
    steps : Steps or None
        Told of each step.
    reckon : callable
        Finds what earlier runs told of these persons; given what marks them.
    engine : str
        One of `FINDING`.

    Returns
    -------
    control : Control
        With what was written outside ``protected/``.
    beside : Beside
        What was reckoned with.

    Raises
    ------
    UseError
        If the extract cannot be read.
    DataError
        If the data forbid a result.
    """
    steps = steps or Silent()
    run = RunFolder(folder)
    findings = FINDING[engine](extract, folder, parameters, steps)
    save_exact(findings, folder)
    policy = parameters.policy()
    assert findings.basis is not None
    ids = findings.basis.person_ids
    beside = reckon(lambda key: marked(ids, key))
    controlled, verdict = _controlled(findings, policy, beside, folder, steps)
    refuse_exposed(verdict)
    write_dutch_tables(controlled.release, run.tables)
    write_package(controlled.release, run)
    seen = verdict.hidden, verdict.least
    save_proof(controlled, findings, policy, beside.named, folder, seen)
    return controlled, beside


def find_in_memory(extract: Path, folder: Path, parameters: Parameters, steps: Steps) -> Findings:
    """Compute outcomes and findings with the whole extract in memory; see `compute_into`."""
    run = RunFolder(folder)
    comparison = compute_outcomes(extract, folder, parameters, steps)
    with steps.step("writing the work list"):
        write_history(comparison.people, run)
        headline = comparison.law.readings[comparison.settings.headline].title_nl
        meta = comparison.extract.meta
        write_work_list([comparison.work_list], headline, comparison.settings, meta, run)
    with steps.step("checking the data"):
        assessment = assess(comparison.extract)
        assessment.refuse_unusable()
        write_table(assessment.as_frame(), run.quality)
        write_table(assessment.months_frame(), run.quality_months)
        write_table(assessment.doubts_frame(comparison.extract), run.doubts)
    with steps.step("applying the law with what is in doubt unknown"):
        comparison = comparison.with_doubts(assessment.doubts)
        write_table(comparison.doubted.outcomes, run.doubted)
    with steps.step("findings"):
        findings = find(comparison, assessment)
        write_table(findings.named_causes, run.causes)
    return findings


def find_in_ranges(extract: Path, folder: Path, parameters: Parameters, steps: Steps) -> Findings:
    """The same with some persons in memory at a time."""
    return find_in_parts(extract, folder, parameters, steps, OneByOne())


def find_on_spark(extract: Path, folder: Path, parameters: Parameters, steps: Steps) -> Findings:
    """The same with parts side by side, on this machine or a cluster."""
    with ExitStack() as stack:
        with steps.step("starting Spark"):
            begun = stack.enter_context(session())
        engine = OnSpark(begun)
        return find_in_parts(extract, folder, parameters, steps, engine, PERSONS_OF_A_TASK)


FINDING: Final[Mapping[str, Callable[[Path, Path, Parameters, Steps], Findings]]] = {
    MEMORY: find_in_memory,
    RANGES: find_in_ranges,
    SPARK: find_on_spark,
}
"""By the name of an engine, what computes outcomes and findings."""


def _controlled(
    findings: Findings, policy: Policy, beside: Beside, folder: Path, steps: Steps
) -> tuple[Control, Verdict]:
    """Protect, and read as an outsider; what that reader works out is reckoned with once more."""
    reasons: list[Reason] = []
    while True:
        with steps.step("disclosure control"):
            controlled = control(findings, policy, beside.told, key=beside.key, reasons=reasons)
            save_release(controlled.release, folder)
            save_counted(controlled, findings, policy, folder)
        with steps.step("reading what is published as an outsider"):
            verdict = examine(folder)
        if not verdict.exposed:
            return controlled, verdict
        places = {name: place for place, name in named_places(controlled, findings, policy)}
        new = [_reason(one, places) for one in verdict.because]
        if set(new) <= set(reasons) or len(reasons) > MOST_REASONS:
            return controlled, verdict
        reasons += new


def _reason(because: Because, places: Mapping[tuple[str | int, ...], Place]) -> Reason:
    terms = ((places[name], factor) for name, factor in because.terms)
    return Reason(tuple(terms), because.least)
