"""A folder that appears whole or not at all.

The work happens in a hidden folder beside the place asked for, which takes that place at
the very end. Whatever stops the work, an error, Ctrl-C or a termination signal, removes it.
"""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from hertoets.errors import UseError

_UNFINISHED = "unfinished"


@contextmanager
def appearing(
    out: Path, *, force: bool, mark: str, apart_from: Path | None = None
) -> Iterator[Path]:
    """Give a folder to work in that becomes ``out`` once the work is done.

    Parameters
    ----------
    out : Path
        Where the result must appear. Missing parents are made, and removed on failure.
    force : bool
        Whether an earlier result may be replaced. It stays until the new one is complete.
    mark : str
        A file that every earlier result holds: a folder without it is never replaced.
    apart_from : Path or None
        The folder that the work reads: it may not hold ``out``, nor lie in it.

    Yields
    ------
    Path
        An empty folder, for this user only, on the same disk as ``out``.

    Raises
    ------
    UseError
        Before any work: ``out`` exists, may not be replaced, or cannot be written.
    """
    out = out.expanduser().absolute()
    _refuse(out, force=force, mark=mark, apart_from=apart_from)
    made = _make_parents(out)
    try:
        _remove_left_over(out)
        staging = _staging(out)
    except BaseException:
        _remove_parents(made)
        raise
    try:
        with signals_raise():
            yield staging
            _open_up(staging)
            _move_into_place(staging, out, mark=mark, force=force)
    except BaseException:
        with _signals_wait():
            shutil.rmtree(staging, ignore_errors=True)
            _remove_parents(made)
        raise


def _refuse(out: Path, *, force: bool, mark: str, apart_from: Path | None) -> None:
    if apart_from is not None:
        read, written = apart_from.expanduser().resolve(), out.resolve()
        if written == read or read in written.parents or written in read.parents:
            raise UseError.of(
                where=str(out),
                what=f"lies in, or holds, the folder that is read ({apart_from})",
                mend="Choose a place outside it",
            )
    if not os.path.lexists(out):  # False also where the system refuses to look
        return
    if not force:
        raise UseError.of(
            where=str(out),
            what="exists already",
            mend="Choose another place, or add --force to replace it",
        )
    if not _replaceable(out, mark):
        raise UseError.of(
            where=str(out),
            what=f"holds no {mark}, so it is not an earlier result and is not replaced",
            mend="Choose another place",
        )


def _replaceable(out: Path, mark: str) -> bool:
    if out.is_symlink() or not out.is_dir():
        return False
    return (out / mark).is_file() or not any(out.iterdir())


def _make_parents(out: Path) -> list[Path]:
    missing = [parent for parent in out.parents if not os.path.exists(parent)]
    made: list[Path] = []
    for parent in reversed(missing):
        try:
            parent.mkdir()
        except OSError as error:
            _remove_parents(made)
            raise _unwritable(out, error) from error
        made.insert(0, parent)
    return made


def _remove_parents(made: list[Path]) -> None:
    for parent in made:
        with suppress(OSError):
            parent.rmdir()


def _staging(out: Path) -> Path:
    # Host and process stand in the name, so that a later run knows whether its maker lives.
    staging = out.parent / f".{out.name}.{_UNFINISHED}-{socket.gethostname()}-{os.getpid()}"
    try:
        staging.mkdir(mode=0o700)
    except OSError as error:
        raise _unwritable(out, error) from error
    return staging


def _unwritable(out: Path, error: OSError) -> UseError:
    return UseError.of(
        where=str(out),
        what=f"cannot be written: {error.strerror or 'refused by the system'}",
        mend="Choose a place where you may write",
    )


def _remove_left_over(out: Path) -> None:
    # A process that was killed outright could not clean up; personal data may not stay behind.
    stem = f".{out.name}.{_UNFINISHED}-{socket.gethostname()}-"
    try:
        names = [path.name for path in out.parent.iterdir() if path.name.startswith(stem)]
    except OSError as error:
        raise _unwritable(out, error) from error
    for name in names:
        process = name.removeprefix(stem)
        if process.isdigit() and not _lives(int(process)):
            shutil.rmtree(out.parent / name, ignore_errors=True)


def _lives(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _open_up(staging: Path) -> None:
    # The result follows the user's umask; what is under protected/ stays with its owner.
    mask = os.umask(0)
    os.umask(mask)
    staging.chmod(0o777 & ~mask)
    protected = staging / "protected"
    if protected.is_dir():
        protected.chmod(0o700)


def _move_into_place(staging: Path, out: Path, *, mark: str, force: bool) -> None:
    with _signals_wait():
        earlier = None
        if force and out.exists() and _replaceable(out, mark):
            earlier = staging.with_name(f"{staging.name}-earlier")
            out.rename(earlier)
        try:
            staging.rename(out)
        except OSError as error:
            if earlier is not None:
                earlier.rename(out)
            raise UseError.of(
                where=str(out),
                what="appeared, or became unwritable, while the work was going on",
                mend="Choose another place",
            ) from error
        if earlier is not None:
            shutil.rmtree(earlier, ignore_errors=True)


@contextmanager
def signals_raise() -> Iterator[None]:
    """Let a termination signal unwind the stack, so that everything is cleaned up."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    with _handlers(dict.fromkeys(("SIGTERM", "SIGHUP"), stop)):
        yield


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Keep signals from cutting a move or a removal in two."""
    with _handlers(dict.fromkeys(("SIGTERM", "SIGHUP", "SIGINT"), signal.SIG_IGN)):
        yield


@contextmanager
def _handlers(wanted: dict[str, object]) -> Iterator[None]:
    earlier = {}
    # Outside the main thread handlers cannot be set; SIGHUP is not everywhere.
    with suppress(ValueError):
        for name, handler in wanted.items():
            number = getattr(signal, name, None)
            if number is not None:
                earlier[number] = signal.signal(number, handler)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
