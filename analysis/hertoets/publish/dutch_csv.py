"""Every released table once more as CSV for a spreadsheet that is set to Dutch.

Marked as UTF-8, parted by semicolons, with a comma in a decimal number: what Excel with Dutch
settings opens by itself. Codes stand beside their names, and every column has a name. The other
file of a table is for programs; both hold the same numbers.
"""

from pathlib import Path
from typing import Final

from hertoets.plain import csv_text
from hertoets.publish.views import view_of
from hertoets.publish.workbook_cells import UNMEASURED_WORDS, grid_of
from hertoets.release import NO_BREAK, Release, ReleasedTable, ensure_released

ENDING: Final = ".nl.csv"
_MARKED: Final = "utf-8-sig"  # a spreadsheet takes a file without this mark for another encoding
_UNITS: Final = {"percent": "%"}


def write_dutch_tables(release: Release, folder: Path) -> None:
    """Write a file for each released table, beside the one for programs.

    Parameters
    ----------
    release : Release
    folder : Path
        The run's ``report/tables``, which is there.
    """
    ensure_released(release)
    for name, table in release.tables.items():
        text = dutch_csv(table, release)
        (folder / f"{name}{ENDING}").write_text(text, encoding=_MARKED, newline="\n")


def dutch_csv(table: ReleasedTable, release: Release) -> str:
    """Write one table for a Dutch spreadsheet, without the mark of its encoding.

    Parameters
    ----------
    table : ReleasedTable
    release : Release
        Of which it is a table.

    Returns
    -------
    str
        A hidden number is said in the words of the workbook. The first heading says FICTIEF where
        the data are invented.
    """
    none = view_of(table.id).none or UNMEASURED_WORDS
    grid = grid_of(table, frozenset(release.readings.values()), none)
    columns: list[list[object]] = []
    for place, column in enumerate(table.columns):
        unit = _UNITS.get(column.kind)
        heading = f"{grid.headings[place]} ({unit})" if unit else grid.headings[place]
        named = [_spaced(row[place]) for row in grid.rows]
        columns.append([heading, *named])
        codes = [row[place] for row in table.rows]
        if column.kind == "label" and codes != named:
            columns.append([f"{heading} (code)", *codes])
    if release.meta.synthetic:
        columns[0][0] = f"{columns[0][0]} (FICTIEF)"
    return csv_text(zip(*columns, strict=True), dutch=True)


def _spaced(cell: object) -> object:
    return cell.replace(NO_BREAK, " ") if isinstance(cell, str) else cell
