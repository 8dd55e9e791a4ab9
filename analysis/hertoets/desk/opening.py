"""Open a run that belongs to what a notebook asks, or compute it where the folder is its own.

A run that somebody made with ``hertoets run`` is never touched: where it belongs to something else,
that is told and nothing is shown. A run that a notebook made by itself is computed again.
"""

import os.path
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hertoets.desk.belonging import find_strange
from hertoets.desk.cells import executed_cells, set_in_cells
from hertoets.desk.mistaken import mistaken, settings_of_a_run
from hertoets.errors import Fault, HertoetsError, UseError
from hertoets.law import Law
from hertoets.release import Release
from hertoets.run.described import BY_NOTEBOOK, extract_of
from hertoets.run.intact import load_published
from hertoets.run.leftovers import clear_leftovers
from hertoets.run.parameters import CELL, PLACES, Parameters, text_of, unknown_parameter
from hertoets.run.places import place_of
from hertoets.run.record import Record, read_record
from hertoets.runfolder import RunFolder
from hertoets.shipped import PROJECT

OWN_RUN = "-run"
"""What stands behind the name of an extract in that of the run which a notebook makes of it."""

_FOLDERS = ("extract", "run")
_REASONS_SHOWN = 5


@dataclass(frozen=True)
class Opened:
    """A run that belongs to what was asked: what it shows, its law, and where things lie."""

    release: Release
    law: Law
    folder: Path
    extract: Path
    parameters: Parameters


@dataclass(frozen=True)
class _Asked:
    """What a notebook asks for, all of it checked."""

    extract: Path
    folder: Path
    parameters: Parameters


def open_or_compute(extract: object, run: object, parameters: Mapping[str, object]) -> Opened:
    """Open a run; parameters and errors are those of `hertoets.desk.open_run`."""
    asked = _finished(extract, run, parameters) or _check(extract, run, parameters)
    if not os.path.lexists(asked.folder) or _is_empty(asked.folder):
        _compute(asked)
    record, strange, release = _read(asked)
    if strange and record.made_by == BY_NOTEBOOK:
        _compute(asked, strange)
        _tell_why(asked.folder, strange)
        record, strange, release = _read(asked)
    if strange or release is None:
        raise UseError([*strange, _mend(asked)])
    return Opened(release, asked.parameters.law(), asked.folder, asked.extract, asked.parameters)


def _finished(folder: object, run: object, parameters: Mapping[str, object]) -> _Asked | None:
    """A finished run named alone: it says itself of which extract it is, and by which settings."""
    if run or not isinstance(folder, str | Path):
        return None
    place = _place(str(folder))
    if not os.path.isfile(RunFolder(place).record):
        return None
    if parameters:
        raise UseError([settings_of_a_run(str(folder), next(iter(parameters)))])
    record = read_record(place)
    found = extract_of(record, place)
    if found is None:
        gone = not RunFolder(place).protected.is_dir()
        raise UseError.of(
            where=str(place),
            what=f"without its {RunFolder.protected}/ a run does not say where its extract lies"
            if gone
            else "the extract of this run is no longer where it was, or was changed since",
            mend="Name the extract too: open_run(EXTRACT, RUN)",
        )
    return _Asked(found, place, Parameters.from_values(record.parameters, given_in=CELL))


def _check(extract: object, run: object, parameters: Mapping[str, object]) -> _Asked:
    """Check everything that was asked, so that every fault is told at once."""
    known = {*_FOLDERS, *Parameters().as_values()}
    faults = [
        unknown_parameter(name, CELL, _FOLDERS)
        for name in set_in_cells(executed_cells(), known)
        if name not in known
    ]
    texts: dict[str, str] = {}
    for name, value in zip(_FOLDERS, (extract, "" if run is None else run), strict=True):
        try:
            texts[name] = text_of(name, value, CELL)
        except UseError as error:
            faults += error.faults
    found = {
        name: _place(value) if name in PLACES and isinstance(value, str) and value else value
        for name, value in parameters.items()
    }
    checked = Parameters()
    try:
        checked = Parameters.from_values(found, given_in=CELL)
    except HertoetsError as error:
        faults += error.faults
    source = _place(texts.get("extract", ""))
    if "extract" in texts and not (texts["extract"] and os.path.isdir(source)):
        faults.append(_no_extract(texts["extract"]))
    elif "extract" in texts and (fault := mistaken(source, texts["extract"])):
        faults.append(fault)
    named, folder = texts.get("run"), source
    try:
        folder = _place(named, beside=texts.get("extract", "")) if named else _own_run(source)
        clear_leftovers(folder)  # also where nothing else will be done
    except UseError as error:
        faults = faults or [*error.faults]
    if faults:
        raise UseError(faults)
    return _Asked(source, folder, checked)


def _no_extract(extract: str) -> Fault:
    looked = f"{extract} is not found from {Path.cwd()}"
    if Path.cwd() != PROJECT:
        looked += f", nor from {PROJECT}"
    return Fault(
        where=CELL,
        at="extract",
        what=f"{looked if extract else 'no folder is named'}, so it cannot be told whether a run "
        "belongs to it",
        mend="Give the folder's full path, or make the synthetic extract: hertoets synth",
    )


def _own_run(extract: Path) -> Path:
    """Name the folder of a notebook's own run: beside its extract, so that no two share one."""
    whole = Path(os.path.realpath(place_of(extract)))
    return whole.with_name(f"{whole.name}{OWN_RUN}")


def _place(folder: str, *, beside: str = "") -> Path:
    """Find a folder from the working folder, else the project; a new one beside the extract."""
    path = Path(os.path.expanduser(folder))
    if path.is_absolute() or os.path.exists(path):  # False too for a name that cannot be
        return path
    if os.path.exists(PROJECT / path):
        return PROJECT / path
    near = not beside or os.path.exists(os.path.expanduser(beside))
    return path if near else PROJECT / path


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _read(asked: _Asked) -> tuple[Record, list[Fault], Release | None]:
    """Read the record, list why the run may not be shown, and load what it published."""
    record = read_record(asked.folder, finished=False)
    strange = find_strange(asked.folder, record, asked.extract, asked.parameters)
    try:
        return record, strange, load_published(asked.folder, record)
    except UseError as error:
        return record, [*strange, *error.faults], None


def _mend(asked: _Asked) -> Fault:
    return Fault(
        where=str(asked.folder),
        at="",
        what="nothing of this run is shown",
        mend="Leave run empty or name another folder, set the parameter back, or run again: "
        f"hertoets run {asked.extract} --out {asked.folder} --force",
    )


def _tell_why(folder: Path, strange: Iterable[Fault]) -> None:
    reasons = [f"  {fault.at}: {fault.what}" for fault in strange][:_REASONS_SHOWN]
    told = f"The run in {folder} did not belong to what was asked, and was computed again:"
    print("\n".join([told, *reasons]))


def _compute(asked: _Asked, strange: Iterable[Fault] = ()) -> None:
    """Compute a run of the notebook's own, which appears whole or not at all."""
    from hertoets.desk.shown_steps import shown_steps  # with all that computes, where it is needed
    from hertoets.run.folder import appearing
    from hertoets.run.recorded import compute_recorded
    from hertoets.run.replacing import RUN

    try:
        with (
            shown_steps() as steps,
            appearing(asked.folder, force=True, kind=RUN, apart_from=asked.extract) as whole,
        ):
            computed = compute_recorded(
                asked.extract,
                whole,
                asked.parameters,
                out=asked.folder,
                made_by=BY_NOTEBOOK,
                steps=steps,
            )
            computed.complete(whole, asked.folder)
    except UseError as error:
        raise UseError([*strange, *error.faults]) from None  # why the earlier one is not shown
    except HertoetsError:
        raise
    except Exception as error:
        # A library's message may quote a person's value, and a notebook keeps what it shows.
        what = f"internal error, {type(error).__name__}"
        mend = "Run hertoets run on the same extract to see where"
        raise HertoetsError.of(where=str(asked.folder), what=what, mend=mend) from None
