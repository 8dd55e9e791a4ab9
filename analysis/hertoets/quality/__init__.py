"""Great Expectations over the extract, and what each failed check puts in doubt."""

from typing import TYPE_CHECKING

from hertoets.lazily import lazily

if TYPE_CHECKING:
    from hertoets.quality.assessing import assess
    from hertoets.quality.assessment import WIDENS_FROM, Assessment
    from hertoets.quality.expectation import Expectation
    from hertoets.quality.loading import expectations_folder, load_expectations
    from hertoets.quality.result import CheckResult

__all__ = [
    "WIDENS_FROM",
    "Assessment",
    "CheckResult",
    "Expectation",
    "assess",
    "expectations_folder",
    "load_expectations",
]

_MODULES = {
    "assess": "hertoets.quality.assessing",
    "WIDENS_FROM": "hertoets.quality.assessment",
    "Assessment": "hertoets.quality.assessment",
    "CheckResult": "hertoets.quality.result",
    "Expectation": "hertoets.quality.expectation",
    "expectations_folder": "hertoets.quality.loading",
    "load_expectations": "hertoets.quality.loading",
}

__getattr__ = lazily(__name__, _MODULES)
