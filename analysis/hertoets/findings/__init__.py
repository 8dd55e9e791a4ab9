"""Every published figure: one definition, population, unit, source and its bounds."""

from hertoets.findings.catalogue import load_labels
from hertoets.findings.definitions import Definition, load_definitions
from hertoets.findings.find import find
from hertoets.findings.guidance import EURO_A_PERSON
from hertoets.findings.model import (
    AFTER_ALARM_ROW,
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
from hertoets.findings.wording import Manner, display, write_number

__all__ = [
    "AFTER_ALARM_ROW",
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
    "load_labels",
    "write_number",
]
