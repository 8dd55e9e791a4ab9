"""Three-valued logic: a truth is ``True``, ``False`` or ``None`` (unknown).

A cell that holds no value is ``UNKNOWN``, or ``OPEN`` in an open column ("no end", "not yet").
"""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any


class Cell(Enum):
    UNKNOWN = "unknown"
    OPEN = "open"

    def __repr__(self) -> str:
        return self.name


UNKNOWN = Cell.UNKNOWN
OPEN = Cell.OPEN
Truth = bool | None


def known(value: Any) -> bool:
    return not isinstance(value, Cell)


def both(*truths: Truth) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def either(*truths: Truth) -> Truth:
    if True in truths:
        return True
    return None if None in truths else False


def contrary(truth: Truth) -> Truth:
    return None if truth is None else not truth


def agreed(truths: Iterable[Truth]) -> Truth:
    """The truth where it is the same whichever of these is the case, else unknown."""
    found = set(truths)
    return found.pop() if len(found) == 1 else None


def same(values: Iterable[Any], otherwise: Any) -> Any:
    """The one value that all of these are, else what is said for otherwise."""
    found = set(values)
    return found.pop() if len(found) == 1 else otherwise


def may(truth: Truth) -> bool:
    return truth is not False


def first_that_holds(
    *steps: tuple[str, Callable[[], Truth]], otherwise: str, unsure: str = "unknown"
) -> str:
    """Go down a list: what surely holds is the answer, at the first that only may it is unsure."""
    for name, holds in steps:
        truth = holds()
        if truth:
            return name
        if truth is None:
            return unsure
    return otherwise
