"""Answers that were published: each a folder of its own under ``report/vragen``, with a seal.

The record of a run was written when the run was; what is published later stands beside it, in a
folder that appears at once, with a file that names the others by their hashes. It is sealed under
the key of the run, so that a change is seen; what was published and is gone is seen too.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hertoets.datafile import UnreadableError, read_json
from hertoets.errors import Fault, UseError
from hertoets.plain import json_text
from hertoets.run.answers import (
    StoredAnswer,
    add_published,
    answers_of,
    changed_answers,
    kept_answers,
)
from hertoets.run.hashes import hash_file
from hertoets.run.record import Record, is_sealed, read_record, sealed
from hertoets.runfolder import RunFolder

MANIFEST: Final = "vraag.json"
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_MEND = "Do not use this copy; put back the file, or run again"


def publish_answer(run: Path, answer: StoredAnswer, name: str, files: dict[str, bytes]) -> Path:
    """Add an answer to what a run publishes.

    Parameters
    ----------
    run : Path
        The run's folder.
    answer : StoredAnswer
    name : str
        Under which it is published: small letters, digits, ``-`` and ``_``.
    files : dict of str to bytes
        By their names in its folder.

    Returns
    -------
    Path
        Its folder, which appears whole or not at all. Published once more under the same name, an
        answer changes nothing.

    Raises
    ------
    UseError
        For a name that is none or is taken, where an answer that the run keeps was changed, or
        where the run cannot be written.
    """
    check_name(name)
    record = read_record(run)
    kept = {one.table.id: one for one in answers_of(run)}  # with the names that they have by now
    answer = kept.get(answer.table.id, answer)
    out = RunFolder(run).questions / name
    if os.path.lexists(out):
        if name in answer.published and not list(_changed(run, record, out)):
            return out
        raise UseError.of(
            where="publish", at=name, what="is taken already", mend="Choose another name"
        )
    staging = RunFolder(run).asked / f"{name}.part"
    shutil.rmtree(staging, ignore_errors=True)
    umask = os.umask(0)
    os.umask(umask)
    try:
        staging.mkdir(parents=True)
        for file, content in files.items():
            (staging / file).write_bytes(content)
        told = {
            "question": answer.question,
            "asked_at": answer.asked_at,
            "table": answer.table.id,
            "run": record.seal,
            "files": {file: hash_file(staging / file) for file in sorted(files)},
        }
        text = json_text(sealed(told, run), indent=2)
        (staging / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
        for path in staging.iterdir():
            path.chmod(0o600 | (0o666 & ~umask))
        staging.chmod(0o700 | (0o777 & ~umask))
        out.parent.mkdir(exist_ok=True)
        staging.rename(out)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise UseError.of(
            where=str(out),
            what=f"cannot be written: {error.strerror or 'refused by the system'}",
            mend="Only who made the run can publish an answer in it",
        ) from None
    add_published(run, answer, name, record.disclosure)
    return out


def check_name(name: str) -> None:
    """Refuse a name under which nothing can be published."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise UseError.of(
            where="publish",
            at=str(name),
            what="is no name: small letters, digits, - and _, a letter first, 40 at most",
            mend="Choose another name",
        )


def names_of(run: Path, record: Record, table: str) -> list[str]:
    """The names under which an answer was published, by the folders that are there."""
    whole = [one for one in _folders(run) if not list(_changed(run, record, one))]
    return [one.name for one in whole if (_manifest(one) or {}).get("table") == table]


def files_of_questions(run: Path) -> dict[str, str]:
    """The hash of each file that belongs to a published answer, by its path within the run."""
    found: dict[str, str] = {}
    for folder in _folders(run):
        if (told := _manifest(folder)) is not None:
            found[_name(run, folder / MANIFEST)] = hash_file(folder / MANIFEST)
            found |= {_name(run, folder / name): digest for name, digest in told["files"].items()}
    return found


def changed_questions(run: Path, record: Record) -> list[Fault]:
    """What is wrong with the answers of a run, published or kept: changed, gone, from elsewhere."""
    faults = [fault for folder in _folders(run) for fault in _changed(run, record, folder)]
    there = {folder.name for folder in _folders(run)}
    kept = kept_answers(run)
    gone = [name for answer in kept for name in answer.published if name not in there]
    faults += [_fault(run, RunFolder(run).questions / name, "is gone") for name in gone]
    return faults + changed_answers(run)


def _folders(run: Path) -> list[Path]:
    place = RunFolder(run).questions
    return sorted(path for path in place.iterdir() if path.is_dir()) if place.is_dir() else []


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        told = read_json(folder / MANIFEST)
    except UnreadableError:
        return None
    if not isinstance(told, dict) or not isinstance(told.get("files"), dict):
        return None
    return told


def _changed(run: Path, record: Record, folder: Path) -> Iterator[Fault]:
    told = _manifest(folder)
    if told is None:
        yield _fault(run, folder / MANIFEST, "is gone, or is no answer that was published")
        return
    if told.get("run") != record.seal or not is_sealed(told, run):
        yield _fault(run, folder / MANIFEST, "is not what was published: it was changed")
        return
    there = {path.name for path in folder.iterdir()} - {MANIFEST}
    for name in sorted(there | told["files"].keys()):
        if name not in there:
            yield _fault(run, folder / name, "is gone")
        elif name not in told["files"]:
            yield _fault(run, folder / name, "was not there when the answer was published")
        elif hash_file(folder / name) != told["files"][name]:
            yield _fault(run, folder / name, "is not the file that was published")


def _name(run: Path, path: Path) -> str:
    return path.relative_to(run).as_posix()


def _fault(run: Path, path: Path, what: str) -> Fault:
    return Fault(where=str(run), at=_name(run, path), what=what, mend=_MEND)
