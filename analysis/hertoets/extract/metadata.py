"""What the delivery says of itself: ``extract.toml``."""

import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from hertoets.errors import Fault, UseError
from hertoets.extract.limits import MOST_META_BYTES
from hertoets.extract.tables import why_no_file
from hertoets.plain import visible

FILE = "extract.toml"
TYPES: dict[str, tuple[type, str]] = {
    "name": (str, "Write a text between quotation marks"),
    "delivered_on": (date, "Write a date as 2022-09-30, without quotation marks"),
    "synthetic": (bool, "Write true or false"),
    "source": (str, "Write a text between quotation marks"),
}
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
"""The day of delivery lies between these, as every date of a setting does (contract, section 7)."""

_NEAR = 0.75  # of difflib: extract.tml, extract.toml.txt, extract.txt
_NOT_TEXT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what moves a cursor, turns the direction of text or is not seen."""


@dataclass(frozen=True)
class Meta:
    """Name, day of delivery, whether the persons are invented, and the source."""

    name: str = ""
    delivered_on: date | None = None
    synthetic: bool = False
    source: str = ""


def read_meta(folder: Path) -> Meta:
    """Read ``extract.toml``; without it the extract bears the name of its folder.

    Raises
    ------
    UseError
        Where the file is not TOML, a key is unknown or of another type, or something bears
        nearly its name: the mark of invented people may not be lost.
    """
    usual = Meta(name=visible(folder.resolve().name))
    names = sorted(folder.iterdir())
    claims = [path for path in names if path.name.lower() == FILE]
    if not claims:
        near = get_close_matches(FILE, [path.name.lower() for path in names], 3, cutoff=_NEAR)
        mend = f"Rename it {FILE}, or take it out of the folder"
        what = f"this bears nearly the name of {FILE}, which is absent"
        mistaken = [path for path in names if path.name.lower() in near]
        if mistaken:
            raise UseError(Fault(visible(path.name), "", what, mend) for path in mistaken)
        return usual
    if len(claims) > 1:
        where = ", ".join(visible(path.name) for path in claims)
        what = "the delivery describes itself twice"
        raise UseError.of(where=where, what=what, mend="Keep one of them")
    content = _content(claims[0])
    faults = [
        fault
        for place, (key, value) in enumerate(content.items(), start=1)
        if (fault := _fault(place, key, value))
    ]
    if faults:
        raise UseError(faults)
    return Meta(**{"name": usual.name, **content})  # type: ignore[arg-type]


def _content(path: Path) -> dict[str, object]:
    if why := why_no_file(path):
        raise UseError.of(where=FILE, what=why, mend="Put a text file there")
    mend = 'Write lines as name = "..."'
    try:
        with path.open("rb") as file:
            text = file.read(MOST_META_BYTES + 1)
        if len(text) > MOST_META_BYTES:
            what = f"larger than {MOST_META_BYTES >> 10} KB"
            raise UseError.of(where=FILE, what=what, mend=mend)
        return tomllib.loads(text.decode("utf-8"))
    # Values nested too deeply end in a RecursionError, dates that no calendar has in a ValueError.
    except (ValueError, OSError, RecursionError):
        what = "not a TOML file that can be read"
        raise UseError.of(where=FILE, what=what, mend=mend) from None


def _fault(place: int, key: str, value: object) -> Fault | None:
    if key not in TYPES:
        # A key that is not known may be anything, so only its place is told.
        near = get_close_matches(key, TYPES, n=1)
        mend = f"Nearest is {near[0]}" if near else f"Known are {', '.join(TYPES)}; leave it out"
        return Fault(FILE, f"key {place}", "unknown key", mend)
    kind, mend = TYPES[key]
    # A datetime is a date in Python's eyes; a moment is not a day.
    if type(value) is not kind:
        return Fault(FILE, key, "not of its type", mend)
    if isinstance(value, date) and not EARLIEST <= value <= LATEST:
        return Fault(FILE, key, "not a day from 1990 to 2100", mend)
    if isinstance(value, str) and any(unicodedata.category(one) in _NOT_TEXT for one in value):
        return Fault(FILE, key, "holds control characters", "Write plain text on one line")
    return None
