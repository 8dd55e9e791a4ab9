"""Which checks are kinds that Great Expectations has itself, and how it says them.

Whether a column is filled, in a set, in a range, in order beside another, or said once: that it
looks for itself, over the columns of a table. What needs another table, a spell, a count or the
traces of reading stays with `hertoets.quality.kinds`; both give the same rows for the same check.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from hertoets.extract.municipalities import municipalities
from hertoets.quality.expectation import Expectation
from hertoets.quality.look import Where, day_of

RANGE = "ExpectColumnValuesToBeBetween"
CountedBy = Literal["great_expectations", "hertoets"]


@dataclass(frozen=True)
class Own:
    """A check in the words of Great Expectations.

    Attributes
    ----------
    name : str
        A class of ``great_expectations.expectations``.
    arguments : mapping
        What it takes, less the rows that are asked.
    columns : tuple of str
        The columns that it looks at.
    needs : tuple of str
        Those that must hold a value for a row to be judged.
    dated : bool
        Whether its columns are compared as days, so that no other column will do.
    where : mapping or None
        The rows that are asked.
    first_is_right : bool
        Of rows that say the same it names all; the first of them is no repetition.
    """

    name: str
    arguments: Mapping[str, Any]
    columns: tuple[str, ...]
    needs: tuple[str, ...] = ()
    dated: bool = field(default=False, kw_only=True)
    where: Where | None = field(default=None, kw_only=True)
    first_is_right: bool = field(default=False, kw_only=True)


def own_kind(entry: Expectation, delivered_on: date | None) -> Own | None:
    """Say a check in the words of Great Expectations.

    Parameters
    ----------
    entry : Expectation
    delivered_on : datetime.date or None
        The day of delivery, which one kind compares with.

    Returns
    -------
    Own or None
        None where it has no kind of its own for it.
    """
    if entry.kind not in _OWN:
        return None
    arguments = dict(entry.arguments)
    if entry.kind == "delivered":
        arguments["delivered_on"] = delivered_on
    return _OWN[entry.kind](entry.table, arguments)


def counted_by(entry: Expectation) -> CountedBy:
    """Who counts the wrong rows of a check."""
    own = own_kind(entry, date.max)
    return "hertoets" if own is None else "great_expectations"


def _filled(_table: str, given: Mapping[str, Any]) -> Own | None:
    if len(given["columns"]) != 1:
        return None
    [column] = given["columns"]
    return Own(
        "ExpectColumnValuesToNotBeNull", {"column": column}, (column,), where=given.get("where")
    )


def _in_order(_table: str, given: Mapping[str, Any]) -> Own | None:
    """On or after the other date, or after it; how many days apart only our own kind can say."""
    if not set(given) <= {"earlier", "later", "least", "where"} or given.get("least") not in (0, 1):
        return None
    columns = (given["later"], given["earlier"])
    order = {"column_A": columns[0], "column_B": columns[1], "or_equal": given["least"] == 0}
    return Own(
        "ExpectColumnPairValuesAToBeGreaterThanB",
        order | _IF_BOTH_KNOWN,
        columns,
        columns,
        dated=True,
        where=given.get("where"),
    )


def _within(_table: str, given: Mapping[str, Any]) -> Own | None:
    first, last = given.get("first"), given.get("last")
    if not first and not last:
        return None
    limits = {name: day_of(day) for name, day in (("min_value", first), ("max_value", last)) if day}
    return _between(given["column"], limits, given.get("where"))


def _delivered(_table: str, given: Mapping[str, Any]) -> Own | None:
    day = given["delivered_on"]
    if day is None or len(given["columns"]) != 1:
        return None
    return _between(given["columns"][0], {"max_value": day_of(day.isoformat())}, None)


def _number_between(_table: str, given: Mapping[str, Any]) -> Own | None:
    limits = {
        said: given[name]
        for name, said in (("least", "min_value"), ("most", "max_value"))
        if given.get(name) is not None
    }
    if not limits:
        return None
    column = given["column"]
    return Own(RANGE, {"column": column, **limits}, (column,), (column,))


def _between(column: str, limits: Mapping[str, float], where: Where | None) -> Own:
    return Own(
        RANGE,
        {"column": column, **limits},
        (column,),
        (column,),
        dated=True,
        where=where,
    )


def _municipality_listed(_table: str, given: Mapping[str, Any]) -> Own:
    column = given["column"]
    listed = {"column": column, "value_set": [*municipalities()]}
    return Own("ExpectColumnValuesToBeInSet", listed, (column,), (column,))


def _nationality_outside(table: str, given: Mapping[str, Any]) -> Own | None:
    if table != "persons":
        return None
    column = "nationality"
    outside = {"column": column, "value_set": [*given["codes"]]}
    return Own("ExpectColumnValuesToNotBeInSet", outside, (column,), (column,))


def _whole_birth_dates(_table: str, _given: Mapping[str, Any]) -> Own:
    columns = ("birth_from", "birth_to")
    pair = {"column_A": columns[0], "column_B": columns[1]}
    return Own("ExpectColumnPairValuesToBeEqual", pair | _IF_BOTH_KNOWN, columns, columns)


def _once(_table: str, given: Mapping[str, Any]) -> Own:
    columns, where = ("person", *given["columns"]), given.get("where")
    if len(columns) == 1:
        name, said = "ExpectColumnValuesToBeUnique", {"column": columns[0]}
        return Own(name, said, columns, where=where, first_is_right=True)
    said_together = {"column_list": [*columns], "ignore_row_if": "never"}
    name = "ExpectCompoundColumnsToBeUnique"
    return Own(name, said_together, columns, where=where, first_is_right=True)


_IF_BOTH_KNOWN = {"ignore_row_if": "either_value_is_missing"}
_OWN: dict[str, Callable[[str, Mapping[str, Any]], Own | None]] = {
    "filled": _filled,
    "days_between": _in_order,
    "within": _within,
    "delivered": _delivered,
    "number_between": _number_between,
    "municipality_listed": _municipality_listed,
    "nationality_outside": _nationality_outside,
    "whole_birth_dates": _whole_birth_dates,
    "once": _once,
}
