"""Deliveries as they come: a register's export, by a mapping file, into the tables of an extract.

Source: the shapes in which BRP, DUO, COA and IND deliver, as ``docs/prepare.md`` lists them.
"""

from typing import TYPE_CHECKING

from hertoets.lazily import lazily

if TYPE_CHECKING:
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

_MODULES = {
    "draft_mapping": "hertoets.prepare.drafting",
    "load_mappings": "hertoets.prepare.mappingfile",
    "ColumnRule": "hertoets.prepare.model",
    "Mapping": "hertoets.prepare.model",
    "Source": "hertoets.prepare.model",
    "prepare_delivery": "hertoets.prepare.preparing",
    "Prepared": "hertoets.prepare.report",
}

__getattr__ = lazily(__name__, _MODULES)
