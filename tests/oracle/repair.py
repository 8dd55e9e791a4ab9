"""Contract section 4: the choice that was offered, and what was repaired up to the day of judging.

`Offer` is the row offered last; of several undated rows what they do not all say is unknown.
"""

from datetime import date, timedelta
from typing import Any

from .facts import right_of_group
from .logic import OPEN, UNKNOWN, Truth, both, contrary, either, known, may, same
from .person import Person
from .reading import Row

NO_DUTY_UNDER_2021 = ("wi2013", "none")
DAYS_TO_CHOOSE = 57  # eight weeks, and the day after


def offered_last(person: Person) -> Row | None:
    dated = [row for row in person.choices if known(row["offered_on"])]
    if dated:
        return max(dated, key=lambda row: row["offered_on"])
    rows = person.choices
    return {name: same([row[name] for row in rows], UNKNOWN) for name in rows[0]} if rows else None


def holds_a_choice(person: Person) -> Truth:
    """Does the row offered last hold a choice? One outside the list is a choice all the same."""
    dated = [row for row in person.choices if known(row["offered_on"])]
    rows = [offered_last(person)] if dated else person.choices
    return same([row["choice"] is not OPEN for row in rows if row], None) if rows else False


def choice_default(person: Person) -> str | None:
    right = right_of_group(person)
    if not person.choices or right is None:
        return None
    if right.group == "asylum" or (right.group == "family" and right.of_asylum):
        return "wi2021"
    if right.group == "other" or (right.group == "family" and right.of_asylum is False):
        return "wi2013"
    return None


def regime_by_choice(person: Person) -> str:
    if "choices" not in person.measured:
        return "not_measured"
    offer = offered_last(person)
    if offer is None:
        return "not_offered"
    return {OPEN: "no_choice", UNKNOWN: "unknown"}.get(offer["choice"], offer["choice"])


def is_wrong(person: Person, row: Row, regime: str) -> Truth:
    """Sent after the reference date and stating wi2021, to someone whose law that is not."""
    late = row["notice_date"] > person.reference if known(row["notice_date"]) else None
    states = row["regime_stated"] == "wi2021" if known(row["regime_stated"]) else None
    not_theirs = None if regime in ("open", "unknown") else regime in NO_DUTY_UNDER_2021
    return both(late, states, not_theirs)


def wrong_notice(person: Person, regime: str) -> str:
    truth = either(*(is_wrong(person, row, regime) for row in person.notices))
    return {True: "yes", False: "no", None: "unknown"}[truth]


def repair(person: Person, regime: str) -> tuple[str, int | None]:
    """The step of the repair, and its days since the first wrong notice."""
    wronged = wrong_notice(person, regime)
    if wronged != "yes":
        return ("not_wronged" if wronged == "no" else "unknown"), None
    wrong = [row for row in person.notices if is_wrong(person, row, regime)]
    first = min(row["notice_date"] for row in wrong)
    for name, truth, day in _steps(person, regime, wrong, first):
        if truth:
            return name, (day - first).days if known(day) else None
        if truth is None:
            return "unknown", None
    return "nothing", (person.as_of - first).days


def _steps(
    person: Person, regime: str, wrong: list[Row], first: date
) -> list[tuple[str, Truth, Any]]:
    withdrawn = _all_withdrawn(person, regime, wrong)
    last_withdrawal = max(
        (row["withdrawn_on"] for row in wrong if known(row["withdrawn_on"])), default=UNKNOWN
    )
    if regime == "none":
        told: tuple[str, Truth, Any] = ("told_right", withdrawn, last_withdrawal)
    else:
        last = max(row["notice_date"] for row in wrong)
        right = [(_tells(row, last, regime), row["notice_date"]) for row in person.notices]
        days = [day for truth, day in right if truth]
        told = ("told_right", either(*(t for t, _ in right)), min(days, default=UNKNOWN))
    if "choices" not in person.measured:
        return [told, ("unknown", None, UNKNOWN)]
    offer = offered_last(person)
    if offer is None:
        return [told, ("withdrawn", withdrawn, last_withdrawal)]
    day = offer["offered_on"]
    offered = day >= first if known(day) else None
    chosen = holds_a_choice(person)
    end = day + timedelta(DAYS_TO_CHOOSE) if known(day) else UNKNOWN
    default = choice_default(person)
    lapsed = both(
        offered,
        None if default is None else default == "wi2013",
        end <= person.as_of if known(end) else None,
        contrary(chosen),
    )
    return [
        told,
        ("chose", both(offered, chosen), offer["chosen_on"]),
        ("default", lapsed, end),
        ("offered", offered, day),
        ("withdrawn", withdrawn, last_withdrawal),
    ]


def _tells(row: Row, last: date, regime: str) -> Truth:
    """Sent after the last wrong notice, stands, and states the law that holds."""
    return both(
        row["notice_date"] > last if known(row["notice_date"]) else None,
        contrary(_withdrawn(row)),
        row["regime_stated"] == regime if known(row["regime_stated"]) else None,
    )


def _withdrawn(row: Row) -> Truth:
    day = row["withdrawn_on"]
    return False if day is OPEN else (True if known(day) else None)


def _all_withdrawn(person: Person, regime: str, wrong: list[Row]) -> Truth:
    surely = both(*(_withdrawn(row) for row in wrong))
    doubtful = [row for row in person.notices if is_wrong(person, row, regime) is None]
    if any(may(contrary(_withdrawn(row))) for row in doubtful):
        return both(surely, None)
    return surely
