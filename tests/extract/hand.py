"""One person made by hand, a cell changed, and what reading makes of it."""

from pathlib import Path

import pandas as pd
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
    value = extract.tables[table][column].iloc[0]
    return None if pd.isna(value) else value


def counted(extract: Extract, *unasked: str) -> list[str]:
    return [str(check) for check in extract.unknown["check"] if check not in unasked]
