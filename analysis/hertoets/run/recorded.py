"""A computed run with the first half of its record: what a command and a notebook have in common.

From here on the folder can be opened, and tells by its record what it belongs to.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from hertoets.errors import DataError
from hertoets.publish.figures import draw_figures
from hertoets.release import Release
from hertoets.run.compute import compute_into
from hertoets.run.described import describe
from hertoets.run.earlier import read_earlier
from hertoets.run.hashes import hashes_of_extract
from hertoets.run.keyed import inputs_of, save_inputs
from hertoets.run.parameters import Parameters
from hertoets.run.record import Described, write_record
from hertoets.run.steps import Silent, Steps
from hertoets.runfolder import RunFolder

ENGINE = "memory"

Changes = Callable[[Release, Described, Sequence[Path], Path], Release]
"""Adds what differs from earlier runs; see `hertoets.between.changes.add_changes`."""


def compute_recorded(
    extract: Path,
    folder: Path,
    parameters: Parameters,
    *,
    made_by: str,
    engine: str = ENGINE,
    earlier: Sequence[Path] = (),
    changes: Changes | None = None,
    notebooks: Sequence[Path] = (),
    steps: Steps | None = None,
) -> tuple[Release, Described]:
    """Compute outcomes and findings, and write down what they rest on.

    Parameters
    ----------
    extract, folder, parameters, steps
        As in `hertoets.run.compute.compute_into`.
    made_by, engine, earlier, notebooks
        As in `hertoets.run.described.describe`.
    changes : callable or None
        Adds what differs from the earlier runs.

    Returns
    -------
    release : Release
        What may be published.
    described : Described
        What the record says, for whoever completes the run.

    Raises
    ------
    UseError
        If the extract cannot be read.
    DataError
        If the data forbid a result, or changed while they were read.
    """
    steps = steps or Silent()
    inputs = inputs_of(hashes_of_extract(extract))
    told = read_earlier(earlier, inputs)
    release = compute_into(extract, folder, parameters, steps, told)
    if hashes_of_extract(extract) != inputs.files:
        raise DataError.of(
            where=str(extract),
            what="changed while it was being read",
            mend="Run again once the delivery is complete",
        )
    save_inputs(inputs, folder)
    described = describe(
        extract=extract,
        inputs=inputs,
        synthetic=release.meta.synthetic,
        parameters=parameters,
        engine=engine,
        notebooks=notebooks,
        earlier=earlier,
        made_by=made_by,
    )
    if changes is not None:
        release = changes(release, described, earlier, folder)
    with steps.step("figures"):
        draw_figures(release, RunFolder(folder))
    write_record(described, folder, finished=False)
    return release, described
