"""What all checks put in doubt together, and what is left of it without one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.extract.cells import TYPED
from hertoets.extract.doubt import Doubt, Numbers
from hertoets.extract.schema import schema

Flags = npt.NDArray[np.bool_]
PERSON: Final = "person_id"
"""In doubt of a row, it may be a row of somebody else."""


@dataclass(frozen=True)
class Marked:
    """Rows, or persons, that checks put in doubt.

    Attributes
    ----------
    checks : numpy.ndarray of int32, shape (size,)
        By how many checks each is.
    pairs : numpy.ndarray of int64
        Check and number as one number, ``check * size + number``, sorted, each once.
    """

    checks: Numbers
    pairs: npt.NDArray[np.int64]

    def hold(self, numbers: npt.NDArray[np.integer], without: Numbers) -> Flags:
        """Which are in doubt, each by another check than the one left out beside it.

        Parameters
        ----------
        numbers : numpy.ndarray of int
        without : numpy.ndarray of int32, same shape
            The place of a check; negative for none.

        Returns
        -------
        numpy.ndarray of bool, same shape
        """
        by = self.checks[numbers].copy()
        left_out = without >= 0
        if left_out.any():
            own = without[left_out].astype(np.int64) * len(self.checks) + numbers[left_out]
            by[left_out] -= np.isin(own, self.pairs)
        flags: Flags = by > 0
        return flags

    def of(self, check: int) -> npt.NDArray[np.int64]:
        """The numbers that a check puts in doubt, by its place."""
        size = len(self.checks)
        first, last = np.searchsorted(self.pairs, [check * size, (check + 1) * size])
        return self.pairs[first:last] - check * size


@dataclass(frozen=True)
class Doubts:
    """What the checks put in doubt of the persons of an extract.

    Attributes
    ----------
    checks : tuple of str
        Their ids, each once.
    values : mapping of str to mapping of str to Marked
        By table and column, as the extract holds it, the rows whose value is in doubt;
        ``person_id`` where the row may be of somebody else.
    missing : mapping of str to Marked
        By table the persons of whom rows may be missing.
    silent : mapping of str to Marked
        Those of them of whom a check leaves open all that such a row says.
    says : mapping of str to mapping of str to str
        By table what a missing row of the others says in some columns.
    persons : mapping of str to numpy.ndarray of int32
        By check whom it puts something in doubt of; sorted, each once.
    """

    checks: tuple[str, ...]
    values: Mapping[str, Mapping[str, Marked]]
    missing: Mapping[str, Marked]
    silent: Mapping[str, Marked]
    says: Mapping[str, Mapping[str, str]]
    persons: Mapping[str, Numbers]

    @property
    def tables(self) -> frozenset[str]:
        """The tables of which something is in doubt."""
        return frozenset(self.values) | frozenset(self.missing)

    @cached_property
    def everybody(self) -> Numbers:
        """Whom something is in doubt of; sorted, each once."""
        none = np.empty(0, dtype=np.int32)
        return np.unique(np.concatenate([none, *self.persons.values()])).astype(np.int32)


def gathered(tables: Mapping[str, pl.DataFrame], doubts: Sequence[Doubt]) -> Doubts:
    """Gather what the checks doubt.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        Of an extract. What is in doubt of a table that is absent, or of no person, is passed over.
    doubts : sequence of Doubt

    Returns
    -------
    Doubts
    """
    checks = tuple(dict.fromkeys(doubt.check for doubt in doubts))
    of_persons = {name for name, rows in tables.items() if "person" in rows.columns}
    rows: dict[tuple[str, str], list[tuple[int, Numbers]]] = {}
    lost: dict[str, list[tuple[int, Numbers]]] = {}
    silent: dict[str, list[tuple[int, Numbers]]] = {}
    says: dict[str, dict[str, str]] = {}
    persons: dict[str, list[Numbers]] = {check: [] for check in checks}
    for doubt in doubts:
        place = checks.index(doubt.check)
        if doubt.table in of_persons and len(doubt.rows):
            names = [
                name
                for column in doubt.columns
                for name in held_as(doubt.table, column, tables[doubt.table])
            ]
            for name in names:
                rows.setdefault((doubt.table, name), []).append((place, doubt.rows))
            if names:
                persons[doubt.check].append(tables[doubt.table]["person"].to_numpy()[doubt.rows])
        for name in of_persons.intersection(doubt.missing) - {"persons"}:
            lost.setdefault(name, []).append((place, doubt.persons))
            said = {column: value for column, value in doubt.says if column in tables[name].columns}
            if said and said.items() >= says.get(name, said).items():
                says[name] = said
            else:
                silent.setdefault(name, []).append((place, doubt.persons))
            persons[doubt.check].append(doubt.persons)
    values: dict[str, dict[str, Marked]] = {}
    for (table, column), marks in sorted(rows.items()):
        values.setdefault(table, {})[column] = _marked(marks, len(tables[table]))
    size = len(tables["persons"])
    return Doubts(
        checks,
        values,
        {name: _marked(marks, size) for name, marks in sorted(lost.items())},
        {name: _marked(marks, size) for name, marks in sorted(silent.items())},
        says,
        {check: _once(numbers) for check, numbers in persons.items()},
    )


def held_as(table: str, column: str, rows: pl.DataFrame) -> Sequence[str]:
    """The columns of the extract that a column of the contract becomes; none of a mere name."""
    if column == PERSON:
        return () if table == "persons" else (PERSON,)
    if column in texts(table):
        return ()
    return [name for name in TYPED.get(column, (column,)) if name in rows.columns]


def texts(table: str) -> Sequence[str]:
    """The columns of a table that are names and nothing else."""
    return [column.name for column in schema()[table].columns if column.type == "text"]


def _marked(marks: Iterable[tuple[int, Numbers]], size: int) -> Marked:
    none = np.empty(0, dtype=np.int64)
    pairs = [place * size + numbers.astype(np.int64) for place, numbers in marks]
    each = np.unique(np.concatenate([none, *pairs]))
    return Marked(np.bincount(each % max(size, 1), minlength=size).astype(np.int32), each)


def _once(numbers: Sequence[Numbers]) -> Numbers:
    none = np.empty(0, dtype=np.int32)
    return np.unique(np.concatenate([none, *numbers])).astype(np.int32)
