"""As applied against as the law says, for each person: outcome, duty, repair, and by which rule."""

from typing import TYPE_CHECKING

from hertoets.lazily import lazily

if TYPE_CHECKING:
    from hertoets.outcomes.comparison import Comparison, compare
    from hertoets.outcomes.settings import Settings, StopAndRestart

__all__ = ["Comparison", "Settings", "StopAndRestart", "compare"]

_MODULES = {
    "Comparison": "hertoets.outcomes.comparison",
    "compare": "hertoets.outcomes.comparison",
    "Settings": "hertoets.outcomes.settings",
    "StopAndRestart": "hertoets.outcomes.settings",
}

__getattr__ = lazily(__name__, _MODULES)
