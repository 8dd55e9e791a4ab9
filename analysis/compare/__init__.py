"""As applied against corrected: the outcome of each person, what changed, and by which rule."""

from analysis.compare.comparison import Comparison, compare
from analysis.compare.settings import Settings

__all__ = ["Comparison", "Settings", "compare"]
