"""Which engine is used where nobody names one: in parts where the whole would not fit in memory."""

import sys
from pathlib import Path
from typing import Final

import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from hertoets.errors import UseError
from hertoets.extract.parts import parts_of
from hertoets.extract.reading import find_delivery

MEMORY: Final = "memory"
RANGES: Final = "ranges"

BYTES_A_ROW: Final = 800
"""What a run takes in memory for each row of the extract, with its persons in one part.

Measured on a million invented persons, who have five rows each (docs/speed.md).
"""
SHARE: Final = 0.5
"""Of the memory that is free, what a run may take by itself: others work on the machine too."""
_TEXT_A_ROW = 40  # bytes of a row in a CSV
_PACKED = 8  # times smaller is a CSV in its gzip


def engine_for(extract: Path) -> str:
    """The engine for an extract.

    Parameters
    ----------
    extract : Path
        Need not be readable: that is told by whoever reads it.

    Returns
    -------
    str
        `MEMORY`, or `RANGES` where its rows would take more than a share of the free memory.
    """
    return RANGES if _rows(extract) * BYTES_A_ROW > SHARE * free_memory() else MEMORY


def free_memory() -> float:
    """The bytes that this process may still take."""
    free = float(psutil.virtual_memory().available)
    if sys.platform != "win32":
        import resource

        most = resource.getrlimit(resource.RLIMIT_AS)[0]
        if most != resource.RLIM_INFINITY:
            free = min(free, float(most))
    limit = Path("/sys/fs/cgroup/memory.max")  # of a container
    try:
        return min(free, float(limit.read_text(encoding="ascii")))
    except (OSError, ValueError):  # there is none, or it says "max"
        return free


def _rows(extract: Path) -> float:
    """About how many rows an extract holds; none of what cannot be read."""
    try:
        found, _ = find_delivery(extract)
    except (UseError, OSError):
        return 0
    paths = found.paths.values()
    files = [file for path in paths for file in (parts_of(path) if path.is_dir() else [path])]
    return sum(map(_rows_of, files))


def _rows_of(file: Path) -> float:
    try:
        if file.suffix.lower() == ".parquet":
            return float(pq.read_metadata(file).num_rows)
        packed = _PACKED if file.suffix.lower() == ".gz" else 1
        return file.stat().st_size * packed / _TEXT_A_ROW
    except (OSError, pa.ArrowException):
        return 0
