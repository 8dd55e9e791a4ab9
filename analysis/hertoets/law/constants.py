"""The constants of the law and of its execution: ages, terms, dates, amounts, each with its source.

They stand once, in ``parameters.toml``; nothing else in the project repeats one.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from hertoets.errors import Fault, UseError

_FILE: Final = Path(__file__).parent / "parameters.toml"
_UNITS: Final = ("years", "months", "days", "date", "euro", "codes")
_COLUMNS: Final = ("value", "unit", "source", "in_force", "meaning_nl")
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
    """Who is born before a day reaches the pension age so many months after birth (AOW art. 7a)."""

    born_before: date | None
    months: int


@dataclass(frozen=True)
class Constants:
    """Every constant by name, and the pension ages in the order of the Act."""

    entries: dict[str, Constant]
    pension_ages: tuple[PensionAge, ...]

    def number(self, name: str) -> int:
        """A constant that is a whole number: years, months, days or euro."""
        value = self.entries[name].value
        if not isinstance(value, int):
            raise TypeError(name)
        return value

    def day(self, name: str) -> date:
        """A constant that is a date."""
        value = self.entries[name].value
        if not isinstance(value, date):
            raise TypeError(name)
        return value

    def codes(self, name: str) -> tuple[str, ...]:
        """A constant that is a list of codes."""
        value = self.entries[name].value
        if not isinstance(value, tuple):
            raise TypeError(name)
        return value


@cache
def constants() -> Constants:
    """The constants that ship with the project.

    Raises
    ------
    UseError
        With every fault: an entry without source or date of force, or of another type than its
        unit says.
    """
    return read_constants(_FILE)


def read_constants(path: Path) -> Constants:
    """Read a file of constants; see `constants`."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UseError.of(
            where=path.name, what="not readable as TOML", mend="Restore the file that ships"
        ) from None
    rows = content.pop(_PENSION, [])
    faults = [fault for name, entry in content.items() for fault in _faults(path.name, name, entry)]
    faults += _pension_faults(path.name, rows)
    if faults:
        raise UseError(faults)
    entries = {name: _constant(name, entry) for name, entry in content.items()}
    ages = tuple(
        PensionAge(row.get("born_before"), 12 * row["years"] + row["months"]) for row in rows
    )
    return Constants(entries, ages)


def _constant(name: str, entry: dict[str, object]) -> Constant:
    value = entry["value"]
    return Constant(name, **{**entry, "value": tuple(value) if isinstance(value, list) else value})  # type: ignore[arg-type]


def _faults(file: str, name: str, entry: object) -> list[Fault]:
    if not isinstance(entry, dict):
        return [Fault(file, name, "not an entry", f"Write [{name}] with {', '.join(_COLUMNS)}")]
    faults = [
        Fault(file, name, f"{column} is missing", f"Each constant has {', '.join(_COLUMNS)}")
        for column in _COLUMNS
        if entry.get(column) in (None, "")
    ]
    faults += [
        Fault(file, name, f"unknown field {column}", f"Use only {', '.join(_COLUMNS)}")
        for column in sorted(set(entry) - set(_COLUMNS))
    ]
    if faults:
        return faults
    if entry["unit"] not in _UNITS:
        faults.append(Fault(file, name, "unknown unit", f"Use one of: {', '.join(_UNITS)}"))
    elif not _fits(entry["value"], entry["unit"]):
        faults.append(
            Fault(file, name, "the value is not of its unit", "Write it as the unit says")
        )
    if not _is_day(entry["in_force"]):
        faults.append(
            Fault(file, name, "in_force is not a date", "Write YYYY-MM-DD without quotes")
        )
    return faults


def _fits(value: object, unit: str) -> bool:
    if unit == "date":
        return _is_day(value)
    if unit == "codes":
        return isinstance(value, list) and all(isinstance(code, str) for code in value)
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_day(value: object) -> bool:
    return type(value) is date


def _pension_faults(file: str, rows: object) -> list[Fault]:
    mend = "Write [[pension_age]] rows from early to late, the last without born_before"
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        return [Fault(file, _PENSION, "no rows", mend)]
    days = [row.get("born_before") for row in rows]
    whole = all(isinstance(row.get(part), int) for row in rows for part in ("years", "months"))
    dated = all(_is_day(day) for day in days[:-1]) and days[-1] is None
    if not (whole and dated) or days[:-1] != sorted(days[:-1]):
        return [Fault(file, _PENSION, "not a table of ages by day of birth", mend)]
    return []
