"""What the columns of a researcher's frames mean: from the schema, the outcomes, and a few here."""

from typing import TYPE_CHECKING, Final

from hertoets.desk.frames import OF_RIGHT
from hertoets.desk.known import refuse_unknown
from hertoets.extract import Column, schema
from hertoets.law import Law
from hertoets.outcomes.columns import OutcomeColumn, outcome_columns

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[str, str, str, str, str, str]
COLUMNS: Final = ["column", "type", "meaning", "values", "empty", "source"]
_OPEN: Final = "unknown; 9999-12-31 or an empty text is open"
_FACTS: Final = "docs/method.md, Facts"

_BIRTH: Final[tuple[Row, ...]] = (
    ("birth_from", "date", "First day of birth that there may be.", "", "unknown", "persons"),
    ("birth_to", "date", "Last day of birth that there may be.", "", "unknown", "persons"),
)
_AGE: Final[Row] = (
    "age", "whole number", "Age in years on the reference date.", "",
    "not known to the year", _FACTS,
)  # fmt: skip
_JUDGED: Final[tuple[Row, ...]] = (
    ("qualifies", "bool", "Whether the right can oblige.", "", "not known", _FACTS),
    ("publication_date", "date", "Day on which it was published.", "", "not known", "D1"),
    ("obtained_date", "date", "Day on which it was obtained.", "", "not known", "W1 art. 3(1)"),
)
_DOUBTS: Final[Row] = (
    "doubts", "text", "Checks that doubt something of the person, with a space between.", "", "",
    "doubts.parquet",
)  # fmt: skip
_READING: Final[Row] = ("reading", "code", "Name of the reading of the law.", "", "", "the law")
_OF_READING: Final = ("regime", "rule", "start", "outcome")


def described_frame(frame: str, law: Law) -> "pd.DataFrame":
    """See `hertoets.Run.describe`."""
    import pandas as pd

    refuse_unknown("describe", [frame], ["persons", "by_reading", *schema()])
    if frame == "persons":
        rows = _of_persons(law)
    elif frame == "by_reading":
        columns, first = outcome_columns(law), next(iter(law.readings))
        of_one = [(name, columns[f"{name}_{first}"]) for name in _OF_READING]
        rows = [_outcome(columns["person_id"]), _READING]
        rows += [(name, *_outcome(column)[1:]) for name, column in of_one]
    else:
        rows = _of_table(frame)
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_persons(law: Law) -> list[Row]:
    outcomes = [_outcome(column) for column in outcome_columns(law).values()]
    rights = {row[0]: row for row in _of_table("residence_rights")}
    of_right = [
        (name, rights[name][1], f"{rights[name][2]} Of the right that gives the group.",
         *rights[name][3:])
        for name in OF_RIGHT
    ]  # fmt: skip
    return [*_of_table("persons"), _AGE, *of_right, *outcomes[1:], _DOUBTS]


def _of_table(name: str) -> list[Row]:
    rows: list[Row] = []
    for column in schema()[name].columns:
        rows += _BIRTH if column.type == "birth_date" else [_delivered(column, name)]
    return [*rows, *(_JUDGED if name == "residence_rights" else ())]


def _delivered(column: Column, table: str) -> Row:
    codes = column.codes if isinstance(column.codes, tuple) else ()
    empty = _OPEN if column.open else "unknown"
    return (column.name, column.type, column.meaning, " ".join(codes), empty, table)


def _outcome(column: OutcomeColumn) -> Row:
    return (
        column.name, column.type, column.meaning, " ".join(column.values), column.empty,
        column.source,
    )  # fmt: skip
