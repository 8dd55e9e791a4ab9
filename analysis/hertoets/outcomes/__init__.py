"""As applied against as the law says, for each person: outcome, duty, repair, and by which rule."""

from hertoets.outcomes.comparison import Comparison, compare
from hertoets.outcomes.settings import Settings, StopAndRestart

__all__ = ["Comparison", "Settings", "StopAndRestart", "compare"]
