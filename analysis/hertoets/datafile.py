"""What a JSON or TOML file holds, or the true cause why it cannot be read.

Such files lie where anybody may touch them: cut off, nested a thousand deep, a pipe in the place
of a file. Whoever reads one asks here, and adds in its own words where it is and how to mend it.
"""

import json
import re
import stat
import tomllib
from math import isfinite
from pathlib import Path
from typing import Any, Final, NoReturn

DEEPEST: Final = 40
LARGEST_NUMBER: Final = 10**18
LARGEST_TOML_MB: Final = 4
LARGEST_JSON_MB: Final = 256
_PLACE: Final = re.compile(r"\(at (line \d+, column \d+|end of document)\)")


class UnreadableError(Exception):
    """A file that cannot be read; `str` gives the cause in a few words, none of the content."""


def read_json(path: Path) -> Any:
    """Read a JSON file in UTF-8.

    Raises
    ------
    UnreadableError
        With the cause. Numbers that are none (NaN, Infinity) or beyond all use are refused too.
    """
    text = _text(path, LARGEST_JSON_MB)
    try:
        content = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"not JSON at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise UnreadableError("nested too deep") from None
    except ValueError:
        raise UnreadableError("holds a number that is none, or too large") from None
    _refuse_strange(content)
    return content


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file in UTF-8.

    Raises
    ------
    UnreadableError
        With the cause.
    """
    text = _text(path, LARGEST_TOML_MB)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        raise UnreadableError(f"not TOML at {found[1] if found else 'some line'}") from None
    except RecursionError:
        raise UnreadableError("nested too deep") from None
    except ValueError:
        raise UnreadableError("holds a number that is none, or too large") from None
    _refuse_strange(content)
    return content


def _text(path: Path, largest_mb: int) -> str:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableError("not a file")  # reading a pipe would wait for ever
        if found.st_size > largest_mb * 2**20:
            raise UnreadableError(f"larger than {largest_mb} MB")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableError("not UTF-8 text") from None
    except OSError as error:
        raise UnreadableError(f"cannot be opened: {error.strerror or 'refused'}") from None
    except ValueError:
        raise UnreadableError("cannot be opened: its name holds a null byte") from None


def _no_number(_text: str) -> NoReturn:
    raise ValueError


def _refuse_strange(content: object) -> None:
    """Refuse what parses and would break its reader: a thousand levels, an infinite number."""
    level = [content]
    for _ in range(DEEPEST):
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below += value.values()
            elif isinstance(value, list):
                below += value
            elif isinstance(value, int | float) and not _usable(value):
                raise UnreadableError("holds a number that is none, or too large")
        if not below:
            return
        level = below
    raise UnreadableError("nested too deep")


def _usable(number: float) -> bool:
    return isfinite(number) and abs(number) < LARGEST_NUMBER
