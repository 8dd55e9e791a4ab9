"""The tables that come in: schema as data, reading, exact errors, rows set aside with a reason."""

from hertoets.extract.metadata import Meta
from hertoets.extract.reading import Extract, read_extract
from hertoets.extract.schema import Column, Table, schema

__all__ = ["Column", "Extract", "Meta", "Table", "read_extract", "schema"]
