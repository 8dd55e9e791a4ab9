"""Ways of looking at municipalities: who was told, who was linked, who could look.

Source: L356 (the link between COA and DUO, the portal); the contract's section 4.
"""

import numpy as np
import numpy.typing as npt

from hertoets.quality.look import Look, Numbers, day_of, is_known
from hertoets.quality.marks import Marks, Tally
from hertoets.quality.places import in_access, in_notices
from hertoets.quality.rights import rights_of

ROOM = 10_000  # municipalities have four digits


def told_at_link(look: Look, table: str) -> Marks:
    """In reception and linked elsewhere: not the municipality of the reception was told."""
    at, told = in_notices(look), look.municipality(table, "municipality_informed")
    judged = at.inside & is_known(at.linked) & is_known(at.location) & is_known(told)
    return Marks(judged & (at.linked != at.location), told == at.location)


def told_responsible(look: Look, table: str) -> Marks:
    """No third municipality was told: neither the responsible one nor that of the reception."""
    at, told = in_notices(look), look.municipality(table, "municipality_informed")
    judged = is_known(at.responsible) & is_known(told)
    elsewhere = (told != at.responsible) & ~(at.inside & (told == at.location))
    return Marks(judged, elsewhere)


def linked_when_told(look: Look, table: str) -> Marks:  # noqa: ARG001  kinds are called alike
    """Who is in reception on the day of the notice was linked on or before that day."""
    at = in_notices(look)
    return Marks(at.inside, ~is_known(at.linked))


def linked_in_reception(look: Look, table: str, after_days: int) -> Marks | Tally:
    """Nobody stays in reception without a link for longer than so many days after the decision."""
    decided = rights_of(look).first_of_any[look.person(table)]
    day = look.extract.meta.delivered_on
    last = np.inf if day is None else day_of(day.isoformat())
    begin = np.fmax(look.days(table, "from_date"), decided)
    stayed = np.minimum(look.until(table, "to_date"), last) - begin
    judged = ~np.isnan(stayed) & ~np.isnan(decided) & (stayed > after_days)
    readable = look.frame(table)["linked_municipality"].is_not_null().to_numpy()
    return Marks(judged & readable, ~look.filled(table, "linked_municipality"))


def access_grounded(look: Look, table: str) -> Marks:
    """Who could look was responsible on the first day, or had been told."""
    at, seen = in_access(look), look.municipality(table, "municipality")
    judged = is_known(at.responsible) & is_known(seen)
    wrong = judged & (seen != at.responsible)
    # Few are left, so only their pairs of person and municipality are looked up.
    told = look.municipality("notices", "municipality_informed")
    pairs = _pairs(look.person("notices"), told)[is_known(told)]
    rows = np.flatnonzero(wrong)
    left = _pairs(look.person(table)[rows], seen[rows])
    wrong[rows[np.isin(left, pairs[np.isin(pairs // ROOM, left // ROOM)])]] = False
    return Marks(judged, wrong)


def _pairs(person: Numbers, municipality: Numbers) -> npt.NDArray[np.int64]:
    return person.astype(np.int64) * ROOM + municipality
