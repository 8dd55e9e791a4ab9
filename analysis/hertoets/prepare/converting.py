"""One column of the contract out of delivered ones: what maps, what does not, and how often.

What does not map becomes unknown and is counted, never dropped. In an *open* column an empty cell
would say "no end yet"; there the contract has two ways to say unknown, a date before 1900 and a
code outside its list, and those are written.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from hertoets.extract.schema import Column
from hertoets.prepare.combining import combine
from hertoets.prepare.judging import NOT_IN_LIST, SAID_UNKNOWN, Judged, judge_of
from hertoets.prepare.model import ColumnRule
from hertoets.prepare.values import Values, as_text

UNKNOWN_DATE = date(1, 1, 1)
UNKNOWN_CODE = "unknown"

ARROW_TYPES = {
    "text": pa.string(),
    "code": pa.string(),
    "birth_date": pa.string(),
    "date": pa.date32(),
    "bool": pa.bool_(),
    "count": pa.int64(),
}


@dataclass
class Converted:
    """A column of the contract, and what was counted on the way.

    Attributes
    ----------
    array : pyarrow.Array
        In the type of the column.
    filled : int
        Delivered cells that were not empty.
    unmapped : Counter of str
        Rows by reason.
    codes : Counter of str
        Rows by code outside the list; whether they may be shown is for the report to say.
    said_unknown : int
        Rows in which the register itself says that it does not know.
    """

    array: pa.Array
    filled: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    said_unknown: int = 0


def convert(
    rule: ColumnRule,
    delivered: Mapping[str, Values],
    rows: int,
    *,
    open_ends: frozenset[date],
    key: bytes,
) -> Converted:
    """Make one column.

    Parameters
    ----------
    rule : ColumnRule
        How.
    delivered : dict of str to Values
        The delivered columns, cleaned.
    rows : int
        How many rows there are.
    open_ends : frozenset of datetime.date
        Dates by which the source says "no end".
    key : bytes
        Of the hash; not looked at where the rule hashes nothing.

    Returns
    -------
    Converted
    """
    kind = ARROW_TYPES[rule.column.type]
    if not rule.sources:
        return Converted(pa.array([_same_everywhere(rule)] * rows, kind))
    values = combine(rule, dict(delivered))
    judge = judge_of(rule, open_ends, key)
    judged = [judge(value) for value in values.distinct]
    found = Converted(_array(values, judged, rule.column), filled=int((values.indices >= 0).sum()))
    for value, (_, reason), count in zip(
        values.distinct, judged, values.counts.tolist(), strict=True
    ):
        if reason == SAID_UNKNOWN:
            found.said_unknown += count
        elif reason and count:
            found.unmapped[reason] += count
            if reason == NOT_IN_LIST:
                found.codes[as_text(value)] += count
    return found


def _same_everywhere(rule: ColumnRule) -> object:
    if rule.absent == "unknown":
        return _unknown(rule.column)
    return None if rule.constant == "" else rule.constant


def _unknown(column: Column) -> object:
    if not column.open:
        return None
    return UNKNOWN_DATE if column.type == "date" else UNKNOWN_CODE


def _array(values: Values, judged: list[Judged], column: Column) -> pa.Array:
    unknown = _unknown(column)
    given = [unknown if reason and reason != SAID_UNKNOWN else result for result, reason in judged]
    places = pa.array(values.indices, mask=values.indices < 0)
    return pa.array(given, ARROW_TYPES[column.type]).take(places)
