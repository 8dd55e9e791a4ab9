"""A file that tells of persons: whole or not at all, for the eyes of its owner alone.

The keys of rows that failed a check, or the letter of one person: it names persons, so it never
comes to lie among what a run publishes.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

from hertoets.errors import UseError
from hertoets.run.leftovers import clear_leftovers, holding, unfinished
from hertoets.run.owner import owner_only
from hertoets.run.places import place_of
from hertoets.run.replacing import files_of_run
from hertoets.run.signals import signals_raise, signals_wait
from hertoets.runfolder import RunFolder

_ELSEWHERE = "Choose another place"


@contextmanager
def own_file(
    file: Path, *, apart_from: Path | None = None, force: bool | None = None
) -> Iterator[Path]:
    """A place to write to that becomes ``file`` once the work is done.

    Parameters
    ----------
    file : Path
        Where the result must come to stand, in a folder that is there.
    apart_from : Path or None
        A folder that is read, in which the file may not lie.
    force : bool or None
        Whether a file that is there already is replaced, at the end. None where the command has
        no ``--force`` to offer.

    Yields
    ------
    Path
        Of a file that is not there yet; what is made meanwhile is for this user only.

    Raises
    ------
    UseError
        Before any work: something is there that is not replaced, the place cannot be written, or
        it lies in `apart_from`, or in a run and not under its ``protected/``. At the end: it
        appeared meanwhile.
    """
    place = place_of(file)
    clear_leftovers(place)
    _refuse_place(place, apart_from)
    _refuse_taken(place, force)
    staging = unfinished(place)
    try:
        with signals_raise(), owner_only():
            _make(staging, place)
            with holding(staging):
                written = staging / place.name
                yield written
                with signals_wait():
                    _move(written, place, force)
    finally:
        with signals_wait():
            shutil.rmtree(staging, ignore_errors=True)


def _refuse_place(place: Path, apart_from: Path | None) -> None:
    if apart_from is not None and place.is_relative_to(place_of(apart_from).resolve()):
        what = f"lies in the folder that is read ({apart_from})"
        raise _refused(place, what, "Choose a place outside it")
    for parent in place.parents:
        run = RunFolder(parent)
        if run.record.is_file() and not place.is_relative_to(run.protected):
            what = f"lies in a run ({parent}), where it could be published with it"
            mend = f"Choose a place outside the run, or under its {RunFolder.protected}/"
            raise _refused(place, what, mend)


def _refuse_taken(place: Path, force: bool | None) -> None:
    if not os.path.lexists(place):
        return
    if not force:
        offer = _ELSEWHERE if force is None else f"{_ELSEWHERE}, or replace it with --force"
        raise _refused(place, "exists already", offer)
    if place.is_symlink() or not place.is_file():
        raise _refused(place, "is not a file, and is never replaced", _ELSEWHERE)
    for parent in place.parents:
        if RunFolder(parent).record.is_file():
            name = place.relative_to(parent).as_posix()
            if any(fnmatchcase(name, pattern) for pattern in files_of_run(parent)):
                what = f"belongs to a run ({parent}), and is never replaced"
                raise _refused(place, what, _ELSEWHERE)


def _make(staging: Path, place: Path) -> None:
    try:
        staging.mkdir(mode=0o700)
    except OSError as error:
        raise _unwritten(place, error, "Choose a place where you may write") from error


def _move(written: Path, place: Path, force: bool | None) -> None:
    if os.path.lexists(place) and not force:
        raise _refused(place, "appeared while the work was going on", _ELSEWHERE)
    try:
        written.replace(place)
    except OSError as error:
        raise _unwritten(place, error, _ELSEWHERE) from error


def _unwritten(place: Path, error: OSError, mend: str) -> UseError:
    what = f"cannot be written: {error.strerror or 'refused by the system'}"
    return _refused(place, what, mend)


def _refused(place: Path, what: str, mend: str) -> UseError:
    return UseError.of(where=str(place), what=what, mend=mend)
