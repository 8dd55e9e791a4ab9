"""Let Great Expectations count the checks that are its own kinds: one batch and one suite a table.

It gets the columns that these checks look at, with the number of each row as the index, and names
the numbers of the wrong rows; no value comes back. Which rows were judged is counted here as well:
where the two differ there is no answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from hertoets.quality.context import KEYS_WITHOUT_VALUES, ROW, Context, raised
from hertoets.quality.look import Look, Mask
from hertoets.quality.marks import Marks
from hertoets.quality.own_kinds import RANGE, Own


@dataclass(frozen=True)
class Asked:
    """A check as it is put: what it is, the expectation, and the rows that it judges."""

    own: Own
    expectation: Any
    judged: Mask
    among: dict[str, Mask]
    """A column that marks the rows asked after, where not all of them are."""


def ask(look: Look, table: str, name: str, own: Own, context: Context) -> Asked:
    """Make ready to have a check counted; `name` is its id.

    Raises
    ------
    Exception
        Of whatever kind, where what the check says cannot be asked.
    """
    kind = getattr(context.library.expectations, own.name)
    judged = look.where(table, own.where)
    among, condition = {}, {}
    if own.where:
        column = f"among_{name.encode().hex()}"
        among = {column: judged.copy()}
        condition = {"row_condition": context.row_condition(column) == 1}
    for needed in own.needs:
        judged &= look.filled(table, needed)
        if own.dated:
            look.days(table, needed)  # what is no date breaks here, and this check alone
    expectation = kind(**own.arguments, **condition, meta={"id": name})
    return Asked(own, expectation, judged, among)


def count_own(
    look: Look, table: str, asked: Mapping[str, Asked], context: Context
) -> dict[str, Marks | None]:
    """Have the checks of one table counted.

    Parameters
    ----------
    look : Look
    table : str
        A table that was delivered.
    asked : mapping of str to Asked
        By the id of a check.
    context : Context

    Returns
    -------
    dict of str to Marks or None
        By id, in the same order; None where Great Expectations gave no answer.
    """
    # An empty frame says nothing, and not every kind can be asked of one.
    some = {name: one for name, one in asked.items() if one.judged.any()}
    frame = _frame(look, table, list(some.values()))
    expected = [one.expectation for one in some.values()]
    found: dict[str, Any] = {}
    if some:
        found = context.validate(table, frame, expected, result_format=KEYS_WITHOUT_VALUES)
    marks: dict[str, Marks | None] = {}
    for name, one in asked.items():
        if name not in some:
            marks[name] = Marks(one.judged, np.zeros_like(one.judged))
        elif raised(found[name]) or _looked_at(found[name]) != one.judged.sum():
            marks[name] = None
        else:
            marks[name] = Marks(one.judged, _wrong(found[name], one.own, frame))
    return marks


def _frame(look: Look, table: str, asked: Sequence[Asked]) -> pd.DataFrame:
    owned = [one.own for one in asked]
    names = sorted({name for own in owned for name in own.columns})
    columns = {name: _column(look, table, name) for name in names}
    for name in {own.columns[0] for own in owned if own.name == RANGE}:
        # In numbers of another kind Great Expectations looks up a range one by one.
        columns[name] = columns[name].astype(np.float64)
    for one in asked:
        columns |= {name: pd.Series(mask.astype(np.int8)) for name, mask in one.among.items()}
    frame = pd.DataFrame(columns, copy=False)
    frame.index.name = ROW
    return frame


def _column(look: Look, table: str, name: str) -> pd.Series:
    """Dates as days, which are compared as a whole; all else as Arrow holds it."""
    if name == "person":
        return pd.Series(look.person(table), copy=False)
    known = look.known(table, name)
    if known.dtype == pl.Date:
        return pd.Series(look.days(table, name), copy=False)
    return known.to_pandas(use_pyarrow_extension_array=True)


def _looked_at(result: Any) -> int:
    """How many rows Great Expectations judged: those asked, less those without a value."""
    return int(result.result["element_count"]) - int(result.result.get("missing_count") or 0)


def _wrong(result: Any, own: Own, frame: pd.DataFrame) -> Mask:
    rows = [row for named in result.result["unexpected_index_list"] for row in named[ROW]]
    wrong = np.zeros(len(frame), dtype=bool)
    wrong[rows] = True
    if own.first_is_right:
        said = frame.loc[wrong, list(own.columns)]
        wrong[said.index[~said.duplicated(keep="first")]] = False
    return wrong
