"""Contract 2: the facts that follow from the rights: three dates, the treaty, and the group."""

from datetime import date

from .days import ONE_DAY, add_years, first_day_within_a_year_before
from .logic import Truth, at_best_unknown, at_most, every, negated, some
from .person import FAR_FUTURE, Person
from .tables import OPEN, Row

TURKISH_ASYLUM_OBLIGED = date(2020, 5, 1)


def qualifies(right: Row) -> Truth:
    """Contract 2: a minister, or not for a temporary purpose."""
    return some([right["spiritual_minister"], negated(right["temporary_purpose"])])


def may_qualify(rights: list[Row]) -> list[Row]:
    """The rights that surely or perhaps qualify."""
    return [right for right in rights if qualifies(right) is not False]


def date_of(right: Row, fact: str) -> date | None:
    """The date that a fact looks at, if known (contract 2, publication date)."""
    decision, collected = right["decision_date"], right["document_collected_date"]
    if fact == "decision":
        return decision
    if fact == "effective":
        return right["effective_date"]
    if right["migrant_group"] == "asylum":
        return decision
    if right["migrant_group"] is not None:
        return collected
    return decision if decision == collected else None


def dated_by_reference(right: Row, fact: str, reference: date) -> Truth:
    """Whether the date lies on or before the reference date; false: it surely lies after."""
    known = date_of(right, fact)
    if known is not None:
        return known <= reference
    if fact != "publication" or right["migrant_group"] == "asylum":
        return None
    decision, collected = right["decision_date"], right["document_collected_date"]
    if decision is not None and decision > reference:
        return False
    if right["migrant_group"] is None and decision is not None and collected is not None:
        # the decision is before; so is the publication, unless the collection came later
        return True if collected <= reference else None
    return None


def makes_before(person: Person, right: Row, fact: str) -> Truth:
    """Whether this right makes the fact ``before``."""
    return every(
        [
            qualifies(right),
            dated_by_reference(right, fact, person.reference),
            some(
                [
                    person.lasts_to_test_day(right["end_date"]),
                    *(_joined(person, right, other) for other in _others(person, right)),
                ]
            ),
        ]
    )


def _others(person: Person, right: Row) -> list[Row]:
    return [other for other in person.rights if other is not right]


def _joined(person: Person, right: Row, other: Row) -> Truth:
    """Whether the other right takes over before or on the day after this one's end."""
    return every(
        [
            qualifies(other),
            person.lasts_to_test_day(other["end_date"]),
            _takes_over(right, other["effective_date"]),
        ]
    )


def _takes_over(right: Row, other_begin: date | None) -> Truth:
    """Whether a begin lies after this right's begin, at the latest the day after its end."""
    begin, end = right["effective_date"], right["end_date"]
    day_after = end + ONE_DAY if isinstance(end, date) else None
    if other_begin is None:
        # no day at all lies between, whatever the unknown begin is
        empty = begin is not None and day_after is not None and begin >= day_after
        return False if empty else None
    return every([negated(at_most(other_begin, begin)), at_most(other_begin, day_after)])


def _makes_bridged(person: Person, right: Row, fact: str) -> Truth:
    """Besluit 2.2(2): ended before the test day, the next within one year after that end."""
    return every(
        [
            qualifies(right),
            dated_by_reference(right, fact, person.reference),
            some(
                every([qualifies(other), _gap_bridged(person, right["end_date"], other)])
                for other in _others(person, right)
            ),
        ]
    )


def _gap_bridged(person: Person, end: date | str | None, other: Row) -> Truth:
    begin = other["effective_date"]
    latest_test_day = person.test_day or person.reference
    if end == OPEN:
        return False
    if end is None:
        if begin is None or first_day_within_a_year_before(begin) < latest_test_day:
            return None
        return False
    if end >= latest_test_day:
        return False
    within = None if begin is None else end < begin <= add_years(end, 1)
    return within if person.test_day is not None else at_best_unknown(within)


def date_fact(person: Person, fact: str) -> str:
    """Contract 2, ``publication``, ``decision``, ``effective``."""
    if not person.rights:
        return "unknown"
    rights = person.rights
    ladder = (
        ("before", some(makes_before(person, right, fact) for right in rights)),
        ("bridged", some(_makes_bridged(person, right, fact) for right in rights)),
        (
            "after",
            some(
                every(
                    [
                        qualifies(right),
                        negated(dated_by_reference(right, fact, person.reference)),
                    ]
                )
                for right in rights
            ),
        ),
        ("no_right", True),
    )
    for name, holds in ladder:
        if holds is not False:
            return name if holds else "unknown"
    raise AssertionError("the last step always holds")


def treaty(person: Person) -> str:
    """Contract 2, ``treaty``."""
    candidates = may_qualify(person.rights)
    nationality = person.row["nationality"]
    if not candidates:
        return "none"
    if nationality is None:
        return "unknown"
    if nationality != "TUR":
        return "none"
    said = {_treaty_word(right) for right in candidates}
    if len(said) == 1 and None not in said:
        return said.pop() or "unknown"
    sure = all(
        qualifies(right) and right["migrant_group"] and right["decision_date"]
        for right in candidates
    )
    return (_treaty_word(min(candidates, key=by_decision)) or "unknown") if sure else "unknown"


def _treaty_word(right: Row) -> str | None:
    if right["migrant_group"] is None:
        return None
    if right["migrant_group"] != "asylum":
        return "family_or_other"
    decision = right["decision_date"]
    if decision is None:
        return None
    since = decision >= TURKISH_ASYLUM_OBLIGED
    return "asylum_since_may_2020" if since else "asylum_before_may_2020"


def by_decision(right: Row) -> tuple[date, bool, str]:
    """Sort by decision date, undated last, then ``right_id``."""
    decision = right["decision_date"] or FAR_FUTURE
    return decision, right["right_id"] is None, right["right_id"] or ""


def group(person: Person) -> str:
    """Contract 4, ``group``."""
    candidates = sorted(may_qualify(person.rights), key=by_decision)
    return (candidates[0]["migrant_group"] or "unknown") if candidates else "unknown"
