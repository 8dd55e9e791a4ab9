"""As applied against as the law says, for each person: outcome, duty, repair, and by which rule."""

from typing import TYPE_CHECKING

from hertoets.lazily import lazily

if TYPE_CHECKING:
    from hertoets.outcomes.comparison import Comparison, compare
    from hertoets.outcomes.settings import Settings, StopAndRestart
    from hertoets.outcomes.variants import Variants, settle

__all__ = ["Comparison", "Settings", "StopAndRestart", "Variants", "compare", "settle"]

_MODULES = {
    "Comparison": "hertoets.outcomes.comparison",
    "compare": "hertoets.outcomes.comparison",
    "Settings": "hertoets.outcomes.settings",
    "StopAndRestart": "hertoets.outcomes.settings",
    "Variants": "hertoets.outcomes.variants",
    "settle": "hertoets.outcomes.variants",
}

__getattr__ = lazily(__name__, _MODULES)
