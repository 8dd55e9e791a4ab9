"""What ``--force`` may replace: a folder that a command itself made, with nothing else in it.

A mark alone proves nothing: anybody's folder may hold a ``record.json``. The mark must read as
what the command writes, and each file in the folder must be one that the command leaves.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from hertoets.datafile import UnreadableError, read_json, read_toml
from hertoets.errors import HertoetsError, UseError
from hertoets.extract import schema
from hertoets.extract.datapackage import FILE as PACKAGE_FILE
from hertoets.extract.metadata import FILE as META_FILE
from hertoets.prepare.preparing import REPORT
from hertoets.run.questions import files_of_questions
from hertoets.run.record import read_protected_hashes, read_record
from hertoets.runfolder import RunFolder

_LISTED = 3
_INVENTED_BY = "hertoets.synth:"
_PART = "part-[0-9][0-9][0-9][0-9][0-9].parquet"

# What lies under protected/ of a run beside the results that hashes.json names.
_PROTECTED_BESIDE = (
    RunFolder.hashes,
    RunFolder.places,
    RunFolder.hash_key,
    RunFolder.inputs,
    RunFolder.proof,
    RunFolder.attack,
    RunFolder.comparison,
    RunFolder.notebooks / "[0-9][0-9]_*.ipynb",
    RunFolder.drawings / "*.svg",
    RunFolder.asked / "ask_*.json",
    RunFolder.asked / "*.part/*",
)


@dataclass(frozen=True)
class Kind:
    """One kind of folder that a command makes.

    Attributes
    ----------
    name : str
        In words, as in *is not a run*.
    files : callable
        Gives the patterns of every file that such a folder may hold, by its path within; raises
        where the folder is not of this kind.
    """

    name: str
    files: Callable[[Path], tuple[str, ...]]


class _NotOneError(Exception):
    """A folder is not of the kind; the text says by what it is seen."""


def refuse_foreign(out: Path, kind: Kind) -> None:
    """Refuse to replace a folder that is not of a kind, or that holds files of somebody else.

    Raises
    ------
    UseError
        Naming how many files are not the command's own, and the first of them.
    """
    if why := _never(out):
        raise _refused(out, f"{why}, and is never replaced")
    try:
        empty = not any(out.iterdir())
        if empty:
            return
        known = kind.files(out)
        foreign = [name for name in _names(out) if not any(fnmatchcase(name, k) for k in known)]
    except _NotOneError as why_not:
        raise _refused(out, f"{why_not}, so it is not {kind.name} and is not replaced") from None
    except OSError as error:
        raise _refused(out, f"cannot be looked into: {error.strerror or 'refused'}") from None
    if foreign:
        shown = ", ".join(foreign[:_LISTED]) + (", …" if len(foreign) > _LISTED else "")
        number = f"{len(foreign)} file{'' if len(foreign) == 1 else 's'}"
        raise UseError.of(
            where=str(out),
            what=f"holds {number} that no command made, and is not replaced: {shown}",
            mend="Take them out first, or choose another place",
        )


def _refused(out: Path, what: str) -> UseError:
    return UseError.of(where=str(out), what=what, mend="Choose another place")


def _never(out: Path) -> str:
    """Tell why a place is never replaced, whatever lies in it; empty where it may be."""
    if out.is_symlink():
        return "is a link"
    if not out.is_dir():
        return "is not a folder"
    if os.path.ismount(out):
        return "is a disk of its own"
    for name, path in (("the home folder", _home()), ("the working folder", _working())):
        if path is not None and (path == out.resolve() or out.resolve() in path.parents):
            return f"is {name}, or holds it"
    return ""


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except (RuntimeError, OSError):
        return None


def _working() -> Path | None:
    try:
        return Path.cwd().resolve()
    except OSError:
        return None


def _names(folder: Path) -> Iterator[str]:
    """Name every file in a folder, and every folder that is empty or a link, by path within."""

    def fail(error: OSError) -> None:
        raise error

    for where, folders, files in os.walk(folder, onerror=fail):
        here = Path(where)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in (*links, *files):
            yield (here / name).relative_to(folder).as_posix()
        if here != folder and not folders and not files:
            yield f"{here.relative_to(folder).as_posix()}/"


def _of_run(folder: Path) -> tuple[str, ...]:
    try:
        record = read_record(folder)
    except HertoetsError:
        raise _NotOneError(f"holds no {RunFolder.record} of a run") from None
    results = [*record.results, *files_of_questions(folder)]
    with suppress(UnreadableError):  # what it would name then counts as somebody else's
        results += read_protected_hashes(folder)
    return (
        RunFolder.record.as_posix(),
        *(_literal(name) for name in results),
        *(path.as_posix() for path in _PROTECTED_BESIDE),
    )


def files_of_run(folder: Path) -> tuple[str, ...]:
    """The patterns of every file that is a run's own; none where it cannot be told."""
    try:
        return _of_run(folder)
    except _NotOneError:
        return ()


def _of_invented(folder: Path) -> tuple[str, ...]:
    try:
        meta = read_toml(folder / META_FILE)
    except UnreadableError:
        raise _NotOneError(f"holds no {META_FILE} that can be read") from None
    if meta.get("synthetic") is not True or not str(meta.get("source")).startswith(_INVENTED_BY):
        raise _NotOneError("was not made by hertoets synth")
    truth = ("truth/truth", "truth/ledger")
    stored = [f"{name}.parquet" for name in truth]
    stored += [f"{name}/{_PART}" for name in (*truth, *schema())]
    return (META_FILE, PACKAGE_FILE, *_tables(), *stored)


def _of_prepared(folder: Path) -> tuple[str, ...]:
    try:
        report = read_json(folder / REPORT)
    except UnreadableError:
        raise _NotOneError(f"holds no {REPORT} that can be read") from None
    if not isinstance(report, dict) or not set(report) >= _REPORTED:
        raise _NotOneError("was not made by hertoets prepare")
    return (REPORT, META_FILE, PACKAGE_FILE, *_tables())


_REPORTED = {"sources", "columns"}


def _tables() -> tuple[str, ...]:
    return tuple(f"{table}.{form}" for table in schema() for form in ("parquet", "csv"))


def _literal(name: str) -> str:
    return name.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")


RUN = Kind("a run", _of_run)
INVENTED = Kind("an invented extract", _of_invented)
PREPARED = Kind("an extract that was prepared", _of_prepared)
