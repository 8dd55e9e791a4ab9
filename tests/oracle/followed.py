"""Contract section 4, "What followed": fines, loans and plans, by the headline."""

from datetime import date, timedelta
from typing import Any

from .days import shift
from .duty import WITHOUT_DUTY, duty_on
from .exemptions import treaty_counts
from .facts import published, right_of_group
from .logic import OPEN, UNKNOWN, Truth, agreed, both, either, first_that_holds, known, may
from .person import EARLY, Person, days_between
from .reading import Row
from .repair import NO_DUTY_UNDER_2021
from .schema import DISPENSED, EXCLUDED


def lawful_end(person: Person, term_end: date | None) -> Any:
    """The term by the headline and the extensions granted by the day of judging."""
    if term_end is None:
        return UNKNOWN
    granted = [row for row in person.rows("extensions") if not person.later(row["granted_on"])]
    if any(not known(row["days"]) for row in granted):
        return UNKNOWN
    return term_end + timedelta(sum(row["days"] for row in granted))


def _is(regime: str, *regimes: str) -> Truth:
    return None if regime in ("open", "unknown") else regime in regimes


def fines(person: Person, regime: str, end: Any) -> tuple[str, int | None]:
    """The worst that surely holds of a fine, and the sum of those without duty or too early."""
    if "fines" not in person.measured:
        return "not_measured", None
    rows = [row for row in person.rows("fines") if not person.later(row["imposed_on"])]
    stands = [_stands(person, row) for row in rows]
    unlawful = [_without_duty(person, row, regime) for row in rows]
    early = [
        both(
            _is(regime, "wi2013"),
            row["imposed_on"] <= end if known(row["imposed_on"]) and known(end) else None,
        )
        for row in rows
    ]
    each = list(zip(stands, unlawful, early, strict=True))
    fine = first_that_holds(
        ("without_duty", lambda: either(*(both(s, u) for s, u, _ in each))),
        ("too_early", lambda: either(*(both(s, e) for s, _, e in each))),
        ("other", lambda: either(*stands)),
        otherwise="no_fine",
    )
    unlawful_or_early = [both(s, either(u, e)) for s, u, e in each]
    amounts = [row["amount_euro"] for row in rows]
    return fine, _sum(list(zip(unlawful_or_early, amounts, strict=True)))


def _stands(person: Person, row: Row) -> Truth:
    day = person.not_yet(row["withdrawn_on"])
    return True if day is OPEN else (False if known(day) else None)


def _without_duty(person: Person, row: Row, regime: str) -> Truth:
    if known(row["imposed_on"]):
        duties = {duty_on(person, regime, row["imposed_on"])}
    else:
        duties = {duty_on(person, regime, day) for day in any_day(person)}
    return agreed(None if duty == "unknown" else duty in WITHOUT_DUTY for duty in duties)


def any_day(person: Person) -> list[date]:
    """Every day on which something undated may have happened, up to the day of judging."""
    first = min(published(person, surely=False), default=EARLY)
    return days_between(person, first, person.as_of) or [person.as_of]


def _sum(parts: list[tuple[Truth, Any]]) -> int | None:
    counted = [(truth, amount) for truth, amount in parts if may(truth)]
    if any(not known(amount) or (truth is None and amount != 0) for truth, amount in counted):
        return None
    return sum(amount for _, amount in counted)


def loans(person: Person, regime: str, end: Any, start_class: str) -> tuple[str, int | None]:
    if "loans" not in person.measured:
        return "not_measured", None
    rows = [row for row in person.rows("loans") if not person.later(row["granted_on"])]
    open_loans = [_is_open(person, row["written_off_on"]) for row in rows]
    collected = [
        either(still, _happened(person, row["repayment_from"]))
        for still, row in zip(open_loans, rows, strict=True)
    ]
    loan = first_that_holds(
        (
            "not_written_off",
            lambda: both(
                _of_asylum(person),
                _is(regime, "wi2013"),
                either(*collected),
                _settled_between(person, end),
            ),
        ),
        ("late_access", lambda: both(_first_loan_after_start(person, rows), _late(start_class))),
        otherwise="other" if rows else "no_loan",
    )
    amounts = [row["amount_euro"] for row in rows]
    return loan, _sum(list(zip(open_loans, amounts, strict=True)))


def _is_open(person: Person, value: Any) -> Truth:
    day = person.not_yet(value)
    return True if day is OPEN else (False if known(day) else None)


def _happened(person: Person, value: Any) -> Truth:
    still = _is_open(person, value)
    return None if still is None else not still


def _of_asylum(person: Person) -> Truth:
    right = right_of_group(person)
    if right is None or not known(right.group):
        return None
    if right.group == "family":
        return right.of_asylum
    return bool(right.group == "asylum")


def _late(start_class: str) -> Truth:
    return None if start_class == "unknown" else start_class == "late"


def _first_loan_after_start(person: Person, rows: list[Row]) -> Truth:
    if not rows:
        return False
    start = person.first["start_stated"] if person.first else UNKNOWN
    days = [row["granted_on"] for row in rows]
    certain = [day for day in days if known(day)]
    if not known(start):
        return None
    if certain and min(certain) < start:
        return False
    return True if len(certain) == len(days) else None


def _settled_between(person: Person, end: Any) -> Truth:
    """Settled by the lawful end, but only after the end that the notice stated."""
    if person.first is None:
        return False  # nobody stated an end
    stated = person.first["term_end_stated"]
    tried = {
        date.min,
        *(shift(day, step) for day in (stated, end) if known(day) for step in (0, 1)),
    }
    return agreed(
        day is not None
        and both(day > stated if known(stated) else None, day <= end if known(end) else None)
        for day in _possible_settled(person, sorted(tried))
    )


def _possible_settled(person: Person, tried: list[date]) -> set[date | None]:
    """The days on which the duty may have been settled first; None: not at all."""
    certain: list[date] = []
    doubtful: list[date] = []
    for row in person.exemptions:
        begin = row["valid_from"]
        if person.later(begin):
            continue
        days = [begin] if known(begin) else tried
        for day in days:
            truth = _settles(person, row, day)
            if truth and known(begin):
                certain.append(day)
            elif may(truth):
                doubtful.append(day)
    first = min(certain, default=None)
    return {first, *(day for day in doubtful if first is None or day < first)}


def _settles(person: Person, row: Row, day: date) -> Truth:
    """Did this row, beginning on the day, complete the duty or lift it?"""
    if known(row["valid_to"]) and row["valid_to"] < day:
        return False  # no end lies before its begin, also one that is not known
    if not known(row["kind"]):
        return None
    if row["kind"] == "treaty":
        return treaty_counts(person, day)
    return row["kind"] in {"completed"} | EXCLUDED | DISPENSED


def plans(person: Person, regime: str) -> str:
    if "plans" not in person.measured:
        return "not_measured"
    rows = [row for row in person.rows("plans") if not person.later(row["plan_date"])]
    return first_that_holds(
        (
            "without_basis",
            lambda: both(
                _is(regime, *NO_DUTY_UNDER_2021),
                either(*(_before_choice(person, row["plan_date"]) for row in rows)),
            ),
        ),
        otherwise="other" if rows else "no_plan",
    )


def _before_choice(person: Person, plan: Any) -> Truth:
    """No choice for the Wi2021 had been made when the plan was drawn up."""
    if "choices" not in person.measured:
        return None
    truths: list[Truth] = []
    for row in person.choices:
        if row["choice"] is OPEN or row["choice"] == "wi2013":
            continue
        chosen = row["chosen_on"]
        made = plan >= chosen if known(plan) and known(chosen) else None
        truths.append(made if row["choice"] == "wi2021" else both(made, None))
    made = either(*truths)
    return None if made is None else not made
