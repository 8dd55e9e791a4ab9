"""What is known of each count: bounds, and the values seen in populations that show the same."""

from dataclasses import dataclass

import numpy as np

from hertoets.release.variables import Floats, System, Whole


@dataclass(frozen=True)
class Bounds:
    """The least and greatest value of one count; infinite where nothing ends it."""

    least: float
    greatest: float


class Seen:
    """The least and greatest value of each count in any solution so far; the truth is one."""

    def __init__(self, system: System) -> None:
        self.low = np.array([variable.exact for variable in system.variables], dtype=np.float64)
        self.high = self.low.copy()

    def note(self, numbers: Whole, values: Floats) -> None:
        """Note what some counts are in a population that shows the same as the exact one."""
        whole = np.round(values)
        self.low[numbers] = np.minimum(self.low[numbers], whole)
        self.high[numbers] = np.maximum(self.high[numbers], whole)
