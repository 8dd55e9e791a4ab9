"""Every published figure: one definition, population, unit, source and its bounds."""

from analysis.findings.definitions import Definition, load_definitions
from analysis.findings.find import find
from analysis.findings.guidance import EURO_A_PERSON
from analysis.findings.model import (
    COUNTED,
    SIDES,
    At,
    Bound,
    Cell,
    Column,
    Findings,
    Kind,
    Origin,
    Pair,
    RawFinding,
    RawTable,
    Relation,
    Side,
    Status,
    Sum,
    Tally,
    Term,
    Then,
)
from analysis.findings.wording import Manner, display, write_number

__all__ = [
    "COUNTED",
    "EURO_A_PERSON",
    "SIDES",
    "At",
    "Bound",
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
    "Relation",
    "Side",
    "Status",
    "Sum",
    "Tally",
    "Term",
    "Then",
    "display",
    "find",
    "load_definitions",
    "write_number",
]
