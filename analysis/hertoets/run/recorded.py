"""A computed run with the first half of its record: what a command and a notebook have in common.

From here on the folder can be opened, and tells by its record what it belongs to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hertoets.errors import DataError
from hertoets.publish.figures import draw_figures
from hertoets.release import EarlierClashError, Release, Told
from hertoets.run.compute import compute_into
from hertoets.run.described import describe
from hertoets.run.hashes import hashes_of_extract
from hertoets.run.keyed import inputs_of, save_inputs
from hertoets.run.parameters import Parameters
from hertoets.run.ranges.choosing import engine_for
from hertoets.run.record import Described, RecordedWithout, write_record
from hertoets.run.register import Register
from hertoets.run.registered import Beside, Persons
from hertoets.run.steps import Silent, Steps
from hertoets.runfolder import RunFolder

Changes = Callable[[Release, Described, Sequence[Path], Path], Release]
"""Adds what differs from earlier runs; see `hertoets.between.changes.add_changes`."""


def _told_apart(clash: EarlierClashError, beside: Beside) -> DataError:
    """Say which runs never reckoned with one another, and which to leave out."""
    left_out = beside.to_leave_out
    if not left_out:
        return clash
    [fault] = clash.faults
    names = [entry.run for entry in left_out]
    unknown = [
        entry.run
        for entry in beside.entries
        if entry not in left_out and any(entry.seal not in one.beside for one in left_out)
    ]
    asked = " ".join(f'--without {name} --because "…"' for name in names)
    return EarlierClashError.of(
        where=fault.where,
        at=fault.at,
        what=f"{fault.what}: {', '.join(names)} did not reckon with {', '.join(unknown)}. It is "
        "not this run that breaks the promise",
        mend=f"If {', '.join(names)} was never published, leave it out: {asked}. If it was, leave "
        f"out {', '.join(unknown)} in the same way, if these never were. If both were, "
        'nothing can be taken back; see "When a run is refused" in docs/disclosure.md',
    )


@dataclass(frozen=True)
class Computed:
    """A computed run: what may be published, what it rests on, and what it tells later ones."""

    release: Release
    described: Described
    told: Told
    beside: Beside
    register: Register

    def complete(self, staging: Path, out: Path) -> None:
        """Write the record of a run that is complete, and register it.

        Raises
        ------
        UseError
            Where another run was registered meanwhile.
        """
        write_record(self.described, staging)
        self.register.add(staging, out, self.beside, self.told)


def compute_recorded(
    extract: Path,
    folder: Path,
    parameters: Parameters,
    *,
    out: Path,
    made_by: str,
    engine: str | None = None,
    register_at: Path | None = None,
    without: Sequence[RecordedWithout] = (),
    earlier: Sequence[Path] = (),
    changes: Changes | None = None,
    notebooks: Sequence[Path] = (),
    steps: Steps | None = None,
) -> Computed:
    """Compute outcomes and findings, and write down what they rest on.

    Parameters
    ----------
    extract, folder, parameters, steps
        As in `hertoets.run.compute.compute_into`.
    out : Path
        Where the folder will stand.
    made_by, earlier, notebooks
        As in `hertoets.run.described.describe`.
    engine : str or None
        One of `hertoets.run.compute.FINDING`; None is what fits the extract.
    register_at : Path or None
        The folder of the register of runs; by default beside ``out``.
    without : sequence of RecordedWithout
        Registered runs that are not reckoned with.
    changes : callable or None
        Adds what differs from the earlier runs.

    Returns
    -------
    Computed

    Raises
    ------
    UseError
        If the extract or the register cannot be read.
    DataError
        If the data forbid a result, or changed while they were read; or a run on the same people
        cannot be read any more.
    """
    steps = steps or Silent()
    engine = engine or engine_for(extract)
    inputs = inputs_of(hashes_of_extract(extract))
    register = Register.of(out, register_at)
    described = describe(
        extract=extract,
        inputs=inputs,
        parameters=parameters,
        engine=engine,
        notebooks=notebooks,
        earlier=earlier,
        made_by=made_by,
    )

    found: list[Beside] = []

    def reckon(persons: Persons) -> Beside:
        found.append(register.beside(described, persons, out=out, without=without))
        return found[-1]

    try:
        control, beside = compute_into(extract, folder, parameters, steps, reckon, engine)
    except EarlierClashError as clash:
        raise _told_apart(clash, found[-1]) from None
    release = control.release
    if hashes_of_extract(extract) != inputs.files:
        raise DataError.of(
            where=str(extract),
            what="changed while it was being read",
            mend="Run again once the delivery is complete",
        )
    save_inputs(inputs, folder)
    told_of = described.extract.model_copy(update={"synthetic": release.meta.synthetic})
    described = described.model_copy(
        update={
            "extract": told_of,
            "beside": beside.recorded,
            "without": list(without),
            "register_at": str(register_at.resolve()) if register_at else "",
        }
    )
    if changes is not None:
        release = changes(release, described, earlier, folder)
    with steps.step("figures"):
        draw_figures(release, RunFolder(folder))
    write_record(described, folder, finished=False)
    return Computed(release, described, control.told, beside, register)
