"""What the delivery says of itself: ``extract.toml``."""

import tomllib
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from hertoets.errors import Fault, UseError

FILE = "extract.toml"
TYPES: dict[str, tuple[type, str]] = {
    "name": (str, "Write a text between quotation marks"),
    "delivered_on": (date, "Write a date as 2022-09-30, without quotation marks"),
    "synthetic": (bool, "Write true or false"),
    "source": (str, "Write a text between quotation marks"),
}


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
        Where the file is not TOML or a key is unknown or of another type.
    """
    path = folder / FILE
    if not path.is_file():
        return Meta(name=folder.resolve().name)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        raise UseError.of(
            where=FILE, what="not a TOML file that can be read", mend='Write lines as name = "..."'
        ) from None
    if faults := [fault for key, value in content.items() if (fault := _fault(key, value))]:
        raise UseError(faults)
    return Meta(**{"name": folder.resolve().name, **content})


def _fault(key: str, value: object) -> Fault | None:
    if key not in TYPES:
        near = get_close_matches(key, TYPES, n=1)
        return Fault(FILE, key, "unknown key", f"Nearest is {near[0]}" if near else "Leave it out")
    kind, mend = TYPES[key]
    # A datetime is a date in Python's eyes; a moment is not a day.
    right = type(value) is kind
    return None if right else Fault(FILE, key, "not of its type", mend)
