"""A finished run, opened only where what is read of it is what the run left.

A file that was changed, cut off or put in from elsewhere is named; nothing of it is shown.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hertoets.datafile import UnreadableError
from hertoets.errors import Fault, UseError
from hertoets.release import Release, load_release
from hertoets.release.files import BASIS, FINDINGS, TABLES
from hertoets.run.described import inputs_of_run
from hertoets.run.hashes import hash_file, hashes_of_protected, hashes_of_results
from hertoets.run.keyed import INPUT_FILE, KEY_FILE
from hertoets.run.leftovers import clear_leftovers
from hertoets.run.record import PROTECTED_HASHES, read_protected_hashes, read_record

_MEND = "Do not use this copy; put back the file, or run again"


def open_finished(run: Path, *, release: bool = True) -> dict[str, Any]:
    """Open a run: clear what a killed command left there, read its record, compare its hashes.

    Parameters
    ----------
    run : Path
        Folder of a finished run.
    protected : bool
        Whether the exact results under ``protected/`` are read.

    Returns
    -------
    dict
        The record.

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
        faults.append(_fault(run, f"{KEY_FILE} and {INPUT_FILE}", what))
    if faults:
        raise UseError(faults)
    return record


def load_published(run: Path, record: Mapping[str, Any]) -> Release:
    """Load what a run publishes, and nothing that was changed since.

    Raises
    ------
    UseError
        Where figures or tables are not those of the record.
    """
    then = {name: digest for name, digest in record["results"].items() if _is_loaded(name)}
    asked = (FINDINGS.as_posix(), BASIS.as_posix(), *then)
    now = {name: hash_file(run / name) for name in asked if (run / name).is_file()}
    if faults := _differ(run, then, now):
        raise UseError(faults)
    return load_release(run)


def changed_results(run: Path, record: Mapping[str, Any]) -> list[Fault]:
    """List every file of a run, published or not, that is not the one that it left."""
    now = hashes_of_results(run)
    return [*_differ(run, record["results"], now), *changed_protected(run)]


def changed_protected(run: Path) -> list[Fault]:
    """List the exact results under ``protected/`` that are not those that the run left."""
    try:
        then = read_protected_hashes(run)
    except UnreadableError as why:
        return [_fault(run, PROTECTED_HASHES, str(why))]
    return _differ(run, then, hashes_of_protected(run))


def differences(then: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name each file whose hash is another, with what became of it."""
    return [
        (name, _fate(name, then, now))
        for name in sorted(then.keys() | now.keys())
        if then.get(name) != now.get(name)
    ]


def _differ(run: Path, then: Mapping[str, str], now: Mapping[str, str]) -> list[Fault]:
    return [_fault(run, name, what) for name, what in differences(then, now)]


def _is_loaded(name: str) -> bool:
    return name in (FINDINGS.as_posix(), BASIS.as_posix()) or (
        name.startswith(f"{TABLES.as_posix()}/") and name.endswith(".json")
    )


def _fate(name: str, then: Mapping[str, str], now: Mapping[str, str]) -> str:
    if name not in now:
        return "is gone"
    return (
        "is not the file of the record" if name in then else "was not there when the run was made"
    )


def _fault(run: Path, name: str, what: str) -> Fault:
    return Fault(where=str(run), at=name, what=what, mend=_MEND)
