"""The law room: decision tables as data, sources, the judge and the proof of completeness.

Pure Python over a few hundred situations; nothing here sees a row of a person.
"""

from analysis.law.judging import decides, judge, undecided_facts
from analysis.law.loading import load_law
from analysis.law.model import (
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
from analysis.law.proof import check_law
from analysis.law.rendering import law_as_markdown, law_as_text

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
