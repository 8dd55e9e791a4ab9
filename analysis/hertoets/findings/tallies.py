"""Which persons a figure counts, as tallies: the conditions of its definition, one value each.

Two figures whose conditions overlap share tallies, and so are tied together: that is how disclosure
control learns that one of them tells of the other. Source: ``definitions.toml``.
"""

from collections.abc import Container, Iterator
from functools import cache
from itertools import product

import polars as pl

from hertoets.findings.catalogue import load_labels
from hertoets.findings.definitions import Conditions, Definition, load_definitions
from hertoets.findings.model import Tally
from hertoets.findings.persons import count, match

Where = dict[str, str | bool]

# The columns that one reading makes other than the next; all others are the same under each.
BY_READING = frozenset(
    {
        "outcome", "regime", "duty", "wrong_notice", "in_cohort", "start_class", "term_class",
        "breach", "waited", "waiting",
    }
)  # fmt: skip

# The columns of which the tables of persons give totals (`relations_tables`), or situations do.
TOTALLED = (
    "group", "notice", "outcome", "certainty", "wrong_notice", "term_class", "breach", "informed",
)  # fmt: skip


def tally(reading: str, where: Where) -> Tally:
    """Name the persons that meet all conditions; the same persons get the same name.

    Examples
    --------
    >>> tally("duty", {"notice": "before"}) == tally("scope", {"notice": "before"})
    True
    """
    depends = any(column in BY_READING for column in where)
    return Tally(reading if depends else "", tuple(sorted(where.items())))


def sure_of(definition: Definition) -> list[Where]:
    """The tallies that add up to the lower figure, before any doubt."""
    return _spread(definition.within, definition.sure)


def maybe_of(definition: Definition) -> list[Where]:
    """The tallies that the upper figure adds: who may count, and does not surely."""
    found = _spread(definition.within, definition.maybe) if definition.maybe else []
    sure = definition.sure or {}
    # A yes-or-no column says of itself who does not surely count; other columns exclude each other.
    no: Where = {column: False for column, values in sure.items() if values == (True,)}
    surely = sure_of(definition)
    return [where for where in (where | no for where in found) if where not in surely]


def wholes_of(where: Where) -> Iterator[tuple[str, Where]]:
    """Those of whom a tally is a part: for each of its conditions that condition and the others."""
    for left_out in where:
        yield left_out, {column: value for column, value in where.items() if column != left_out}


def count_tallies(
    crowd: pl.DataFrame, reading: str, counted: Container[Tally] = ()
) -> dict[Tally, int]:
    """How many persons each tally holds that a figure is made of or a table totals, by one reading.

    Parameters
    ----------
    crowd : polars.DataFrame
        With the columns of the conditions and ``persons``.
    reading : str
    counted : container of Tally
        Left out: what is the same under each reading is counted under the first.

    Returns
    -------
    dict of Tally to int
    """
    asked = {
        name: who for where, who in _of_all() if (name := tally(reading, where)) not in counted
    }
    return dict(zip(asked, count(crowd, list(asked.values())), strict=True))


@cache
def _of_all() -> list[tuple[Where, pl.Expr]]:
    """Each tally that some figure is made of, or is a part of, or a table totals; who is in it."""
    figures = [*wheres_of_figures()]
    wholes = [rest for where in figures for _, rest in wholes_of(where)]
    wheres = {tally("", where): where for where in [{}, *figures, *wholes, *_of_all_tables()]}
    return [
        (where, match({column: (value,) for column, value in where.items()}))
        for where in wheres.values()
    ]


def wheres_of_figures() -> Iterator[Where]:
    """The conditions of every tally that some figure is made of, the same ones more than once."""
    for definition in load_definitions().values():
        if definition.sure is not None:
            yield from sure_of(definition)
            yield from maybe_of(definition)


def _of_all_tables() -> Iterator[Where]:
    """The totals of the tables, and what ties them to the situations: one value of one column."""
    labels = load_labels()
    for column in TOTALLED:
        for value in labels[column]:
            yield {column: value}


def _spread(within: Conditions | None, conditions: Conditions | None) -> list[Where]:
    """One tally for each combination of values."""
    all_of = {**(within or {}), **(conditions or {})}
    return [dict(zip(all_of, values, strict=True)) for values in product(*all_of.values())]
