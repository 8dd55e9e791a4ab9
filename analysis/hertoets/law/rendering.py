"""Show the decision tables with their sources, as plain text and as Markdown.

Every word about a rule comes from its row, its source or the vocabulary, so that no
sentence can say other than the table. Titles are Dutch; the codes are those of the data.
"""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from hertoets.law.model import FACT_VALUES, Law, Reading, Rule, Source
from hertoets.plain import markdown

_WIDTH: Final = 100
_VOCABULARY_TITLE: Final = "Wat de waarden betekenen"
_SOURCES_TITLE: Final = "Bronnen"
_COMMON_FIRST: Final = "De gemeenschappelijke regels gaan voor."
_FIRST_MATCH: Final = "Van boven naar beneden; de eerste regel die past, beslist."


def law_as_text(law: Law) -> str:
    """Render the law for a terminal of 100 columns; only an address may be longer.

    Parameters
    ----------
    law : Law
        Tables as loaded.

    Returns
    -------
    str
        Common rules, readings, meaning of the values, sources; ends with a line end.
    """
    common = law.common
    blocks = [_heading(common.title_nl), common.question_nl, _FIRST_MATCH]
    blocks += [_text_table(common.rules, "date"), ""]
    for reading in law.readings.values():
        blocks.append(_heading(f"{reading.title_nl} ({reading.name})"))
        blocks += [_wrapped(line) for line in _header_lines(law, reading)]
        blocks += [_text_table(reading.own, reading.date_fact), ""]
    blocks.append(_heading(_VOCABULARY_TITLE))
    for part, words in law.vocabulary.items():
        blocks.append(part)
        blocks += [_wrapped(f"{word}: {meaning}", "  ") for word, meaning in words.items()]
    blocks += ["", _heading(_SOURCES_TITLE)]
    for source in law.sources.values():
        blocks.append(_wrapped(f"{source.id}  {source.document} ({source.date})"))
        told = (source.establishes_nl, _how_read(law, source), source.address)
        blocks += [_wrapped(line, "    ") for line in told]
    return "\n".join(blocks) + "\n"


def law_as_markdown(law: Law) -> str:
    """Render the law as Markdown, with headings from the second level on.

    Parameters
    ----------
    law : Law
        Tables as loaded.

    Returns
    -------
    str
        Common rules, readings, meaning of the values, sources; ends with a line end.
    """
    common = law.common
    blocks = [f"## {markdown(common.title_nl)}", markdown(common.question_nl), _FIRST_MATCH]
    blocks.append(_markdown_rules(common.rules, "date"))
    for reading in law.readings.values():
        blocks.append(f"## {markdown(reading.title_nl)} (`{reading.name}`)")
        blocks += map(markdown, _header_lines(law, reading))
        blocks.append(_markdown_rules(reading.own, reading.date_fact))
    blocks.append(f"## {_VOCABULARY_TITLE}")
    meanings = [
        (part, word, meaning)
        for part, words in law.vocabulary.items()
        for word, meaning in words.items()
    ]
    blocks.append(_markdown_table(("gegeven", "waarde", "betekenis"), meanings))
    blocks.append(f"## {_SOURCES_TITLE}")
    sources = [
        (s.id, s.document, s.date, s.establishes_nl, _how_read(law, s), s.address)
        for s in law.sources.values()
    ]
    columns = ("id", "document", "datum", "wat eruit blijkt", "hoe gelezen", "vindplaats")
    blocks.append(_markdown_table(columns, sources))
    return "\n\n".join(blocks) + "\n"


def _header_lines(law: Law, reading: Reading) -> list[str]:
    against = ", ".join(reading.sources_against) or "geen"
    return [
        reading.question_nl,
        f"Aard: {law.vocabulary['status'][reading.status]}. "
        f"Bronnen voor: {', '.join(reading.sources_for) or 'geen'}. Tegen: {against}.",
        *([_COMMON_FIRST] if reading.common else []),
        *_scope_line(reading),
    ]


def _scope_line(reading: Reading) -> list[str]:
    """Say which values are left to a reading's own rows, where it does not speak of all."""
    scope = reading.own[0].speaks_of
    facts = (("standing", scope.standings), ("treaty", scope.treaties)) if scope else ()
    left = [
        f"{fact} {', '.join(values)}"
        for fact, values in facts
        if set(values) != set(FACT_VALUES[fact])
    ]
    return [f"De eigen regels spreken van: {'; '.join(left)}."] if left else []


def _how_read(law: Law, source: Source) -> str:
    return f"{law.vocabulary['read'][source.read].capitalize()}: {source.extent_nl}."


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


def _cells(rule: Rule) -> tuple[str, ...]:
    return (rule.id, rule.standing, rule.treaty, rule.date, rule.regime, rule.citation)


def _columns(date_fact: str) -> tuple[str, ...]:
    return ("rule", "standing", "treaty", date_fact, "regime", "source")


def _text_table(rules: Sequence[Rule], date_fact: str) -> str:
    rows = [_columns(date_fact), *map(_cells, rules)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]

    def line(row: Iterable[str]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))

    lines = [line(rows[0]).rstrip(), line("-" * width for width in widths)]
    for rule in rules:
        lines.append(line(_cells(rule)).rstrip())
        lines.append(_wrapped(rule.says_nl, "    "))
    return "\n".join(lines)


def _markdown_rules(rules: Sequence[Rule], date_fact: str) -> str:
    rows = [(*_cells(rule), rule.says_nl) for rule in rules]
    return _markdown_table((*_columns(date_fact), "in woorden"), rows)


def _markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def line(cells: Iterable[str]) -> str:
        return f"| {' | '.join(cells)} |"

    heads = [line(columns), line(["---"] * len(columns))]
    return "\n".join([*heads, *(line(map(markdown, cells)) for cells in rows)])
