"""Which columns of a file are those of the contract; the others are told by their place only.

A header that the schema does not know may be a person's: a file without header, or with line ends
that were not understood, shows people where names should stand. So it is never repeated.
"""

from dataclasses import dataclass
from difflib import get_close_matches

from hertoets.errors import Fault, UseError
from hertoets.extract.limits import MOST_COLUMNS
from hertoets.extract.schema import Table
from hertoets.extract.wording import places

_NEAR = 0.6
_DIGITS_OF_A_VALUE = 4


@dataclass(frozen=True)
class Layout:
    """Where the columns of the contract stand in a file, from 0, and what else is to be told."""

    places: dict[str, int]
    notes: list[str]


def lay_out(file: str, table: Table, header: list[str]) -> Layout:
    """Find the columns of a table in a header.

    Parameters
    ----------
    file : str
        Its name, for messages.
    table : Table
    header : list of str
        As the file has it.

    Returns
    -------
    Layout

    Raises
    ------
    UseError
        Where a column is missing or stands twice, or there is no header at all.
    """
    if len(header) > MOST_COLUMNS:
        what = f"the table has {len(header):,} columns; at most {MOST_COLUMNS:,} are read"
        raise UseError.of(where=file, what=what, mend="Deliver the columns that are asked for")
    known = [column.name for column in table.columns if column.name in header]
    needed = [column.name for column in table.columns if not column.optional]
    if not known:
        # The first row is then most likely a person's.
        what = f"no header: none of the columns of {table.name} is in it, "
        what += f"and {needed[0]} and all others are missing"
        mend = f"Write the names of the columns first: {','.join(needed)}"
        raise UseError.of(where=file, what=what, mend=mend)
    twice = [name for name in known if header.count(name) > 1]
    faults = [Fault(file, name, "the column stands twice", "Keep one of them") for name in twice]
    strange = [place for place, name in enumerate(header) if name not in table.column_names]
    for name in needed:
        if name not in known:
            near = _nearest(name, header, strange)
            mend = f"Column {near + 1} comes nearest: rename it {name}" if near >= 0 else "Add it"
            faults.append(Fault(file, name, "column missing", mend))
    if faults:
        raise UseError(faults)
    return Layout(
        {name: header.index(name) for name in known}, _notes(file, table, header, strange)
    )


def holds_rows(strange: list[str]) -> bool:
    """Tell whether a header without rows below it has rows in it, by its unknown names.

    Where rows end in what a CSV does not know as the end of a row, all of them are read as names.
    Cells are known by being empty, standing twice, looking like a date, a number or a code, or
    holding another mark for the end of a line.

    Parameters
    ----------
    strange : list of str
        The names that the schema or the mapping does not know, as the file has them.

    Returns
    -------
    bool
    """
    return len(set(strange)) < len(strange) or any(
        not name.strip() or is_like_a_value(name) or _ends_a_line(name) for name in strange
    )


def is_like_a_value(name: str) -> bool:
    """Tell whether what stands where a name should is sooner a date, a number or a code."""
    return sum(letter.isdigit() for letter in name) >= _DIGITS_OF_A_VALUE


def _ends_a_line(name: str) -> bool:
    """Tell whether a name holds the end of a line in the sense of Unicode; CR and LF are usual."""
    return len(name.replace("\r", " ").replace("\n", " ").strip(" ").splitlines()) > 1


def _notes(file: str, table: Table, header: list[str], strange: list[int]) -> list[str]:
    notes = []
    if strange:
        one = len(strange) == 1
        told = "1 column is" if one else f"{len(strange):,} columns are"
        where = places("column", [place + 1 for place in strange])
        verb = "was" if one else "were"
        notes.append(f"{file}: {told} not part of the extract and {verb} ignored ({where}).")
    for column in table.columns:
        if column.optional and column.name not in header:
            near = _nearest(column.name, header, strange, cutoff=0.8)
            hint = f" Column {near + 1} comes near it." if near >= 0 else ""
            told = f"the optional column {column.name} is absent: unknown in every row."
            notes.append(f"{file}: {told}{hint}")
    return notes


def _nearest(name: str, header: list[str], among: list[int], cutoff: float = _NEAR) -> int:
    """The place of the strange header that comes nearest to a name; -1 where none does."""
    lower = [header[place].lower() for place in among]
    near = get_close_matches(name, lower, n=1, cutoff=cutoff)
    return among[lower.index(near[0])] if near else -1
