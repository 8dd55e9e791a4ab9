"""Values that another value of the same person or row makes impossible: they become unknown.

Contract, section 1, in the order of its text, each between what is still known. What a comparison
turned unknown is counted under its name.
"""

import numpy as np
import polars as pl

from hertoets.extract.cells import TYPED
from hertoets.extract.schema import schema
from hertoets.extract.traces import TraceBook

Tables = dict[str, pl.DataFrame]
Counts = list[tuple[str, str, str, int]]
"""Table, column, check, rows."""

BIRTH_AFTER_DECISION = "birth_after_decision"
COLLECTED_BEFORE_DECISION = "collected_before_decision"
END_BEFORE_BEGIN = "end_before_begin"
TERM_BEFORE_START = "term_end_before_start"

_NEVER = 2**31 - 1  # a day that lies behind every other


def make_impossible_unknown(tables: Tables, traces: TraceBook) -> Counts:
    """Compare, in place.

    Parameters
    ----------
    tables : dict of str to polars.DataFrame
        Typed tables with ``person``; changed in place.
    traces : TraceBook
        Told in which rows each comparison turned a value unknown.

    Returns
    -------
    list of (table, column, check, rows)
        One for each column that a comparison may turn unknown, also where it found nothing.
    """

    def unknown(table: str, columns: tuple[str, ...], check: str, wrong: pl.Expr) -> Counts:
        frame = tables[table]
        found = frame.select(wrong.fill_null(False)).to_series()
        rows = int(found.sum())
        if rows:
            typed = [name for column in columns for name in TYPED.get(column, (column,))]
            tables[table] = frame.with_columns(
                pl.when(~found).then(name).alias(name) for name in typed
            )
            touched = found.arg_true().cast(pl.Int32).to_numpy()
            for column in columns:
                traces.note_turned((table, column, check), touched)
        return [(table, column, check, rows) for column in columns]

    decided = _first_decisions(tables["residence_rights"], tables["persons"].height)
    counts = unknown(
        "persons", ("birth_date",), BIRTH_AFTER_DECISION, pl.col("birth_from") > decided
    )
    collected = "document_collected_date"
    too_early = pl.col(collected) < pl.col("decision_date")
    counts += unknown("residence_rights", (collected,), COLLECTED_BEFORE_DECISION, too_early)
    for name, table in schema().items():
        if table.spell and name in tables:
            begin, end = table.spell
            reversed_ = pl.col(end) < pl.col(begin)
            counts += unknown(name, table.spell, END_BEFORE_BEGIN, reversed_)
    ends_early = pl.col("term_end_stated") < pl.col("start_stated")
    return counts + unknown("notices", ("term_end_stated",), TERM_BEFORE_START, ends_early)


def _first_decisions(rights: pl.DataFrame, persons: int) -> pl.Series:
    """The earliest decision about each person; a day that never comes where there is none."""
    first = np.full(persons, _NEVER, dtype=np.int32)
    dated = rights.select("person", pl.col("decision_date").to_physical()).drop_nulls()
    np.minimum.at(first, dated["person"].to_numpy(), dated["decision_date"].to_numpy())
    return pl.Series(first).cast(pl.Date)
