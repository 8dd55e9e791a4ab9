"""A file for the rows that failed a check: whole or not at all, for the eyes of its owner alone.

Whoever delivered the rows finds them by their keys; no value of a row is in the file. It names
persons all the same, so it never comes to lie among what a run publishes.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hertoets.errors import UseError
from hertoets.run.leftovers import clear_leftovers, holding, unfinished
from hertoets.run.owner import owner_only
from hertoets.run.places import place_of
from hertoets.run.signals import signals_raise, signals_wait
from hertoets.runfolder import RunFolder

_HEADING = b"table,key,check"


@contextmanager
def file_for_failures(file: Path, extract: Path, *, force: bool = False) -> Iterator[Path]:
    """A place to write to that becomes ``file`` once the work is done.

    Parameters
    ----------
    file : Path
        Where the failures must come to stand, in a folder that is there.
    extract : Path
        The folder that is read.
    force : bool
        Whether an earlier file of failures at that place is replaced, at the end.

    Yields
    ------
    Path
        Of a file that is not there yet; what is made meanwhile is for this user only.

    Raises
    ------
    UseError
        Before any work: something is there already that may not be replaced, the place cannot be
        written, or it lies in the extract, or in a run and not under its ``protected/``. At the
        end: it appeared meanwhile.
    """
    place = place_of(file)
    clear_leftovers(place)
    _refuse(place, extract, force=force)
    staging = unfinished(place)
    try:
        with signals_raise(), owner_only():
            _make(staging, place)
            with holding(staging):
                written = staging / place.name
                yield written
                with signals_wait():
                    _move(written, place, force=force)
    finally:
        with signals_wait():
            shutil.rmtree(staging, ignore_errors=True)


def _refuse(place: Path, extract: Path, *, force: bool) -> None:
    _refuse_taken(place, "exists already", force=force)
    if place.is_relative_to(place_of(extract).resolve()):
        what = f"lies in the folder that is read ({extract})"
        raise _refused(place, what, "Choose a place outside it")
    for parent in place.parents:
        run = RunFolder(parent)
        if run.record.is_file() and not place.is_relative_to(run.protected):
            what = f"lies in a run ({parent}), where it could be published with it"
            mend = f"Choose a place outside the run, or under its {RunFolder.protected}/"
            raise _refused(place, what, mend)


def _make(staging: Path, place: Path) -> None:
    try:
        staging.mkdir(mode=0o700)
    except OSError as error:
        what = f"cannot be written: {error.strerror or 'refused by the system'}"
        raise _refused(place, what, "Choose a place where you may write") from error


def _refuse_taken(place: Path, what: str, *, force: bool) -> None:
    if not os.path.lexists(place):
        return
    if not force:
        raise _refused(place, what, "Choose another place, or replace it with --force")
    if not _is_ours(place):
        what = "is no file of failures that this command wrote"
        raise _refused(place, what, "Choose another place; --force replaces nothing else")


def _is_ours(place: Path) -> bool:
    """Whether a file begins as one of failures does: with the heading that they all had."""
    if place.is_symlink() or not place.is_file():
        return False
    with place.open("rb") as file:
        return file.read(len(_HEADING)) == _HEADING


def _move(written: Path, place: Path, *, force: bool) -> None:
    _refuse_taken(place, "appeared while the work was going on", force=force)
    written.replace(place)


def _refused(place: Path, what: str, mend: str) -> UseError:
    return UseError.of(where=str(place), what=what, mend=mend)
