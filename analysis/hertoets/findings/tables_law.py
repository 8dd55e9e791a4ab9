"""Tables of the law: every situation that occurs, the rule that decided, and every reading."""

import pandas as pd

from hertoets.findings.catalogue import load_labels
from hertoets.findings.drafts import TOTAL, Draft, make_table
from hertoets.findings.model import Column, RawTable
from hertoets.findings.sets import persons, total
from hertoets.findings.view import View

FACTS = {  # fact: its Dutch heading and the labels of its values
    "standing": ("persoon", "standing"),
    "treaty": ("verdrag", "treaty"),
    "publication": ("bekendmaking", "date"),
    "decision": ("beschikking", "date"),
    "effective": ("ingang", "date"),
    "obliged": ("plicht op de peildatum", "obliged"),
    "notice": ("kennisgeving", "notice"),
    "group": ("groep", "group"),
}


def tabulate_situations(view: View) -> RawTable:
    """Each distinct situation once, with persons and what every reading says."""
    headline = view.headline
    others = [name for name in view.readings if name != headline]
    found = view.situations
    labels = load_labels()
    regimes = labels["regime"]
    rows = [
        (
            str(row["situation_id"]),
            *(labels[kind][row[fact]] for fact, (_, kind) in FACTS.items()),
            _stated(row["regime_stated"], row["notice"]),
            persons({"situation_id": (str(row["situation_id"]),)}),
            regimes[row[f"regime_{headline}"]],
            row[f"rule_{headline}"],
            _text(row[f"citation_{headline}"]),
            *(regimes[row[f"regime_{name}"]] for name in others),
        )
        for row in found.to_dict("records")
    ]
    columns = (
        Column("situation_id", "situatie", "label"),
        *(Column(fact, title, "text") for fact, (title, _) in FACTS.items()),
        Column("regime_stated", "wet volgens kennisgeving", "text"),
        Column("persons", "personen", "count"),
        Column("regime", "wet volgens hoofdlezing", "text"),
        Column("rule", "regel", "text"),
        Column("citation", "bron", "text"),
        *(Column(f"regime_{name}", _title(view, name), "text") for name in others),
    )
    return make_table("situations", headline, columns, rows)


def tabulate_rules(view: View) -> RawTable:
    """Persons by the rule that decided under the headline."""
    by = [f"{name}_{view.headline}" for name in ("rule", "regime", "citation")]
    found = view.situations[by].drop_duplicates().sort_values(by[0])
    regimes = load_labels()["regime"]
    rows: list[tuple[Draft, ...]] = [
        (
            row[by[0]],
            regimes[row[by[1]]],
            _text(row[by[2]]),
            persons({"rule": (row[by[0]],), "regime": (row[by[1]],)}, view.headline),
        )
        for row in found.to_dict("records")
    ]
    columns = (
        Column("rule", "regel", "label"),
        Column("regime", "wet", "text"),
        Column("citation", "bron", "text"),
        Column("persons", "personen", "count"),
    )
    return make_table("rules", view.headline, columns, rows)


def tabulate_readings(view: View) -> RawTable:
    """Persons by outcome, a row a reading."""
    labels = load_labels()["outcome"]
    rows: list[tuple[Draft, ...]] = []
    for name in view.readings:
        counts = [persons({"outcome": (code,)}, name) for code in labels]
        rows.append((_title(view, name), *counts, total(counts)))
    columns = (
        Column("reading", "lezing", "label"),
        *(Column(code, label, "count") for code, label in labels.items()),
        Column("total", TOTAL, "count"),
    )
    return make_table("readings", view.headline, columns, rows, keys=view.readings)


def _title(view: View, reading: str) -> str:
    return view.readings[reading]


def _stated(regime: object, notice: object) -> str:
    if notice == "no_notice":
        return "geen kennisgeving"
    return load_labels()["regime"].get(str(regime), "onbekend")


def _text(value: object) -> str:
    return "" if value is None or value is pd.NA else str(value)
