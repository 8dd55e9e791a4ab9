"""The small surface that notebooks stand on: open a run, then one call for each thing shown.

Every call gives a block that Jupyter shows as HTML and a terminal as text. What the delivery
cannot tell is said in place of the figure or table, so that a notebook never stops on it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from hertoets.disclosure import Protected, load_protected
from hertoets.errors import Fault, HertoetsError, UseError
from hertoets.law import Law, load_law
from hertoets.publish import pages
from hertoets.publish.blocks import Block
from hertoets.publish.figureblock import figure_block
from hertoets.publish.lawtables import law_block, readings_block, sources_block
from hertoets.publish.lessons import lessons_block
from hertoets.run.leftovers import clear_leftovers
from hertoets.shipped import PROJECT

__all__ = [
    "Run",
    "annex",
    "answer",
    "definitions",
    "figure",
    "law_table",
    "lessons",
    "limits",
    "meaning",
    "open_run",
    "provenance",
    "readings_table",
    "sources",
    "table",
]

_FINDINGS = "findings.json"
_RECORD = "record.json"


@dataclass(frozen=True)
class Run:
    """An opened run: its protected findings, the law it applied, and where it lies."""

    protected: Protected
    law: Law
    folder: Path

    def __repr__(self) -> str:
        return f"Run {self.folder.name}: levering {self.protected.meta.name}"


def open_run(extract: str, run: str, **parameters: str | int) -> Run:
    """Open a run; where the folder holds none yet, compute it first.

    Parameters
    ----------
    extract : str
        Folder with the tables; only read when the run has to be computed.
    run : str
        The run's folder. Both are looked for from the working folder, then from the project.
    **parameters : str or int
        The parameters of the contract's section 7.

    Returns
    -------
    Run

    Raises
    ------
    UseError
        A parameter is wrong, the extract is not there, or the folder holds a run that was made
        with other parameters.
    """
    folder = _place(run, beside=extract)
    clear_leftovers(folder)
    if (folder / _FINDINGS).is_file():
        protected = load_protected(folder)
        _refuse_other(protected, parameters, folder)
    else:
        protected = _compute(_found(extract), folder, parameters)
    tables = str(parameters.get("readings", ""))
    return Run(protected, load_law(_found(tables) if tables else None), folder)


def answer(run: Run, *findings: str) -> Block:
    """Answer the question of a notebook in the sentences of its main findings."""
    return pages.answer(run.protected, findings)


def figure(run: Run, name: str) -> Block:
    """Show a figure and write its files into the run, unless the run is finished."""
    finished = (run.folder / _RECORD).exists()
    target = None if finished else run.folder / "report" / "figures"
    return figure_block(run.protected, name, target)


def table(run: Run, name: str) -> Block:
    """Show a protected table."""
    return pages.table(run.protected, name)


def meaning(run: Run, *findings: str) -> Block:
    """Say what findings mean."""
    return pages.meaning(run.protected, findings)


def limits(run: Run, *findings: str) -> Block:
    """Say what findings do not say."""
    return pages.limits(run.protected, findings)


def definitions(run: Run, *findings: str) -> Block:
    """Show findings with their definition, population and source; without names, all of them."""
    return pages.definitions(run.protected, findings)


def readings_table(run: Run) -> Block:
    """Show the readings of the transitional law: what each asks, its standing, its sources."""
    return readings_block(
        [asdict(reading) for reading in run.law.readings.values()],
        run.law.vocabulary,
        run.protected.settings["headline"],
    )


def law_table(run: Run, reading: str = "") -> Block:
    """Show the decision table of a reading, row by row; the headline's, with counts, if empty."""
    chosen = run.law.readings[reading or run.protected.settings["headline"]]
    return law_block(
        asdict(chosen),
        [asdict(rule) for rule in chosen.rules],
        run.law.vocabulary,
        None if reading else run.protected.tables["rules"],
        synthetic=run.protected.meta.synthetic,
    )


def sources(run: Run) -> Block:
    """Show the documents behind the ids that tables and figures cite."""
    cited = [asdict(source) for source in run.law.sources.values()]
    return sources_block(cited, run.law.vocabulary)


def lessons(run: Run) -> Block:
    """Show the lessons with their evidence."""
    return lessons_block(run.protected)


def annex(run: Run, part: str) -> Block:
    """Show a part of the letter's annex; ``index`` shows where each sentence comes from."""
    return pages.annex(run.protected, part)


def provenance(run: Run) -> Block:
    """Show what was delivered, which settings were used, and what is worth knowing of both."""
    return pages.provenance(run.protected)


def _place(folder: str, *, beside: str = "") -> Path:
    """Find a folder from the working folder, else the project; a new one beside the extract."""
    path = Path(folder).expanduser()
    if path.is_absolute() or path.exists():
        return path
    if (PROJECT / path).exists():
        return PROJECT / path
    near = not beside or Path(beside).is_absolute() or Path(beside).exists()
    return path if near else PROJECT / path


def _found(folder: str) -> Path:
    path = _place(folder)
    if not path.exists():
        raise UseError.of(
            where=folder,
            what=f"not found from {Path.cwd()}, nor from {PROJECT}",
            mend="Give the folder's full path, or make the synthetic extract: hertoets synth",
        )
    return path


def _compute(extract: Path, folder: Path, parameters: Mapping[str, str | int]) -> Protected:
    # Papermill and what else a whole run needs: no notebook on a finished run waits for them.
    from hertoets.run import Parameters, compute_into
    from hertoets.run.folder import appearing, filling
    from hertoets.run.replacing import RUN

    checked = Parameters.from_values(dict(parameters))
    try:
        if folder.is_dir() and any(folder.iterdir()):
            with filling(folder) as whole:  # beside what somebody keeps there
                return compute_into(extract, whole, checked)
        with appearing(folder, force=True, kind=RUN) as whole:
            return compute_into(extract, whole, checked)
    except HertoetsError:
        raise
    except Exception as error:
        # A library's message may quote a person's value, and a notebook keeps what it shows.
        what = f"internal error, {type(error).__name__}"
        mend = "Run hertoets run on the same extract to see where"
        raise HertoetsError.of(where=str(folder), what=what, mend=mend) from None


def _refuse_other(protected: Protected, parameters: Mapping[str, str | int], folder: Path) -> None:
    faults = [
        Fault(
            where=str(folder),
            at=name,
            what=f"the run in this folder was made with {protected.settings[name]}, not {value}",
            mend="Name another folder in run, or set the parameter back",
        )
        for name, value in parameters.items()
        if name in protected.settings and protected.settings[name] != str(value)
    ]
    if faults:
        raise UseError(faults)
