"""Contract section 4: the row of one person."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from .duty import WITHOUT_DUTY, duty_on
from .facts import Facts, find_facts
from .followed import any_day, fines, lawful_end, loans, plans
from .logic import OPEN, known, same
from .person import Person
from .readings import apply_reading
from .repair import choice_default, offered_last, regime_by_choice, repair, wrong_notice
from .rights import lasts
from .schema import READINGS
from .starts import possible_starts, start_by, term_end_by
from .whereabouts import informed, reception_kind

SIX = READINGS[:6]
Outcomes = dict[str, Any]


def judge(person: Person) -> Outcomes:
    """Everything the contract says of this person; an unknown or empty cell is None."""
    facts = find_facts(person, possible_starts)
    first = person.first or {}
    stated = {
        name: first[name] if first and known(first[name]) else None
        for name in ("regime_stated", "notice_date", "start_stated", "term_end_stated")
    }
    row: Outcomes = {"person_id": person.id, **vars(facts)}
    key = [value for name, value in vars(facts).items()]
    row["situation"] = (*key, stated["regime_stated"])
    row |= stated
    for reading in READINGS:
        regime, rule = apply_reading(reading, facts)
        start = start_by(person, reading, regime, facts)
        row |= {
            f"regime_{reading}": regime,
            f"rule_{reading}": rule,
            f"start_{reading}": start,
            f"term_end_{reading}": term_end_by(person, reading, regime, start),
            f"outcome_{reading}": _outcome(person, regime, stated["regime_stated"]),
        }
    headline = person.settings.headline
    regime, start = row[f"regime_{headline}"], row[f"start_{headline}"]
    duty = _duty(person, regime)
    old_start = start if regime == "wi2013" else None  # what follows asks for a start under wi2013
    row |= {"duty": duty, "certainty": _certainty(row, headline)}
    row |= _classes(person, stated, regime, old_start, row[f"term_end_{headline}"])
    row["wrong_notice"] = wrong_notice(person, regime)
    row["told_without_duty"] = _told_without_duty(person, duty)
    row["in_cohort"] = _in_cohort(person, stated["start_stated"], regime, old_start)
    row["informed"] = informed(person)
    row["breach"] = _breach(person, regime, row["informed"])
    row["reception_kind"] = reception_kind(person)
    row["waited_days"] = _waited(person, facts, duty, old_start)
    row["choice_default"] = choice_default(person)
    row["regime_by_choice"] = regime_by_choice(person)
    row["repair"], row["repair_days"] = repair(person, regime)
    end = lawful_end(person, row[f"term_end_{headline}"])
    row["fine"], row["fine_euro"] = fines(person, regime, end)
    row["loan"], row["loan_euro"] = loans(person, regime, end, row["start_class"])
    late = row["start_class"] == "late"
    row["access_late_days"] = row["start_shift_days"] if late else None
    row["plan"] = plans(person, regime)
    return row


def _outcome(person: Person, regime: str, stated: str | None) -> str:
    if person.first is None:
        return "no_notice"
    if regime == "unknown" or (stated is None and regime in ("wi2013", "wi2021")):
        return "unknown"
    if regime in ("open", "none"):
        return {"open": "open", "none": "no_duty"}[regime]
    return "correct" if stated == regime else "wrong_regime"


def _duty(person: Person, regime: str) -> str:
    """On the date of the first notice; where that is unknown on any day that it may be."""
    if person.notice_day:
        return duty_on(person, regime, person.notice_day)
    days = any_day(person) if person.first else [person.as_of]
    return str(same([duty_on(person, regime, day) for day in days], "unknown"))


def _certainty(row: Outcomes, headline: str) -> str:
    regimes = [row[f"regime_{reading}"] for reading in SIX]
    others = {regime for regime in regimes if regime != "unknown"}
    if "unknown" in (row[f"outcome_{headline}"], row[f"regime_{headline}"]):
        return "unknown"
    if "unknown" in regimes:
        undecided = len(others) <= 1 and "open" not in others
        return "unknown" if undecided else "reading_dependent"
    return "certain" if len(others) == 1 and "open" not in others else "reading_dependent"


def _classes(
    person: Person, stated: Outcomes, regime: str, start: date | None, term_end: date | None
) -> Outcomes:
    tolerance = person.settings.tolerance_days

    def days(said: date | None, lawful: date | None) -> int | None:
        return (said - lawful).days if said and lawful else None

    shift = days(stated["start_stated"], start)
    longer = days(stated["term_end_stated"], term_end)
    regimes = {regime, stated["regime_stated"] or "unknown"}
    if person.first is None or regimes & {"wi2021", "none"}:
        classes = ("not_applicable", "not_applicable")
    elif regimes & {"unknown", "open"}:
        classes = ("unknown", "unknown")
    else:
        classes = (
            _class(shift, tolerance, "late", "early"),
            _class(longer, tolerance, "longer", "shorter"),
        )
    return {"start_shift_days": shift, "start_class": classes[0], "term_class": classes[1]}


def _class(days: int | None, tolerance: int, more: str, less: str) -> str:
    if days is None:
        return "unknown"
    if abs(days) <= tolerance:
        return "on_time"
    return more if days > 0 else less


def _told_without_duty(person: Person, duty: str) -> str:
    if person.first is None:
        return "no"
    if duty == "unknown":
        return "unknown"
    return "yes" if duty in WITHOUT_DUTY else "no"


def _in_cohort(person: Person, said: date | None, regime: str, start: date | None) -> str:
    settings = person.settings
    if any(day and settings.cohort_from <= day <= settings.cohort_to for day in (said, start)):
        return "yes"
    if person.first is not None and said is None:
        return "unknown"
    if regime in ("unknown", "open") or (regime == "wi2013" and start is None):
        return "unknown"
    return "no"


def _breach(person: Person, regime: str, informed: str) -> str:
    if "data_access" not in person.measured:
        return "not_measured"
    rows: Iterable[Any] = person.rows("data_access")
    offer = offered_last(person)
    if offer and offer["choice"] == "wi2021" and known(offer["chosen_on"]):
        chosen = offer["chosen_on"]
        rows = [r for r in rows if not known(r["visible_from"]) or r["visible_from"] < chosen]
    if not rows:
        return "no"
    if regime in ("wi2013", "none"):
        return "viewed" if any(row["viewed"] is True for row in rows) else "visible"
    if regime in ("unknown", "open"):
        return "unknown"
    told = person.first["municipality_informed"] if person.first else OPEN
    if known(told) and any(row["municipality"] == told for row in rows):
        return {"wrong_reception": "elsewhere", "wrong_other": "elsewhere"}.get(
            informed, "unknown" if informed == "unknown" else "no"
        )
    return "no"


def _waited(person: Person, facts: Facts, duty: str, start: date | None) -> int | None:
    """From what came last before the stop was over, to the notice that came after it."""
    if duty != "obliged" or person.first is None or not person.notice_day:
        return None
    settings = person.settings
    if person.first["regime_stated"] == "wi2013":
        restart = settings.restart_wi2013
    elif person.first["regime_stated"] == "wi2021" and facts.group in settings.restart:
        restart = settings.restart[facts.group]
    else:
        return None
    day = person.notice_day
    lasting = [
        right for right in person.rights if right.qualifies and lasts(right, day, person.rights)
    ]
    days = [right.date_by("publication") for right in lasting]
    earliest = min((d for d in days if known(d)), default=None)
    if earliest is None or not earliest < restart <= day:
        return None
    return (day - max(d for d in (earliest, settings.stop, start) if d)).days
