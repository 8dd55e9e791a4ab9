"""What a killed command left behind is cleared by the next one; nothing else is touched.

Unfinished work lies in a folder that bears its maker in its name (machine, process, and when that
process began) and is locked for as long as its maker lives: the system frees a lock with its
process, however that ends. Where a lock cannot tell, the name does. Work of another user, or of
another machine on a shared disk, is never taken for a leftover.
"""

import os
import re
import shutil
import socket
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path

import psutil

from hertoets.errors import UseError
from hertoets.run.places import place_of

if sys.platform != "win32":
    import fcntl

_SCRATCH = "hertoets"
_SHORT = ("/tmp", "/var/tmp")
_LONGEST_SOCKET = 100  # bytes; macOS takes 103, Linux 107
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MAKER = r"(?P<host>[0-9a-f]{4})(?P<boot>[0-9a-f]{4})-(?P<process>[0-9a-z]+)-(?P<began>[0-9a-z]+)"
_UNFINISHED = re.compile(
    rf"\.(?P<name>.+)\.unfinished-{_MAKER}(?P<role>|-earlier|-replaced)", re.DOTALL
)
_TEMPORARY = re.compile(rf"{_SCRATCH}-{_MAKER}-[0-9]+")
_NO_BOOT = "0000"
_BEGAN_WITHIN_SECONDS = 2  # the clock that tells when a process began may be set meanwhile


def unfinished(out: Path) -> Path:
    """Name the folder in which this process works on what will be ``out``."""
    return out.with_name(f".{out.name}.unfinished-{_maker()}")


def set_apart(staging: Path) -> Path:
    """Name the place of an earlier result for as long as the new one is not there.

    Found after a kill it is put back; see `clear_leftovers`.
    """
    return staging.with_name(f"{staging.name}-earlier")


def replaced(staging: Path) -> Path:
    """Name the place of an earlier result that the new one has replaced: it may go."""
    return staging.with_name(f"{staging.name}-replaced")


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Mark a folder as worked in, so that no other command takes it for a leftover."""
    handle, _ = _lock(folder)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


@contextmanager
def scratch(*, socket_name: str = "") -> Iterator[Path]:
    """A temporary folder for this user alone; it goes with the work, or by the next command.

    Parameters
    ----------
    socket_name : str
        The longest name of a socket that is put in it, if any. All systems cap the path of one:
        where that of the temporary files is too long, a shorter one is chosen.

    Raises
    ------
    UseError
        If there is no place for temporary files.
    """
    name = f"{_SCRATCH}-{_maker()}"
    fit = (place for place in _temporary() if _has_room(place / f"{name}-00" / socket_name))
    place = next(fit if socket_name else iter(_temporary()[:1]), None)
    if place is None:
        what = "there is no folder for temporary files that can be written"
        too_long = f"{what} and whose path is short enough for the socket of a kernel"
        raise UseError.of(
            where="TMPDIR", what=too_long if socket_name else what, mend="Name one: TMPDIR=FOLDER"
        )
    for number in count():
        folder = place / f"{name}-{number}"
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            break
    folder.chmod(0o700)  # a umask may have taken even the owner's right
    try:
        with holding(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_leftovers(place: Path) -> None:
    """Clear what killed commands left beside a place and among the temporary files.

    An earlier result that was set apart when the kill came is put back where it stood.

    Parameters
    ----------
    place : Path
        The folder that a command makes or reads; it need not be there.

    Raises
    ------
    UseError
        If ``place`` cannot be a place at all.
    """
    for folder, found in _found(place_of(place).parent, _UNFINISHED):
        _clear(folder, found)
    for temporary in _temporary():
        for folder, found in _found(temporary, _TEMPORARY):
            _clear(folder, found)


def at_work(out: Path) -> bool:
    """Tell whether another command that lives works on ``out``, on this machine."""
    own = _maker()
    return any(
        found["name"] == out.name and own not in folder.name and _lives(folder, found)
        for folder, found in _found(out.parent, _UNFINISHED)
        if found["host"] == _machine().host
    )


def _found(place: Path, form: re.Pattern[str]) -> list[tuple[Path, re.Match[str]]]:
    """List the folders of this user whose name has a form."""
    try:
        paths = sorted(place.iterdir())
    except OSError:
        return []  # who may not look there cannot clear there
    matched = ((path, form.fullmatch(path.name)) for path in paths)
    return [(path, found) for path, found in matched if found and _is_own(path)]


def _is_own(path: Path) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    own = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
    return own and stat.S_ISDIR(status.st_mode)


def _clear(folder: Path, found: re.Match[str]) -> None:
    handle, free = _lock(folder)
    try:
        if _maker_lives(found, free=free):
            return
        role = found.groupdict().get("role")
        stood = folder.with_name(found["name"]) if role == "-earlier" else None
        if stood is not None and not os.path.lexists(stood):
            with suppress(OSError):
                folder.rename(stood)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        if handle is not None:
            os.close(handle)


def _lives(folder: Path, found: re.Match[str]) -> bool:
    handle, free = _lock(folder)
    if handle is not None:
        os.close(handle)
    return _maker_lives(found, free=free)


def _maker_lives(found: re.Match[str], *, free: bool | None) -> bool:
    """Tell whether a maker lives, or may live; ``free`` is None where no lock can tell."""
    here = _machine()
    if free is False:
        return True
    if found["host"] == here.host:
        return _process_lives(int(found["process"], 36), int(found["began"], 36))
    # Another container on this machine: its processes cannot be seen, its locks can.
    same_kernel = found["boot"] == here.boot != _NO_BOOT
    return not (same_kernel and free)


def _process_lives(process: int, began: int) -> bool:
    try:
        return abs(_began(process) - began) <= _BEGAN_WITHIN_SECONDS
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True  # there is one, and what it is cannot be seen


def _lock(folder: Path) -> tuple[int | None, bool | None]:
    """Try to lock a folder: the handle that holds the lock, and whether it was free."""
    if sys.platform == "win32":
        return None, None
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None, None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None, False
    except OSError:  # a disk that knows no locks
        os.close(handle)
        return None, None
    return handle, True


@dataclass(frozen=True)
class _Machine:
    host: str
    boot: str


def _machine() -> _Machine:
    boot = ""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    return _Machine(_short(socket.gethostname()), _short(boot) if boot else _NO_BOOT)


def _maker() -> str:
    here, process = _machine(), os.getpid()
    return f"{here.host}{here.boot}-{_in_36(process)}-{_in_36(_began(process))}"


def _began(process: int) -> int:
    return int(psutil.Process(process).create_time())


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:4]


def _in_36(number: int) -> str:
    """Write a number short: the path of a socket may not be long."""
    digits = ""
    while True:
        number, rest = divmod(number, len(_DIGITS))
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


def _temporary() -> list[Path]:
    """List the folders for temporary files: the one asked for, then those of a short name."""
    try:
        asked = tempfile.gettempdir()
    except OSError:
        return []
    return [Path(place) for place in dict.fromkeys((asked, *_SHORT))]


def _has_room(path: Path) -> bool:
    place = path.parent.parent
    return len(os.fsencode(path)) < _LONGEST_SOCKET and os.access(place, os.W_OK | os.X_OK)
