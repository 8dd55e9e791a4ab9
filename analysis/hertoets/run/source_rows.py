"""The rows of an extract that speak of one person, as they were delivered."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from hertoets.extract import Table, schema
from hertoets.extract.files import each_file
from hertoets.extract.tables import find_table
from hertoets.run.page import Cell, Section


def source_sections(extract: Path | None, person_id: str) -> tuple[Section, ...]:
    """A section for each table that holds rows of a person.

    Parameters
    ----------
    extract : Path or None
        The folder that the run read, from `hertoets.run.described.extract_of`.
    person_id : str
        The pseudonym.

    Returns
    -------
    tuple of Section
        Rows as delivered, those set aside among them. One line instead, where the extract is
        no longer there or is no longer the one that was read.
    """
    if extract is None:
        line = "The extract of this run is no longer at its place, so its rows are not shown."
        return (Section("rows_as_delivered", "Rows as delivered", rows=(("note", line),)),)
    sections = []
    for table in schema().values():
        if "person_id" in table.column_names:
            title = f"{table.name} as delivered ({table.register})"
            rows = _rows(extract, table, person_id)
            sections.append(Section(f"delivered_{table.name}", title, rows=rows))
    return tuple(sections)


def _rows(folder: Path, table: Table, person_id: str) -> tuple[tuple[Cell, ...], ...]:
    path = find_table(folder, table)
    if path is None:
        return ()
    found: dict[str, list[Cell]] = {}
    for file in each_file(path, table):
        ids = file.rows["person_id"].cast(pa.string())
        own = file.rows.filter(pc.equal(ids, person_id)).drop_columns("person_id")
        for name, values in own.to_pydict().items():
            found.setdefault(name, []).extend(values)
    # A row of the page for each column: a table of the extract is wide, a person's part short.
    return tuple((name, *values) for name, values in found.items() if values)
