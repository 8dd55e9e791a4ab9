"""Great Expectations over the extract, and what each failed check does to a figure."""

from hertoets.quality.assess import assess
from hertoets.quality.assessment import WIDENS_FROM, Assessment, CheckResult
from hertoets.quality.expectation import Expectation
from hertoets.quality.loading import expectations_folder, load_expectations

__all__ = [
    "WIDENS_FROM",
    "Assessment",
    "CheckResult",
    "Expectation",
    "assess",
    "expectations_folder",
    "load_expectations",
]
