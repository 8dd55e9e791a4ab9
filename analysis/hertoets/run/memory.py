"""Keep freed memory for the next column.

A comparison makes and frees thousands of columns of equal size. Handing each one back to the
system and fetching it again cost a fifth of the time on a million persons.
"""

import ctypes
import sys

import pyarrow as pa

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # the names of glibc's mallopt
LARGEST = 2**31 - 1


def keep_freed_memory() -> None:
    """Ask the C library not to return memory early; where it is not glibc, do nothing."""
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(TRIM_THRESHOLD, LARGEST)
        mallopt(MMAP_THRESHOLD, LARGEST)
        pa.set_memory_pool(pa.system_memory_pool())
