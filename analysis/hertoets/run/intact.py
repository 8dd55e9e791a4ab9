"""A finished run, opened only where what is read of it is what the run left.

A file that was changed, cut off or put in from elsewhere is named; nothing of it is shown.
"""

from collections.abc import Mapping
from pathlib import Path

from hertoets.datafile import UnreadableError
from hertoets.errors import Fault, UseError
from hertoets.release import Release, load_release
from hertoets.run.described import inputs_of_run
from hertoets.run.hashes import (
    hash_file,
    hashes_of_one,
    hashes_of_protected,
    hashes_of_results,
)
from hertoets.run.leftovers import clear_leftovers
from hertoets.run.questions import changed_questions, files_of_questions
from hertoets.run.record import Record, read_protected_hashes, read_record
from hertoets.runfolder import RunFolder

_LOADED = (RunFolder.findings.as_posix(), RunFolder.basis.as_posix())
_MEND = "Do not use this copy; put back the file, or run again"


def open_finished(run: Path, *, release: bool = True) -> Record:
    """Open a run: clear what a killed command left there, read its record, compare its hashes.

    Parameters
    ----------
    run : Path
        Folder of a finished run.
    release : bool
        Whether the exact results under ``protected/`` are read.

    Returns
    -------
    Record

    Raises
    ------
    UseError
        If the folder is not a run, or a file that is read is not the one that the run left.
    """
    clear_leftovers(run)
    record = read_record(run)
    faults = changed_protected(run) if release else []
    if release and inputs_of_run(record, run) is None:
        what = "gone or spoiled, so the extract of this run cannot be recognised"
        faults.append(_fault(run, f"{RunFolder.hash_key} and {RunFolder.inputs}", what))
    if faults:
        raise UseError(faults)
    return record


def load_published(run: Path, record: Record) -> Release:
    """Load what a run publishes, and nothing that was changed since.

    Raises
    ------
    UseError
        Where figures or tables are not those of the record.
    """
    refuse_changed_published(run, record)
    return load_release(run)


def refuse_changed_published(run: Path, record: Record) -> None:
    """Refuse a run whose figures or tables are not those of the record; nothing is loaded.

    Raises
    ------
    UseError
        Where they are not.
    """
    then = {name: digest for name, digest in record.results.items() if _is_loaded(name)}
    asked = (*_LOADED, *then)
    now = {name: hash_file(run / name) for name in asked if (run / name).is_file()}
    if faults := _differ(run, then, now):
        raise UseError(faults)


def changed_results(run: Path, record: Record) -> list[Fault]:
    """List every file of a run, published or not, that is not the one that it left."""
    asked = files_of_questions(run)
    now = {name: one for name, one in hashes_of_results(run).items() if name not in asked}
    return [
        *_differ(run, record.results, now),
        *changed_questions(run, record),
        *changed_protected(run),
    ]


def changed_protected(run: Path) -> list[Fault]:
    """List the exact results under ``protected/`` that are not those that the run left."""
    try:
        then = read_protected_hashes(run)
    except UnreadableError as why:
        return [_fault(run, str(RunFolder.hashes), str(why))]
    return _differ(run, then, hashes_of_protected(run))


def unchanged(run: Path, path: Path) -> Path:
    """The place of one exact result of a run, for whoever is about to read it.

    Parameters
    ----------
    run : Path
        Folder of a finished run.
    path : Path
        Where the result lies, under ``protected/``: a file, or the folder of its parts.

    Returns
    -------
    Path
        The same, once it is seen to be what the run left, and all of it.

    Raises
    ------
    UseError
        Where it is gone or was changed, or the hashes are.
    """
    name = path.relative_to(run).as_posix()
    try:
        hashes = read_protected_hashes(run)
    except UnreadableError as why:
        raise UseError([_fault(run, str(RunFolder.hashes), str(why))]) from None
    then = {one: digest for one, digest in hashes.items() if _is_of(one, name)}
    now = hashes_of_one(run, path)
    if not then and not now:
        raise UseError([_fault(run, name, "is gone")])
    if faults := _differ(run, then, now):
        raise UseError(faults)
    return path


def differences(then: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name each file whose hash is another, with what became of it."""
    return [
        (name, _fate(name, then, now))
        for name in sorted(then.keys() | now.keys())
        if then.get(name) != now.get(name)
    ]


def _differ(run: Path, then: Mapping[str, str], now: Mapping[str, str]) -> list[Fault]:
    return [_fault(run, name, what) for name, what in differences(then, now)]


def _is_of(name: str, result: str) -> bool:
    """Whether a file is a result, or a part of it."""
    return name == result or name.startswith(f"{result}/")


def _is_loaded(name: str) -> bool:
    path = Path(name)
    return name in _LOADED or (path.parent == RunFolder.tables and path.suffix == ".json")


def _fate(name: str, then: Mapping[str, str], now: Mapping[str, str]) -> str:
    if name not in now:
        return "is gone"
    return (
        "is not the file of the record" if name in then else "was not there when the run was made"
    )


def _fault(run: Path, name: str, what: str) -> Fault:
    return Fault(where=str(run), at=name, what=what, mend=_MEND)
