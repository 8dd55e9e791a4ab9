"""Why a separated text cannot be taken apart into rows, and on which lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from hertoets.errors import Fault
from hertoets.extract.limits import MOST_ROW_BYTES, MOST_ROWS
from hertoets.extract.wording import places

LONG_ROW = f"a row is longer than {MOST_ROW_BYTES:,} bytes"
MANY_ROWS = f"the table has more than {MOST_ROWS:,} rows"


class Cause(Enum):
    """Causes; the value is what the sender of an extract can do about it."""

    ENCODING = "Save the file as UTF-8 (it may be Latin-1 or Windows-1252)"
    ZERO_BYTES = "Save the file as UTF-8"
    STRAY_MARK = "Put quotation marks around the whole cell and double those inside"
    SWALLOWED = "Take the quotation mark away that opens in the first of them, or the line break"
    LONG_ROW = "Leave columns of long text out of the file"
    MANY_ROWS = "Deliver only the persons and years that are asked for"
    EXPANSION = "Check where the file comes from; deliver it unpacked"


@dataclass(frozen=True)
class Misread:
    """One thing that is wrong; `first` and `last` are lines of the file, 0 for the whole of it."""

    cause: Cause
    what: str
    first: int = 0
    last: int = 0


class MisreadError(Exception):
    """A text that cannot be taken apart into rows, with everything that was found wrong."""

    def __init__(self, *found: Misread) -> None:
        super().__init__(found)
        self.found = found

    def faults(self, file: str, mends: Mapping[Cause, str] | None = None) -> list[Fault]:
        """Word what is wrong; `mends` says what else can be done about a cause."""
        return [
            Fault(file, _lines(one), one.what, (mends or {}).get(one.cause, one.cause.value))
            for one in self.found
        ]


def _lines(one: Misread) -> str:
    if one.last > one.first:
        return f"rows {one.first} to {one.last}"
    return places("row", [one.first]) if one.first else ""
