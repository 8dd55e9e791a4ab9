"""The rooms, asked as the oracle is: tables of text in, the rows of outcomes out."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hertoets.extract import read_extract
from hertoets.law import load_law
from hertoets.outcomes import Comparison, Settings, compare

from tests.oracle.fuzz import Tables, write_csv

LAW = load_law(None)


def compared(tables: Tables, delivered_on: date | None, settings: Mapping[str, Any]) -> Comparison:
    with tempfile.TemporaryDirectory() as folder:
        extract = read_extract(write_csv(tables, Path(folder) / "extract", delivered_on))
    return compare(extract, LAW, Settings(**settings))


def by_rooms(
    tables: Tables, delivered_on: date | None, settings: Mapping[str, Any]
) -> list[dict[str, Any]]:
    comparison = compared(tables, delivered_on, settings)
    outcomes = comparison.outcomes
    rows = outcomes.astype(object).where(outcomes.notna(), None).to_dict("records")
    told = comparison.people.told
    ends = {
        name: told[f"term_end_{reading.date_fact}"].to_list()
        for name, reading in LAW.readings.items()
        if reading.date_fact != "notice"
    }
    for place, row in enumerate(rows):
        for name, days in ends.items():
            if row[f"regime_{name}"] == "wi2013":
                row[f"term_end_{name}"] = days[place]
    return rows
