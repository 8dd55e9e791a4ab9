"""As applied against corrected: the outcome of each person, what changed, and by which rule."""

from hertoets.compare.comparison import Comparison, compare
from hertoets.compare.settings import Settings

__all__ = ["Comparison", "Settings", "compare"]
