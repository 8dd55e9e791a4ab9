"""A folder that appears whole or not at all.

The work happens in a hidden folder beside the place asked for, which takes that place at
the very end. Whatever stops the work, an error, Ctrl-C or a termination signal, removes it; after
a kill the next command does (`hertoets.run.leftovers`).
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hertoets.errors import UseError
from hertoets.run.leftovers import (
    at_work,
    clear_leftovers,
    holding,
    replaced,
    set_apart,
    unfinished,
)
from hertoets.run.owner import open_up, owner_only
from hertoets.run.places import place_of
from hertoets.run.replacing import Kind, refuse_foreign
from hertoets.run.signals import signals_raise, signals_wait


@contextmanager
def appearing(
    out: Path, *, force: bool, kind: Kind, apart_from: Path | None = None
) -> Iterator[Path]:
    """A folder to work in that becomes ``out`` once the work is done.

    Parameters
    ----------
    out : Path
        Where the result must appear. Missing parents are made, and removed on failure.
    force : bool
        Whether an earlier result may be replaced. It stays until the new one is complete.
    kind : Kind
        What an earlier result is: a folder that is not one, or that holds anything else, is
        never replaced.
    apart_from : Path or None
        The folder that the work reads: it may not hold ``out``, nor lie in it.

    Yields
    ------
    Path
        An empty folder, for this user only, on the same disk as ``out``. Once it has appeared,
        ``protected/`` in it stays for this user only and the rest follows the umask.

    Raises
    ------
    UseError
        Before any work: ``out`` exists, may not be replaced, cannot be written, or another
        command is at work on it. At the end: it appeared or changed meanwhile.
    """
    out = place_of(out)
    clear_leftovers(out)
    _refuse(out, force=force, kind=kind, apart_from=apart_from)
    stood = _identity(out)
    made = _make_parents(out)
    staging = unfinished(out)
    try:
        with signals_raise(), owner_only() as umask:
            _make_staging(staging, out)
            with holding(staging):
                yield staging
                open_up(staging, umask)
                _move_into_place(staging, out, kind=kind, stood=stood)
    except BaseException:
        with signals_wait():
            shutil.rmtree(staging, ignore_errors=True)
            _remove_parents(made)
        raise


def _refuse(out: Path, *, force: bool, kind: Kind, apart_from: Path | None) -> None:
    if apart_from is not None:
        read, written = place_of(apart_from).resolve(), out.resolve()
        if written == read or read in written.parents or written in read.parents:
            raise UseError.of(
                where=str(out),
                what=f"lies in, or holds, the folder that is read ({apart_from})",
                mend="Choose a place outside it",
            )
    _refuse_second(out)
    if not os.path.lexists(out):  # False also where the system refuses to look
        return
    if not force:
        raise UseError.of(
            where=str(out),
            what="exists already",
            mend="Choose another place, or add --force to replace it",
        )
    refuse_foreign(out, kind)


def _refuse_second(out: Path) -> None:
    if at_work(out):
        raise UseError.of(
            where=str(out),
            what="another command is at work on this place",
            mend="Wait for it, or choose another place",
        )


def _identity(out: Path) -> tuple[int, int, int] | None:
    """Tell one folder from another that stands in its place later."""
    try:
        found = out.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns


def _make_parents(out: Path) -> list[Path]:
    missing = [parent for parent in out.parents if not os.path.exists(parent)]
    made: list[Path] = []
    for parent in reversed(missing):
        try:
            parent.mkdir()
            made.insert(0, parent)
            parent.chmod(parent.stat().st_mode | 0o700)  # or a strict umask shuts us out
        except OSError as error:
            _remove_parents(made)
            raise _unwritable(out, error) from error
    return made


def _remove_parents(made: list[Path]) -> None:
    for parent in made:
        with suppress(OSError):
            parent.rmdir()


def _make_staging(staging: Path, out: Path) -> None:
    try:
        staging.mkdir(mode=0o700)
    except OSError as error:
        raise _unwritable(out, error) from error


def _unwritable(out: Path, error: OSError) -> UseError:
    return UseError.of(
        where=str(out),
        what=f"cannot be written: {error.strerror or 'refused by the system'}",
        mend="Choose a place where you may write",
    )


def _move_into_place(
    staging: Path, out: Path, *, kind: Kind, stood: tuple[int, int, int] | None
) -> None:
    with signals_wait():
        earlier = None
        if stood is not None and os.path.lexists(out):
            if _identity(out) != stood:
                raise _meanwhile(out)
            refuse_foreign(out, kind)
            earlier = set_apart(staging)
            out.rename(earlier)
        try:
            staging.rename(out)
        except OSError as error:
            if earlier is not None:
                earlier.rename(out)
            raise _meanwhile(out) from error
        if earlier is not None:
            old = replaced(staging)
            earlier.rename(old)
            shutil.rmtree(old, ignore_errors=True)


def _meanwhile(out: Path) -> UseError:
    return UseError.of(
        where=str(out),
        what="appeared, changed, or became unwritable, while the work was going on",
        mend="Choose another place",
    )
