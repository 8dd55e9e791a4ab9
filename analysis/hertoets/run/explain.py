"""Tell for one person what each reading says, by which rule, and what would decide the rest.

The page shows a person's own records: it is for whoever may see them, and is written nowhere.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hertoets.errors import UseError
from hertoets.law import FACT_VALUES, Law, Reading, Situation, decides, judge, undecided_facts
from hertoets.law.model import UNKNOWN
from hertoets.run.compute import PROTECTED
from hertoets.run.intact import open_finished
from hertoets.run.page import Cell, Page, Section
from hertoets.run.parameters import Parameters
from hertoets.run.source_rows import source_sections
from hertoets.run.tables import read_table

_TERM_YEARS = 3  # Wi2013 art. 7: the term within which to integrate

# What each answer that may be unknown rests on: the columns to look at to get it decided.
_RESTS_ON = {
    "standing": "birth_date, nationality, exemptions, date of the first notice",
    "treaty": "nationality; migrant_group and decision_date of the rights",
    "publication": "migrant_group, decision_date, document_collected_date, temporary_purpose, "
    "spiritual_minister, effective_date, end_date",
    "decision": "decision_date, temporary_purpose, spiritual_minister, effective_date, end_date",
    "effective": "effective_date, end_date, temporary_purpose, spiritual_minister",
    "notice": "notice_date",
    "group": "migrant_group, decision_date",
    "regime_stated": "regime_stated of the first notice",
    "certainty": "the headline outcome",
    "start_class": "start_stated and the start by the headline reading",
    "term_class": "term_end_stated and the start by the headline reading",
    "wrong_notice": "the headline regime; notice_date and regime_stated of every notice",
    "breach": "the headline regime",
    "informed": "notice_date, reception and registrations on that day, municipality_informed",
}
_CONSEQUENCES = (
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


def explain_person(run: Path, person_id: str) -> Page:
    """Make the page of one person.

    Parameters
    ----------
    run : Path
        Folder of a finished run.
    person_id : str
        The pseudonym.

    Returns
    -------
    Page

    Raises
    ------
    UseError
        If the folder is not a run, its decision tables are not those in force, or the run
        has no such person; other persons are not named.
    """
    record = open_finished(run)
    parameters = Parameters.from_values(record["parameters"])
    law = _law_of(record, parameters)
    person = _outcome(run, person_id)
    situation = Situation(**{fact: person[fact] for fact in FACT_VALUES})
    readings = tuple(law.readings.values())
    return Page(
        title=f"{_fictitious(record)}{person_id}   group {person['group']}   "
        f"situation {person['situation_id']}",
        sections=(
            *source_sections(run, record, person_id),
            Section("first_notice", "What the first notice stated", rows=_stated(person)),
            Section(
                "facts",
                f"Facts (reference date {parameters.reference_date})",
                ("fact", "value", "meaning"),
                _facts(law, situation),
            ),
            Section(
                "readings",
                f"What each reading says (headline: {parameters.headline})",
                ("reading", "regime", "start", "term ends", "outcome", "rule"),
                tuple(_reading_row(reading, person, situation) for reading in readings),
            ),
            Section(
                "rules",
                "The rules",
                ("rule and source", "says", "document"),
                _rules(law, readings, situation),
            ),
            Section("consequences", "What follows", rows=_named(person, _CONSEQUENCES)),
            Section(
                "deciding",
                "What would decide it",
                ("fact", "would say", "by", "rests on"),
                _deciding(readings, situation),
            ),
            Section("unknown", "What else is unknown", ("answer", "rests on"), _unknown(person)),
        ),
    )


def _fictitious(record: Mapping[str, Any]) -> str:
    return "FICTIEF   " if record["extract"]["synthetic"] else ""


def _law_of(record: Mapping[str, Any], parameters: Parameters) -> Law:
    law = parameters.law()
    if law.digest != record["law"]:
        raise UseError.of(
            where="law",
            what="the decision tables are not those of this run, so it cannot be explained",
            mend="Run again, or use the version and the tables that made the run",
        )
    return law


def _outcome(run: Path, person_id: str) -> dict[str, Any]:
    path = run / PROTECTED / "outcomes.parquet"
    found = read_table(path, filters=[("person_id", "=", person_id)]).to_pylist()
    if not found:
        raise UseError.of(
            where=str(run),
            what="no outcome for this person_id",
            mend="Check how it is written; set_aside.parquet tells who was set aside",
        )
    return dict(found[0])


def _stated(person: Mapping[str, Any]) -> tuple[tuple[Cell, ...], ...]:
    if person["notice"] == "no_notice":
        return (("notice", "none was sent"),)
    return _named(person, ("notice_date", "regime_stated", "start_stated", "term_end_stated"))


def _named(person: Mapping[str, Any], names: Iterable[str]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((name, person[name]) for name in names if name in person)


def _facts(law: Law, situation: Situation) -> tuple[tuple[str, str, str], ...]:
    values = ((fact, getattr(situation, fact)) for fact in FACT_VALUES)
    return tuple((fact, value, law.vocabulary[fact][value]) for fact, value in values)


def _reading_row(
    reading: Reading, person: Mapping[str, Any], situation: Situation
) -> tuple[Cell, ...]:
    told = judge(reading, situation)
    start = person.get(f"start_{reading.name}")
    ends = _term_end(start) if start is not None and told.regime == "wi2013" else None
    outcome = person.get(f"outcome_{reading.name}")
    return (reading.name, told.regime, start, ends, outcome, told.rule)


def _term_end(start: date) -> date:
    year = start.year + _TERM_YEARS
    try:
        return start.replace(year=year)
    except ValueError:
        return date(year, 3, 1)  # 29 February


def _rules(
    law: Law, readings: Iterable[Reading], situation: Situation
) -> tuple[tuple[str, str, str], ...]:
    told = {judge(reading, situation).rule: judge(reading, situation) for reading in readings}
    return tuple(
        (f"{rule}\n{judgement.citation}", judgement.says_nl, _documents(law, judgement.citation))
        for rule, judgement in told.items()
    )


def _documents(law: Law, citation: str) -> str:
    ids = [part.split()[0] for part in citation.split(";") if part.strip()]
    known = (law.sources[id_] for id_ in ids if id_ in law.sources)
    return "\n".join(f"{source.id}: {source.document}" for source in known)


def _deciding(
    readings: Iterable[Reading], situation: Situation
) -> tuple[tuple[str, str, str, str], ...]:
    """Give a row for each unknown fact and what it would make the readings say."""
    alike: dict[tuple[str, str], list[str]] = {}
    for reading in readings:
        for fact in undecided_facts(reading, situation):
            told = decides(reading, situation, fact)
            says = _by_regime({value: judgement.regime for value, judgement in told.items()})
            alike.setdefault((fact, says), []).append(reading.name)
    return tuple(
        (fact, says, ", ".join(names), _RESTS_ON[fact]) for (fact, says), names in alike.items()
    )


def _by_regime(told: Mapping[str, str]) -> str:
    if set(told.values()) == {UNKNOWN}:
        return "nothing by itself: something else is unknown too"
    regimes = dict.fromkeys(told.values())
    return "\n".join(
        f"{regime}: {', '.join(value for value, said in told.items() if said == regime)}"
        for regime in regimes
    )


def _unknown(person: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    rows = [
        (name, rests_on)
        for name, rests_on in _RESTS_ON.items()
        if name not in FACT_VALUES and person.get(name) == "unknown"
    ]
    return tuple(rows)
