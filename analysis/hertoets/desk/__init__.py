"""The researcher's surface: open a run, then one call for each thing shown."""

from hertoets.desk.notebook import (
    Run,
    annex,
    answer,
    definitions,
    figure,
    law_table,
    lessons,
    limits,
    meaning,
    open_run,
    provenance,
    readings_table,
    sources,
    table,
)

__all__ = [
    "Run",
    "annex",
    "answer",
    "definitions",
    "figure",
    "law_table",
    "lessons",
    "limits",
    "meaning",
    "open_run",
    "provenance",
    "readings_table",
    "sources",
    "table",
]
