"""Three-valued logic: true, false, or None for unknown (contract 2, "three-valued (Kleene)")."""

from collections.abc import Iterable
from typing import Any

Truth = bool | None


def some(values: Iterable[Truth]) -> Truth:
    """True if one surely holds, unknown if one may hold, else false."""
    found = list(values)
    if any(value is True for value in found):
        return True
    return None if any(value is None for value in found) else False


def every(values: Iterable[Truth]) -> Truth:
    """False if one surely fails, unknown if one may fail, else true."""
    found = list(values)
    if any(value is False for value in found):
        return False
    return None if any(value is None for value in found) else True


def negated(value: Truth) -> Truth:
    """The opposite; unknown stays unknown."""
    return None if value is None else not value


def at_most(left: Any, right: Any) -> Truth:
    """Whether left is on or before right; unknown if either is."""
    return None if left is None or right is None else left <= right


def at_best_unknown(value: Truth) -> Truth:
    """What may hold only if something unknown is so: never sure."""
    return False if value is False else None
