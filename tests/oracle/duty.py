"""Contract section 3: what the Act of a regime says of a person on a day."""

from datetime import date

from .exemptions import completed, diploma_a2, dispensed, schooling
from .logic import Truth, both, contrary, either, first_that_holds, known
from .nationality import excluded
from .person import Person
from .rights import lasts, some_right

# Who is told of one of these was told of a duty that the person did not have.
WITHOUT_DUTY = {"no", "not_yet", "completed", "exempt", "dispensed"}


def duty_on(person: Person, regime: str, day: date) -> str:
    if regime == "none":
        return "no"
    if regime in ("open", "unknown"):
        return "unknown"
    return first_that_holds(
        ("no", lambda: either(excluded(person, day), contrary(_has_right(person, day)))),
        (
            "not_yet",
            lambda: either(
                contrary(person.is_born_since(16, day)),
                contrary(_in_force(person, day)),
                _not_yet_opted_in(person, day),
            ),
        ),
        ("completed", lambda: completed(person, day)),
        (
            "exempt",
            lambda: either(
                schooling(person, day), diploma_a2(person, day) if regime == "wi2013" else False
            ),
        ),
        ("dispensed", lambda: dispensed(person, day)),
        otherwise="obliged",
    )


def _has_right(person: Person, day: date) -> Truth:
    """A right that qualifies lasts to the day; no record at all proves nothing."""
    if not person.rights:
        return None
    return some_right(
        person.rights, lambda r, g: both(r.qualifies_as(g), lasts(r, day, person.rights))
    )


def _in_force(person: Person, day: date) -> Truth:
    """One that lasts to the day is published and has taken effect by then."""
    if not person.rights:
        return None
    return some_right(
        person.rights,
        lambda r, g: both(
            r.qualifies_as(g),
            lasts(r, day, person.rights),
            r.dated_by("publication", day, g),
            r.dated_by("effective", day, g),
        ),
    )


def _not_yet_opted_in(person: Person, day: date) -> Truth:
    if person.treaty not in ("asylum_opted_in", "unknown") or not person.opt_ins:
        return False
    later = both(*(contrary(first <= day) if known(first) else None for first in person.opt_ins))
    return later if person.treaty == "asylum_opted_in" else both(later, None)
