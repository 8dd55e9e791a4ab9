"""Which persons a figure counts, as tallies: the conditions of its definition, one value each.

Two figures whose conditions overlap share tallies, and so are tied together: that is how disclosure
control learns that one of them tells of the other. Source: ``definitions.toml``.
"""

from functools import cache
from itertools import product

import polars as pl

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
    """Give the tallies that add up to the lower figure, before any doubt."""
    return _spread(definition.within, definition.sure)


def maybe_of(definition: Definition) -> list[Where]:
    """Give the tallies that the upper figure adds: who may count, and does not surely."""
    found = _spread(definition.within, definition.maybe) if definition.maybe else []
    sure = definition.sure or {}
    # A yes-or-no column says of itself who does not surely count; other columns exclude each other.
    no: Where = {column: False for column, values in sure.items() if values == (True,)}
    surely = sure_of(definition)
    return [where for where in (where | no for where in found) if where not in surely]


def count_tallies(crowd: pl.DataFrame, reading: str) -> dict[Tally, int]:
    """Count every tally that some figure is made of, under one reading.

    Parameters
    ----------
    crowd : polars.DataFrame
        With the columns of the conditions and ``persons``.
    reading : str

    Returns
    -------
    dict of Tally to int
    """
    counts = count(crowd, [who for _, who in _of_all_figures()])
    return {
        tally(reading, where): found
        for (where, _), found in zip(_of_all_figures(), counts, strict=True)
    }


@cache
def _of_all_figures() -> list[tuple[Where, pl.Expr]]:
    """Each tally that some figure is made of, and who is counted in it."""
    wheres: dict[Tally, Where] = {tally("", {}): {}}
    for definition in load_definitions().values():
        if definition.sure is not None:
            for where in (*sure_of(definition), *maybe_of(definition)):
                wheres[tally("", where)] = where
    return [
        (where, match({column: (value,) for column, value in where.items()}))
        for where in wheres.values()
    ]


def _spread(within: Conditions | None, conditions: Conditions | None) -> list[Where]:
    """Give one tally for each combination of values."""
    all_of = {**(within or {}), **(conditions or {})}
    return [dict(zip(all_of, values, strict=True)) for values in product(*all_of.values())]
