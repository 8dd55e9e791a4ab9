"""A table judged: whose rows stay, what turned unknown, and the typed rows that are left."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from hertoets.errors import DataError, Fault
from hertoets.extract.aside import CHECKS, Checks, check_keys, check_persons, list_aside
from hertoets.extract.cells import Flags
from hertoets.extract.delivery import Delivered, leave_out_unread
from hertoets.extract.impossible import Counts
from hertoets.extract.numbering import SET_ASIDE, Numbers, Persons, number_persons
from hertoets.extract.traces import TraceBook
from hertoets.extract.values import OUTSIDE_LIST

ALL_ASIDE = "persons_with_all_rows_set_aside"
CODES_OUTSIDE_STOP = 0.05  # share of a column's filled rows (contract, section 1)

_COUNTED_WITHOUT = ("residence_rights", "notices")


@dataclass(frozen=True)
class Settled:
    """A table behind the door: the rows that stay, and what is told of the others."""

    frame: pl.DataFrame
    counted: int
    """Its rows, counted in the file before it was parsed."""
    set_aside: pl.DataFrame
    unknown: Counts
    absent_columns: list[str]
    codes: dict[str, tuple[int, int]]
    """By column of codes how many rows are filled, and how many of these outside the list."""
    notes: list[str]


def settle(
    part: Delivered,
    persons: Persons | None,
    traces: TraceBook,
    elsewhere: pl.Series | None = None,
) -> tuple[Settled, Persons | None]:
    """Judge the rows of a table: their key first, then their person.

    Without persons it is the table ``persons``, which says who there is. `traces` is told whose
    rows were set aside, and in which rows of the frame a value turned unknown. `elsewhere` holds
    the keys that rows of other persons have too, where these are not among the rows.
    """
    rows, numbers = part.keys.num_rows, None
    checks = check_keys(part.table, part.cells, rows, elsewhere)
    if part.has_person:
        ids = part.cells["person_id"].written
        if persons is None:
            persons = number_persons(ids, checks == 0)
        numbers = persons.number(ids)
        check_persons(checks, numbers >= 0, numbers == SET_ASIDE)
    stays = checks == 0
    codes = _codes(part, stays)
    notes = leave_out_unread(part)
    unknown = _note(part, checks, numbers, traces)
    if part.table.name in _COUNTED_WITHOUT and persons is not None and numbers is not None:
        without = _left_without(numbers, stays, persons.kept)
        unknown.append((part.table.name, "person_id", ALL_ASIDE, without))
    aside = list_aside(part.table, part.keys, checks)
    frame = _typed(part, numbers, stays)
    absent = part.absent_columns
    return Settled(frame, part.counted, aside, unknown, absent, codes, notes), persons


def refuse_foreign(codes: Mapping[tuple[str, str], tuple[int, int]]) -> None:
    """Refuse an extract of which a column holds too many codes outside its list.

    Parameters
    ----------
    codes : mapping of (str, str) to (int, int)
        By table and column how many rows are filled, and how many of these outside the list.

    Raises
    ------
    DataError
    """
    faults = []
    for (table, column), (filled, outside) in codes.items():
        # A share of whole numbers is exact where it is 5%; 5% of a number may not be.
        if outside and outside / filled > CODES_OUTSIDE_STOP:
            what = f"{outside:,} of {filled:,} filled rows hold a code outside the list"
            mend = "Deliver the codes of the data dictionary; up to 5% may be outside the list"
            faults.append(Fault(table, column, what, mend))
    if faults:
        raise DataError(faults)


def _codes(part: Delivered, stays: Flags) -> dict[str, tuple[int, int]]:
    """Counted where all are in the list too: of parts of an extract it is the whole that counts."""
    codes = {}
    for column in part.table.columns:
        if column.codes is not None:
            cells = part.cells[column.name]
            filled = int((cells.written.is_not_null().to_numpy() & stays).sum())
            outside = cells.checks.get(OUTSIDE_LIST)
            codes[column.name] = filled, 0 if outside is None else int((outside & stays).sum())
    return codes


def _note(part: Delivered, checks: Checks, numbers: Numbers | None, traces: TraceBook) -> Counts:
    """Count the values turned unknown in rows that stay, and note what each check touched."""
    name, stays = part.table.name, checks == 0
    if numbers is not None:
        for check in sorted(CHECKS[place] for place in np.unique(checks[~stays])):
            traces.note_aside((name, check), numbers[checks == CHECKS.index(check)])
    values = [
        (column, check, mask & stays)
        for column, cells in part.cells.items()
        for check, mask in cells.checks.items()
    ]
    rows = _rows_of_frame(part, numbers, stays)
    for column, check, mask in values:
        traces.note_turned((name, column, check), rows[mask])
    return [(name, column, check, int(mask.sum())) for column, check, mask in values]


def _rows_of_frame(part: Delivered, numbers: Numbers | None, stays: Flags) -> Numbers:
    """For each row that stays its row in the frame."""
    if part.table.name == "persons" and numbers is not None:
        return numbers  # the frame stands in the order of the persons
    return np.cumsum(stays, dtype=np.int32) - 1


def _left_without(numbers: Numbers, stays: Flags, persons: int) -> int:
    """Count the persons whose rows were all set aside: they count as having none."""
    lost = np.zeros(persons, dtype=bool)
    lost[numbers[~stays & (numbers >= 0)]] = True
    lost[numbers[stays]] = False
    return int(lost.sum())


def _typed(part: Delivered, numbers: Numbers | None, stays: Flags) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {}
    if numbers is not None:
        columns["person"] = pl.Series(numbers)
    for name in part.table.column_names:
        columns |= part.cells[name].values
    if part.table.name != "persons":
        columns.pop("person_id", None)
    frame = pl.DataFrame(columns)
    if not stays.all():
        frame = frame.filter(pl.Series(stays))
    if part.table.name == "persons" and not frame["person"].is_sorted():
        frame = frame.sort("person")
    return frame
