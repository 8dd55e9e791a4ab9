"""The parameters of a run: named, typed, and checked all at once before any work starts.

They come as text from ``--set name=value`` and as text or whole numbers from the
parameters cell of a notebook; both ways pass through the same checks.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from hertoets.errors import Fault, HertoetsError, UseError, nearest
from hertoets.law import Law, load_law
from hertoets.outcomes import Settings
from hertoets.release import Policy, load_policy
from hertoets.run.places import place_of

if TYPE_CHECKING:
    from hertoets.release import Policy

_DEFAULTS = Settings()
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
# Contract, section 7: the law is of these years, and a slip of the pen is seldom within them.
_FIRST, _LAST = date(1990, 1, 1), date(2100, 12, 31)
COMMAND = "--set"
CELL = "parameters cell"


class _UnfitError(Exception):
    """A value that is not of its parameter's type; says what it should be."""


@dataclass(frozen=True)
class Parameters:
    """What a researcher may set for a run; the defaults are those of `Settings`.

    Parameters
    ----------
    reference_date : date
        The day that art. 54 looks at.
    as_of : date or None
        What is dated later is left out; None is the day of delivery, or the last day told of.
    cohort_from, cohort_to : date
        First and last day of the cohorts, both inclusive.
    tolerance_days : int
        Shift of a date, in days, that still counts as on time.
    headline : str
        Name of the reading that the headline figures follow.
    readings : Path or None
        Folder of decision tables laid over the built-in ones.
    guidance_from, guidance_to : date
        First and last day of the registrations that count for guidance, both inclusive.
    disclosure : Path or None
        Policy file of the disclosure control; None is the default policy.
    """

    reference_date: date = _DEFAULTS.reference_date
    as_of: date | None = _DEFAULTS.as_of
    cohort_from: date = _DEFAULTS.cohort_from
    cohort_to: date = _DEFAULTS.cohort_to
    tolerance_days: int = _DEFAULTS.tolerance_days
    headline: str = _DEFAULTS.headline
    readings: Path | None = None
    guidance_from: date = _DEFAULTS.guidance_from
    guidance_to: date = _DEFAULTS.guidance_to
    disclosure: Path | None = None

    @classmethod
    def from_assignments(cls, assignments: Iterable[str]) -> Self:
        """Read ``name=value`` texts, as ``--set`` gives them.

        Raises
        ------
        UseError
            With every fault: no ``=``, a name given twice, and all of `from_values`.
        """
        values: dict[str, object] = {}
        faults = []
        for assignment in assignments:
            name, _, value = assignment.partition("=")
            name = name.strip()
            if not value.strip():  # an empty value would silently be the default
                faults.append(_fault(assignment, "no value given", f"Write {name}=VALUE"))
            elif name in values:
                faults.append(_fault(name, "given twice", "Give it once"))
            else:
                values[name] = value.strip()
        try:
            parameters = cls.from_values(values)
        except HertoetsError as error:
            raise UseError([*faults, *error.faults]) from error
        if faults:
            raise UseError(faults)
        return parameters

    @classmethod
    def from_values(cls, values: Mapping[str, object], *, given_in: str = COMMAND) -> Self:
        """Check values by name; empty text and None leave the default.

        Parameters
        ----------
        values : mapping of str to object
            Text, whole numbers, dates or paths.
        given_in : str
            Where the reader wrote them, `COMMAND` or `CELL`: a fault names that place.

        Raises
        ------
        UseError
            With every fault: a name that does not exist (the nearest is named), a value
            that is not of its type, periods that end before they begin, a headline that is
            not a reading, decision tables or a policy that cannot be read.
        """
        faults: list[Fault] = []
        read: dict[str, Any] = {}
        for name, value in values.items():
            if name not in _READERS:
                faults.append(unknown_parameter(name, given_in))
            elif value is not None and value != "":
                try:
                    read[name] = _READERS[name](value)
                except _UnfitError as unfit:
                    faults.append(_fault(name, str(unfit), "", given_in))
        parameters = cls(**read)
        faults += parameters._faults(given_in)
        if faults:
            raise UseError(faults)
        return parameters

    def settings(self) -> Settings:
        """The part of the parameters that the comparison works with."""
        shared = {field.name for field in fields(Settings)} & {field.name for field in fields(self)}
        return Settings(**{name: getattr(self, name) for name in shared})

    def law(self) -> Law:
        """Load the decision tables that the parameters name."""
        return load_law(self.readings)

    def policy(self) -> "Policy":
        """Load the disclosure policy that the parameters name."""

        return load_policy(self.disclosure)

    def as_values(self) -> dict[str, str | int]:
        """Every parameter as a notebook's parameters cell holds it.

        Returns
        -------
        dict of str to str or int
            Dates as YYYY-MM-DD, folders and files as absolute paths, none as empty text.
        """
        return {field.name: _written(getattr(self, field.name)) for field in fields(self)}

    def _faults(self, given_in: str) -> list[Fault]:
        faults = [
            _fault(last, f"lies before {first}", f"Set {first} on or before it", given_in)
            for first, last in (("cohort_from", "cohort_to"), ("guidance_from", "guidance_to"))
            if getattr(self, last) < getattr(self, first)
        ]
        try:
            readings = self.law().readings
        except HertoetsError as error:
            faults += error.faults
        else:
            if self.headline not in readings:
                what, mend = f"no reading named {self.headline}", nearest(self.headline, readings)
                faults.append(_fault("headline", what, mend, given_in))
        try:
            self.policy()
        except HertoetsError as error:
            faults += error.faults
        return faults


def unknown_parameter(name: str, given_in: str, known: Iterable[str] = ()) -> Fault:
    """Say that there is no such parameter, and which is nearest.

    Parameters
    ----------
    name : str
        As it was given.
    given_in : str
        `COMMAND` or `CELL`.
    known : iterable of str
        Names that are good there besides those of the parameters.
    """
    return _fault(name, "no such parameter", nearest(name, [*known, *_READERS]), given_in)


def text_of(name: str, value: object, given_in: str) -> str:
    """A parameter that must be text, as `extract` and `run` of a notebook.

    Raises
    ------
    UseError
        Where it is something else, as papermill makes of a folder named ``2022``.
    """
    try:
        return _text(value)
    except _UnfitError as unfit:
        raise UseError([_fault(name, str(unfit), "", given_in)]) from None


def day_of(text: str, given_in: str) -> date:
    """A day that an option of a command names; a UseError where no parameter could be that day."""
    try:
        return _date(text)
    except _UnfitError as unfit:
        raise UseError.of(where=given_in, what=str(unfit)) from None


def _date(value: object) -> date:
    if type(value) is date:
        read = value
    elif isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            read = date.fromisoformat(value)
        except ValueError:
            raise _UnfitError("a day that does not exist") from None
    else:
        raise _UnfitError("not a date; write YYYY-MM-DD, between quotes in a notebook")
    if not _FIRST <= read <= _LAST:
        raise _UnfitError(f"not between {_FIRST} and {_LAST}")
    return read


def _days(value: object) -> int:
    fits = isinstance(value, str | int) and not isinstance(value, bool)
    if not fits or not _WHOLE_NUMBER.fullmatch(str(value)):
        raise _UnfitError("not a whole number of days, zero or more")
    return int(str(value))


def _text(value: object) -> str:
    if not isinstance(value, str | Path):
        # papermill's -p turns what looks like a number, True or None into one.
        raise _UnfitError(
            f"not text but {type(value).__name__}; put it between quotes, "
            "or give it to papermill with -r instead of -p"
        )
    return str(value)


def _folder(value: object) -> Path:
    path = _path(value)
    if not path.is_dir():
        raise _UnfitError(f"no folder at {path}")
    return path.resolve()


def _file(value: object) -> Path:
    path = _path(value)
    if not path.is_file():
        raise _UnfitError(f"no file at {path}")
    return path.resolve()


def _path(value: object) -> Path:
    try:
        path = place_of(Path(_text(value)))
        path.stat()
    except FileNotFoundError:
        pass  # which of the two is not there, the caller says
    except OSError as error:
        raise _UnfitError(f"cannot be opened: {error.strerror}") from None
    except UseError as error:
        raise _UnfitError(error.faults[0].what) from None
    return path


_READERS: dict[str, Callable[[object], object]] = {
    "reference_date": _date,
    "as_of": _date,
    "cohort_from": _date,
    "cohort_to": _date,
    "tolerance_days": _days,
    "headline": _text,
    "readings": _folder,
    "guidance_from": _date,
    "guidance_to": _date,
    "disclosure": _file,
}

PLACES = tuple(name for name, read in _READERS.items() if read in (_folder, _file))
"""The parameters that name a place on the machine: what lies there is told by its hash."""


def _written(value: object) -> str | int:
    if value is None:
        return ""
    return value if isinstance(value, int) else str(value)


def _fault(name: str, what: str, mend: str, given_in: str = COMMAND) -> Fault:
    return Fault(where=given_in, at=name, what=what, mend=mend)
