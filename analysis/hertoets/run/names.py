"""Names on disk that are no text: refused at the door, since no library and no record can hold one.

Python reads such a name with half characters in place of the bytes it cannot read (PEP 383).
"""

import os
import sys
from collections.abc import Iterable

from hertoets.errors import Fault, UseError


def read_names_as_utf8() -> None:
    """Begin again in UTF-8 where the locale has Python read names as ASCII.

    A scheduler often runs without a locale: a folder with an accent in its name, or in that of
    one above it, would then be no text. Children of the process are told as well.
    """
    if sys.getfilesystemencoding() == "utf-8":
        return
    os.environ["PYTHONUTF8"] = "1"
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def refuse_unreadable_names(words: Iterable[str]) -> None:
    """Refuse a command whose words, or the folder it is given in, are not UTF-8 text.

    Parameters
    ----------
    words : iterable of str
        As the command line was given.

    Raises
    ------
    UseError
        Names each of them, with the bytes that are not text as code points.
    """
    faults = [
        Fault(name, "", "the name is not UTF-8 text", "Rename it, or reach it by another name")
        for name in (*words, os.getcwd())
        if not _is_text(name)
    ]
    if faults:
        raise UseError(faults)


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
