"""Contract section 2: nationality on a day, and who is excluded on it."""

from datetime import date

from .exemptions import exempted
from .logic import OPEN, Truth, either, known
from .person import Person

EU_AND_NEAR = {
    *("AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN"),
    *("IRL", "ITA", "LVA", "LTU", "LUX", "MLT", "POL", "PRT", "ROU", "SVK", "SVN", "ESP", "SWE"),
    *("ISL", "LIE", "NOR", "CHE"),
}
LAST_BRITISH_DAY = date(2020, 12, 31)


def covered(person: Person, day: date, asylum_only: bool = False) -> bool:
    """Does a right that surely qualifies surely run on this day, so that its holder is an alien?

    A right without an end proves that only up to the last thing the registers saw happen.
    """
    seen = [right.decision for right in person.rights if known(right.decision)]
    seen += [person.notice_day] if person.notice_day else []
    for right in person.rights:
        if not right.qualifies or (asylum_only and right.group != "asylum"):
            continue
        last = max(seen, default=date.min) if right.end is OPEN else right.end
        if known(right.effective) and known(last) and right.effective <= day <= last:
            return True
    return False


def dutch(person: Person, day: date) -> Truth:
    if person.nationality == "NLD":
        if known(person.dutch_since):
            return person.dutch_since <= day
        return False if covered(person, day) else None
    if known(person.nationality):
        return False
    return False if covered(person, day, asylum_only=True) else None


def of_the_eu(person: Person, day: date) -> Truth:
    """By the nationality, of someone Dutch by the one before."""
    is_dutch = person.nationality == "NLD"
    code = person.former if is_dutch else person.nationality
    if known(code):
        return code in EU_AND_NEAR or (code == "GBR" and day <= LAST_BRITISH_DAY)
    return False if covered(person, day, asylum_only=not is_dutch) else None


def excluded(person: Person, day: date) -> Truth:
    """Dutch, of the EU, of pension age, or exempt on a ground of exclusion, on this day."""
    return either(
        dutch(person, day),
        of_the_eu(person, day),
        person.pension_reached(day),
        exempted(person, day),
    )
