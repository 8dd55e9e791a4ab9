"""Ways of looking at what lies between a person's rights and the other tables.

The law's facts are not known here; `hertoets.quality.rights` says what stands in for them.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from hertoets.quality.look import Days, Look, Mask, Where, day_of, is_known
from hertoets.quality.marks import Marks, Tally
from hertoets.quality.rights import RIGHTS, rights_of

DUTCH: Final = "NLD"


def has_right(look: Look, table: str) -> Marks:
    """The person of the row has a right in the delivery."""
    held = rights_of(look).holders[look.person(table)]
    return Marks(np.ones(len(held), dtype=bool), ~held)


def has_notice(look: Look, table: str, column: str = "", since: str = "", until: str = "") -> Marks:
    """The person of the row has a notice in the delivery.

    With a `column` it keeps to rows with a known date there, from `since` to `until` (included).
    """
    told = look.holding("notices")[look.person(table)]
    judged = np.ones(len(told), dtype=bool)
    if column:
        days = look.days(table, column)
        judged = ~np.isnan(days)
        if since:
            judged &= days >= day_of(since)
        if until:
            judged &= days <= day_of(until)
    return Marks(judged, ~told)


def has_row_in(
    look: Look, table: str, other: str, after_days: int, since: str = ""
) -> Marks | Tally:
    """Who was decided on more than so many days before the delivery has a row in another table.

    Judges `residence_rights` that count, each person once (the row of the earliest decision), and
    of those the ones decided on `since` or later.
    """
    day = look.extract.meta.delivered_on
    if day is None:
        return Tally(0, 0)
    first = first_rows(look)
    waited = day_of(day.isoformat()) - look.days(table, "decision_date")
    judged = first & (waited > after_days)
    if since:
        judged &= look.days(table, "decision_date") >= day_of(since)
    return Marks(judged, ~look.holding(other)[look.person(table)])


def within_days(
    look: Look,
    table: str,
    column: str,
    after: str,
    least: int | None = None,
    most: int | None = None,
    first_only: bool = False,
    where: Where | None = None,
) -> Marks:
    """The date lies at least, or at most, so many days after the person's first decision.

    `after` is ``decision`` (any right), ``lasting_decision`` (of a right that counts) or
    ``publication``; `first_only` keeps to each person's earliest row.
    """
    rights = rights_of(look)
    base = {
        "decision": rights.first_of_any,
        "lasting_decision": rights.first_decision,
        "publication": rights.published,
    }[after]
    days = look.days(table, column)
    apart = days - base[look.person(table)]
    judged = ~np.isnan(apart) & look.where(table, where)
    if first_only:
        judged &= _is_first(look, table, days)
    wrong = np.zeros(len(apart), dtype=bool)
    if least is not None:
        wrong |= apart < least
    if most is not None:
        wrong |= apart > most
    return Marks(judged, wrong)


def begins_after_first(
    look: Look, table: str, column: str, other: str, other_column: str, where: Where | None = None
) -> Marks:
    """The date does not lie before the person's first date in another table."""
    first = np.full(look.persons(), np.inf, dtype=np.float32)
    dates = look.days(other, other_column)
    known = ~np.isnan(dates)
    np.minimum.at(first, look.person(other)[known], dates[known])
    days, earliest = look.days(table, column), first[look.person(table)]
    judged = look.where(table, where) & ~np.isnan(days) & np.isfinite(earliest)
    return Marks(judged, days < earliest)


def regime_fits(look: Look, table: str, regime: str, until: str) -> Marks:
    """The notice states a law that the day of the right leaves open.

    For ``wi2021`` it is wrong where a right that counts was made known on or before `until`; for
    ``wi2013`` where every right that counts was decided later. No reading of the law is applied.
    """
    rights, day = rights_of(look), day_of(until)
    stated = look.where(table, {"regime_stated": [regime]})
    person = look.person(table)
    if regime == "wi2021":
        date = rights.published[person]
        wrong = date <= day
    else:
        date = rights.first_decision[person]
        wrong = date > day
    return Marks(stated & ~np.isnan(date), wrong)


def told_after(look: Look, table: str, until: str, since: str) -> Marks:
    """Whoever was told the new law since a day, with a right of `until` or before, had a choice.

    Judges `notices`; needs the table ``choices``.
    """
    wrongly = _wrongly_told(look, table, until, since)
    return Marks(wrongly, ~look.holding("choices")[look.person(table)])


def offered_rightly(look: Look, table: str, until: str, since: str) -> Marks:
    """Whoever was offered a choice was told the new law with a right of `until` or before."""
    told = look.holding("notices", _wrongly_told(look, "notices", until, since))
    own = told[look.person(table)]
    return Marks(np.ones(len(own), dtype=bool), ~own)


def seen_rightly(look: Look, table: str, until: str) -> Marks:
    """Nobody is seen whose right was made known on or before `until`: no task, no ground."""
    published = rights_of(look).published[look.person(table)]
    return Marks(~np.isnan(published), published <= day_of(until))


def age_between(
    look: Look,
    table: str,
    column: str,
    least_years: int | None = None,
    most_years: int | None = None,
    most_months: int = 0,
) -> Marks:
    """On the date the person has, for sure, the least age and is not beyond the greatest."""
    person, dates = look.person(table), look.numbers(table, column)
    born_first = look.numbers("persons", "birth_from")[person].astype(np.int64)
    born_last = look.numbers("persons", "birth_to")[person].astype(np.int64)
    judged = is_known(dates) & is_known(born_first)
    wrong: Mask = np.zeros(len(dates), dtype=bool)
    if least_years is not None:
        wrong |= born_first + least_years * 10000 > dates
    if most_years is not None:
        months = born_last // 100 % 100 + most_months
        carried = np.where(months > 12, 10000 - 1200, 0)
        oldest = born_last + most_years * 10000 + most_months * 100 + carried
        wrong |= oldest <= dates
    return Marks(judged, wrong)


def nationality_outside(look: Look, table: str, codes: Sequence[str]) -> Marks:
    """The person of the row holds none of these nationalities."""
    held = look.where("persons", {"nationality": codes})[look.person(table)]
    known = look.filled("persons", "nationality")[look.person(table)]
    return Marks(known, held)


def of_nationality(
    look: Look, table: str, codes: Sequence[str], where: Where | None = None
) -> Marks:
    """The person of the row surely holds one of these, or held it before the Dutch one."""
    held = look.where("persons", {"nationality": codes})
    held |= look.where("persons", {"nationality": [DUTCH], "former_nationality": codes})
    return Marks(look.where(table, where), ~held[look.person(table)])


def dutch_since_known(look: Look, table: str) -> Marks:
    """Of the person of the row, where Dutch, it is known since when."""
    dutch = look.where("persons", {"nationality": [DUTCH]})
    undated = ~look.filled("persons", "dutch_since")
    return Marks(dutch[look.person(table)], undated[look.person(table)])


def known_beside(look: Look, table: str, other: str, other_column: str) -> Marks:
    """Of the person of the row a column of another table is known in each row; open is known."""
    unknown = look.frame(other)[other_column].is_null().to_numpy()
    person = look.person(table)
    return Marks(look.holding(other)[person], look.holding(other, unknown)[person])


def _wrongly_told(look: Look, table: str, until: str, since: str) -> Mask:
    published = rights_of(look).published[look.person(table)]
    stated = look.where(table, {"regime_stated": ["wi2021"]})
    return (
        stated & (published <= day_of(until)) & (look.days(table, "notice_date") >= day_of(since))
    )


def first_rows(look: Look) -> Mask:
    """Of each person with a right that counts, the row of the earliest known decision."""
    rights = rights_of(look)
    decided = np.where(rights.counts, look.days(RIGHTS, "decision_date"), np.nan)
    return _is_first(look, RIGHTS, decided)


def _is_first(look: Look, table: str, days: Days) -> Mask:
    """Of each person one row: of the earliest known days the one delivered first."""
    person, rows = look.person(table), np.arange(len(days))
    known = ~np.isnan(days)
    earliest = np.full(look.persons(), np.inf, dtype=np.float32)
    np.minimum.at(earliest, person[known], days[known])
    early = known & (days == earliest[person])
    first = np.full(look.persons(), len(days))
    np.minimum.at(first, person[early], rows[early])
    opens: Mask = early & (rows == first[person])
    return opens
