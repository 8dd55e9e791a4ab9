"""Tables of the law: every situation that occurs, the rule that decided, and every reading."""

import pandas as pd
import polars as pl

from hertoets.findings.catalogue import load_labels, make_table
from hertoets.findings.cross import sums_along
from hertoets.findings.model import Cell, Column, RawTable
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
    others = [name for name in view.comparison.law.readings if name != headline]
    found = view.comparison.situations.sort_values(
        ["persons", "situation_id"], ascending=[False, True], kind="stable"
    )
    labels = load_labels()
    regimes = labels["regime"]
    rows = [
        (
            str(row["situation_id"]),
            *(labels[kind][row[fact]] for fact, (_, kind) in FACTS.items()),
            _stated(row["regime_stated"], row["notice"]),
            int(row["persons"]),
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
    found = view.comparison.situations.groupby(by, sort=True, dropna=False)["persons"].sum()
    counted = found.reset_index().sort_values(
        ["persons", by[0]], ascending=[False, True], kind="stable"
    )
    regimes = load_labels()["regime"]
    rows: list[tuple[Cell, ...]] = [
        (row[by[0]], regimes[row[by[1]]], _text(row[by[2]]), int(row["persons"]))
        for row in counted.to_dict("records")
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
    labels, persons = load_labels()["outcome"], pl.col("persons").sum()
    rows: list[tuple[Cell, ...]] = []
    for name in view.comparison.law.readings:
        counted = dict(view.crowds[name].group_by("outcome").agg(persons).iter_rows())
        numbers = [int(counted.get(code, 0)) for code in labels]
        rows.append((_title(view, name), *numbers, sum(numbers)))
    columns = (
        Column("reading", "lezing", "label"),
        *(Column(code, label, "count") for code, label in labels.items()),
        Column("total", "totaal", "count"),
    )
    sums = sums_along(len(rows), 1, len(labels) + 1)
    return make_table(
        "readings", view.headline, columns, rows, sums, keys=view.comparison.law.readings
    )


def _title(view: View, reading: str) -> str:
    return view.comparison.law.readings[reading].title_nl


def _stated(regime: object, notice: object) -> str:
    if notice == "no_notice":
        return "geen kennisgeving"
    return load_labels()["regime"].get(str(regime), "onbekend")


def _text(value: object) -> str:
    return "" if value is None or value is pd.NA else str(value)
