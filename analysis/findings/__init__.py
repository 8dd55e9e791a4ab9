"""Every published figure: one definition, population, unit, source and its bounds."""

from analysis.findings.definitions import Definition, load_definitions
from analysis.findings.find import find
from analysis.findings.guidance import EURO_A_PERSON
from analysis.findings.model import (
    Cell,
    Column,
    Findings,
    Kind,
    Origin,
    Pair,
    RawFinding,
    RawTable,
    Status,
    Sum,
)
from analysis.findings.wording import Manner, display, write_number

__all__ = [
    "EURO_A_PERSON",
    "Cell",
    "Column",
    "Definition",
    "Findings",
    "Kind",
    "Manner",
    "Origin",
    "Pair",
    "RawFinding",
    "RawTable",
    "Status",
    "Sum",
    "display",
    "find",
    "load_definitions",
    "write_number",
]
