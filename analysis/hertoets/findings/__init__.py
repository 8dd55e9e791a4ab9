"""Every published figure: one definition, population, unit, source and its bounds."""

from typing import TYPE_CHECKING

from hertoets.lazily import lazily

if TYPE_CHECKING:
    from hertoets.findings.catalogue import load_labels
    from hertoets.findings.counting import find
    from hertoets.findings.definitions import Definition, load_definitions
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

_MODULES = {
    "load_labels": "hertoets.findings.catalogue",
    "Definition": "hertoets.findings.definitions",
    "load_definitions": "hertoets.findings.definitions",
    "find": "hertoets.findings.counting",
    "EURO_A_PERSON": "hertoets.findings.guidance",
    "AFTER_ALARM_ROW": "hertoets.findings.model",
    "COUNTED": "hertoets.findings.model",
    "SIDES": "hertoets.findings.model",
    "At": "hertoets.findings.model",
    "Bound": "hertoets.findings.model",
    "Cell": "hertoets.findings.model",
    "Column": "hertoets.findings.model",
    "Findings": "hertoets.findings.model",
    "Kind": "hertoets.findings.model",
    "Origin": "hertoets.findings.model",
    "Pair": "hertoets.findings.model",
    "RawFinding": "hertoets.findings.model",
    "RawTable": "hertoets.findings.model",
    "Relation": "hertoets.findings.model",
    "Side": "hertoets.findings.model",
    "Status": "hertoets.findings.model",
    "Sum": "hertoets.findings.model",
    "Tally": "hertoets.findings.model",
    "Term": "hertoets.findings.model",
    "Then": "hertoets.findings.model",
    "Manner": "hertoets.findings.wording",
    "display": "hertoets.findings.wording",
    "write_number": "hertoets.findings.wording",
}

__getattr__ = lazily(__name__, _MODULES)
