"""Write the tables and the description of an extract."""

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv


def write_table(table: pa.Table, path: Path) -> None:
    """Write a table as Parquet or CSV, as the name of the file says."""
    if path.suffix == ".parquet":
        pq.write_table(table, path, compression="zstd", store_schema=False)
    else:
        csv.write_csv(table, path, csv.WriteOptions(quoting_style="needed"))


def meta_text(meta: dict[str, object]) -> str:
    """Write ``extract.toml``.

    Examples
    --------
    >>> meta_text({"name": "BRP", "delivered_on": date(2022, 9, 30), "synthetic": False})
    'name = "BRP"\\ndelivered_on = 2022-09-30\\nsynthetic = false\\n'
    """
    return "".join(f"{key} = {_toml(value)}\n" for key, value in meta.items())


def _toml(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)  # a text or truth value of JSON is one of TOML
