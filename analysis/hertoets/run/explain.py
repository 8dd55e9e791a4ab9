"""Tell for one person what each reading says, by which rule, and what would decide the rest.

The page shows a person's own records: it is for whoever may see them, and is written nowhere.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hertoets.law import (
    FACT_VALUES,
    UNKNOWN,
    Law,
    Reading,
    Situation,
    decides,
    judge,
    undecided_facts,
)
from hertoets.run.described import extract_of
from hertoets.run.doubtful import doubt_sections
from hertoets.run.explained import Explained, documents_of, explained, rows_of
from hertoets.run.explained_followed import RESTS_ON, fines_section, followed_section
from hertoets.run.page import Cell, Page, Section
from hertoets.run.record import Record
from hertoets.run.source_rows import source_sections
from hertoets.run.unknown_values import unknown_section

OPEN = "open"
UNDECIDED = "Undecided because"
# What each answer that may be unknown rests on: the columns to look at to get it decided.
_RESTS_ON = {
    "standing": "birth_date, nationality, exemptions, date of the first notice",
    "treaty": "nationality; migrant_group and decision_date of the rights",
    "publication": "migrant_group, decision_date, document_collected_date, temporary_purpose, "
    "spiritual_minister, effective_date, end_date",
    "decision": "decision_date, temporary_purpose, spiritual_minister, effective_date, end_date",
    "effective": "effective_date, end_date, temporary_purpose, spiritual_minister",
    "obliged": "birth_date, nationality, exemptions; decision_date, document_collected_date, "
    "effective_date and end_date of the rights",
    "notice": "notice_date",
    "group": "migrant_group, decision_date",
    "regime_stated": "regime_stated of the first notice",
    "duty": "the headline regime; birth_date, nationality, exemptions and rights on that day",
    "certainty": "the headline outcome",
    "start_class": "start_stated and the start by the headline reading",
    "term_class": "term_end_stated and the end of the term by the headline reading",
    "wrong_notice": "the headline regime; notice_date and regime_stated of every notice",
    "told_without_duty": "the duty on the day of judging",
    "in_cohort": "start_stated; the headline regime and the start by it",
    "breach": "the headline regime",
    "informed": "notice_date, reception and registrations on that day, municipality_informed",
    "regime_by_choice": "choice in the row offered last",
    "repair": "wrong_notice; notices and withdrawals after the wrong one, choices",
    **RESTS_ON,
}
_RESTS_ON_IN_PART = {
    "not_excluded": "exemptions: whether at school (of 16 and 17 it is presumed without a row), "
    "dispensed or with a proof of A2; birth_date, where it is known in part",
}
_CONSEQUENCES = (
    "certainty",
    "start_shift_days",
    "start_class",
    "term_class",
    "wrong_notice",
    "told_without_duty",
    "in_cohort",
    "breach",
    "informed",
    "reception_kind",
    "waited_days",
    "choice_default",
    "regime_by_choice",
    "repair",
    "repair_days",
)
# What each answer on the duty says, and the article behind it.
_DUTY = {
    "no": "no duty: excluded on that day, or no qualifying right lasts to it",
    "not_yet": "not yet: under 16, the right not published or in force, or not come under the Act",
    "completed": "the exam is passed",
    "exempt": "no duty while at school, or by a diploma that exempts",
    "dispensed": "dispensed",
    "obliged": "obliged",
    "unknown": "not known: data are missing",
}
_ACTS = {"wi2013": "Wi2013 arts. 3, 5 and 6", "wi2021": "Wi2021 arts. 3 to 5"}


def explain_person(run: Path, person_id: str) -> Page:
    """The page of one person, for whoever may see their records.

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
    found = explained(run, person_id)
    record, parameters, law = found.record, found.parameters, found.law
    person, situation = found.person, found.situation
    readings, extract = tuple(law.readings.values()), extract_of(record, run)
    return Page(
        title=f"{_fictitious(record)}{person_id}   group {person['group']}   "
        f"situation {person['situation_id']}",
        sections=(
            Section("why", "", rows=_why(found)),
            *source_sections(extract, person_id),
            unknown_section(extract, person_id),
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
            Section(
                "duty",
                _day_of_judging(person),
                ("act", "duty", "meaning", "holds", "source"),
                _duties(person, parameters.headline),
            ),
            Section("consequences", "What follows", rows=_named(person, _CONSEQUENCES)),
            followed_section(person, parameters.headline),
            fines_section(rows_of(found.folder.fines, "person_id", person_id)),
            Section(
                "deciding",
                "What would decide it",
                ("fact", "would say", "by", "rests on"),
                _deciding(readings, situation),
            ),
            Section(
                "causes",
                "What alone would decide it, and of which figures (by the headline)",
                ("cause", "figures"),
                _causes(found),
            ),
            Section("unknown", "What else is unknown", ("answer", "rests on"), _unknown(person)),
            *doubt_sections(found.folder, person_id, found.outcomes),
        ),
    )


def _fictitious(record: Record) -> str:
    return "FICTIEF   " if record.extract.synthetic else ""


def _why(found: Explained) -> tuple[tuple[Cell, ...], ...]:
    """One line where the headline does not decide: the legal question, or the facts it lacks."""
    reading = found.law.readings[found.parameters.headline]
    told = judge(reading, found.situation)
    if told.regime == OPEN:
        return ((UNDECIDED, f"the sources are silent: {told.says_nl} ({told.rule})"),)
    if facts := undecided_facts(reading, found.situation):
        known = ", ".join(f"{fact} ({_rests_on(fact, found.situation)})" for fact in facts)
        return ((UNDECIDED, f"data are missing: {known}"),)
    return ()


def _causes(found: Explained) -> tuple[tuple[Cell, ...], ...]:
    figures: dict[str, list[str]] = {}
    for row in rows_of(found.folder.causes, "person_id", found.person_id):
        figures.setdefault(row["cause"], []).append(row["finding"])
    names = {"missing:exemptions": "missing:exemptions (schooling: no exemptions row)"}
    return tuple((names.get(cause, cause), ", ".join(figures[cause])) for cause in sorted(figures))


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
    by_reading = (person[f"{part}_{reading.name}"] for part in ("start", "term_end", "outcome"))
    return (reading.name, told.regime, *by_reading, told.rule)


def _day_of_judging(person: Mapping[str, Any]) -> str:
    if person["judged_on"] is None:
        return "Duty, on whatever day the undated first notice was sent"
    why = "no dated notice" if person["notice_date"] is None else "the first notice"
    return f"Duty on {person['judged_on']} ({why})"


def _duties(person: Mapping[str, Any], headline: str) -> tuple[tuple[Cell, ...], ...]:
    """A row for each Act: what it says of the person, and whether it is the one that holds."""
    regime = person[f"regime_{headline}"]
    rows = []
    for act, source in _ACTS.items():
        duty = person[f"duty_{act}"]
        holds = "not known" if regime in ("open", UNKNOWN) else regime == act
        rows.append((act, duty, _DUTY[duty], holds, source))
    return tuple(rows)


def _rules(
    law: Law, readings: Iterable[Reading], situation: Situation
) -> tuple[tuple[str, str, str], ...]:
    told = {judge(reading, situation).rule: judge(reading, situation) for reading in readings}
    return tuple(
        (
            f"{rule}\n{judgement.citation}",
            judgement.says_nl,
            "\n".join(documents_of(law, judgement.citation, named=True)),
        )
        for rule, judgement in told.items()
    )


def _deciding(
    readings: Iterable[Reading], situation: Situation
) -> tuple[tuple[str, str, str, str], ...]:
    """A row for each unknown fact and what it would make the readings say."""
    alike: dict[tuple[str, str], list[str]] = {}
    for reading in readings:
        for fact in undecided_facts(reading, situation):
            told = decides(reading, situation, fact)
            says = _by_regime({value: judgement.regime for value, judgement in told.items()})
            alike.setdefault((fact, says), []).append(reading.name)
    return tuple(
        (fact, says, ", ".join(names), _rests_on(fact, situation))
        for (fact, says), names in alike.items()
    )


def _rests_on(fact: str, situation: Situation) -> str:
    return _RESTS_ON_IN_PART.get(getattr(situation, fact), _RESTS_ON[fact])


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
