"""The letter's annex: numbered sentences, each traceable to a finding, a table and a notebook."""

import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

from analysis.disclosure import Protected
from analysis.publish.blocks import Block
from analysis.publish.sentences import meaning_of
from analysis.publish.tables import table_block, text_table


@dataclass(frozen=True)
class Sentence:
    """One sentence of the annex and where it comes from."""

    id: str
    finding: str
    table: str
    notebook: str


@dataclass(frozen=True)
class Part:
    """The sentences on one point of the letter."""

    id: str
    source: str
    sentences: tuple[Sentence, ...]


@cache
def annex_parts() -> dict[str, Part]:
    """Read the parts of the annex by id, in their order."""
    text = files("analysis.publish").joinpath("annex.toml").read_text(encoding="utf-8")
    return {
        entry["id"]: Part(
            **{**entry, "sentences": tuple(Sentence(**s) for s in entry["sentences"])}
        )
        for entry in tomllib.loads(text)["part"]
    }


def annex_sentences(protected: Protected, part: str) -> Block:
    """Show the sentences of a part with their numbers.

    Raises
    ------
    KeyError
        No such part.
    """
    told = [(s.id, meaning_of(protected, s.finding)) for s in annex_parts()[part].sentences]
    items = "".join(
        f'<li><span class="number">{name}</span> {escape(text)}</li>' for name, text in told
    )
    source = escape(annex_parts()[part].source)
    return Block(
        f'<ul class="annex">{items}</ul><p class="source">Naar aanleiding van: {source}.</p>',
        "\n".join(f"{name}. {text}" for name, text in told),
    )


def annex_index(protected: Protected) -> Block:
    """Show for each sentence the finding behind it, its table and its notebook."""
    rows = [
        (s.id, protected.findings[s.finding].title_nl, s.finding, s.table, s.notebook)
        for part in annex_parts().values()
        for s in part.sentences
    ]
    headings = {
        "sentence": "zin",
        "title": "cijfer",
        "finding": "naam van het cijfer",
        "table": "tabel",
        "notebook": "notebook",
    }
    return table_block(
        text_table("Van zin naar cijfer naar notebook", headings, rows), synthetic=False
    )
