"""From an extract to everything that is computed, before a notebook tells it.

Used by ``hertoets run`` and by a notebook that runs by itself. The tables of persons go to
``protected/``; the rest of the run folder holds released findings only.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Protocol

from hertoets.extract import Extract, read_extract
from hertoets.findings import find
from hertoets.outcomes import Comparison, compare
from hertoets.quality import assess
from hertoets.release import (
    Release,
    control,
    save_exact,
    save_proof,
    save_release,
)
from hertoets.run.earlier import Published, count_anew
from hertoets.run.law import proved_law
from hertoets.run.memory import keep_freed_memory, refuse_too_little_memory
from hertoets.run.parameters import Parameters
from hertoets.run.tables import write_table
from hertoets.run.worklist import write_work_list

PROTECTED = "protected"


class Steps(Protocol):
    """Whoever wants to be told what is being done; see `hertoets.run.progress.Progress`."""

    def step(self, name: str, /) -> AbstractContextManager[None]:
        """Be told of one step, from its begin to its end."""


class Silent:
    """Tells nobody."""

    def step(self, _name: str, /) -> AbstractContextManager[None]:
        """Let the step pass unseen."""
        return nullcontext()


def compute_into(
    extract: Path,
    folder: Path,
    parameters: Parameters,
    steps: Steps | None = None,
    earlier: Sequence[Published] = (),
) -> Release:
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
    earlier : sequence of Published
        What earlier runs on the same extract published.

    Returns
    -------
    Release
        What was written outside ``protected/``.

    Raises
    ------
    UseError
        If the extract cannot be read.
    DataError
        If the data forbid a result.
    """
    steps = steps or Silent()
    comparison = compute_outcomes(extract, folder, parameters, steps)
    with steps.step("checking the data"):
        assessment = assess(comparison.extract)
        assessment.refuse_unusable()
        write_table(assessment.as_frame(), folder / PROTECTED / "quality.parquet")
        write_table(assessment.months_frame(), folder / PROTECTED / "quality_months.parquet")
    with steps.step("findings"):
        findings = find(comparison, assessment)
        save_exact(findings, folder)
    with steps.step("disclosure control"):
        policy = parameters.policy()
        told = count_anew(earlier, comparison, assessment, findings)
        controlled = control(findings, policy, told)
        save_release(controlled.release, folder)
        save_proof(controlled, findings, policy, folder)
    return controlled.release


def compute_outcomes(
    extract: Path, folder: Path, parameters: Parameters, steps: Steps | None = None
) -> Comparison:
    """Compute the outcome per person and write the tables under ``protected/``.

    Parameters and errors are those of `compute_into`; nothing is written elsewhere.

    Returns
    -------
    Comparison
    """
    steps = steps or Silent()
    refuse_too_little_memory()
    keep_freed_memory()
    law = proved_law(parameters)
    with steps.step("reading the extract"):
        read = read_extract(extract)
    with steps.step("applying the law"):
        comparison = compare(read, law, parameters.settings())
    with steps.step("writing the outcomes"):
        _write_tables(read, comparison, folder / PROTECTED)
    return comparison


def _write_tables(extract: Extract, comparison: Comparison, folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    write_table(comparison.outcomes_table, folder / "outcomes.parquet")
    write_table(comparison.duties_table, folder / "duties.parquet")
    write_table(comparison.situations, folder / "situations.parquet")
    write_work_list(comparison, folder)
    write_table(extract.set_aside, folder / "set_aside.parquet")
    write_table(extract.unknown, folder / "unknown.parquet")
