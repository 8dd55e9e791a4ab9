"""People's dates and facts, with the article behind each: the only room that sees every row."""

from hertoets.facts.notices import STATED, first_notices
from hertoets.facts.people import decode_situation, find_facts
from hertoets.facts.values import DATE_FACTS, FACTS, VALUES

__all__ = [
    "DATE_FACTS",
    "FACTS",
    "STATED",
    "VALUES",
    "decode_situation",
    "find_facts",
    "first_notices",
]
