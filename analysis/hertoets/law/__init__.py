"""The law room: decision tables as data, sources, the judge and the proof of completeness.

Pure Python over a few hundred situations; nothing here sees a row of a person.
"""

from hertoets.law.judging import decides, judge, undecided_facts
from hertoets.law.loading import load_law
from hertoets.law.model import (
    DATE_FACTS,
    FACT_VALUES,
    REGIMES,
    STANDARD_READINGS,
    STATUSES,
    Judgement,
    Law,
    Reading,
    Rule,
    Situation,
    Source,
)
from hertoets.law.proof import check_law
from hertoets.law.rendering import law_as_markdown, law_as_text

__all__ = [
    "DATE_FACTS",
    "FACT_VALUES",
    "REGIMES",
    "STANDARD_READINGS",
    "STATUSES",
    "Judgement",
    "Law",
    "Reading",
    "Rule",
    "Situation",
    "Source",
    "check_law",
    "decides",
    "judge",
    "law_as_markdown",
    "law_as_text",
    "load_law",
    "undecided_facts",
]
