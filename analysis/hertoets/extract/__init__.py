"""The tables that come in: schema as data, reading, exact errors, rows set aside with a reason."""

from typing import TYPE_CHECKING

from hertoets.extract.schema import Column, Table, schema
from hertoets.lazily import lazily

if TYPE_CHECKING:
    from hertoets.extract.metadata import Meta
    from hertoets.extract.reading import Extract, read_extract

__all__ = ["Column", "Extract", "Meta", "Table", "read_extract", "schema"]

_MODULES = {
    "Meta": "hertoets.extract.metadata",
    "Extract": "hertoets.extract.reading",
    "read_extract": "hertoets.extract.reading",
}

__getattr__ = lazily(__name__, _MODULES)
