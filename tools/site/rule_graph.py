"""A picture of the law: facts, the common rules in order, then the readings, and the answers.

A column is a fact, a row a rule. It is drawn from the decision tables as they are loaded.
"""

from collections import Counter
from dataclasses import dataclass

from hertoets.law import load_law
from hertoets.law.model import Law, Reading, Rule
from hertoets.law.situation import REGIMES

from tools.site.writing import filled

LANES = {"standing": 228, "date": 342, "treaty": 494, "notice": 640, "obliged": 728}
"""The facts in the order in which they are drawn, each with the middle of its column."""

WIDTH, TOP, STEP, LETTER = 1060, 64, 34, 6.9
_ANSWERS = 800


@dataclass(frozen=True)
class Asked:
    """What a row asks of one fact, and where it is drawn."""

    fact: str
    value: str
    x: float
    width: float


@dataclass(frozen=True)
class Answer:
    """A regime that follows, and where it is drawn."""

    regime: str
    x: float
    width: float


@dataclass(frozen=True)
class Row:
    """One rule, or all own rules of a reading: its name, what it asks, what follows."""

    name: str
    y: float
    asked: tuple[Asked, ...]
    answers: tuple[Answer, ...]
    says: str
    aside: str = ""


def rows_of(law: Law) -> tuple[list[Row], list[Row]]:
    """The common rules, and each reading that goes on from them.

    Parameters
    ----------
    law : Law
        As loaded.

    Returns
    -------
    tuple of list of Row
    """
    rules = [_rule(rule, TOP + STEP * (n + 1)) for n, rule in enumerate(law.common.rules)]
    start = TOP + STEP * (len(rules) + 2)
    readings = [
        _reading(reading, start + STEP * (n + 1)) for n, reading in enumerate(law.readings.values())
    ]
    return rules, readings


def picture() -> str:
    """The picture as SVG."""
    law = load_law(None)
    rules, readings = rows_of(law)
    return filled(
        "rule-graph.svg.j2",
        lanes=LANES, rules=rules, readings=readings, width=WIDTH,
        height=readings[-1].y + STEP, top=TOP, between=readings[0].y - STEP, answers=_ANSWERS,
        step=STEP,
    )  # fmt: skip


def page() -> str:
    """The page that shows it, with its text alternative."""
    law = load_law(None)
    counted = {
        name: Counter(rule.regime for rule in reading.own) for name, reading in law.readings.items()
    }
    return filled("rule-graph.md.j2", picture=picture(), law=law, counted=counted, regimes=REGIMES)


def _rule(rule: Rule, y: float) -> Row:
    asked = tuple(_asked(fact, rule.asked[fact]) for fact in LANES if fact in rule.asked)
    return Row(rule.id, y, asked, _answers([rule.regime]), rule.says_nl)


def _reading(reading: Reading, y: float) -> Row:
    looked_at = {fact for rule in reading.own for fact in rule.asked}
    asked = tuple(
        _asked(fact, reading.date_fact if fact == "date" else "asks")
        for fact in LANES
        if fact in looked_at
    )
    possible = {rule.regime for rule in reading.own}
    answers = _answers([regime for regime in REGIMES if regime in possible])
    aside = "" if reading.common else "(without C1 to C11)"
    return Row(reading.name, y, asked, answers, reading.question_nl, aside)


def _asked(fact: str, value: str) -> Asked:
    width = LETTER * len(value) + 14
    return Asked(fact, value, LANES[fact] - width / 2, width)


def _answers(regimes: list[str]) -> tuple[Answer, ...]:
    placed, x = [], float(_ANSWERS)
    for regime in regimes:
        width = LETTER * len(regime) + 14
        placed.append(Answer(regime, x, width))
        x += width + 5
    return tuple(placed)
