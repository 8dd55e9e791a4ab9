"""A whole run: from an extract to a run folder that appears at once."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hertoets.errors import UseError
from hertoets.law import reading_texts, source_texts
from hertoets.publish import build_report
from hertoets.publish.document import LawWords, write_annex
from hertoets.publish.workbook import build_workbook
from hertoets.release import Release
from hertoets.run.compute import FINDING, SPARK
from hertoets.run.crate import write_crate
from hertoets.run.described import BY_COMMAND
from hertoets.run.folder import appearing
from hertoets.run.leftovers import clear_leftovers
from hertoets.run.machine import numbers_of
from hertoets.run.notebooks import execute_notebooks, notebooks_of_the_project
from hertoets.run.parameters import Parameters
from hertoets.run.progress import Progress
from hertoets.run.record import RecordedWithout, read_record
from hertoets.run.recorded import Changes, compute_recorded
from hertoets.run.replacing import RUN
from hertoets.run.spark.installed import refuse_missing
from hertoets.runfolder import RunFolder

ENGINES = tuple(FINDING)
"""What computes the outcomes in this version."""


@dataclass(frozen=True)
class Result:
    """Where a finished run is, and its released findings."""

    run: Path
    report: Path
    release: Release

    def values(self) -> dict[str, Any]:
        """The places and the released findings for a machine."""
        findings = self.release.findings.values()
        return {
            "run": str(self.run),
            "report": str(self.report),
            "findings": {finding.id: numbers_of(finding) for finding in findings},
            "notes": list(self.release.notes),
        }


def run_extract(
    extract: Path,
    out: Path,
    parameters: Parameters,
    *,
    force: bool = False,
    engine: str | None = None,
    register_at: Path | None = None,
    without: Mapping[str, str] | None = None,
    earlier: Iterable[Path] = (),
    changes: Changes | None = None,
    notebooks: Path | None = None,
    progress: Progress | None = None,
) -> Result:
    """Run everything on an extract and leave a run folder.

    Parameters
    ----------
    extract : Path
        Folder with the tables.
    out : Path
        The run folder to make.
    parameters : Parameters
        Checked parameters.
    force : bool
        Whether an earlier run at ``out`` is replaced, once the new one is complete.
    engine : str or None
        One of `ENGINES`; None is the first, or *ranges* where the extract is large.
    register_at : Path or None
        The folder of the register of runs; by default ``register`` beside the run.
    without : mapping of str to str or None
        Runs of the register that are not reckoned with, each with the reason.
    earlier : iterable of Path
        Earlier runs of which is told what changed since.
    changes : callable or None
        Adds to what is published what differs from those; without it nothing is added.
    notebooks : Path or None
        Folder of the notebooks; by default those of the checkout.
    progress : Progress or None
        Told of each step.

    Returns
    -------
    Result

    Raises
    ------
    UseError
        If something asked is not possible, or the extract cannot be read.
    DataError
        If the data forbid a result, or a notebook fails on them.
    """
    clear_leftovers(out)
    progress = progress or Progress()
    _refuse_engine(engine)
    earlier = list(earlier)
    for run in earlier:
        read_record(run)  # wrong use is told before anything else
    if not extract.is_dir():
        raise UseError.of(
            where=str(extract), what="no such folder", mend="Name a folder with the tables"
        )
    found = notebooks_of_the_project(notebooks)
    with appearing(out, force=force, kind=RUN, apart_from=extract) as staging, progress:
        computed = compute_recorded(
            extract,
            staging,
            parameters,
            out=out,
            register_at=register_at,
            without=[RecordedWithout(run=run, because=why) for run, why in (without or {}).items()],
            made_by=BY_COMMAND,
            engine=engine,
            earlier=earlier,
            changes=changes,
            notebooks=found,
            steps=progress,
        )
        release = computed.release
        folder = RunFolder(staging)
        folder.notebooks.mkdir()
        executed = execute_notebooks(
            found,
            parameters={"extract": str(extract.resolve()), "run": ".", **parameters.as_values()},
            folder=staging,
            out=folder.notebooks,
            progress=progress,
        )
        law = _law_words(parameters)
        with progress.step("workbook"):
            build_workbook(
                release,
                folder.report,
                readings=law.readings,
                sources=law.sources,
            )
        with progress.step("annex"):
            write_annex(release, law, folder.report)
        # Last, because the page links to the files that lie beside it.
        with progress.step("report"):
            report = build_report(executed, release, folder.report)
        write_crate(computed.described, release, staging)
        computed.complete(staging, out)
        report = report.relative_to(staging)
    return Result(run=out, report=out / report, release=release)


def _law_words(parameters: Parameters) -> LawWords:
    """The words of the law that a run was made with, as workbook and annex need them."""
    law = parameters.law()
    return LawWords(
        readings=[asdict(reading) for reading in reading_texts(law)],
        sources=[asdict(source) for source in source_texts(law)],
    )


def _refuse_engine(engine: str | None) -> None:
    if engine is not None and engine not in ENGINES:
        what = f"no engine {engine}: there are {', '.join(ENGINES)}"
        raise UseError.of(
            where="--engine", what=what, mend="Name one of these, or leave --engine out"
        )
    if engine == SPARK:
        refuse_missing()
