"""Checks for which all persons are looked at together before any row is marked.

What is usual, a day or a month on which nothing came, one person under two names: that shows only
in all rows at once. Such a check first counts; counts of parts of an extract add up; then it marks
rows by what was counted in all.
"""

from collections.abc import Callable, Iterable, Mapping
from inspect import Signature, signature
from typing import Any, Final, Protocol

import polars as pl

from hertoets.extract.adding import added_rows
from hertoets.quality.look import Look
from hertoets.quality.marks import Marks, Tally

ROWS: Final = "rows"
OF_THESE: Final = "of_these"
_SUMMED: Final = (ROWS, OF_THESE)
"""The columns of what is counted that add up; rows are alike in all others."""


class Counting(Protocol):
    """Counts what a check needs of all rows; takes what it asks of the check's arguments."""

    def __call__(self, look: Look, table: str, /, **arguments: Any) -> pl.DataFrame:
        """One row for each thing that is counted, with `ROWS` or `OF_THESE`, or both."""
        ...


class Together:
    """A check that counts all persons together first; used as any other.

    Parameters
    ----------
    count : Counting
    mark : callable
        As any kind of check, and takes after the table what was counted.
    narrowed : callable
        Leaves of what was counted what marking asks.
    """

    def __init__(
        self,
        count: Callable[..., pl.DataFrame],
        mark: Callable[..., Marks | Tally],
        narrowed: Callable[..., pl.DataFrame] | None,
    ) -> None:
        self._count, self._mark, self._narrowed = count, mark, narrowed
        self.__name__, self.__doc__ = mark.__name__, mark.__doc__
        look, table, _, *others = signature(mark).parameters.values()
        returned = signature(mark).return_annotation
        self.__signature__ = Signature([look, table, *others], return_annotation=returned)

    def __call__(self, look: Look, table: str, **arguments: Any) -> Marks | Tally:
        """Count and mark the rows of a whole extract."""
        counted = self.added([self.count(look, table, **arguments)], arguments)
        return self.mark(look, table, counted, **arguments)

    def count(self, look: Look, table: str, **arguments: Any) -> pl.DataFrame:
        """Count in an extract, or in a part of one."""
        return self._count(look, table, **_asked(self._count, arguments))

    def added(self, parts: Iterable[pl.DataFrame], arguments: Mapping[str, Any]) -> pl.DataFrame:
        """Add up what was counted in all parts, and leave what marking asks."""
        counted = added_rows(parts, _SUMMED)
        if self._narrowed is None:
            return counted
        return self._narrowed(counted, **_asked(self._narrowed, arguments))

    def mark(
        self, look: Look, table: str, counted: pl.DataFrame, **arguments: Any
    ) -> Marks | Tally:
        """Mark rows of an extract, or of a part of one, by what was counted in all."""
        return self._mark(look, table, counted, **arguments)


def together(
    count: Callable[..., pl.DataFrame], narrowed: Callable[..., pl.DataFrame] | None = None
) -> Callable[[Callable[..., Marks | Tally]], Together]:
    """Make a check of a function that marks rows by what `count` counts."""
    return lambda mark: Together(count, mark, narrowed)


def _asked(function: Callable[..., Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the arguments of a check for which a function asks."""
    return {name: arguments[name] for name in signature(function).parameters if name in arguments}
