"""The blocks that a page is made of: answers, meanings, limits, tables, law, annex, provenance.

Words stand in the data files; here they are only put in their places.
"""

from collections.abc import Sequence
from dataclasses import replace

from hertoets.publish.annex import annex_index, annex_sentences
from hertoets.publish.blocks import Block, block, paragraphs
from hertoets.publish.numbers import date_nl
from hertoets.publish.sentences import (
    NOT_MEASURED,
    Told,
    bearing_of,
    is_disputed,
    limits_of,
    state_of,
    told_of,
)
from hertoets.publish.situations import tell_situations
from hertoets.publish.tables import source_nl, table_block, text_table
from hertoets.publish.views import view_of
from hertoets.release import Release

_BY_HEADLINE = "Volgens de hoofdlezing."

_UNMEASURED = "Niet gemeten is niet nul: zonder deze gegevens valt er niets over te zeggen."


def answer(release: Release, findings: Sequence[str]) -> Block:
    """The answer to a notebook's question, and whether it follows the headline reading."""
    told = paragraphs(_meanings(release, findings), kind="answer")
    if not any(is_disputed(release, release.findings[name]) for name in findings):
        return told
    return block("with_note", f"{told.text}\n{_BY_HEADLINE}", block=told.html, note=_BY_HEADLINE)


def meaning(release: Release, findings: Sequence[str]) -> Block:
    """Say what findings mean, and for whom."""
    told = [told_of(release, name) for name in findings]
    borne = [bearing_of(release, name) for name in findings]
    said = [
        replace(one, text=f"{one.text} {more}".strip())
        for one, more in zip(told, borne, strict=True)
    ]
    return paragraphs(list(dict.fromkeys(said)), kind="meaning")


def limits(release: Release, findings: Sequence[str]) -> Block:
    """Say what findings do not say."""
    measured = [n for n in findings if state_of(release.findings[n]) != "not_measured"]
    said = list(dict.fromkeys(limits_of(release, name) for name in measured)) or [_UNMEASURED]
    return paragraphs(said, kind="limits", title="Wat dit niet zegt")


def table(release: Release, name: str) -> Block:
    """Show a table as its view asks: some columns, the largest rows; or say why it is absent."""
    view = view_of(name)
    if name not in release.tables:
        return paragraphs([NOT_MEASURED.format(why=view.needs)], kind="missing")
    whole = release.tables[name]
    if not whole.rows:
        return paragraphs([view.empty or f"{whole.title_nl}: geen enkele."], kind="missing")
    if name == "situations":
        whole = tell_situations(whole)
    shown = view.narrow(whole)
    return table_block(shown, synthetic=release.meta.synthetic, top=view.top, none=view.none)


def definitions(release: Release, findings: Sequence[str]) -> Block:
    """Show findings with what they are, of whom and after which source."""
    chosen = findings or list(release.findings)
    rows = [release.findings[name] for name in chosen]
    headings = {"title": "cijfer", "display": "uitkomst", "definition": "wat het telt"}
    told = [
        (
            f.title_nl,
            f.display_nl,
            f"{f.definition}\nPopulatie: {f.population}. Bron: {source_nl(f.source)}.",
        )
        for f in rows
    ]
    shown = text_table("Cijfers en hun definitie", headings, told)
    whole = table_block(shown, synthetic=release.meta.synthetic)
    if findings:
        return whole
    # Every figure there is makes a table of many pages: it waits until it is asked for.
    summary = f"Alle cijfers en hun definitie ({len(told)})"
    return block("folded", whole.text, summary=summary, block=whole.html)


def annex(release: Release, part: str) -> Block:
    """Show the numbered sentences of a part of the annex, or the index of all."""
    if part == "index":
        return annex_index(release)
    return annex_sentences(release, part)


def provenance(release: Release) -> Block:
    """Show delivery, settings and notes; no clock, so that a run gives the same page twice."""
    meta, pairs = release.meta, basis(release)
    told = [date_nl(note) for note in release.notes]
    brief = (
        f"Levering “{meta.name}”{' (FICTIEF)' if meta.synthetic else ''}; "
        f"peildatum {pairs['Peildatum']}; hoofdlezing: {pairs['Hoofdlezing']}."
    )
    text = "\n".join([*(f"{k}: {v}" for k, v in pairs.items()), *told])
    return block("provenance", text, brief=brief, notes=told, entries=pairs)


def basis(release: Release) -> dict[str, str]:
    """What a run rests on: delivery and settings, in words, by what they are."""
    meta = release.meta
    return {
        "Levering": meta.name,
        "Geleverd op": date_nl(str(meta.delivered_on)) if meta.delivered_on else "niet vermeld",
        "Bron van de levering": meta.source or "niet vermeld",
        "Aard": "FICTIEF: gemaakt om te beproeven, over niemand" if meta.synthetic else "echt",
        **{
            words: _setting_nl(release, name)
            for name, words in SETTINGS.items()
            if name in release.settings
        },
    }


SETTINGS = {
    "reference_date": "Peildatum",
    "cohort_from": "Cohorten vanaf",
    "cohort_to": "Cohorten tot en met",
    "tolerance_days": "Toegestane afwijking in dagen",
    "headline": "Hoofdlezing",
    "guidance_from": "Telperiode begeleiding vanaf",
    "guidance_to": "Telperiode begeleiding tot en met",
}
"""What a setting is called."""


def _setting_nl(release: Release, name: str) -> str:
    value = release.settings[name]
    return release.readings.get(value, date_nl(value))


def _meanings(release: Release, findings: Sequence[str]) -> list[Told]:
    # A table that is absent silences several findings alike: say so once.
    return list({told.text: told for told in (told_of(release, n) for n in findings)}.values())
