"""A finished run, opened only where what is read of it is what the run left.

A file that was changed, cut off or put in from elsewhere is named; nothing of it is shown.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hertoets.datafile import UnreadableError
from hertoets.errors import Fault, UseError
from hertoets.run.hashes import hash_file, hashes_of_protected, hashes_of_results
from hertoets.run.keyed import INPUT_FILE, KEY_FILE
from hertoets.run.leftovers import clear_leftovers
from hertoets.run.record import PROTECTED_HASHES, inputs_of_run, read_protected_hashes, read_record

PUBLISHED_FOR_REUSE = ("findings.json", "report/basis.json", "report/tables/")
_MEND = "Do not use this copy; put back the file, or run again"


def open_finished(
    run: Path, *, protected: bool = True, published: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Open a run: clear what a killed command left there, read its record, compare its hashes.

    Parameters
    ----------
    run : Path
        Folder of a finished run.
    protected : bool
        Whether the exact results under ``protected/`` are read.
    published : tuple of str
        The beginnings of the published files that are read.

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
    faults = [
        _fault(run, name, _fate_of(run / name, digest))
        for name, digest in sorted(record["results"].items())
        if name.startswith(published or ("//",)) and _fate_of(run / name, digest)
    ]
    if protected:
        faults += changed_protected(run)
        if inputs_of_run(record, run) is None:
            what = "gone or spoiled, so the extract of this run cannot be recognised"
            faults.append(_fault(run, f"{KEY_FILE} and {INPUT_FILE}", what))
    if faults:
        raise UseError(faults)
    return record


def changed_results(run: Path, record: Mapping[str, Any]) -> list[Fault]:
    """List every file of a run, published or not, that is not the one that it left."""
    return [*_differ(run, record["results"], hashes_of_results(run)), *changed_protected(run)]


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


def _fate_of(path: Path, digest: str) -> str:
    if not path.is_file():
        return "is gone"
    return "" if hash_file(path) == digest else "is not the file of the record"


def _fate(name: str, then: Mapping[str, str], now: Mapping[str, str]) -> str:
    if name not in now:
        return "is gone"
    return (
        "is not the file of the record" if name in then else "was not there when the run was made"
    )


def _fault(run: Path, name: str, what: str) -> Fault:
    return Fault(where=str(run), at=name, what=what, mend=_MEND)
