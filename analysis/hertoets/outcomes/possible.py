"""Persons who might have been: who is not in the extract, and could be by all that is defined.

Of the persons of an extract much holds that need not: that whoever got a wrong notice was seen by a
municipality, say. An outsider cannot reckon with that. So beside the persons stand some who differ
from one of them in a single part of their record, as another person in the same position has it.
Only what holds for these too follows from the definitions.
"""

from typing import Final

import polars as pl

from hertoets.outcomes.harmed import NATIONALITY_HARMED, OF_HARMED

HOSTS: Final = 3
"""Profiles of each situation that are varied."""
DONORS: Final = 4
"""Values of a part that each of these gets, the commonest in a position first."""
TAKERS: Final = 6
"""Situations of which somebody gets a value of a part, however rare."""

_DATED: Final = ("publication", "decision", "effective", "notice", "stated", "is_compared")
PARTS: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
    (("visible", "viewed", "named"), ("informed",)),
    (("informed", "reception_kind"), ("notice", "told_from_restart", "named")),
    (
        ("regime_by_choice", "was_offered", "repair_wi2013", "repair_none", "under_wi2013"),
        ("sent", "group"),
    ),
    (("duty_wi2013", "duty_wi2021"), ("situation_id",)),
    (("medical",), ("standing",)),
    (
        ("sent", "sent_in_january", "sent_after_restart", "told_in_january", "notice_month",
         "told_from_restart", "told_until_stop", "told_in_2022", "repair_wi2013", "repair_none"),
        ("notice", "stated", "group", "regime_by_choice", "was_offered", "under_wi2013",
         "told_late"),
    ),
    # Who is told before notices resume has not waited for them.
    (
        ("waits", "told_late", "wait_in_doubt"),
        ("notice", "stated", "group", "told_from_restart", "told_until_stop", "notice_month"),
    ),
    (("^fine_.*$",), ("situation_id",)),
    (("lent", "lent_after_start", "^not_written_off_.*$"), ("stated", "group")),
    (("planned", "planned_before_choice"), ("stated", "regime_by_choice")),
    (("^start_.*$", "^term_shift_.*$", "cohort_month", "shift_band", "lawful_term"), _DATED),
    # Of a Turk with a right the treaty says something, of nobody else.
    ((NATIONALITY_HARMED,), ("is_harmed", "treaty", "group")),
    *(((name,), ("is_harmed",)) for name in OF_HARMED if name != NATIONALITY_HARMED),
)  # fmt: skip
"""Columns of `hertoets.outcomes.crowd.Crowd.persons` that vary together, and the position in which
they may: two persons alike in it can have each other's."""


def possible(alike: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Persons who might have been.

    Parameters
    ----------
    alike : polars.DataFrame
        Distinct rows of `Crowd.persons`, with ``size``: how many persons are so.
    facts : polars.DataFrame
        The facts of each of these rows, ``stated``, ``has_notice``; ``is_compared``: whether the
        reading in front compares the start that was stated with that of the Wi2013; and
        ``is_harmed``, by that reading.

    Returns
    -------
    polars.DataFrame
        More rows with the columns of `alike` save ``size``; none of them is among `alike`.
    """
    told = alike.hstack(facts.select(pl.exclude(*alike.columns)))
    # Whether there is a notice is in doubt only where rows may be missing: nobody's records say so.
    hosts = told.filter(pl.col("has_notice") != "unknown").sort(
        "size", descending=True, maintain_order=True
    )
    hosts = hosts.filter(pl.int_range(pl.len()).over("situation_id") < HOSTS)
    columns = [name for name in alike.columns if name != "size"]
    found = [varied(told, hosts, part, position).select(columns) for part, position in PARTS]
    return (
        pl.concat(found)
        .unique(maintain_order=True)
        .join(alike, on=columns, how="anti", nulls_equal=True, maintain_order="left")
    )


def varied(
    told: pl.DataFrame, hosts: pl.DataFrame, part: tuple[str, ...], position: tuple[str, ...]
) -> pl.DataFrame:
    """Each host with the part of others in the same position.

    Parameters
    ----------
    told : polars.DataFrame
        Everybody, with ``size`` and ``situation_id``.
    hosts : polars.DataFrame
        Some of these.
    part : tuple of str
        Columns that vary together.
    position : tuple of str
        Columns in which two persons are alike of whom each may have the part of the other.
    """
    own = [name for name in told.select(pl.col(*part)).columns if name in told.columns]
    given = told.group_by(*position, *own, maintain_order=True).agg(given=pl.col("size").sum())
    given = given.sort("given", descending=True, maintain_order=True)
    given = given.with_columns(order=pl.int_range(pl.len()).over(position))
    of_each = hosts.unique(subset=["situation_id", *position], maintain_order=True)
    of_each = of_each.with_columns(taker=pl.int_range(pl.len()).over(position))
    takers = of_each.filter(pl.col("taker") < TAKERS).drop("taker")
    common, rare = given.filter(pl.col("order") < DONORS), given.filter(pl.col("order") >= DONORS)
    pairs = [
        of.drop(own).join(
            parts, on=list(position), how="inner", nulls_equal=True, maintain_order="left"
        )
        for of, parts in ((hosts, common), (takers, rare))
    ]
    return pl.concat(pairs).drop("given", "order")
