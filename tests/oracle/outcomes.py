"""Contract 4: one row of the outcomes for each person who is not set aside."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from .law import DATE_OF_READING, READINGS, judge
from .person import Person, notice_fact
from .registers import breach, choice_default, informed, regime_by_choice
from .rights import date_fact, date_of, group, qualifies, treaty
from .standing import standing
from .starts import start_of, term_end
from .tables import RawTables, Row, clean

FACTS = ("standing", "treaty", "publication", "decision", "effective", "notice")
OUTCOME_COLUMNS = (
    "person_id",
    *FACTS,
    "group",
    "regime_stated",
    "notice_date",
    "start_stated",
    "term_end_stated",
    *(
        f"{part}_{reading}"
        for reading in READINGS
        for part in ("regime", "rule", "start", "outcome")
    ),
    "certainty",
    "start_shift_days",
    "start_class",
    "term_class",
    "wrong_notice",
    "in_cohort",
    "breach",
    "informed",
    "waited_days",
    "choice_default",
    "regime_by_choice",
)
FIVE = ("publication", "publication_exceptions", "decision", "duty", "scope")

STOP_LETTER = date(2022, 1, 26)
RESTART_WI2013 = date(2022, 5, 23)
RESTART_WI2021 = {
    "family": date(2022, 3, 1),
    "asylum": date(2022, 3, 25),
    "other": date(2022, 3, 25),
}


@dataclass
class OracleResult:
    """The rows of the outcomes, sorted by person; the rows and the persons set aside."""

    outcomes: list[Row]
    set_aside: list[Row]
    persons_set_aside: list[str]


def oracle(
    tables: RawTables,
    *,
    reference_date: date = date(2021, 12, 31),
    cohort_from: date = date(2019, 11, 1),
    cohort_to: date = date(2021, 12, 31),
    tolerance_days: int = 2,
    headline: str = "publication",
) -> OracleResult:
    """Judge every person of an extract of raw texts (contract 1 to 4)."""
    cleaned = clean(tables)
    outcomes = []
    for row in sorted(cleaned.persons, key=lambda one: one["person_id"]):
        name = row["person_id"]
        person = Person(
            row=row,
            rights=cleaned.rows("residence_rights", name),
            exemptions=cleaned.rows("exemptions", name) if cleaned.has("exemptions") else [],
            notices=cleaned.rows("notices", name),
            reference=reference_date,
        )
        optional = {
            table: cleaned.rows(table, name) if cleaned.has(table) else None
            for table in ("registrations", "reception", "data_access", "choices")
        }
        outcome = _outcome(person, headline)
        outcome |= _against_headline(outcome, headline, tolerance_days)
        outcome |= {
            "wrong_notice": _wrong_notice(person, outcome[f"regime_{headline}"]),
            "in_cohort": any(
                day is not None and cohort_from <= day <= cohort_to
                for day in (outcome["start_stated"], outcome[f"start_{headline}"])
            ),
            "breach": breach(optional["data_access"], outcome[f"regime_{headline}"]),
            "informed": informed(
                person.first_notice, optional["reception"], optional["registrations"]
            ),
            "waited_days": _waited_days(person, outcome["group"]),
            "choice_default": choice_default(optional["choices"], outcome["group"]),
            "regime_by_choice": regime_by_choice(optional["choices"]),
        }
        outcomes.append({column: outcome[column] for column in OUTCOME_COLUMNS})
    return OracleResult(outcomes, cleaned.set_aside, cleaned.persons_set_aside)


def _outcome(person: Person, headline: str) -> Row:
    """The facts, what was stated, and every reading."""
    facts = {
        "standing": standing(person),
        "treaty": treaty(person),
        "publication": date_fact(person, "publication"),
        "decision": date_fact(person, "decision"),
        "effective": date_fact(person, "effective"),
        "notice": notice_fact(person),
    }
    first = person.first_notice or {}
    outcome: dict[str, Any] = {"person_id": person.row["person_id"], **facts}
    outcome["group"] = group(person)
    for column in ("regime_stated", "notice_date", "start_stated", "term_end_stated"):
        outcome[column] = first.get(column)
    for reading in READINGS:
        fact = DATE_OF_READING[reading]
        regime, rule = judge(reading, facts)
        outcome[f"regime_{reading}"] = regime
        outcome[f"rule_{reading}"] = rule
        outcome[f"start_{reading}"] = (
            outcome["notice_date"]
            if reading == "notice"
            else start_of(person, fact, regime, facts[fact])
        )
        outcome[f"outcome_{reading}"] = _compared(facts["notice"], regime, outcome["regime_stated"])
    outcome["certainty"] = _certainty(outcome, headline)
    return outcome


def _compared(notice: str, regime: str, stated: str | None) -> str:
    """Contract 4, ``outcome_<r>``: the first that holds."""
    if notice == "no_notice":
        return "no_notice"
    if regime == "unknown" or stated is None:
        return "unknown"
    if regime == "open":
        return "open"
    if regime == "none":
        return "no_duty"
    return "correct" if regime == stated else "wrong_regime"


def _certainty(outcome: Row, headline: str) -> str:
    if outcome[f"outcome_{headline}"] == "unknown":
        return "unknown"
    found = {outcome[f"outcome_{reading}"] for reading in FIVE}
    return "certain" if len(found) == 1 and found != {"open"} else "reading_dependent"


def _against_headline(outcome: Row, headline: str, tolerance: int) -> Row:
    """Contract 4, ``start_shift_days``, ``start_class`` and ``term_class``."""
    start = outcome[f"start_{headline}"]
    shift = _days_between(start, outcome["start_stated"])
    applies = outcome["regime_stated"] == "wi2013" == outcome[f"regime_{headline}"]
    term_shift = _days_between(term_end(start), outcome["term_end_stated"])
    return {
        "start_shift_days": shift,
        "start_class": _class(applies, shift, tolerance, "late", "early"),
        "term_class": _class(applies, term_shift, tolerance, "longer", "shorter"),
    }


def _days_between(left: date | None, right: date | None) -> int | None:
    return None if left is None or right is None else (right - left).days


def _class(applies: bool, shift: int | None, tolerance: int, later: str, earlier: str) -> str:
    if not applies:
        return "not_applicable"
    if shift is None:
        return "unknown"
    if abs(shift) <= tolerance:
        return "on_time"
    return later if shift > 0 else earlier


def _wrong_notice(person: Person, regime: str) -> str:
    """Contract 4, ``wrong_notice``: any notice counts, not only the first."""
    if regime == "wi2021":
        return "no"
    answer = "no"
    for notice in person.notices:
        told, stated = notice["notice_date"], notice["regime_stated"]
        late = told is None or told > person.reference
        if not late or stated == "wi2013":
            continue
        if regime in ("wi2013", "none") and told is not None and stated is not None:
            return "yes"
        answer = "unknown"
    return answer


def _waited_days(person: Person, migrant_group: str) -> int | None:
    """Contract 4, ``waited_days``."""
    first = person.first_notice
    if first is None or first["notice_date"] is None or first["regime_stated"] is None:
        return None
    if first["regime_stated"] == "wi2013":
        restart: date | None = RESTART_WI2013
    else:
        restart = RESTART_WI2021.get(migrant_group)
    published = [
        day
        for right in person.rights
        if qualifies(right) and (day := date_of(right, "publication")) is not None
    ]
    if restart is None or not published:
        return None
    earliest, told = min(published), first["notice_date"]
    if not (earliest < restart <= told):
        return None
    return int((told - max(earliest, STOP_LETTER)).days)
