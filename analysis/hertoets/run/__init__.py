"""A run: parameters, the folder that appears at once, notebooks, record, and what reads it.

The public names are imported when they are first used, so that a command that only prints
its help, or a kernel that only needs one of them, does not wait for the dataframe libraries.
"""

from typing import TYPE_CHECKING

from hertoets.lazily import lazily

if TYPE_CHECKING:
    from hertoets.run.compute import compute_into
    from hertoets.run.outcomes import compute_outcomes
    from hertoets.run.parameters import Parameters
    from hertoets.run.run import Result, run_extract

__all__ = ["Parameters", "Result", "compute_into", "compute_outcomes", "run_extract"]

_MODULES = {
    "Parameters": "hertoets.run.parameters",
    "Result": "hertoets.run.run",
    "compute_into": "hertoets.run.compute",
    "compute_outcomes": "hertoets.run.outcomes",
    "run_extract": "hertoets.run.run",
}

__getattr__ = lazily(__name__, _MODULES)
