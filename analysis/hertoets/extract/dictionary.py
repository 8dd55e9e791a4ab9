"""The data dictionary, written from the schema, so that page and reading cannot drift apart.

``docs/data-dictionary.md`` is what `describe` gives; a test holds the two equal. What makes a
value unknown, sets a row aside or stops a run is told under the name that the run reports.
"""

from collections.abc import Iterable

from hertoets.extract.aside import REASONS
from hertoets.extract.cells import BEFORE_1900, NO_SUCH_DATE, OUTSIDE_LIST
from hertoets.extract.impossible import (
    BIRTH_AFTER_DECISION,
    COLLECTED_BEFORE_DECISION,
    END_BEFORE_EFFECTIVE,
    TERM_BEFORE_START,
    TO_BEFORE_FROM,
)
from hertoets.extract.reading import ALL_ASIDE, CODES_OUTSIDE_STOP
from hertoets.extract.schema import Column, Table, schema

NOT_USED = ("sex", "location_kind", "withdrawn_on", "visible_from", "visible_to", "chosen_on")
"""Columns that are read and checked, and that no fact, outcome or figure looks at."""

OPENING = """# Data dictionary: the tables of an extract

An extract is a folder with one file for each table: `<table>.parquet`, `<table>.csv` or
`<table>.csv.gz`, in any mix. CSV is UTF-8 without a byte-order mark, with commas and a row of
column names. The order of columns is free. A column that is not named here is ignored, and the
run says so in one line.

Required tables: {required}.
The others are optional: without one of them, what needs it is *not measured*, which is something
else than zero. A table with column names and no rows is present: nobody has a row in it. Only
`persons` must hold somebody.

An empty cell (CSV) or null (Parquet) is **unknown**, except in a column marked *open*: there it
means that there is no end yet, or that the thing has not happened.

Meanings are in Dutch, as the registers name them. This page is written by
`hertoets.extract.dictionary.describe` from `analysis/hertoets/extract/schema.toml`; change those,
not the page.

## Types

{types}

Before any calculation, `hertoets check EXTRACT` tells how an extract reads, and writes nothing.

## About the delivery: `extract.toml`

Optional. `name` (text; without it the name of the folder), `delivered_on` (a date without quotation
marks), `synthetic` (`true` or `false`; `true` puts FICTIEF on every page and figure), `source`
(text). Any other key is refused.
"""

TYPES = {
    "text": "Text. A Parquet column of whole numbers is read as text.",
    "code": "Text from the list beside it. Capitals and leading zeros count.",
    "date": "`YYYY-MM-DD`, or a Parquet date or timestamp (the time of day is dropped).",
    "birth_date": "As a date; as text also partly unknown, the way the BRP writes it: "
    "`1990-05-00`, `1990-00-00`, `0000-00-00`. An age is then judged on the interval, and is "
    "unknown only where it makes a difference.",
    "bool": "`true` or `false`, in small letters or capitals, or a Parquet boolean.",
    "count": "A whole number of zero or more.",
}

UNKNOWN = {
    BEFORE_1900: ("every date", "The date lies before 1900-01-01."),
    NO_SUCH_DATE: (
        "every date",
        "No calendar has the date (1990-02-30); or 9999-12-31 where nothing can be open. "
        "In an open column 9999-12-31 means *open*.",
    ),
    OUTSIDE_LIST: (
        "every code",
        "The code is not in its list. In an open column too it is unknown, not open.",
    ),
    BIRTH_AFTER_DECISION: (
        "`persons.birth_date`",
        "It lies wholly after one of the person's decision dates.",
    ),
    COLLECTED_BEFORE_DECISION: (
        "`residence_rights.document_collected_date`",
        "It lies before `decision_date`.",
    ),
    END_BEFORE_EFFECTIVE: (
        "`residence_rights.end_date`",
        "It lies before `effective_date`. The dates stay; whether the right qualifies is unknown.",
    ),
    TO_BEFORE_FROM: ("`exemptions.valid_to`", "It lies before `valid_from`. Both are unknown."),
    TERM_BEFORE_START: ("`notices.term_end_stated`", "It lies before `start_stated`."),
    ALL_ASIDE: (
        "`residence_rights`, `notices`",
        "Not a value: counts the persons whose rows in the table were all set aside. They count "
        "as having none.",
    ),
}

STOPS = (
    ("a required table or a column is missing, or stands twice", 2),
    ("a table stands in more than one file", 2),
    ("a file is empty, or is not Parquet or comma-separated UTF-8 CSV", 2),
    ("a file begins with a byte-order mark", 2),
    ("a row has more or fewer cells than the header", 2),
    ("a cell is not written in its column's type, such as `31-12-1990`", 2),
    ("`extract.toml` cannot be read, or has an unknown key", 2),
    ("nobody is left in `persons`", 1),
    ("more than {share}% of a column's filled rows, after setting aside, hold a foreign code", 1),
)


def describe() -> str:
    """Write the data dictionary.

    Returns
    -------
    str
        Markdown: types, tables with their columns, and what becomes of values and rows that
        cannot be right. Ends with a line end. Source: ``schema.toml``.
    """
    tables = schema().values()
    required = ", ".join(f"`{table.name}`" for table in tables if table.required)
    types = _table(("type", "how it is written"), ((f"`{n}`", told) for n, told in TYPES.items()))
    opening = OPENING.format(required=required, types=types.rstrip())
    return "\n".join([opening, *map(_describe_table, tables), _unknown(), _aside(), _stops()])


def _describe_table(table: Table) -> str:
    need = "required" if table.required else "optional"
    key = ", ".join(f"`{name}`" for name in table.key)
    heading = f"## `{table.name}`\n\n{table.meaning} Register: {table.register}.\n"
    lines = (_describe_column(column) for column in table.columns)
    columns = _table(("column", "type", "meaning", "codes", "empty means"), lines)
    idle = [f"`{name}`" for name in table.column_names if name in NOT_USED]
    note = f"\nRead and checked, but no figure looks at it: {', '.join(idle)}.\n" if idle else ""
    return f"{heading}Key: {key}; {need}.\n\n{columns}{note}"


def _describe_column(column: Column) -> tuple[str, ...]:
    empty = "open" if column.open else "unknown"
    return f"`{column.name}`", column.type, column.meaning, _codes(column), empty


def _codes(column: Column) -> str:
    if column.codes is None:
        return ""
    if column.codes == "municipality":
        return "`GM` and four digits (`GM0363`)"
    if column.codes == "iso_3166_1_alpha_3":
        return "ISO 3166-1 alpha-3 (`SYR`)"
    return " ".join(f"`{code}`" for code in column.codes)


def _unknown() -> str:
    lines = ((f"`{check}`", where, told) for check, (where, told) in UNKNOWN.items())
    return (
        "## Impossible is unknown, never gone\n\n"
        "A value that cannot be right becomes unknown. The row and the person stay, and every\n"
        "figure that depends on the value gets wider bounds. Each check is reported with its "
        "count.\n\n"
    ) + _table(("check", "where", "when"), lines)


def _aside() -> str:
    lines = ((f"`{check}`", f"{told[0].upper()}{told[1:]}.") for check, told in REASONS.items())
    return (
        "## Set aside, with a reason\n\n"
        "A row that is set aside plays no part; `protected/set_aside.parquet` lists each with "
        "its key.\n"
        "Two keys of which a part is empty are never the same key: such rows are set aside only\n"
        "where they are identical throughout. A row of `persons` without `person_id` counts as\n"
        "one person set aside.\n\n"
    ) + _table(("check", "why"), lines)


def _stops() -> str:
    share = f"{CODES_OUTSIDE_STOP:.0%}".removesuffix("%")
    lines = ((what.format(share=share), str(code)) for what, code in STOPS)
    return (
        "## What stops a run\n\n"
        "Every fault is named at once, with file, column, row or key and how to mend it, and "
        "without\nany other value of a person. Nothing is written.\n\n"
    ) + _table(("what", "exit code"), lines)


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heading, tuple("---" for _ in heading), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
