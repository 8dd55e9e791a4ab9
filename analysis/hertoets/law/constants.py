"""The constants of the law and of its execution: ages, terms, dates, amounts, each with its source.

They stand once, in ``parameters.toml``; nothing else in the project repeats one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from hertoets.errors import Fault, UseError
from hertoets.law.schema import ConstantEntry, PensionEntry
from hertoets.law.sources import built_in_sources
from hertoets.law.tomlfile import checked, parsed

FILE_NAME: Final = "parameters.toml"

_FILE: Final = Path(__file__).parent / FILE_NAME
_PENSION: Final = "pension_age"


@dataclass(frozen=True)
class Constant:
    """One constant: its value, unit, source, the day from which it holds, and what it means."""

    name: str
    value: int | date | tuple[str, ...]
    unit: str
    source: str
    in_force: date
    meaning_nl: str


@dataclass(frozen=True)
class PensionAge:
    """Who is born before a day reaches the pension age so many months after birth.

    ``born_before`` is None in the last row: everyone born on or after the day of the row above.
    """

    born_before: date | None
    months: int


@dataclass(frozen=True)
class PensionTable:
    """The pension ages in the order of the Act, and where that stands."""

    rows: tuple[PensionAge, ...]
    source: str
    in_force: date
    meaning_nl: str


@dataclass(frozen=True)
class Constants:
    """Every constant by name, and the table of pension ages."""

    entries: Mapping[str, Constant]
    pension: PensionTable

    @property
    def pension_ages(self) -> tuple[PensionAge, ...]:
        """The pension ages, from early to late births."""
        return self.pension.rows

    def number(self, name: str) -> int:
        """A constant that is a whole number: years, days or euro.

        Raises
        ------
        KeyError
            If there is no such constant.
        TypeError
            If it is a date or a list of codes.
        """
        value = self.entries[name].value
        if not isinstance(value, int):
            raise TypeError(f"{name} is no number")
        return value

    def day(self, name: str) -> date:
        """A constant that is a date; raises as `number` does."""
        value = self.entries[name].value
        if not isinstance(value, date):
            raise TypeError(f"{name} is no date")
        return value

    def codes(self, name: str) -> tuple[str, ...]:
        """A constant that is a list of codes; raises as `number` does."""
        value = self.entries[name].value
        if not isinstance(value, tuple):
            raise TypeError(f"{name} is no list of codes")
        return value


@cache
def constants() -> Constants:
    """The constants that ship with the project.

    Raises
    ------
    UseError
        With every fault: an entry without source or date of force, with a source that is not
        listed, or with a value that its unit does not fit.
    """
    return read_constants(_FILE)


def refuse_constants(path: Path, faults: list[Fault]) -> None:
    """Tell that a file of constants stands where none may, and what is wrong in its entries.

    Parameters
    ----------
    path : Path
        A file of constants in a folder of readings.
    faults : list of Fault
        Grows by the file, and by each entry without a source, a date of force or a fitting value.
    """
    what = "a folder of readings cannot change the constants of the law"
    mend = "Leave the file out: they stand once, in the file of that name in the package"
    faults.append(Fault(str(path), "", what, mend))
    known = {"sources": frozenset(built_in_sources())}
    for name, entry in (parsed(path, faults) or {}).items():
        model = PensionEntry if name == _PENSION else ConstantEntry
        checked(model, entry, str(path), known, faults, inside=name)


def read_constants(path: Path) -> Constants:
    """The constants of a file; raises as `constants` does."""
    faults: list[Fault] = []
    content = parsed(path, faults)
    if content is None:
        raise UseError(faults)
    known = {"sources": frozenset(built_in_sources())}
    pension = checked(
        PensionEntry, content.pop(_PENSION, {}), path.name, known, faults, inside=_PENSION
    )
    entries = {
        name: checked(ConstantEntry, entry, path.name, known, faults, inside=name)
        for name, entry in content.items()
    }
    if faults or pension is None:
        raise UseError(faults)
    return Constants(
        entries={
            name: Constant(
                name=name,
                value=tuple(entry.value) if isinstance(entry.value, list) else entry.value,
                unit=entry.unit,
                source=entry.source,
                in_force=entry.in_force,
                meaning_nl=entry.meaning_nl,
            )
            for name, entry in entries.items()
            if entry is not None
        },
        pension=PensionTable(
            rows=tuple(
                PensionAge(row.born_before, 12 * row.years + row.months) for row in pension.rows
            ),
            source=pension.source,
            in_force=pension.in_force,
            meaning_nl=pension.meaning_nl,
        ),
    )
