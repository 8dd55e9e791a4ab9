"""An extract of which every value can be recognised, and what a reading of it may not show."""

import csv
import io
from pathlib import Path

import pyarrow as pa
from hertoets.extract import schema
from hertoets.extract.schema import Column

Rows = list[dict[str, str]]

REMARK = "remark"
MARK = "ZQ7"
MUNICIPALITIES = ("GM0344", "GM0363", "GM0599")


def planted_tables() -> dict[str, Rows]:
    """Give every table with three rows, all columns filled, and a column of no table."""
    return {name: [_row(name, number) for number in range(3)] for name in schema()}


def planted_values() -> set[str]:
    """Give the values that may stand in no message: keys, dates, remarks, municipalities."""
    cells = {cell for rows in planted_tables().values() for row in rows for cell in row.values()}
    return {MARK, *MUNICIPALITIES} | {
        cell for cell in cells if any(c.isdigit() for c in cell) and len(cell) > 6
    }


def header_of(table: str) -> list[str]:
    """Give the columns of the file: those of the contract, and a remark in the middle."""
    names = list(schema()[table].column_names)
    return [*names[:2], REMARK, *names[2:]]


def as_csv(table: str, rows: Rows | None = None, **options: str) -> str:
    """Write a table as CSV."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header_of(table), lineterminator="\n", **options)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(planted_tables()[table] if rows is None else rows)
    return text.getvalue()


def as_arrow(table: str) -> pa.Table:
    """Give a table as text columns."""
    rows = planted_tables()[table]
    return pa.table({name: pa.array([row[name] for row in rows]) for name in header_of(table)})


def write_planted(folder: Path, *tables: str) -> Path:
    """Write the required tables and these; without any, the whole extract."""
    folder.mkdir(parents=True)
    for name, table in schema().items():
        if table.required or not tables or name in tables:
            (folder / f"{name}.csv").write_text(as_csv(name), encoding="utf-8")
    return folder


def _row(table: str, number: int) -> dict[str, str]:
    columns = schema()[table].columns
    row = {column.name: _cell(table, column, place, number) for place, column in enumerate(columns)}
    return row | {REMARK: f"{MARK} note {number}"}


def _cell(table: str, column: Column, place: int, number: int) -> str:
    if column.name == "person_id":
        return f"{MARK}P{number}"
    if column.dutch_only:
        return ""
    match column.type:
        case "text":
            return f"{MARK}{table}{number}"
        case "birth_date":
            return f"197{number}-07-23"
        case "date":
            # Later columns lie later, so that nothing ends before it begins.
            return f"20{10 + place}-0{number + 1}-17"
        case "bool":
            return "true"
        case "count":
            return "1234567"
    if column.codes == "municipality":
        return MUNICIPALITIES[number]
    return "SYR" if column.codes == "iso_3166_1_alpha_3" else str((column.codes or ())[0])
