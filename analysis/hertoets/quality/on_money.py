"""Ways of looking at the counts for social guidance, beside the registers they should follow.

Source: D2 and L356. The registers give a proxy: status holders by their earliest registration that
no stay in that municipality covers; who is under which law is left out of account.
"""

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.quality.look import Look, day_of, is_known
from hertoets.quality.marks import Marks
from hertoets.quality.on_counts import counted
from hertoets.quality.places import whereabouts
from hertoets.quality.rights import rights_of
from hertoets.quality.together import ROWS, together

PLACES = 10_000  # municipalities have four digits


def periods_agree(look: Look, table: str, most: int) -> Marks:
    """Both circulars count a municipality alike, give or take so many persons."""
    place = look.municipality(table, "municipality")
    number = look.numbers(table, "persons_counted")
    period = {name: look.where(table, {"period": [name]}) for name in ("2022-05", "2022-09")}
    totals = {
        name: np.bincount(place[own], weights=number[own], minlength=PLACES)
        for name, mask in period.items()
        for own in [mask & is_known(place) & is_known(number)]
    }
    judged = is_known(place) & is_known(number)
    differs = np.abs(totals["2022-05"] - totals["2022-09"]) > most
    return Marks(judged, differs[np.maximum(place, 0)])


def _first_registered(look: Look, table: str, first: str, last: str) -> pl.DataFrame:  # noqa: ARG001
    """Count by municipality whose first registration outside reception lies in a period."""
    rows = _first_homes(look, day_of(last))
    rows = rows[look.days("registrations", "valid_from")[rows] >= day_of(first)]
    return counted("place", look.municipality("registrations", "municipality")[rows])


@together(_first_registered)
def counted_as_registered(
    look: Look,
    table: str,
    first_registered: pl.DataFrame,
    first: str,  # noqa: ARG001  asked when they are counted
    last: str,  # noqa: ARG001
    most: int,
    where_period: str,
) -> Marks:
    """No more persons are counted than first registered there in the period, give or take some."""
    place = look.municipality(table, "municipality")
    number = look.numbers(table, "persons_counted")
    judged = is_known(place) & is_known(number) & look.where(table, {"period": [where_period]})
    registered = np.zeros(PLACES, dtype=np.int64)
    registered[first_registered["place"]] = first_registered[ROWS]
    return Marks(judged, number > registered[np.maximum(place, 0)] + most)


def first_home_linked(look: Look, table: str) -> Marks:
    """Of who was ever linked, the first registration outside reception is where they were linked.

    The money follows that registration, the link says who does the work. Judges each status holder
    once, at the row of that registration (`table` is ``registrations``).
    """
    person, place = look.person(table), look.municipality(table, "municipality")
    link = look.municipality("reception", "linked_municipality")
    pairs = look.person("reception").astype(np.int64) * PLACES + link
    linked = look.holding("reception", is_known(link))
    judged = np.zeros(len(person), dtype=bool)
    judged[_first_homes(look, np.inf)] = True
    own = person.astype(np.int64) * PLACES + place
    return Marks(judged & linked[person], ~np.isin(own, pairs[is_known(link)]))


def _first_homes(look: Look, last: float) -> npt.NDArray[np.int64]:
    """The row of each status holder's first registration up to a day and outside reception."""
    person, since = look.person("registrations"), look.days("registrations", "valid_from")
    place = look.municipality("registrations", "municipality")
    rows = np.flatnonzero(
        rights_of(look).asylum_holders[person] & (since <= last) & is_known(place)
    )
    person, since, place = person[rows], since[rows], place[rows]
    at = whereabouts(look, person, since)
    since = np.where(at.inside & (at.location == place), np.inf, since)
    earliest = np.full(look.persons(), np.inf)
    np.minimum.at(earliest, person, since)
    own: npt.NDArray[np.int64] = rows[(since == earliest[person]) & (since < np.inf)]
    return own
