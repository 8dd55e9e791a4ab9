"""The faults that Hertoets reports, each with its place and its mend.

::

    HertoetsError        anything that Hertoets itself refuses
    ├── UseError         wrong use or unreadable input; exit code 2
    └── DataError        the data or a check forbid it; exit code 1

An error carries all the faults found, so that one run shows everything there is to mend; of very
many the first are shown and the others counted.
A fault names a file, column, row or key, and never another value of a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar, Self

from hertoets.plain import visible

_NAMES_SHOWN = 12

MOST_SHOWN = 20
"""Faults that are shown of one error; a screen of them says no more than the first twenty."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, what, and what to do about it.

    Parameters
    ----------
    where : str
        The file, table or command at fault.
    at : str
        The row, key or column inside it; empty where the whole is meant.
    what : str
        What is wrong.
    mend : str
        What the reader can do; empty where nothing can be done.
    """

    where: str
    at: str
    what: str
    mend: str = ""

    def __str__(self) -> str:
        place = f"{self.where}  {self.at}" if self.at else self.where
        sentences = [_sentence(part) for part in (self.what, self.mend) if part.strip()]
        # A name in it may be somebody else's, and is shown on terminals and in notebooks.
        return visible(f"{place}: {' '.join(sentences)}")


class HertoetsError(Exception):
    """Anything that Hertoets itself refuses, with every fault found.

    Parameters
    ----------
    faults : iterable of Fault
        At least one, in the order in which they are shown.

    Raises
    ------
    ValueError
        Without any fault: an error that says nothing helps nobody.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        if not self.faults:
            raise ValueError("an error needs at least one fault")
        super().__init__(self.faults)

    @classmethod
    def of(cls, *, where: str, what: str, mend: str = "", at: str = "") -> Self:
        """Make the error for a single fault; the parameters are those of `Fault`."""
        return cls([Fault(where=where, at=at, what=what, mend=mend)])

    @property
    def shown(self) -> tuple[Fault, ...]:
        """The faults that are shown, whoever shows them."""
        return self.faults[:MOST_SHOWN]

    def __str__(self) -> str:
        count, more = len(self.faults), len(self.faults) - len(self.shown)
        heading = f"{count} fault{'' if count == 1 else 's'}."
        rest = [f"and {more} more."] if more else []
        return "\n".join([heading, *map(str, self.shown), *rest])

    def _render_traceback_(self) -> list[str]:
        """Show the message alone: IPython asks this of an exception, in a kernel and a terminal.

        The places in the code that a refusal passed help nobody who filled in a notebook.
        """
        return [str(self)]


class UseError(HertoetsError):
    """Wrong use, or input that cannot be read."""

    exit_code: ClassVar[int] = 2


class DataError(HertoetsError):
    """The data, or a check on them, forbid what was asked."""

    exit_code: ClassVar[int] = 1


def nearest(name: object, known: Iterable[str]) -> str:
    """Say which known name is nearest to an unknown one; the first known ones where none is near.

    Examples
    --------
    >>> nearest("persns", ["persons", "notices"])
    'Nearest is persons'
    """
    names = list(known)
    close = get_close_matches(str(name), names, n=1)
    if close:
        return f"Nearest is {close[0]}"
    more = len(names) - _NAMES_SHOWN
    shown = ", ".join(names[:_NAMES_SHOWN])
    return f"Use one of: {shown}{f' and {more} more' if more > 0 else ''}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."
