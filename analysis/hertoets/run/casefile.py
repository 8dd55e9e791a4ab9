"""Hand-worked persons in a readable file: what is on record, and the answers that are expected.

A file in TOML, described in docs/assure.md. Whatever is wrong in it is told at once, by file, case,
table and column, and never with what stands there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from hertoets.datafile import UnreadableError, read_toml
from hertoets.errors import Fault, HertoetsError, UseError, nearest
from hertoets.extract import schema
from hertoets.run.caseanswers import Answer, Asked
from hertoets.run.casecells import UnfitError
from hertoets.run.caserows import OF_A_PERSON, Row, Rows, Usual
from hertoets.run.parameters import Parameters
from hertoets.run.places import place_of

_DELIVERED_ON: Final = "delivered_on"
SETTINGS: Final = (
    "reference_date", "as_of", "cohort_from", "cohort_to", "tolerance_days", "headline",
)  # fmt: skip
OF_FILE: Final = ("parameters", "usual", "absent", "case")
OF_CASE: Final = ("name", "why", "source", "as_delivered", "parameters", "absent", "expect")


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


@dataclass(frozen=True)
class _Shared:
    """What holds for all cases of a file."""

    usual: Usual
    absent: tuple[str, ...]
    parameters: dict[str, Any]


class _Reader:
    """Reads files one after another and gathers what is wrong in them."""

    def __init__(self, parameters: Parameters, asked: Asked) -> None:
        self.faults: list[Fault] = []
        self._parameters, self._asked = parameters, asked
        self._known: dict[str, Parameters] = {}
        self._names: set[str] = set()
        self._file = ""
        self._rows = Rows(self._wrong)

    def read(self, path: Path) -> Iterator[HandCase]:
        self._file = path.name
        try:
            content = read_toml(path)
        except UnreadableError as why:
            self._wrong("", str(why), "Write TOML as in docs/assure.md")
            return
        self._rows.refuse_unknown("", content, OF_FILE)
        shared = self._shared(content)
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
            yield self._case(at, case, shared)

    def _shared(self, content: dict[str, Any]) -> _Shared:
        """What holds for all cases of a file; what is wrong in it is told once."""
        return _Shared(
            usual=self._rows.usual(content.get("usual", {})),
            absent=self._absent("absent", content.get("absent", [])),
            parameters=self._settings("parameters", content.get("parameters", {})),
        )

    def _case(self, at: str, case: dict[str, Any], shared: _Shared) -> HandCase:
        self._rows.refuse_unknown(at, case, (*OF_CASE, *OF_A_PERSON))
        own = self._settings(f"{at}  parameters", case.get("parameters", {}))
        settings = {**shared.parameters, **own}
        delivered_on = settings.pop(_DELIVERED_ON, None)
        as_delivered = case.get("as_delivered", False)
        if not isinstance(as_delivered, bool):
            self._wrong(f"{at}  as_delivered", "not true or false", "Write true or false")
        absent = shared.absent
        if "absent" in case:
            absent = self._absent(f"{at}  absent", case["absent"])
        return HandCase(
            file=self._file,
            name=at,
            why=self._text(at, case, "why"),
            source=self._text(at, case, "source"),
            parameters=self._set(at, settings),
            delivered_on=delivered_on,
            absent=absent,
            as_delivered=as_delivered is True,
            rows=self._rows.of_case(
                at, case, shared.usual, absent, as_delivered=as_delivered is True
            ),
            expect=self._expect(at, case.get("expect", {})),
        )

    def _settings(self, at: str, given: object) -> dict[str, Any]:
        """Parameters by name, without those that there are not."""
        settings = self._rows.mapping(at, given)
        self._rows.refuse_unknown(at, settings, (*SETTINGS, _DELIVERED_ON))
        known = {n: v for n, v in settings.items() if n in (*SETTINGS, _DELIVERED_ON)}
        if _DELIVERED_ON in known and type(known[_DELIVERED_ON]) is not date:
            self._wrong(f"{at}  {_DELIVERED_ON}", "not a date", "Write YYYY-MM-DD")
            del known[_DELIVERED_ON]
        return known

    def _expect(self, at: str, expect: object) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for column, value in self._rows.mapping(f"{at}  expect", expect).items():
            try:
                answers[column] = self._asked.expected(column, value)
            except UnfitError as unfit:
                self._wrong(f"{at}  expect  {column}", str(unfit), unfit.mend)
        if not expect:
            self._wrong(at, "expects no answer", "Write [case.expect] with at least one")
        return answers

    def _set(self, at: str, settings: dict[str, Any]) -> Parameters:
        key = repr(settings)
        if key not in self._known:
            known = self._parameters.as_values() | settings
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
            self._wrong(at, "not a list of names", 'Write absent = ["fines"]')
            return ()
        for name in absent:
            if name not in may_be:
                what = f"{name}: nothing of that name may be absent"
                self._wrong(at, what, nearest(name, may_be))
        return tuple(sorted(name for name in absent if name in may_be))

    def _text(self, at: str, case: dict[str, Any], name: str) -> str:
        value = case.get(name, "")
        if not isinstance(value, str):
            self._wrong(f"{at}  {name}", "not text", "Write it between quotes")
            return ""
        return value

    def _wrong(self, at: str, what: str, mend: str) -> None:
        self.faults.append(Fault(self._file, at, what, mend))
