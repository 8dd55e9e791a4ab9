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
from hertoets.extract.written import ARROW_TYPES
from hertoets.prepare.codelists import CodeList
from hertoets.prepare.combining import combine
from hertoets.prepare.judging import NOT_IN_LIST, SAID_NOT_KNOWN, SAID_UNKNOWN, Judged, judge_of
from hertoets.prepare.model import ColumnRule
from hertoets.prepare.values import Values, as_text

UNKNOWN_DATE = date(1, 1, 1)
UNKNOWN_CODE = "unknown"
UNKNOWN_MUNICIPALITY = "GM0000"
"""The BRP's own code for unknown: the contract reads it so and does not count it as a fault."""

_SAID = (SAID_UNKNOWN, SAID_NOT_KNOWN)


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
    ended : int
        Rows with a code that was no more on the day of the delivery.
    outside : int
        Rows that hold a code outside the contract's list, since that is how unknown is written.
    """

    array: pa.Array
    filled: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    said_unknown: int = 0
    ended: int = 0
    outside: int = 0


def convert(
    rule: ColumnRule,
    delivered: Mapping[str, Values],
    rows: int,
    *,
    open_ends: frozenset[date],
    key: bytes,
    on: date | None = None,
    combined: Values | None = None,
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
    on : datetime.date or None
        The day of the delivery; codes that ended before are counted.
    combined : Values or None
        The one column, where more than the cells of a row decide on it.

    Returns
    -------
    Converted
    """
    kind = ARROW_TYPES[rule.column.type]
    if not rule.sources:
        return Converted(pa.array([_same_everywhere(rule)] * rows, kind))
    values = combine(rule, dict(delivered)) if combined is None else combined
    judge = judge_of(rule, open_ends, key)
    judged = [judge(value) for value in values.distinct]
    found = Converted(_array(values, judged, rule.column), filled=int((values.indices >= 0).sum()))
    outside = rule.column.open and _unknown(rule.column) == UNKNOWN_CODE
    for value, (result, reason), count in zip(
        values.distinct, judged, values.counts.tolist(), strict=True
    ):
        if reason in _SAID:
            found.said_unknown += count
        elif reason and count:
            found.unmapped[reason] += count
            if reason == NOT_IN_LIST:
                found.codes[as_text(value)] += count
        elif rule.codes and on and _ended(rule.codes, value, result, on):
            found.ended += count
        if outside and reason not in (None, SAID_UNKNOWN):
            found.outside += count
    return found


def _ended(codes: CodeList, value: object, result: object, on: date) -> bool:
    day = codes.ended.get(as_text(value)) or codes.ended.get(str(result))
    return day is not None and day <= on.isoformat()


def _same_everywhere(rule: ColumnRule) -> object:
    if rule.absent == "unknown":
        return _unknown(rule.column)
    return None if rule.constant == "" else rule.constant


def _unknown(column: Column) -> object:
    if not column.open:
        return None
    if column.type == "date":
        return UNKNOWN_DATE
    return UNKNOWN_MUNICIPALITY if column.codes == "municipality" else UNKNOWN_CODE


def _array(values: Values, judged: list[Judged], column: Column) -> pa.Array:
    unknown = _unknown(column)
    given = [unknown if reason and reason != SAID_UNKNOWN else result for result, reason in judged]
    places = pa.array(values.indices, mask=values.indices < 0)
    return pa.array(given, ARROW_TYPES[column.type]).take(places)
