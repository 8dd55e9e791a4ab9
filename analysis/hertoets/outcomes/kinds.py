"""Kinds of persons who are alike under both passes of the law, and how many there are of each.

Kinds of several parts of an extract are added up: a part holds some persons, each with all rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Kinds:
    """Who is alike.

    Attributes
    ----------
    now : polars.DataFrame
        One row a kind, as `hertoets.outcomes.crowd.Crowd.persons`, with what is in doubt unknown.
    before : polars.DataFrame
        The same of the records as they stand.
    persons : polars.Series of Int64
        How many there are of each.
    """

    now: pl.DataFrame
    before: pl.DataFrame
    persons: pl.Series


def added_up(parts: Sequence[Kinds]) -> Kinds:
    """The kinds of all parts, each once, in the order in which they occur first.

    Parameters
    ----------
    parts : sequence of Kinds
        At least one.

    Returns
    -------
    Kinds
    """
    names = parts[0].now.columns
    behind = {name: f"before_{name}" for name in names}
    every = pl.concat(
        [
            part.now.hstack(part.before.rename(behind)).with_columns(persons_=part.persons)
            for part in parts
        ]
    )
    alike = every.group_by(pl.exclude("persons_"), maintain_order=True).agg(pl.sum("persons_"))
    before = alike.select(pl.col(name).alias(own) for own, name in behind.items())
    return Kinds(alike.select(names), before, alike["persons_"].rename("persons"))
