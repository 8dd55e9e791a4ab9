"""Values that another value of the same person or row makes impossible: they become unknown.

Contract, section 1. Each rule is a function from tables to tables; what it turned unknown is
counted under the rule's name.
"""

import numpy as np
import pandas as pd

from hertoets.extract.traces import TraceBook

Tables = dict[str, pd.DataFrame]
Counts = list[tuple[str, str, str, int]]
"""Table, column, check, rows."""

BIRTH_AFTER_DECISION = "birth_after_decision"
COLLECTED_BEFORE_DECISION = "collected_before_decision"
END_BEFORE_EFFECTIVE = "end_before_effective"
TO_BEFORE_FROM = "valid_to_before_valid_from"
TERM_BEFORE_START = "term_end_before_start"


def make_impossible_unknown(tables: Tables, traces: TraceBook) -> Counts:
    """Apply every rule, in place.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        Typed tables with ``person``; changed in place.
    traces : TraceBook
        Told whom each rule touched.

    Returns
    -------
    list of (table, column, check, rows)
        One for each rule, also where it found nothing.
    """
    rights = tables["residence_rights"]
    counts = [
        _unknown(
            tables["persons"],
            ("birth_from", "birth_to"),
            _born_after_decision(tables["persons"], rights),
            ("persons", "birth_date", BIRTH_AFTER_DECISION),
            traces,
        ),
        _unknown(
            rights,
            ("document_collected_date",),
            rights["document_collected_date"] < rights["decision_date"],
            ("residence_rights", "document_collected_date", COLLECTED_BEFORE_DECISION),
            traces,
        ),
        _mark_reversed(rights, traces),
        _unknown(
            tables["notices"],
            ("term_end_stated",),
            tables["notices"]["term_end_stated"] < tables["notices"]["start_stated"],
            ("notices", "term_end_stated", TERM_BEFORE_START),
            traces,
        ),
    ]
    if "exemptions" in tables:
        counts.append(_reversed_exemptions(tables["exemptions"], traces))
    return counts


def _born_after_decision(persons: pd.DataFrame, rights: pd.DataFrame) -> pd.Series:
    first = rights.groupby("person")["decision_date"].min()
    return persons["birth_from"] > persons["person"].map(first).astype("int32[pyarrow]")


def _mark_reversed(rights: pd.DataFrame, traces: TraceBook) -> tuple[str, str, str, int]:
    """A right that ends before it begins keeps its dates; whether it qualifies is unknown."""
    wrong = (rights["end_date"] < rights["effective_date"]).fillna(False)
    rights["reversed"] = wrong
    name = ("residence_rights", "end_date", END_BEFORE_EFFECTIVE)
    _trace(rights, wrong, name, traces)
    return *name, int(wrong.sum())


def _reversed_exemptions(exemptions: pd.DataFrame, traces: TraceBook) -> tuple[str, str, str, int]:
    wrong = (exemptions["valid_to"] < exemptions["valid_from"]).fillna(False)
    exemptions["valid_to_unknown"] = exemptions["valid_to_unknown"] | wrong
    return _unknown(
        exemptions,
        ("valid_from", "valid_to"),
        wrong,
        ("exemptions", "valid_to", TO_BEFORE_FROM),
        traces,
    )


def _unknown(
    frame: pd.DataFrame,
    columns: tuple[str, ...],
    wrong: pd.Series,
    name: tuple[str, str, str],
    traces: TraceBook,
) -> tuple[str, str, str, int]:
    wrong = wrong.fillna(False).astype("bool[pyarrow]")
    if wrong.any():
        _trace(frame, wrong, name, traces)
        for column in columns:
            frame[column] = frame[column].mask(wrong)
    return *name, int(wrong.sum())


def _trace(
    frame: pd.DataFrame, wrong: pd.Series, name: tuple[str, str, str], traces: TraceBook
) -> None:
    traces.note(name, frame.loc[wrong, "person"].to_numpy(dtype=np.int32))
