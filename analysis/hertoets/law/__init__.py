"""The law room: decision tables as data, constants, sources, the judge and the proof.

Pure Python over a few hundred situations; nothing here sees a row of a person.
"""

from hertoets.law.constants import Constant, Constants, PensionAge, constants, read_constants
from hertoets.law.judging import decides, judge, undecided_facts
from hertoets.law.loading import load_law
from hertoets.law.model import CommonRules, Judgement, Law, Reading, Rule
from hertoets.law.proof import check_law, situations_of
from hertoets.law.rendering import law_as_markdown, law_as_text
from hertoets.law.situation import (
    CERTAINTY_READINGS,
    CONDITIONS,
    DATE_FACTS,
    FACT_VALUES,
    HEADLINE,
    REGIMES,
    STANDARD_READINGS,
    STATUSES,
    UNKNOWN,
    Situation,
)
from hertoets.law.sources import Source
from hertoets.law.wording import (
    ConstantText,
    ReadingText,
    RuleText,
    SourceText,
    common_rule_texts,
    constant_texts,
    own_rule_texts,
    reading_texts,
    rule_texts,
    source_texts,
)

__all__ = [
    "CERTAINTY_READINGS",
    "CONDITIONS",
    "DATE_FACTS",
    "FACT_VALUES",
    "HEADLINE",
    "REGIMES",
    "STANDARD_READINGS",
    "STATUSES",
    "UNKNOWN",
    "CommonRules",
    "Constant",
    "ConstantText",
    "Constants",
    "Judgement",
    "Law",
    "PensionAge",
    "Reading",
    "ReadingText",
    "Rule",
    "RuleText",
    "Situation",
    "Source",
    "SourceText",
    "check_law",
    "common_rule_texts",
    "constant_texts",
    "constants",
    "decides",
    "judge",
    "law_as_markdown",
    "law_as_text",
    "load_law",
    "own_rule_texts",
    "read_constants",
    "reading_texts",
    "rule_texts",
    "situations_of",
    "source_texts",
    "undecided_facts",
]
