"""The law in words, as plain text and as Markdown.

Titles are Dutch; codes are those of the data.
"""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from hertoets.law.model import Law
from hertoets.law.wording import (
    ReadingText,
    RuleText,
    common_rule_texts,
    constant_texts,
    own_rule_texts,
    reading_texts,
    source_texts,
)
from hertoets.plain import markdown

_WIDTH: Final = 100
_CONSTANTS_TITLE: Final = "Constanten"
_VOCABULARY_TITLE: Final = "Wat de waarden betekenen"
_SOURCES_TITLE: Final = "Bronnen"
_COMMON_FIRST: Final = "De gemeenschappelijke regels gaan voor."
_FIRST_MATCH: Final = "Van boven naar beneden; de eerste regel die past, beslist."


def law_as_text(law: Law) -> str:
    """The law for a terminal of 100 columns; only an address may be longer.

    Parameters
    ----------
    law : Law
        Tables as loaded.

    Returns
    -------
    str
        Common rules, readings, constants, meaning of the values, sources; ends with a line end.
    """
    blocks = [_heading(law.common.title_nl), law.common.question_nl, _FIRST_MATCH]
    blocks += [*map(_text_rule, common_rule_texts(law)), ""]
    for reading in reading_texts(law):
        blocks.append(_heading(f"{reading.title_nl} ({reading.name})"))
        blocks += [_wrapped(line) for line in _header_lines(law, reading)]
        blocks += [*map(_text_rule, own_rule_texts(law, reading.name)), ""]
    blocks.append(_heading(_CONSTANTS_TITLE))
    for constant in constant_texts(law):
        blocks.append(_wrapped(f"{constant.name}  {constant.value_nl}"))
        blocks.append(_wrapped(constant.meaning_nl, "    "))
        blocks.append(_wrapped(f"{constant.source}; sinds {constant.in_force}", "    "))
    blocks += ["", _heading(_VOCABULARY_TITLE)]
    for part, words in law.vocabulary.items():
        blocks.append(part)
        blocks += [_wrapped(f"{word}: {meaning}", "  ") for word, meaning in words.items()]
    blocks += ["", _heading(_SOURCES_TITLE)]
    for source in source_texts(law):
        blocks.append(_wrapped(f"{source.id}  {source.document} ({source.date})"))
        shown = (source.establishes_nl, f"{source.read_nl.capitalize()}.", source.address)
        blocks += [_wrapped(line, "    ") for line in shown]
    return "\n".join(blocks) + "\n"


def law_as_markdown(law: Law) -> str:
    """The law as Markdown, with headings from the second level on.

    Parameters
    ----------
    law : Law
        Tables as loaded.

    Returns
    -------
    str
        Common rules, readings, constants, meaning of the values, sources; ends with a line end.
    """
    blocks = [f"## {markdown(law.common.title_nl)}", markdown(law.common.question_nl), _FIRST_MATCH]
    blocks.append(_markdown_rules(common_rule_texts(law)))
    for reading in reading_texts(law):
        blocks.append(f"## {markdown(reading.title_nl)} (`{reading.name}`)")
        blocks += map(markdown, _header_lines(law, reading))
        blocks.append(_markdown_rules(own_rule_texts(law, reading.name)))
    blocks.append(f"## {_CONSTANTS_TITLE}")
    constants = [
        (f"`{c.name}`", *map(markdown, (c.value_nl, c.meaning_nl, c.source, c.in_force)))
        for c in constant_texts(law)
    ]
    blocks.append(_markdown_table(("naam", "waarde", "betekenis", "bron", "sinds"), constants))
    blocks.append(f"## {_VOCABULARY_TITLE}")
    meanings = [
        tuple(map(markdown, (part, word, meaning)))
        for part, words in law.vocabulary.items()
        for word, meaning in words.items()
    ]
    blocks.append(_markdown_table(("gegeven", "waarde", "betekenis"), meanings))
    blocks.append(f"## {_SOURCES_TITLE}")
    sources = [
        tuple(map(markdown, (s.id, s.document, s.date, s.establishes_nl, read, s.address)))
        for s in source_texts(law)
        for read in [f"{s.read_nl.capitalize()}."]
    ]
    columns = ("id", "document", "datum", "wat eruit blijkt", "hoe gelezen", "vindplaats")
    blocks.append(_markdown_table(columns, sources))
    return "\n\n".join(blocks) + "\n"


def _header_lines(law: Law, reading: ReadingText) -> list[str]:
    return [
        reading.question_nl,
        f"Aard: {reading.status_nl}. Bronnen voor: {reading.for_nl}. Tegen: {reading.against_nl}.",
        *([_COMMON_FIRST] if law.readings[reading.name].common else []),
    ]


def _heading(title: str) -> str:
    return f"{title}\n{'=' * len(title)}"


def _wrapped(line: str, indent: str = "") -> str:
    # An address stays whole, so that it can be copied.
    return textwrap.fill(
        line,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _text_rule(rule: RuleText) -> str:
    lines = [
        f"als   {_with_codes(rule.when_nl, rule.codes)}",
        f"dan   {_with_codes(rule.outcome_nl, rule.regime)}",
        f"zegt  {rule.says_nl}",
        f"bron  {rule.citation}",
    ]
    return "\n".join([rule.id, *(_wrapped(line, "    ") for line in lines)])


def _with_codes(words: str, codes: str, quote: str = "") -> str:
    return f"{words} ({quote}{codes}{quote})" if codes else words


def _markdown_rules(rules: Sequence[RuleText]) -> str:
    rows = [
        (
            f"`{rule.id}`",
            _with_codes(markdown(rule.when_nl), rule.codes, "`"),
            _with_codes(markdown(rule.outcome_nl), rule.regime, "`"),
            markdown(rule.says_nl),
            markdown(rule.citation),
        )
        for rule in rules
    ]
    return _markdown_table(("regel", "als", "dan", "in woorden", "bron"), rows)


def _markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
