"""Every published figure: one definition, population, unit, source and its bounds."""

from typing import TYPE_CHECKING

from hertoets.lazily import lazily

if TYPE_CHECKING:
    from hertoets.findings.amounts import most_of
    from hertoets.findings.basis import Basis, bases_of
    from hertoets.findings.catalogue import load_labels
    from hertoets.findings.counting import find, measure
    from hertoets.findings.definitions import Definition, load_definitions
    from hertoets.findings.guidance import EURO_A_PERSON
    from hertoets.findings.model import (
        AFTER_ALARM_ROW,
        COUNTED,
        RECORDS,
        SIDES,
        TOTAL_ROW,
        UNKNOWN_ROW,
        At,
        Bound,
        Cell,
        Column,
        Fact,
        Findings,
        Kind,
        Origin,
        Pair,
        Place,
        RawFinding,
        RawTable,
        Side,
        Status,
        Undecided,
    )
    from hertoets.findings.sets import Base, Counted, PersonSet, RowSet
    from hertoets.findings.wording import Manner, display, outward, say_bound, write_number
    from hertoets.outcomes import band_edges

_OF = {
    "amounts": ("most_of",),
    "basis": ("Basis", "bases_of"),
    "catalogue": ("load_labels",),
    "counting": ("find", "measure"),
    "definitions": ("Definition", "load_definitions"),
    "guidance": ("EURO_A_PERSON",),
    "model": (
        "AFTER_ALARM_ROW", "COUNTED", "RECORDS", "SIDES", "TOTAL_ROW", "UNKNOWN_ROW", "At", "Bound",
        "Cell", "Column", "Fact", "Findings", "Kind", "Origin", "Pair", "Place", "RawFinding",
        "RawTable", "Side", "Status", "Undecided",
    ),
    "sets": ("Base", "Counted", "PersonSet", "RowSet"),
    "wording": ("Manner", "display", "outward", "say_bound", "write_number"),
}  # fmt: skip
_MODULES = {name: f"hertoets.findings.{module}" for module, names in _OF.items() for name in names}
_MODULES["band_edges"] = "hertoets.outcomes"

__all__ = [
    "AFTER_ALARM_ROW",
    "COUNTED",
    "EURO_A_PERSON",
    "RECORDS",
    "SIDES",
    "TOTAL_ROW",
    "UNKNOWN_ROW",
    "At",
    "Base",
    "Basis",
    "Bound",
    "Cell",
    "Column",
    "Counted",
    "Definition",
    "Fact",
    "Findings",
    "Kind",
    "Manner",
    "Origin",
    "Pair",
    "PersonSet",
    "Place",
    "RawFinding",
    "RawTable",
    "RowSet",
    "Side",
    "Status",
    "Undecided",
    "band_edges",
    "bases_of",
    "display",
    "find",
    "load_definitions",
    "load_labels",
    "measure",
    "most_of",
    "outward",
    "say_bound",
    "write_number",
]

__getattr__ = lazily(__name__, _MODULES)
