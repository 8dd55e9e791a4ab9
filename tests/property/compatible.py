"""Whether an outcome with something unknown leaves room for another."""

from collections.abc import Iterator

import polars as pl
from hertoets.facts.values import FACTS
from hertoets.outcomes.people import People

HELPERS = ("has_notice", "was_offered", "viewed")
NEITHER = ("unknown", "excluded", "completed")


def differing(doubted: People, truth: People) -> Iterator[tuple[str, str, object, object]]:
    """Person, column, what was said with something in doubt, and what else it may be in truth."""
    said, true = (one.outcomes.with_columns(one.told.select(HELPERS)) for one in (doubted, truth))
    assert said["person_id"].equals(true["person_id"])
    compared = [name for name in said.columns if name != "situation_id" and "rule_" not in name]
    for name in compared:
        ours, theirs = (one[name].cast(pl.String) for one in (said, true))
        apart = ours.ne_missing(theirs) & ours.is_not_null() & (ours != "unknown")
        if name == "standing":
            apart &= ~((ours == "not_excluded") & ~theirs.is_in(NEITHER))
        if name == "breach":
            more = (said["viewed"] == "unknown") & (ours == "visible") & (theirs == "viewed")
            apart &= ~more
        for row in apart.fill_null(True).arg_true():
            yield said["person_id"][row], name, ours[row], theirs[row]
    assert set(FACTS) <= set(compared)
