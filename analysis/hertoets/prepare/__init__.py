"""Deliveries as they come: a register's export, by a mapping file, into the tables of an extract.

Source: the shapes in which BRP, DUO, COA and IND deliver, as ``docs/prepare.md`` lists them.
"""

from hertoets.prepare.drafting import draft_mapping
from hertoets.prepare.mappingfile import load_mappings
from hertoets.prepare.model import ColumnRule, Mapping, Source
from hertoets.prepare.preparing import prepare_delivery
from hertoets.prepare.report import Prepared

__all__ = [
    "ColumnRule",
    "Mapping",
    "Prepared",
    "Source",
    "draft_mapping",
    "load_mappings",
    "prepare_delivery",
]
