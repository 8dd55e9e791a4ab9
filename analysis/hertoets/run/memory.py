"""Enough memory before the work begins, and freed memory kept for the next column.

A comparison makes and frees thousands of columns of equal size. Handing each one back to the
system and fetching it again cost a fifth of the time on a million persons.
"""

import ctypes
import mmap
import sys
from contextlib import closing

import pyarrow as pa

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # the names of glibc's mallopt
LARGEST = 2**31 - 1
LEAST_MB = 700
"""What the libraries of a check take besides, measured on a small extract."""


def keep_freed_memory() -> None:
    """Ask the C library not to return memory early; where it is not glibc, do nothing."""
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(TRIM_THRESHOLD, LARGEST)
        mallopt(MMAP_THRESHOLD, LARGEST)
        pa.set_memory_pool(pa.system_memory_pool())


def refuse_too_little_memory() -> None:
    """Look whether the process may take as much as it surely needs; nothing is really taken.

    Under a limit just too low a library waits for ever while it is loaded.

    Raises
    ------
    MemoryError
    """
    if sys.platform == "win32":
        return
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    try:
        with closing(mmap.mmap(-1, LEAST_MB * 2**20, flags=private, prot=mmap.PROT_READ)):
            pass
    except OSError:
        raise MemoryError from None
