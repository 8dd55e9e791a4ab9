"""Contract 2: the fact ``standing``."""

from datetime import date

from .days import PENSION_MONTHS, add_months
from .logic import Truth, at_best_unknown, at_most, every, negated, some
from .person import Person
from .tables import OPEN, Row

FREE_MOVERS = {
    "AUT", "BEL", "BGR", "CHE", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC",
    "HRV", "HUN", "IRL", "ISL", "ITA", "LIE", "LTU", "LUX", "LVA", "MLT", "NOR", "POL", "PRT",
    "ROU", "SVK", "SVN", "SWE",
}  # fmt: skip

EXCLUDED = ("eight_years", "diploma", "treaty", "eu_national", "eu_family", "eu_longterm")
SCHOOLING = ("compulsory_education", "follow_on_education")
DISPENSED = ("medical", "effort", "integrated")
LASTING = ("diploma", "eight_years", "completed", "diploma_a2")


def standing(person: Person) -> str:
    """Contract 2, ``standing``: down the list, to the first that surely or perhaps holds."""
    reference = person.reference
    ladder = (
        ("excluded", _excluded(person)),
        ("completed", _exempt(person, ("completed",), reference)),
        ("under_16", negated(_reached(person, 16 * 12, reference))),
        ("schooling", _exempt(person, SCHOOLING, reference)),
        ("diploma_a2", _exempt(person, ("diploma_a2",), reference)),
        ("dispensed", _exempt(person, DISPENSED, reference)),
        ("obligable", True),
    )
    for name, holds in ladder:
        if holds is not False:
            return name if holds else "unknown"
    raise AssertionError("the last step always holds")


def _excluded(person: Person) -> Truth:
    """On the test day: nationality, pension age or an exemption."""
    nationality = person.row["nationality"]
    free = None if nationality in (None, "NLD") else nationality in FREE_MOVERS
    if person.test_day is None:
        # an earlier day than any age or exemption cannot be ruled out
        old = at_best_unknown(_reached(person, PENSION_MONTHS, person.reference))
    else:
        old = _reached(person, PENSION_MONTHS, person.test_day)
    return some([free, old, _exempt(person, EXCLUDED, person.test_day)])


def _reached(person: Person, months: int, day: date) -> Truth:
    """Whether the person has that age on the day, over all possible days of birth."""
    birth = person.row["birth_date"]
    if birth is None:
        return None
    if add_months(birth[1], months) <= day:
        return True
    return None if add_months(birth[0], months) <= day else False


def _exempt(person: Person, kinds: tuple[str, ...], day: date | None) -> Truth:
    """Whether an exemption of one of the kinds counts; one of unknown kind may be of any."""
    answers: list[Truth] = []
    for exemption in person.exemptions:
        if exemption["kind"] is None:
            possible = some(_counts(exemption, kind, day, person.reference) for kind in kinds)
            answers.append(at_best_unknown(possible))
        elif exemption["kind"] in kinds:
            answers.append(_counts(exemption, exemption["kind"], day, person.reference))
    return some(answers)


def _counts(exemption: Row, kind: str, day: date | None, reference: date) -> Truth:
    """Running on the day; a lasting kind also when it began by then and ended since."""
    first, last = exemption["valid_from"], exemption["valid_to"]
    if day is None:
        return False if first is not None and first > reference else None
    if kind in LASTING:
        if first is not None:
            return first <= day
        return True if isinstance(last, date) and last <= day else None
    still = True if last == OPEN else at_most(day, last)
    return every([at_most(first, day), still])
