"""Invented persons as a block: four short steps each, from what was delivered to what followed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from hertoets.publish.blocks import Block, block
from hertoets.publish.numbers import date_nl
from hertoets.publish.words import read_words


@dataclass(frozen=True, kw_only=True)
class Example:
    """One invented person: what registers say, and what the engine made of it, in codes.

    Attributes
    ----------
    name, birth_date, group, decision_date, collected, notice_date, regime_stated, start_stated
        As delivered.
    school_until : date or None
        The last day of a spell at school.
    reception : tuple of str
        Names of the municipalities of the location and of the link; empty without reception.
    treaty, publication, standing, regime, certainty, wrong_notice, start_class, start, informed, \
breach, repair
        Of the outcomes, by the reading in front.
    """

    name: str
    birth_date: date
    group: str
    decision_date: date
    collected: date
    school_until: date | None
    reception: tuple[str, ...]
    notice_date: date
    regime_stated: str
    start_stated: date
    treaty: str
    publication: str
    standing: str
    regime: str
    certainty: str
    wrong_notice: str
    start_class: str
    start: date | None
    informed: str
    breach: str
    repair: str


def examples_block(persons: Sequence[Example], reference_date: date) -> Block:
    """Show invented persons from delivery to outcome.

    Parameters
    ----------
    persons : sequence of Example
    reference_date : date

    Returns
    -------
    Block
        A list of persons, each with a list of four steps.
    """
    words = _words()
    told: list[dict[str, Any]] = [
        {
            "name": person.name,
            "steps": {
                words["steps"]["delivered"]: " ".join(_delivered(person)),
                words["steps"]["facts"]: _facts(person, reference_date),
                words["steps"]["law"]: " ".join(_law(person)),
                words["steps"]["follows"]: " ".join(_follows(person)),
            },
        }
        for person in persons
    ]
    lines = [words["title"], words["lead"]]
    for person in told:
        lines.append(f"{person['name']} ({words['mark']})")
        lines += [f"{step}: {said}" for step, said in person["steps"].items()]
    return block(
        "examples",
        "\n".join(lines),
        title=words["title"],
        lead=words["lead"],
        mark=words["mark"],
        persons=told,
    )


@cache
def _words() -> dict[str, Any]:
    return read_words("examples")


def _delivered(person: Example) -> Iterable[str]:
    words = _words()["delivered"]
    yield words["born"].format(day=_day(person.birth_date))
    yield words[person.group].format(
        decision=_day(person.decision_date), collected=_day(person.collected)
    )
    if person.school_until is not None:
        yield words["school"].format(day=_day(person.school_until))
    if person.reception:
        yield words["reception"].format(places=person.reception)
    act = _words()["act"][person.regime_stated]
    yield words["told"].format(day=_day(person.notice_date), act=act)


def _facts(person: Example, reference_date: date) -> str:
    words = _words()
    parts = (
        words["publication"][person.publication].format(day=_day(reference_date)),
        words["treaty"][person.treaty],
        words["standing"][person.standing],
    )
    return f"{'; '.join(part for part in parts if part)}."


def _law(person: Example) -> Iterable[str]:
    words = _words()
    yield words["regime"][person.regime]
    if person.regime not in ("open", "unknown") and words["certainty"][person.certainty]:
        yield words["certainty"][person.certainty]


def _follows(person: Example) -> Iterable[str]:
    """What came of it; of what was in order nothing is said, save that all was."""
    words = _words()
    shift = words["start_class"].get(person.start_class, "")
    start = person.start and _day(person.start)
    withdrawn = person.repair == "told_right" and person.regime == "none"
    repaired = words["repair"]["told_right_none" if withdrawn else person.repair]
    said = (
        words["wrong_notice"][person.wrong_notice],
        shift.format(stated=_day(person.start_stated), start=start),
        words["informed"].get(person.informed, ""),
        words["breach"].get(person.breach, ""),
        repaired if person.wrong_notice == "yes" else "",
    )
    return [part for part in said if part] or [words["otherwise"]["nothing"]]


def _day(day: date) -> str:
    return date_nl(day.isoformat())
