"""The law in words, as plain data: what terminal, pages, report, workbook and annex show.

Every word about a rule comes from its row, its source or the vocabulary, so that no sentence
can say other than the table. A row is turned into words here and nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hertoets.law.constants import Constant, PensionAge
from hertoets.law.model import Law, Rule
from hertoets.law.situation import DATE, NOT

NONE_NL: Final = "geen"


@dataclass(frozen=True)
class RuleText:
    """A row of a decision table in words.

    Attributes
    ----------
    id : str
        The rule.
    when_nl : str
        Its conditions, as the vocabulary says them.
    codes : str
        The same conditions as facts and values: ``standing under_16, publication before``.
    outcome_nl : str
        The Act that follows.
    regime : str
        Its code.
    citation : str
        Source ids with their articles, parted by a semicolon.
    says_nl : str
        The row's sentence.
    """

    id: str
    when_nl: str
    codes: str
    outcome_nl: str
    regime: str
    citation: str
    says_nl: str


@dataclass(frozen=True)
class ReadingText:
    """The header of a reading in words; ``for_nl`` and ``against_nl`` list source ids."""

    name: str
    title_nl: str
    question_nl: str
    status_nl: str
    for_nl: str
    against_nl: str


@dataclass(frozen=True)
class SourceText:
    """A source in words; ``read_nl`` says how it was read, and how much of it."""

    id: str
    document: str
    date: str
    address: str
    establishes_nl: str
    read_nl: str
    is_document: bool


@dataclass(frozen=True)
class ConstantText:
    """A constant in words: value with its unit, source, day from which it holds, meaning."""

    name: str
    value_nl: str
    source: str
    in_force: str
    meaning_nl: str


def rule_texts(law: Law, reading: str) -> tuple[RuleText, ...]:
    """Every row of a reading in words, the common ones first.

    Raises
    ------
    KeyError
        If the law has no such reading.
    """
    chosen = law.readings[reading]
    return tuple(_rule_text(law, rule, chosen.date_fact) for rule in chosen.rules)


def own_rule_texts(law: Law, reading: str) -> tuple[RuleText, ...]:
    """The rows of a reading alone, without the common ones; raises as `rule_texts` does."""
    chosen = law.readings[reading]
    return tuple(_rule_text(law, rule, chosen.date_fact) for rule in chosen.own)


def common_rule_texts(law: Law) -> tuple[RuleText, ...]:
    """The common rows, said of no reading in particular."""
    return tuple(_rule_text(law, rule, DATE) for rule in law.common.rules)


def reading_texts(law: Law) -> tuple[ReadingText, ...]:
    """What each reading asks, how it stands, and which sources are for and against it."""
    return tuple(
        ReadingText(
            name=reading.name,
            title_nl=reading.title_nl,
            question_nl=reading.question_nl,
            status_nl=law.vocabulary["status"][reading.status],
            for_nl=", ".join(reading.sources_for) or NONE_NL,
            against_nl=", ".join(reading.sources_against) or NONE_NL,
        )
        for reading in law.readings.values()
    )


def source_texts(law: Law) -> tuple[SourceText, ...]:
    """The documents behind the ids; the delivery is none, and says so in ``is_document``."""
    return tuple(
        SourceText(
            id=source.id,
            document=source.document,
            date=source.date,
            address=source.address,
            establishes_nl=source.establishes_nl,
            read_nl=f"{law.vocabulary['read'][source.read]}: {source.extent_nl}",
            is_document=source.read != "not_a_document",
        )
        for source in law.sources.values()
    )


def constant_texts(law: Law) -> tuple[ConstantText, ...]:
    """Every constant in words, then a row for each pension age."""
    pension = law.constants.pension
    entries = [
        ConstantText(
            name=constant.name,
            value_nl=_value_nl(constant, law.vocabulary["unit"]),
            source=constant.source,
            in_force=constant.in_force.isoformat(),
            meaning_nl=constant.meaning_nl,
        )
        for constant in law.constants.entries.values()
    ]
    ages = [
        ConstantText(
            name="pension_age",
            value_nl=_age_nl(age, law.vocabulary["unit"]),
            source=pension.source,
            in_force=pension.in_force.isoformat(),
            meaning_nl=f"{pension.meaning_nl} {_born_nl(pension.rows, number)}.",
        )
        for number, age in enumerate(pension.rows)
    ]
    return (*entries, *ages)


def _rule_text(law: Law, rule: Rule, date_fact: str) -> RuleText:
    asked = {
        date_fact if column == DATE else column: condition
        for column, condition in rule.asked.items()
    }
    words = [_condition_nl(condition, law.vocabulary[fact]) for fact, condition in asked.items()]
    return RuleText(
        id=rule.id,
        when_nl="; en ".join(words) or "in alle gevallen",
        codes=", ".join(f"{fact} {condition}" for fact, condition in asked.items()),
        outcome_nl=law.vocabulary["regime"][rule.regime],
        regime=rule.regime,
        citation=rule.citation,
        says_nl=rule.says_nl,
    )


def _condition_nl(condition: str, meanings: Mapping[str, str]) -> str:
    value = condition.removeprefix(NOT)
    return meanings[value] if value == condition else f"niet: {meanings[value]}"


def _value_nl(constant: Constant, units: Mapping[str, str]) -> str:
    if isinstance(constant.value, tuple):
        return ", ".join(constant.value)
    if isinstance(constant.value, int):
        return f"{constant.value} {units[constant.unit]}"
    return constant.value.isoformat()


def _age_nl(age: PensionAge, units: Mapping[str, str]) -> str:
    years, months = divmod(age.months, 12)
    return f"{years} {units['years']}" + (f" en {months} maand{'en' * (months > 1)}" * (months > 0))


def _born_nl(rows: Sequence[PensionAge], number: int) -> str:
    since = rows[number - 1].born_before if number else None
    before = rows[number].born_before
    parts = [f"vanaf {since}" if since else "", f"voor {before}" if before else ""]
    return "Geboren " + " en ".join(part for part in parts if part)
