"""Great Expectations over the extract, and what each failed check does to a figure."""

from analysis.quality.assess import assess
from analysis.quality.assessment import WIDENS_FROM, Assessment, CheckResult
from analysis.quality.expectation import Expectation
from analysis.quality.loading import expectations_folder, load_expectations

__all__ = [
    "WIDENS_FROM",
    "Assessment",
    "CheckResult",
    "Expectation",
    "assess",
    "expectations_folder",
    "load_expectations",
]
