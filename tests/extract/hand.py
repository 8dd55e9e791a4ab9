"""One person made by hand, a cell changed, and what reading makes of it."""

from datetime import date
from pathlib import Path

from hertoets.extract import Extract, read_extract

from tests.support.cases import Case, Tables, tables_of, write_tables


def read(tables: Tables, folder: Path) -> Extract:
    return read_extract(write_tables(tables, folder))


def one(**changed: str) -> Tables:
    """One person with a right and a notice; ``table__column`` changes a cell."""
    tables = tables_of([Case("P1").right().notice()])
    for name, value in changed.items():
        table, column = name.split("__")
        tables[table][0][column] = value
    return tables


def typed(extract: Extract, table: str, column: str) -> object:
    """Give what became of the first cell: a date as text, None where it is unknown."""
    value = extract.tables[table][column][0]
    return value.isoformat() if isinstance(value, date) else value


def counted(extract: Extract, *unasked: str) -> list[str]:
    return [str(check) for check in extract.unknown["check"] if check not in unasked]
