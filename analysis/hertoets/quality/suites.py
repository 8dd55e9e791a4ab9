"""The checks as suites of Great Expectations, one a table, to judge deliveries with elsewhere.

``python -m hertoets.quality.suites FOLDER`` (`make gx`) writes ``FOLDER/<table>.json``, as a file
context of Great Expectations keeps it under ``expectations/``. Only what it has a kind of its own
for is in it: the rest needs another table, spells or the traces of reading, and is named in the
suite as left out. Columns of dates are to be datetimes. Of rows that say the same it names the
first as well.
"""

import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hertoets.extract import schema
from hertoets.plain import json_text
from hertoets.quality.context import Context
from hertoets.quality.expectation import Expectation
from hertoets.quality.loading import load_expectations
from hertoets.quality.own_kinds import Own, own_kind

_SAID = ("question_nl", "finds_nl", "severity", "consequence", "lesson", "source")
_SEVERITY = {"low": "info", "medium": "warning", "high": "critical"}
_PERSON, _PERSON_ID = "person", "person_id"
_LIMITS = ("min_value", "max_value")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def suites(folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """Every suite as Great Expectations writes it, by table.

    Parameters
    ----------
    folder : Path or None
        With the expectations; None takes those of the project.

    Returns
    -------
    dict of str to dict
        In the order of the schema. ``meta`` has ``left_out``: the ids of the checks of that table
        that are not in it.

    Raises
    ------
    UseError
        The expectations cannot be read.
    """
    context, entries = Context(), load_expectations(folder)
    made = {}
    for table in schema():
        of_table = [entry for entry in entries if entry.table == table]
        said = {entry.id: _in_its_words(entry, context) for entry in of_table}
        left_out = [name for name, expectation in said.items() if expectation is None]
        suite = context.library.ExpectationSuite(
            name=table,
            expectations=[one for one in said.values() if one is not None],
            meta={"left_out": left_out},
        )
        made[table] = _without_random_names(suite.to_json_dict())
    return made


def write_suites(folder: Path) -> None:
    """Write a file for each table; the same checks give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, suite in suites().items():
        (folder / f"{table}.json").write_text(json_text(suite), encoding="utf-8", newline="\n")


def _in_its_words(entry: Expectation, context: Context) -> Any | None:
    """A check on the columns as they are delivered; None where only our own frames can say it."""
    own = own_kind(entry, None)
    columns = {column.name for column in schema()[entry.table].columns} | {_PERSON}
    if own is None or not set(own.columns) <= columns or not _says_its_limit(entry):
        return None
    condition = {}
    if own.where:
        [(column, values)] = own.where.items()
        condition = {"row_condition": context.row_condition(column).is_in([*values])}
    share = entry.at_most_share or 0
    kind = getattr(context.library.expectations, own.name)
    return kind(
        **_arguments(own),
        **condition,
        **({"mostly": 1 - share} if share else {}),
        severity=_SEVERITY[entry.severity],
        meta={"id": entry.id, **{name: asdict(entry)[name] for name in _SAID}},
    )


def _says_its_limit(entry: Expectation) -> bool:
    """A suite knows none or a share of wrong rows, and no number of them."""
    return not entry.at_least and (entry.at_most_share is not None or entry.at_most == 0)


def _arguments(own: Own) -> dict[str, Any]:
    """Our frames number persons and days; a delivery has names and dates."""
    return {
        name: _as_delivered(name, value, dated=own.dated) for name, value in own.arguments.items()
    }


def _as_delivered(name: str, value: Any, *, dated: bool) -> Any:
    if dated and name in _LIMITS:
        return (_EPOCH + timedelta(days=float(value))).replace(tzinfo=None)
    if name == "column_list":
        return [_PERSON_ID if column == _PERSON else column for column in value]
    return _PERSON_ID if value == _PERSON else value


def _without_random_names(suite: Mapping[str, Any]) -> dict[str, Any]:
    """A suite without the random ids, which it gets anew wherever it is added."""
    kept = {name: value for name, value in suite.items() if name != "id"}
    kept["expectations"] = [
        {name: value for name, value in one.items() if name != "id"} for one in kept["expectations"]
    ]
    return kept


if __name__ == "__main__":
    write_suites(Path(sys.argv[1]))
