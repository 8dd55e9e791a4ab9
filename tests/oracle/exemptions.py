"""Contract section 2: when an exemption counts, and when schooling holds."""

from datetime import date

from .days import shift
from .logic import OPEN, Truth, both, contrary, either, known
from .person import Person
from .reading import Row
from .schema import DISPENSED, EXCLUDED, SCHOOLING

# What was once reached stays reached, also when the row has ended.
LASTING = {"diploma", "eight_years", "completed", "diploma_a2"}


def begun(row: Row, day: date) -> Truth:
    return row["valid_from"] <= day if known(row["valid_from"]) else None


def runs(row: Row, day: date) -> Truth:
    """From its first to its last day, both included."""
    end = row["valid_to"]
    not_ended = True if end is OPEN else (day <= end if known(end) else None)
    return both(begun(row, day), not_ended)


def counts(person: Person, row: Row, kind: str, day: date) -> Truth:
    """Does this row count on the day as an exemption of this kind?"""
    if known(row["kind"]) and row["kind"] != kind:
        return False
    if kind in LASTING:
        # It began by the day; a last day by then is proof enough of that.
        ended = known(row["valid_to"]) and row["valid_to"] <= day
        holds = either(begun(row, day), ended and not known(row["valid_from"]))
    else:
        holds = runs(row, day)
    if kind == "treaty":
        holds = both(holds, treaty_counts(person, day))
    # A row of unknown kind may be of this kind, or of another.
    return holds if known(row["kind"]) else both(holds, None)


def treaty_counts(person: Person, day: date) -> Truth:
    """Not once the person came under the Act by choice, nor for Turkish asylum since May 2020."""
    by_choice = either(*(first <= day if known(first) else None for first in person.opt_ins))
    if person.treaty == "asylum_since_may_2020":
        obliged_by_law: Truth = True
    elif person.treaty == "unknown" or not known(nationality_before(person)):
        obliged_by_law = None
    else:
        obliged_by_law = False
    return both(contrary(by_choice), contrary(obliged_by_law))


def nationality_before(person: Person) -> object:
    """The nationality, or for someone Dutch the one before."""
    return person.former if person.nationality == "NLD" else person.nationality


def any_counts(person: Person, kinds: set[str], day: date) -> Truth:
    return either(*(counts(person, row, kind, day) for row in person.exemptions for kind in kinds))


def completed(person: Person, day: date) -> Truth:
    return any_counts(person, {"completed"}, day)


def diploma_a2(person: Person, day: date) -> Truth:
    return any_counts(person, {"diploma_a2"}, day)


def dispensed(person: Person, day: date) -> Truth:
    return any_counts(person, DISPENSED, day)


def exempted(person: Person, day: date) -> Truth:
    return any_counts(person, EXCLUDED, day)


def schooling(person: Person, day: date) -> Truth:
    """A spell of schooling covers the day and the next one; at 16 and 17 it only may.

    Spells that overlap or touch count as one, so the day after may lie in another row.
    """
    recorded = both(_at_school(person, day), _at_school(person, shift(day, 1)))
    return either(recorded, None if presumed(person, day) else False)


def _at_school(person: Person, day: date) -> Truth:
    return either(
        *(
            runs(row, day) if known(row["kind"]) else both(runs(row, day), None)
            for row in person.exemptions
            if not known(row["kind"]) or row["kind"] in SCHOOLING
        )
    )


def presumed(person: Person, day: date) -> bool:
    """Of school age, and nothing on record about school after the 16th birthday."""
    sixteen, eighteen = person.birthday(16), person.birthday(18)
    if sixteen and eighteen and not sixteen[0] <= day < eighteen[1]:
        return False
    for row in person.exemptions:
        if not known(row["kind"]) or row["kind"] not in SCHOOLING:
            continue
        if not known(row["valid_from"]) or (
            (end := row["valid_to"]) is not OPEN and not known(end)
        ):
            continue
        if end is OPEN or sixteen is None or end > sixteen[0]:
            return False
    return True


def holds_back(person: Person, day: date) -> Truth:
    """Does something move the start past this day (contract section 3)?

    Schooling that holds on it, a treaty that counts on it, or a right as an EU citizen or kin.
    """
    eu = any_counts(person, {"treaty", "eu_national", "eu_family", "eu_longterm"}, day)
    return either(schooling(person, day), eu)
