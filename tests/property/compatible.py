"""Whether what is said with something in doubt leaves room for what may be so in truth."""

from collections.abc import Iterator

import polars as pl
from hertoets.facts.values import FACTS
from hertoets.outcomes import Comparison
from hertoets.outcomes.people import People
from hertoets.outcomes.waiting import may_wait, waiting

HELPERS = ("has_notice", "was_offered", "viewed")
NEITHER = ("unknown", "excluded", "completed")

Differing = tuple[str, str, object, object]
"""Person or municipality, column, what was said with something in doubt, what may be so."""


def differing(doubted: Comparison, truth: Comparison) -> Iterator[Differing]:
    """Every answer that what is in doubt makes another."""
    yield from _in_outcomes(doubted.people, truth.people)
    yield from _in_waiting(doubted.people, truth.people)
    yield from _in_guidance(doubted, truth)


def _in_outcomes(doubted: People, truth: People) -> Iterator[Differing]:
    said, true = (one.outcomes.with_columns(one.told.select(HELPERS)) for one in (doubted, truth))
    assert said["person_id"].equals(true["person_id"])
    assert set(FACTS) <= set(said.columns)
    # A rule and a situation follow from the facts.
    compared = [name for name in said.columns if name != "situation_id" and "rule_" not in name]
    for name in compared:
        ours, theirs = (one[name].cast(pl.String) for one in (said, true))
        apart = ours.ne_missing(theirs) & ours.is_not_null() & (ours != "unknown")
        if name == "standing":
            apart &= ~((ours == "not_excluded") & ~theirs.is_in(NEITHER))
        if name == "breach":  # at least visible
            more = (said["viewed"] == "unknown") & (ours == "visible") & (theirs == "viewed")
            apart &= ~more
        for row in apart.fill_null(True).arg_true():
            yield said["person_id"][row], name, ours[row], theirs[row]


def _in_waiting(doubted: People, truth: People) -> Iterator[Differing]:
    """Who surely waited did; who waited, or may have, may have."""
    said, true = map(_waits, (doubted, truth))
    surely = said["waited"] & ~true["waited"]
    maybe = (true["waited"] | true["waiting"]) & ~(said["waited"] | said["waiting"])
    for row in (surely | maybe).arg_true():
        yield doubted.told["person_id"][row], "waited", said.row(row), true.row(row)


def _waits(people: People) -> pl.DataFrame:
    followed = people.under(people.settings.headline)
    followed = followed.hstack(may_wait(followed, people.facts.rights, people.settings))
    return followed.select("waited", waiting=waiting()).with_columns(pl.all().fill_null(False))


def _in_guidance(doubted: Comparison, truth: Comparison) -> Iterator[Differing]:
    """Each municipality surely has no more persons, and at most no fewer."""
    headline = doubted.settings.headline
    said, true = (one.guidance(headline) for one in (doubted, truth))
    if said is None or true is None:
        return
    ours, theirs = (pl.from_pandas(one).cast({"municipality": pl.String}) for one in (said, true))
    anywhere = ours.filter(pl.col("municipality").is_null())["expected_upper"].sum()
    known = theirs.drop_nulls("municipality")
    both = ours.drop_nulls("municipality").join(known, on="municipality", how="full", coalesce=True)
    names = ("expected_lower", "expected_upper")
    for row in both.with_columns(pl.col(f"^({'|'.join(names)})(_right)?$").fill_null(0)).to_dicts():
        lower, upper = (row[f"{name}_right"] for name in names)
        if row["expected_lower"] > lower or upper > row["expected_upper"] + anywhere:
            yield str(row["municipality"]), "guidance", row["expected_lower"], (lower, upper)
