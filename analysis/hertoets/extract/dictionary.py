"""The data dictionary, written from the schema, so that page and reading cannot drift apart.

``docs/data-dictionary.md`` is what `describe` gives; a test holds the two equal. What makes a
value unknown, sets a row aside or stops a run is told under the name that the run reports.
"""

from collections.abc import Iterable

from hertoets.extract.aside import REASONS
from hertoets.extract.impossible import (
    BIRTH_AFTER_DECISION,
    COLLECTED_BEFORE_DECISION,
    END_BEFORE_BEGIN,
    TERM_BEFORE_START,
)
from hertoets.extract.limits import (
    MOST_CELL_BYTES,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_ROW_BYTES,
    MOST_ROWS,
    MOST_TOGETHER,
    MOST_UNPACKED_BYTES,
)
from hertoets.extract.schema import (
    BESIDE_ISO,
    NO_MUNICIPALITY,
    OF_THE_KINGDOM,
    Column,
    Table,
    schema,
)
from hertoets.extract.settling import ALL_ASIDE, CODES_OUTSIDE_STOP
from hertoets.extract.values import (
    AFTER_DELIVERY,
    BEFORE_1900,
    MEANS_UNKNOWN,
    NO_SUCH_DATE,
    OUT_OF_RANGE,
    OUTSIDE_LIST,
)

NOT_USED = ("visible_to", "reason")
"""Columns that are read and checked, and that no fact, outcome or figure looks at."""

OPENING = """# Data dictionary: the tables of an extract

An extract is a folder with one file for each table: `<table>.parquet`, `<table>.csv` or
`<table>.csv.gz`, in any mix, in capitals or not. CSV is UTF-8 without a byte-order mark, with
commas and a row of column names; quotation marks stand around a whole cell and are doubled inside
it. The order of columns is free. A column that is not named here is ignored, and the run says so
in one line, by its place. A column marked *optional* may be absent: it is then unknown in every
row, and the run says so.

A table may also come **in parts**: a folder with its name, such as `notices/`, that holds Parquet
files and nothing else, under any names. Their rows follow one another in the order of those names,
and read as if they stood in one file. All parts have the same columns; their order, and the width
of a number, may differ. A message names the part and the row in it; the record of a run names a
part by its place, `notices/part-00000.parquet` the first. CSV comes in one file.

The rows of a file are counted before it is parsed. Each is used or set aside, and `hertoets check`
shows both numbers.

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

Before any calculation, `hertoets check EXTRACT` tells how an extract reads; with
`--failures FILE` it writes the keys of the rows that failed a check, and else nothing.

## About the delivery: `extract.toml`

Optional. `name` (text; without it the name of the folder), `delivered_on` (a date without quotation
marks), `synthetic` (`true` or `false`; `true` puts FICTIEF on every page and figure), `source`
(text). Any other key is refused, and so is a file that nearly bears this name, such as
`extract.toml.txt`.
"""

TYPES = {
    "text": "Text. A Parquet column of whole numbers is read as text.",
    "code": "Text from the list beside it. Capitals and leading zeros count.",
    "date": "`YYYY-MM-DD`, or a Parquet date, or a Parquet timestamp at midnight without a "
    "time zone.",
    "birth_date": "As a date; as text also partly unknown, the way the BRP writes it: "
    "`1990-05-00`, `1990-00-00`. An age is then judged on the interval, and is "
    "unknown only where it makes a difference.",
    "bool": "`true` or `false`, in small letters or capitals, or a Parquet boolean.",
    "count": "A whole number; the lowest that can be stands beside it.",
}

UNKNOWN = {
    BEFORE_1900: ("every date", "The date lies before 1900-01-01. In an open column too."),
    NO_SUCH_DATE: (
        "every date",
        "Written as a date, and no calendar has it (2021-02-30, 2021-05-00, 1990-00-15); or "
        "9999-12-31 where nothing can be open. In an open column 9999-12-31 means *open*.",
    ),
    AFTER_DELIVERY: (
        "the dates marked *by delivery*",
        "The date lies after `delivered_on` of `extract.toml`; a birth date wholly.",
    ),
    OUTSIDE_LIST: (
        "every code",
        "The code is not in its list. In an open column too it is unknown, not open.",
    ),
    MEANS_UNKNOWN: (
        "`nationality`, `former_nationality`, municipalities, `birth_date`",
        f"A code that names none of today: countries withdrawn from ISO 3166-1 (`SUN`, `YUG`), "
        f"`XXX`, {', '.join(f'`{code}`' for code in sorted(OF_THE_KINGDOM))}, "
        f"{', '.join(f'`{code}`' for code in sorted(NO_MUNICIPALITY))}, `NLD` as former "
        "nationality; or the birth date `0000-00-00`. Not among the codes that stop a run.",
    ),
    OUT_OF_RANGE: ("every count", "The number is lower than can be, or beyond 2,147,483,647."),
    BIRTH_AFTER_DECISION: (
        "`persons.birth_date`",
        "It lies wholly after one of the person's decision dates.",
    ),
    COLLECTED_BEFORE_DECISION: (
        "`residence_rights.document_collected_date`",
        "It lies before `decision_date`.",
    ),
    END_BEFORE_BEGIN: (
        "the spells named above",
        "The end lies before its begin: both are unknown.",
    ),
    TERM_BEFORE_START: ("`notices.term_end_stated`", "It lies before `start_stated`."),
    ALL_ASIDE: (
        "`residence_rights`, `notices`",
        "Not a value: counts the persons whose rows in the table were all set aside. They count "
        "as having none.",
    ),
}

STOPS = (
    ("a required table or a column is missing, or stands twice", 2),
    ("a table stands in more than one file, as a file and in parts, or in a pipe or dead link", 2),
    ("the folder of a table is empty, or holds anything but Parquet files", 2),
    ("the parts of a table have not the same columns, or store one as text and as dates", 2),
    ("a table is absent while a file bears nearly its name (`choices.xlsx`, `choice.csv`)", 2),
    ("a file is empty, damaged, or is not Parquet or comma-separated UTF-8 CSV", 2),
    ("a file begins with a byte-order mark", 2),
    ("a row has more or fewer cells than the header", 2),
    ("a quotation mark stands in the middle of a cell, never closes, or swallows rows", 2),
    ("a cell of a column above holds a line break", 2),
    ("a Parquet column is stored as another type, such as a date as a number", 2),
    (
        f"a table has more than {MOST_COLUMNS:,} columns or {MOST_ROWS:,} rows, a row more than "
        f"{MOST_ROW_BYTES:,} bytes, a cell more than {MOST_CELL_BYTES:,}, or the file unpacks to "
        f"more than {MOST_UNPACKED_BYTES >> 30} GB or a trap; all parts of a table together "
        f"hold at most {MOST_TOGETHER} times as much, and are {MOST_PARTS:,} at most",
        2,
    ),
    ("a cell is not written in its column's type, such as `31-12-1990`", 2),
    ("`extract.toml` cannot be read, has an unknown key, or holds control characters", 2),
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
    columns = _table(("column", "type", "meaning", "values", "marks", "empty means"), lines)
    idle = [f"`{name}`" for name in table.column_names if name in NOT_USED]
    note = f"\nRead and checked, but no figure looks at it: {', '.join(idle)}.\n" if idle else ""
    spell = " to ".join(f"`{name}`" for name in table.spell or ())
    runs = f" Spell: {spell}." if spell else ""
    return f"{heading}Key: {key}; {need}.{runs}\n\n{columns}{note}"


def _describe_column(column: Column) -> tuple[str, ...]:
    empty = "open" if column.open else "unknown"
    values = f"{column.least} or more" if column.type == "count" else _codes(column)
    marks = [words for words, holds in _marks(column) if holds]
    return f"`{column.name}`", column.type, column.meaning, values, ", ".join(marks), empty


def _marks(column: Column) -> tuple[tuple[str, bool], ...]:
    return (
        ("optional", column.optional),
        ("by delivery", column.by_delivery),
        ("only where `nationality` is `NLD`", column.dutch_only),
    )


def _codes(column: Column) -> str:
    if column.codes is None:
        return ""
    if column.codes == "municipality":
        return "`GM` and four digits (`GM0363`)"
    if column.codes == "iso_3166_1_alpha_3":
        more = " ".join(f"`{code}`" for code in sorted(BESIDE_ISO))
        return f"ISO 3166-1 alpha-3 (`SYR`), {more}"
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
        "Keys are compared as written. Two keys of which a part is empty, or impossible by itself\n"
        "(2021-02-30), are never the same key: such rows are set aside only where they are\n"
        "identical throughout. Persons set aside are counted by distinct `person_id`.\n\n"
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
