"""Hertoets: re-apply the transitional law of the Wet inburgering 2021 to a data extract."""

import os
import sys
from typing import TYPE_CHECKING

from hertoets.lazily import lazily

if TYPE_CHECKING:
    from hertoets.desk import open_run
    from hertoets.desk.run import Run

__all__ = ["Run", "__version__", "open_run"]

__version__ = "0.1.0"

# The package jsonschema, which papermill and Great Expectations import, builds a grammar of web
# addresses if it finds this one: two seconds of every command, for a check that nothing here asks.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# How Polars keeps memory that was freed: in one place for all threads, for half a second. By itself
# it keeps a third more of a million persons; it reads this once, when it is first imported.
os.environ.setdefault("_RJEM_MALLOC_CONF", "narenas:1,dirty_decay_ms:500,muzzy_decay_ms:0")
# The same of Arrow: the allocator that it takes by itself keeps a few hundred megabytes of a large
# file long after it was read. This one stands in Arrow's packages for Linux.
if sys.platform == "linux":
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "jemalloc")


def __dir__() -> list[str]:
    """What a researcher is offered after ``hertoets.``; the rooms are imported by their names."""
    return sorted(__all__)


__getattr__ = lazily(__name__, {"open_run": "hertoets.desk", "Run": "hertoets.desk.run"})
