"""The contract, sections 1 to 4, as slow and plain Python: one person at a time.

Written from the text alone, beside the product and without any of its code, so that two readings
of the same text can be laid side by side on every column.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from .outcomes import Outcomes, judge
from .person import Person
from .reading import Extract, RawTables, read_folder, read_tables
from .settings import Settings, last_known_day
from .values import StopError

__all__ = ["Extract", "Judgement", "Settings", "StopError", "judge_all", "oracle", "read_folder"]


@dataclass
class Judgement:
    outcomes: list[Outcomes]
    extract: Extract
    settings: Settings


def oracle(
    source: RawTables | Path, delivered_on: date | None = None, **settings: Any
) -> Judgement:
    """Judge tables of text, or a folder of CSV files."""
    if isinstance(source, Path):
        extract = read_folder(source)
    else:
        extract = read_tables(source, delivered_on=delivered_on)
    return judge_all(extract, Settings(**settings))


def judge_all(extract: Extract, settings: Settings) -> Judgement:
    if settings.as_of is None:
        settings = replace(settings, as_of=last_known_day(extract, settings.reference_date))
    own: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for name, rows in extract.tables.items():
        for row in rows:
            if "person_id" in row:
                own[row["person_id"]][name].append(row)
    rows = sorted(extract.tables["persons"], key=lambda row: row["person_id"])
    outcomes = [judge(Person(row, own[row["person_id"]], extract, settings)) for row in rows]
    return Judgement(outcomes, extract, settings)
