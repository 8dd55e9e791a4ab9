"""A run: parameters, the folder that appears at once, notebooks, record, and what reads it.

The public names are imported when they are first used, so that a command that only prints
its help, or a kernel that only needs one of them, does not wait for the dataframe libraries.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hertoets.run.compute import compute_into
    from hertoets.run.outcomes import compute_outcomes
    from hertoets.run.parameters import Parameters
    from hertoets.run.run import Result, run_extract

__all__ = ["Parameters", "Result", "compute_into", "compute_outcomes", "run_extract"]

_HOMES = {
    "Parameters": "hertoets.run.parameters",
    "Result": "hertoets.run.run",
    "compute_into": "hertoets.run.compute",
    "compute_outcomes": "hertoets.run.outcomes",
    "run_extract": "hertoets.run.run",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
