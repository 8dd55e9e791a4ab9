"""The parts of a system that have nothing to do with one another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hertoets.release.variables import Floats, System, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Part:
    """Counts that relations tie to one another and to no others, but such as are known.

    Attributes
    ----------
    variables : numpy.ndarray of int, shape (counts,)
        Their places in the system, in order.
    matrix : scipy.sparse.csr_array of float, shape (relations, counts)
    least, most : numpy.ndarray of float, shape (relations,)
        Between which each relation lies, the counts that are known taken off.
    """

    variables: Whole
    matrix: "csr_array"
    least: Floats
    most: Floats


def separate(system: System, low: Floats, high: Floats) -> Iterator[Part]:
    """Split a system into its parts, leaving out what can bind nothing.

    Parameters
    ----------
    system : System
    low, high : numpy.ndarray of float, shape (variables,)
        Between which each count lies; where they are the same it is known.

    Yields
    ------
    Part
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size, relations = len(system.variables), len(system.least)
    positive = system.factor > 0
    least = system.factor * np.where(positive, low[system.column], high[system.column])
    most = system.factor * np.where(positive, high[system.column], low[system.column])
    can_bind = np.bincount(system.row, weights=least, minlength=relations) < system.least
    can_bind |= np.bincount(system.row, weights=most, minlength=relations) > system.most
    used = can_bind[system.row] & (low < high)[system.column]
    links = coo_array(
        (np.ones(used.sum()), (system.column[used], size + system.row[used])),
        shape=(size + relations, size + relations),
    )
    _, label = connected_components(links, directed=False)
    order = np.argsort(label, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        if len(group) > 1:
            yield _part(system, group[group < size], group[group >= size] - size, low)


def _part(system: System, variables: Whole, relations: Whole, known: Floats) -> Part:
    from scipy.sparse import csr_array

    own = np.isin(system.row, relations)
    row = np.searchsorted(relations, system.row[own])
    column, factor = system.column[own], system.factor[own]
    free = np.isin(column, variables)
    taken_off = np.bincount(
        row[~free], weights=factor[~free] * known[column[~free]], minlength=len(relations)
    )
    entries = (factor[free], (row[free], np.searchsorted(variables, column[free])))
    matrix = csr_array(entries, shape=(len(relations), len(variables)))
    sides = system.least[relations] - taken_off, system.most[relations] - taken_off
    return Part(variables, matrix, *sides)
