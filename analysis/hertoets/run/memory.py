"""Enough memory before the work begins, and freed memory given back between its steps."""

import ctypes
import gc
import mmap
import sys
from contextlib import closing

import pyarrow as pa

LEAST_MB = 700
"""What the libraries of a check take besides, measured on a small extract."""


def give_back_memory() -> None:
    """Hand memory that was freed back to the system, before the next step takes its own.

    Reading leaves a few hundred megabytes behind on a million persons, kept by three allocators;
    what refers to itself, as Great Expectations' batches do, waits for the collector besides.
    """
    gc.collect()
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


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
