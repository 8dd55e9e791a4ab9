"""The Arrow type in which each type of column of the schema is written."""

from collections.abc import Mapping
from typing import Final

import pyarrow as pa

from hertoets.extract.schema import ColumnType

ARROW_TYPES: Final[Mapping[ColumnType, pa.DataType]] = {
    "text": pa.string(),
    "code": pa.string(),
    "birth_date": pa.string(),
    "date": pa.date32(),
    "bool": pa.bool_(),
    "count": pa.int64(),
}
