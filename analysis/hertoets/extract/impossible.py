"""Values that another value of the same person or row makes impossible: they become unknown.

Contract, section 1, in the order of its text, each between what is still known. What a comparison
turned unknown is counted under its name.
"""

import numpy as np
import pandas as pd

from hertoets.extract.schema import schema
from hertoets.extract.traces import TraceBook

Tables = dict[str, pd.DataFrame]
Counts = list[tuple[str, str, str, int]]
"""Table, column, check, rows."""

BIRTH_AFTER_DECISION = "birth_after_decision"
COLLECTED_BEFORE_DECISION = "collected_before_decision"
END_BEFORE_BEGIN = "end_before_begin"
TERM_BEFORE_START = "term_end_before_start"

_TYPED = {"birth_date": ("birth_from", "birth_to")}
"""Columns of the contract that became others."""


def make_impossible_unknown(tables: Tables, traces: TraceBook) -> Counts:
    """Compare, in place.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        Typed tables with ``person``; changed in place.
    traces : TraceBook
        Told whom each comparison touched.

    Returns
    -------
    list of (table, column, check, rows)
        One for each column that a comparison may turn unknown, also where it found nothing.
    """
    persons, rights, notices = (tables[name] for name in ("persons", "residence_rights", "notices"))

    def unknown(table: str, columns: tuple[str, ...], check: str, wrong: pd.Series) -> Counts:
        return [_unknown(tables[table], table, name, check, wrong, traces) for name in columns]

    first_decision = rights.groupby("person")["decision_date"].min()
    born_after = persons["birth_from"] > persons["person"].map(first_decision).astype(
        "int32[pyarrow]"
    )
    counts = unknown("persons", ("birth_date",), BIRTH_AFTER_DECISION, born_after)
    collected = "document_collected_date"
    too_early = rights[collected] < rights["decision_date"]
    counts += unknown("residence_rights", (collected,), COLLECTED_BEFORE_DECISION, too_early)
    for name, table in schema().items():
        if table.spell and name in tables:
            begin, end = table.spell
            reversed_ = tables[name][end] < tables[name][begin]
            counts += unknown(name, table.spell, END_BEFORE_BEGIN, reversed_)
    ends_early = notices["term_end_stated"] < notices["start_stated"]
    return counts + unknown("notices", ("term_end_stated",), TERM_BEFORE_START, ends_early)


def _unknown(
    frame: pd.DataFrame,
    table: str,
    column: str,
    check: str,
    wrong: pd.Series,
    traces: TraceBook,
) -> tuple[str, str, str, int]:
    wrong = wrong.fillna(False).astype("bool[pyarrow]")
    name = (table, column, check)
    if wrong.any():
        traces.note(name, frame.loc[wrong, "person"].to_numpy(dtype=np.int32))
        for typed in _TYPED.get(column, (column,)):
            frame[typed] = frame[typed].mask(wrong)
        if f"{column}_unknown" in frame:
            frame[f"{column}_unknown"] = frame[f"{column}_unknown"] | wrong
    return *name, int(wrong.sum())
