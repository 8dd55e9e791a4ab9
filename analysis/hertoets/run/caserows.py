"""The rows of a hand-worked person, by table, with what is usual where a row says nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from hertoets.errors import nearest
from hertoets.extract import Table, schema
from hertoets.run.casecells import UnfitError, cell_of

Row = dict[str, str]
Usual = Mapping[str, Mapping[str, Any]]
Wrong = Callable[[str, str, str], None]
"""Told of what is wrong: at which place in the file, what, and the mend."""

_PERSON_ID: Final = "person_id"
OF_A_PERSON: Final = tuple(n for n, table in schema().items() if _PERSON_ID in table.column_names)
"""The tables that hold rows of a person: all but the counts of municipalities."""

_PERSONS: Final = "persons"
_SAME_AS: Final = "as "


class Rows:
    """Reads rows and tells what is wrong in them.

    Parameters
    ----------
    wrong : callable
    """

    def __init__(self, wrong: Wrong) -> None:
        self._wrong = wrong

    def usual(self, given: object) -> Usual:
        """What rows have where they say nothing, by table; what is wrong in it is left out."""
        usual: dict[str, dict[str, Any]] = {}
        for name, row in self.mapping("usual", given).items():
            at = f"usual.{name}"
            if name not in OF_A_PERSON:
                self._wrong(at, "no table of persons", nearest(name, OF_A_PERSON))
                continue
            row = self.mapping(at, row)
            same = {c: other for c, value in row.items() if (other := _other(value))}
            plain = {column: value for column, value in row.items() if column not in same}
            self.refuse_unknown(at, same, schema()[name].column_names)
            self._row(at, schema()[name], plain, as_delivered=True)
            for column, other in same.items():
                if other not in schema()[name].column_names or other in same:
                    what = "the same as a column that has no value of its own"
                    self._wrong(
                        f"{at}  {column}", what, nearest(other, schema()[name].column_names)
                    )
            usual[name] = {c: v for c, v in row.items() if c in schema()[name].column_names}
        return usual

    def of_case(
        self,
        at: str,
        case: Mapping[str, Any],
        usual: Usual,
        absent: Sequence[str],
        *,
        as_delivered: bool,
    ) -> dict[str, list[Row]]:
        """The rows of a case as cells of text, by table."""
        found: dict[str, list[Row]] = {}
        for name in OF_A_PERSON:
            rows = case.get(name, [{}] if name == _PERSONS else [])
            rows = [rows] if isinstance(rows, dict) else rows
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                self._wrong(f"{at}  {name}", "not rows", f"Write [[case.{name}]] above each")
                continue
            if name == _PERSONS and len(rows) != 1:
                what = f"{len(rows)} rows, and a case is one person"
                self._wrong(f"{at}  {name}", what, "Write a case for each person")
            if rows and name in absent:
                self._wrong(f"{at}  {name}", "has rows and is said to be absent", "Drop one")
            found[name] = []
            for number, row in enumerate(rows, 1):
                where = f"{at}  {name}" + (f" row {number}" if len(rows) > 1 else "")
                for column in row:
                    if f"{name}.{column}" in absent:
                        what = "has a value and is said to be absent"
                        self._wrong(f"{where}  {column}", what, "Drop one")
                table, complete = schema()[name], _completed(row, usual.get(name, {}))
                found[name].append(self._row(where, table, complete, as_delivered=as_delivered))
        return found

    def mapping(self, at: str, value: object) -> dict[str, Any]:
        """A table of TOML, or nothing where it is something else."""
        if isinstance(value, dict):
            return value
        self._wrong(at, "not a table of names and values", "See docs/assure.md")
        return {}

    def refuse_unknown(self, at: str, given: Mapping[str, Any], known: Sequence[str]) -> None:
        """Tell of names that there are not."""
        for name in given:
            if name not in known:
                self._wrong(f"{at}  {name}".strip(), "no such name here", nearest(name, known))

    def _row(self, at: str, table: Table, row: Mapping[str, Any], *, as_delivered: bool) -> Row:
        known = [name for name in table.column_names if name != _PERSON_ID]
        if _PERSON_ID in row:
            self._wrong(f"{at}  {_PERSON_ID}", "filled in by itself", "Leave it out")
        self.refuse_unknown(at, row, (*known, _PERSON_ID))
        cells: Row = {}
        for column in table.columns:
            if column.name in row and column.name in known:
                try:
                    cells[column.name] = cell_of(
                        column, row[column.name], as_delivered=as_delivered
                    )
                except UnfitError as unfit:
                    self._wrong(f"{at}  {column.name}", str(unfit), unfit.mend)
        return cells


def _completed(row: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """A row with what is usual where it says nothing."""
    complete = {**usual, **row}
    same = {c: other for c, value in usual.items() if c not in row and (other := _other(value))}
    return complete | {column: complete.get(other, "") for column, other in same.items()}


def _other(value: object) -> str:
    """The column that ``as COLUMN`` names; empty where a value stands for itself."""
    is_same = isinstance(value, str) and value.startswith(_SAME_AS)
    return str(value).removeprefix(_SAME_AS) if is_same else ""
