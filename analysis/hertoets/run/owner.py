"""Who may read what a command writes: under ``protected/`` its owner alone, whatever the umask.

While the work goes on nothing is for others, kernels of notebooks included, for they inherit the
umask. What may be published is opened up at the very end. So each file has a mode of its own and
keeps it in a copy.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hertoets.runfolder import RunFolder

_OWN_FOLDER, _OWN_FILE = 0o700, 0o600


@contextmanager
def owner_only() -> Iterator[int]:
    """Let only the owner read what is made meanwhile; gives the umask that was set before."""
    asked = os.umask(0o077)
    try:
        yield asked
    finally:
        os.umask(asked)


def open_up(folder: Path, umask: int) -> None:
    """Set on what lies outside ``protected/`` the modes that a umask asks for.

    Parameters
    ----------
    folder : Path
        What a command made, for its owner alone until now.
    umask : int
        What the user asks for. The owner's own rights are kept in any case.
    """
    _set_modes(folder, _OWN_FOLDER | (0o777 & ~umask), _OWN_FILE | (0o666 & ~umask))
    protected = RunFolder(folder).protected
    if protected.is_dir():
        _set_modes(protected, _OWN_FOLDER, _OWN_FILE)


def _set_modes(top: Path, folder_mode: int, file_mode: int) -> None:
    for where, folders, files in os.walk(top):
        folder = Path(where)
        if folder == RunFolder(top).protected:
            folders.clear()
            continue
        folder.chmod(folder_mode)
        for name in files:
            (folder / name).chmod(file_mode)
