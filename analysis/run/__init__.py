"""A run: parameters, the folder that appears at once, notebooks, record, and what reads it.

The public names are imported when they are first used, so that a command that only prints
its help, or a kernel that only needs one of them, does not wait for the dataframe libraries.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.run.compute import compute_into, compute_outcomes
    from analysis.run.parameters import Parameters
    from analysis.run.pipeline import Result, run_extract

__all__ = ["Parameters", "Result", "compute_into", "compute_outcomes", "run_extract"]

_HOMES = {
    "Parameters": "analysis.run.parameters",
    "Result": "analysis.run.pipeline",
    "compute_into": "analysis.run.compute",
    "compute_outcomes": "analysis.run.compute",
    "run_extract": "analysis.run.pipeline",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
