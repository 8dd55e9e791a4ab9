"""What another setting would do, as a block that a notebook shows: words first, then tables."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Final

import pandas as pd

from hertoets.desk.each_setting import main_figures
from hertoets.desk.exact_blocks import exact_table, folded, stacked
from hertoets.desk.setting_words import INSIDE, named, setting_nl, value_nl
from hertoets.desk.what_if import AFTER, BEFORE, JUDGED, NOT_TOLD, WhatIf
from hertoets.publish.blocks import paragraphs
from hertoets.release import NO_BREAK, write_number

if TYPE_CHECKING:
    from hertoets.publish.blocks import Block

_TOP: Final = 12
_FACTS: Final = {
    "group": "groep", "regime_stated": "kennisgeving noemt", "notice": "kennisgeving",
    "standing": "staat:", "treaty": "verdrag:", "publication": "bekendgemaakt",
    "decision": "verkregen", "effective": "ingegaan", "obliged": "plicht:",
}  # fmt: skip
"""What a fact is called, with its value behind it."""
_LABELS: Final = {
    "publication": "date", "decision": "date", "effective": "date", "regime_stated": "regime",
}  # fmt: skip
_ORDINARY: Final = {"treaty": "none", "standing": "obligable"}
_KINDS: Final = {
    "regime": "een andere wet",
    "outcome": "een andere uitkomst",
    "wrong_notice": "een ander oordeel over de kennisgeving",
    "start_class": "een ander oordeel over het begin",
    "term_class": "een ander oordeel over de termijn",
}


def what_if_block(trial: WhatIf) -> "Block":
    """Show a trial: what was asked, who comes out otherwise, figures, rules and situations."""
    persons = trial.persons()
    opening = paragraphs(
        [_asked(trial), _who(persons), INSIDE],
        kind="answer",
        title="Wat als een instelling anders was?",
    )
    parts = [opening, *_figures(trial), *_outcomes(trial, persons)]
    if len(trial.rules()):
        parts += [_rules(trial)]
        parts += [folded(f"In welke situaties ({len(trial.situations())})", _situations(trial))]
    return stacked(parts)


def _asked(trial: WhatIf) -> str:
    if not trial.changed:
        return "Er is niets anders gevraagd dan in de run: dit zijn dezelfde instellingen."
    said = [
        f"{setting_nl(name)}: {value_nl(name, after, trial.readings)} "
        f"(in de run {value_nl(name, before, trial.readings)})"
        for name, (before, after) in trial.changed.items()
    ]
    return f"Gevraagd is {'; '.join(said)}."


def _who(persons: pd.DataFrame) -> str:
    if persons.empty:
        return "Niemand komt anders uit."
    number = len(persons)
    kinds = []
    for name in JUDGED:
        before, after = persons[f"{name}_before"], persons[f"{name}_after"]
        moved = int((before.astype(str) != after.astype(str)).sum())
        if moved:
            kinds.append(f"{write_number(moved)} met {_KINDS[name]}")
    who = "persoon komt" if number == 1 else "personen komen"
    return f"{write_number(number)} {who} anders uit: {', '.join(kinds)}."


def _outcomes(trial: WhatIf, persons: pd.DataFrame) -> "list[Block]":
    """Who went from which outcome to which; nothing where nobody did."""
    kinds = ["outcome_before", "outcome_after"]
    counted = persons.groupby(kinds, observed=True).size().reset_index(name="size")
    ordered = counted.sort_values("size", ascending=False, kind="stable")
    rows = [
        (*(named("outcome", row[kind]) for kind in kinds), write_number(int(row["size"])))
        for row in ordered.to_dict("records")
        if row[kinds[0]] != row[kinds[1]]
    ]
    heads = {"uitkomst in de run": "text", "uitkomst nu": "text", "personen": "number"}
    title = "Van welke uitkomst naar welke"
    return [exact_table(title, heads, rows, synthetic=trial.synthetic)] if rows else []


def _rules(trial: WhatIf) -> "Block":
    frame = trial.rules()
    rows = [
        (_rule(row, BEFORE), _rule(row, AFTER), write_number(int(row["persons"])))
        for row in frame.head(_TOP).to_dict("records")
    ]
    heads = {"regel in de run": "text", "regel nu": "text", "personen": "number"}
    left = len(frame) - len(rows)
    note = f"Getoond zijn de {_TOP} meest voorkomende; rules() geeft ze alle." if left else ""
    return exact_table("Door welke regel", heads, rows, synthetic=trial.synthetic, note=note)


def _rule(row: Mapping[Hashable, object], when: str) -> str:
    regime = named("regime", str(row[f"regime{when}"]))
    return f"{regime} ({row[f'rule{when}']})\n{row[f'citation{when}']}"


def _situations(trial: WhatIf) -> "Block":
    frame = trial.situations()
    rows = [
        (
            _facts(row),
            _others(str(row["facts_after"])),
            f"{named('regime', row['regime_before'])} → {named('regime', row['regime_after'])}",
            write_number(int(row["persons"])),
        )
        for row in frame.head(_TOP).to_dict("records")
    ]
    heads = {
        "situatie in de run": "text", "wat daarin nu anders is": "text", "wet": "text",
        "personen": "number",
    }  # fmt: skip
    more = f"Getoond zijn de {_TOP} meest voorkomende. " if len(frame) > _TOP else ""
    note = f"{more}situations() geeft ze alle, met alle feiten."
    return exact_table("In welke situaties", heads, rows, synthetic=trial.synthetic, note=note)


def _facts(row: Mapping[Hashable, object]) -> str:
    """The facts that tell situations apart; what is as with everybody is left out."""
    told = {name: str(row[name]) for name in _FACTS}
    shown = [name for name, value in told.items() if value != _ORDINARY.get(name)]
    return "; ".join(_fact(name, told[name]) for name in shown)


def _others(text: str) -> str:
    told = [_fact(name, value) for name, _, value in (one.partition("=") for one in text.split())]
    return "; ".join(told) or "niets: alleen het antwoord van de wet"


def _fact(name: str, value: str) -> str:
    said = "geen wet" if value == NOT_TOLD else named(_LABELS.get(name, name), value)
    return f"{_FACTS[name]} {said}"


def _figures(trial: WhatIf) -> "list[Block]":
    """The figures that differ: the main ones at once, all of them when somebody asks."""
    frame = trial.figures()
    measured = frame.dropna(subset=["lower", "what_if_lower"])
    other = measured[(measured.difference_lower != 0) | (measured.difference_upper != 0)]
    if other.empty:
        return [paragraphs(["Geen enkel cijfer verandert."], kind="meaning")]
    same = len(measured) - len(other)
    note = f"{write_number(same)} andere cijfers van de run blijven gelijk." if same else ""
    main = other[other["id"].isin(main_figures())]
    title = f"Alle cijfers die veranderen ({len(other)})"
    every = folded(title, _table_of(title, other, trial, note))
    return [_table_of("Hoofdcijfers die veranderen", main, trial), every] if len(main) else [every]


def _table_of(title: str, frame: pd.DataFrame, trial: WhatIf, note: str = "") -> "Block":
    heads = {
        "cijfer": "text", "in de run": "number", "nu": "number", "verschil ten minste": "number",
        "verschil ten hoogste": "number",
    }  # fmt: skip
    rows = [
        (
            row["title_nl"] if row["unit"] == "personen" else f"{row['title_nl']} ({row['unit']})",
            _bounds(row["lower"], row["upper"]),
            _bounds(row["what_if_lower"], row["what_if_upper"]),
            _signed(row["difference_lower"]),
            _signed(row["difference_upper"]),
        )
        for row in frame.to_dict("records")
    ]
    return exact_table(title, heads, rows, synthetic=trial.synthetic, note=note)


def _bounds(lower: float, upper: float) -> str:
    said = [write_number(float(number)) for number in (lower, upper)]
    return said[0] if lower == upper else f"{said[0]}{NO_BREAK}tot{NO_BREAK}{said[1]}"


def _signed(number: float) -> str:
    return f"{'+' if number > 0 else ''}{write_number(float(number))}"
