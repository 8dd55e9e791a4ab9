"""Hand-worked persons in a readable file: what is on record, and the answers that are expected.

A file in TOML, described in docs/assure.md. Whatever is wrong in it is told at once, by file, case,
table and column, and never with what stands there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from hertoets.datafile import UnreadableError, read_toml
from hertoets.errors import Fault, HertoetsError, UseError, nearest
from hertoets.extract import Table, schema
from hertoets.run.caseanswers import Answer, Asked
from hertoets.run.casecells import UnfitError, cell_of
from hertoets.run.parameters import Parameters
from hertoets.run.places import place_of

Row = dict[str, str]

_PERSON_ID: Final = "person_id"
OF_A_PERSON: Final = tuple(n for n, table in schema().items() if _PERSON_ID in table.column_names)
"""The tables that hold rows of a person: all but the counts of municipalities."""

_PERSONS: Final = "persons"
_DELIVERED_ON: Final = "delivered_on"
SETTINGS: Final = (
    "reference_date", "as_of", "cohort_from", "cohort_to", "tolerance_days", "headline",
)  # fmt: skip
OF_FILE: Final = ("parameters", "usual", "absent", "case")
OF_CASE: Final = ("name", "why", "source", "as_delivered", "parameters", "absent", "expect")
_SAME_AS: Final = "as "


@dataclass(frozen=True)
class HandCase:
    """One hand-worked person.

    Attributes
    ----------
    file, name, why, source : str
        Where it stands, what it is called, the reason of the answers and the article behind them.
    parameters : Parameters
    delivered_on : date or None
    absent : tuple of str
        Tables, and columns as ``table.column``, that were not delivered.
    as_delivered : bool
        Whether what is impossible may stand in it.
    rows : mapping of str to list of dict
        The cells as text, by table; what is not named is empty.
    expect : mapping of str to answer
    """

    file: str
    name: str
    why: str = ""
    source: str = ""
    parameters: Parameters = field(default_factory=Parameters)
    delivered_on: date | None = None
    absent: tuple[str, ...] = ()
    as_delivered: bool = False
    rows: Mapping[str, list[Row]] = field(default_factory=dict)
    expect: Mapping[str, Answer] = field(default_factory=dict)


def read_cases(place: Path, parameters: Parameters, asked: Asked) -> list[HandCase]:
    """Read a file of cases, or every ``.toml`` in a folder.

    Parameters
    ----------
    place : Path
    parameters : Parameters
        What holds where neither the case nor its file says otherwise.
    asked : Asked
        The answers that may be expected.

    Returns
    -------
    list of HandCase
        In the order of the files' names and of each file.

    Raises
    ------
    UseError
        With everything that is wrong.
    """
    place = place_of(place)
    files = sorted(place.glob("*.toml")) if place.is_dir() else [place]
    reader = _Reader(parameters, asked)
    cases = [case for file in files for case in reader.read(file)]
    if not cases and not reader.faults:
        what = "no case in it" if files else "no file in it that ends in .toml"
        reader.faults.append(Fault(str(place), "", what, "Write [[case]]; see docs/assure.md"))
    if reader.faults:
        raise UseError(reader.faults)
    return cases


class _Reader:
    """Reads files one after another and gathers what is wrong in them."""

    def __init__(self, parameters: Parameters, asked: Asked) -> None:
        self.faults: list[Fault] = []
        self._parameters, self._asked = parameters, asked
        self._known: dict[str, Parameters] = {}
        self._names: set[str] = set()
        self._file = ""

    def read(self, path: Path) -> Iterator[HandCase]:
        self._file = path.name
        try:
            content = read_toml(path)
        except UnreadableError as why:
            self._wrong("", str(why), "Write TOML as in docs/assure.md")
            return
        self._refuse_unknown("", content, OF_FILE)
        usual = {
            name: row
            for name, row in self._mapping("usual", content.get("usual", {})).items()
            if self._is_table(f"usual.{name}", name)
        }
        cases = content.get("case", [])
        if not isinstance(cases, list):
            self._wrong("case", "not a list of cases", "Write [[case]] above each")
            return
        for number, case in enumerate(cases, 1):
            at = f"case {number}"
            if not isinstance(case, dict):
                self._wrong(at, "not a case", "Write [[case]] above each")
                continue
            name = case.get("name")
            if isinstance(name, str) and name.strip() and name.isprintable():
                at = name
            else:
                self._wrong(at, "has no name", 'Write name = "…"')
            if at in self._names:
                self._wrong(at, "a name that another case has", "Give each case its own")
            self._names.add(at)
            yield self._case(at, case, content, usual)

    def _case(
        self, at: str, case: dict[str, Any], content: dict[str, Any], usual: dict[str, Any]
    ) -> HandCase:
        self._refuse_unknown(at, case, (*OF_CASE, *OF_A_PERSON))
        own = [
            self._mapping(f"{place}parameters", level.get("parameters", {}))
            for place, level in (("", content), (f"{at}  ", case))
        ]
        settings = {**own[0], **own[1]}
        delivered_on = settings.pop(_DELIVERED_ON, None)
        if delivered_on is not None and type(delivered_on) is not date:
            self._wrong(f"{at}  {_DELIVERED_ON}", "not a date", "Write YYYY-MM-DD")
            delivered_on = None
        as_delivered = case.get("as_delivered", False)
        if not isinstance(as_delivered, bool):
            self._wrong(f"{at}  as_delivered", "not true or false", "Write true or false")
        absent = self._absent(at, case.get("absent", content.get("absent", [])))
        return HandCase(
            file=self._file,
            name=at,
            why=self._text(at, case, "why"),
            source=self._text(at, case, "source"),
            parameters=self._set(at, settings),
            delivered_on=delivered_on,
            absent=absent,
            as_delivered=as_delivered is True,
            rows=self._rows(at, case, usual, absent, as_delivered=as_delivered is True),
            expect=self._expect(at, case.get("expect", {})),
        )

    def _rows(
        self,
        at: str,
        case: dict[str, Any],
        usual: dict[str, Any],
        absent: Sequence[str],
        *,
        as_delivered: bool,
    ) -> dict[str, list[Row]]:
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
                table = schema()[name]
                complete = self._usual(where, table, usual.get(name, {}), row)
                found[name].append(self._row(where, table, complete, as_delivered=as_delivered))
        return found

    def _usual(
        self, where: str, table: Table, usual: object, row: dict[str, Any]
    ) -> dict[str, Any]:
        """A row with what is usual where it says nothing."""
        complete = {**self._mapping(f"usual.{table.name}", usual), **row}
        for column, value in complete.items():
            if column in row or not (isinstance(value, str) and value.startswith(_SAME_AS)):
                continue
            other = value.removeprefix(_SAME_AS)
            if other not in table.column_names:
                self._wrong(where, "usual: no such column", nearest(other, table.column_names))
            complete[column] = row.get(other, "")
        return complete

    def _row(self, where: str, table: Table, row: dict[str, Any], *, as_delivered: bool) -> Row:
        known = [name for name in table.column_names if name != _PERSON_ID]
        if _PERSON_ID in row:
            self._wrong(f"{where}  {_PERSON_ID}", "filled in by itself", "Leave it out")
        self._refuse_unknown(where, row, (*known, _PERSON_ID))
        cells: Row = {}
        for column in table.columns:
            if column.name in row and column.name in known:
                try:
                    cells[column.name] = cell_of(
                        column, row[column.name], as_delivered=as_delivered
                    )
                except UnfitError as unfit:
                    self._wrong(f"{where}  {column.name}", str(unfit), unfit.mend)
        return cells

    def _expect(self, at: str, expect: object) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for column, value in self._mapping(f"{at}  expect", expect).items():
            try:
                answers[column] = self._asked.expected(column, value)
            except UnfitError as unfit:
                self._wrong(f"{at}  expect  {column}", str(unfit), unfit.mend)
        if not expect:
            self._wrong(at, "expects no answer", "Write [case.expect] with at least one")
        return answers

    def _set(self, at: str, settings: dict[str, Any]) -> Parameters:
        self._refuse_unknown(f"{at}  parameters", settings, (*SETTINGS, _DELIVERED_ON))
        own = {name: settings[name] for name in SETTINGS if name in settings}
        key = repr(own)
        if key not in self._known:
            known = self._parameters.as_values() | own
            self._known[key] = self._parameters  # said once, however many cases share it
            try:
                self._known[key] = Parameters.from_values(known, given_in=self._file)
            except HertoetsError as error:
                self.faults += (replace(fault, at=f"{at}  {fault.at}") for fault in error.faults)
        return self._known[key]

    def _absent(self, at: str, absent: object) -> tuple[str, ...]:
        may_be = [name for name in OF_A_PERSON if not schema()[name].required]
        may_be += [
            f"{name}.{column.name}"
            for name in OF_A_PERSON
            for column in schema()[name].columns
            if column.optional
        ]
        if not isinstance(absent, list) or not all(isinstance(name, str) for name in absent):
            self._wrong(f"{at}  absent", "not a list of names", 'Write absent = ["fines"]')
            return ()
        for name in absent:
            if name not in may_be:
                what = f"{name}: nothing of that name may be absent"
                self._wrong(f"{at}  absent", what, nearest(name, may_be))
        return tuple(sorted(name for name in absent if name in may_be))

    def _is_table(self, at: str, name: str) -> bool:
        if name not in OF_A_PERSON:
            self._wrong(at, "no table of persons", nearest(name, OF_A_PERSON))
        return name in OF_A_PERSON

    def _mapping(self, at: str, value: object) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self._wrong(at, "not a table of names and values", "See docs/assure.md")
        return {}

    def _text(self, at: str, case: dict[str, Any], name: str) -> str:
        value = case.get(name, "")
        if not isinstance(value, str):
            self._wrong(f"{at}  {name}", "not text", "Write it between quotes")
            return ""
        return value

    def _refuse_unknown(self, at: str, given: Mapping[str, Any], known: Sequence[str]) -> None:
        for name in given:
            if name not in known:
                self._wrong(f"{at}  {name}".strip(), "no such name here", nearest(name, known))

    def _wrong(self, at: str, what: str, mend: str) -> None:
        self.faults.append(Fault(self._file, at, what, mend))
