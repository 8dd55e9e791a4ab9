"""The days on which an exclusion is judged.

Source: contract, section 2: the test day, or where the right is published after the reference date
the day of that publication; where it may lie on several days, each of them.
"""

from datetime import date, timedelta

import polars as pl

from hertoets.facts.calendar import OPEN
from hertoets.facts.days import every_day
from hertoets.facts.frames import among, beside, rows_with, rows_without, together
from hertoets.facts.logic import maybe, surely
from hertoets.facts.rights import ASYLUM
from hertoets.facts.values import UNKNOWN


def exclusion_days(
    people: pl.DataFrame,
    cases: pl.DataFrame,
    rights: pl.DataFrame,
    exemptions: pl.DataFrame | None,
    reference: date,
    as_of: date,
) -> pl.DataFrame:
    """The days on which each person's exclusion is judged.

    Parameters
    ----------
    people : polars.DataFrame
        ``person``, ``publication`` (the fact), birthdays.
    cases : polars.DataFrame
        ``person``, ``day``: the test days.
    rights, exemptions : polars.DataFrame
    reference, as_of : date

    Returns
    -------
    polars.DataFrame
        ``person``, ``day``; several where the day is not known, of which some may be the same.
    """
    beyond = pl.when(pl.col("publication_in_doubt") & pl.col("published_beyond"))
    until = people.select("person", known_on=beyond.then(OPEN).otherwise(pl.lit(as_of)))
    fact = people.select("person", fact="publication")
    asked = fact.filter(pl.col("fact").is_in(["after", UNKNOWN]))
    later = rows_with(rights, asked["person"])
    spans = _later_publications(beside(later, until, "known_on"), reference)
    # A missing record is no proof of a missing right: one may have been published on any day.
    since = reference + timedelta(days=1)
    unrecorded = rows_without(asked, rights["person"])
    spans = pl.concat(
        [spans, unrecorded.select("person", first=pl.lit(since), last=pl.lit(as_of))]
    ).filter(pl.col("first") <= pl.col("last"))
    one_day = pl.col("first") == pl.col("last")
    days = pl.concat(
        [
            spans.filter(one_day).select("person", day="first"),
            every_day(spans.filter(~one_day), people, [rights, exemptions]),
        ]
    )
    settled = rows_with(asked.filter(pl.col("fact") == "after"), days["person"])
    # Where it is not known whether it was published later, what lies ahead does not count.
    ahead = asked.filter(pl.col("fact") == UNKNOWN).select("person")
    may_lie_ahead = among(days["person"], ahead["person"])
    days = beside(days, until, "known_on")
    days = days.filter(~(may_lie_ahead & (days["day"] > days["known_on"]))).drop("known_on")
    on_test_day = rows_without(cases.select("person", "day"), settled["person"])
    return pl.concat([days, on_test_day])


def _later_publications(rights: pl.DataFrame, reference: date) -> pl.DataFrame:
    """Between which days each right may have been published after the reference date.

    None later than the first that surely was. Without a date it may be any day from the decision
    on; of an unknown group it is the one date or the other. What lies after ``known_on`` of a right
    counts only where nothing lies before.
    """
    may = rights.filter(maybe(pl.col("qualifies")))
    after = pl.col("publication") > reference
    as_of = pl.col("known_on")
    known = may.filter(surely(after & pl.col("qualifies")))
    first_known = together(known.select("person", until="publication"), "person", pl.Expr.min)
    decision, collected = pl.col("decision_date"), pl.col("document_collected_date")
    of_asylum = may.filter(maybe(ASYLUM)).select(
        "person", "known_on", day="decision_date", not_before=pl.lit(None, pl.Date)
    )
    of_others = may.filter(maybe(~ASYLUM)).select(
        "person", "known_on", day=collected, not_before=decision
    )
    since = reference + timedelta(days=1)
    dated = pl.concat([of_asylum, of_others]).filter(maybe(pl.col("day") > reference))
    dated = dated.join(first_known, on="person", how="left")
    day, until = pl.col("day"), pl.col("until")
    first = pl.coalesce(day, pl.max_horizontal("not_before", pl.lit(since)))
    spans = dated.select(
        "person", "until", "known_on", first=first, last=pl.coalesce(day, until, as_of)
    )
    spans = spans.filter(maybe(pl.col("first") <= until))
    in_time = (pl.col("first") <= as_of) | (pl.col("first") == until).fill_null(False)
    some = in_time.any().over("person")
    earliest = pl.col("first") == pl.col("first").min().over("person")
    kept = spans.filter(in_time | (~some & earliest))
    return kept.select("person", "first", last=pl.max_horizontal("first", "last"))
