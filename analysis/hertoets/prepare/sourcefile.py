"""Check one source of a mapping file, and make a `Source` of it."""

from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Final, cast

from hertoets.extract.schema import schema
from hertoets.prepare.checking import Part
from hertoets.prepare.codelists import CodeList
from hertoets.prepare.model import Form, Source
from hertoets.prepare.rowrules import read_choices, read_one_of, read_to_rows
from hertoets.prepare.rulefile import missing_rules, read_rule

_ENCODINGS: Final = ("utf-8", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-15")
_FORMS: Final = ("csv", "parquet", "xlsx")
_ONLY_FOR: Final = {
    "separator": "csv",
    "encoding": "csv",
    "quote": "csv",
    "sheet": "xlsx",
    "merged": "xlsx",
}
_SOURCE_KEYS: Final = (
    "table",
    "files",
    "glob",
    "form",
    "separator",
    "encoding",
    "quote",
    "sheet",
    "skip_rows",
    "empty",
    "open_ends",
    "only",
    "carry_down",
    "to_rows",
    "one_of",
    "merged",
    "columns",
)
_MOST_ROWS_ABOVE = 1000


def read_source(part: Part, lists: dict[str, CodeList]) -> Source | None:
    """Read one source; it counts only where no fault was added.

    Parameters
    ----------
    part : Part
        The source as written.
    lists : dict of str to CodeList
        The code lists of the mapping file.

    Returns
    -------
    Source or None
        None where its table is not known.
    """
    part.refuse_unknown(_SOURCE_KEYS)
    name = part.one_of("table", tuple(schema()))
    if not part.has("table"):
        part.fault("table", "missing", f"Name the table: {', '.join(schema())}")
    if name is None:
        return None
    part.at = f"{part.at} ({name})"
    table = schema()[name]
    columns = Part(part.where, f"{part.at}, columns", part.content.get("columns"), part.faults)
    columns.refuse_unknown(table.column_names)
    part.faults += missing_rules(part.where, part.at, table, dict(columns.content))
    rules = [
        read_rule(
            Part(
                part.where, f"{part.at}, {column.name}", columns.content[column.name], part.faults
            ),
            table,
            column,
            lists,
        )
        for column in table.columns
        if columns.has(column.name)
    ]
    form = cast("Form | None", part.one_of("form", _FORMS))
    for key, meant in _ONLY_FOR.items():
        if form and form != meant and part.has(key):
            part.fault(key, f"has no meaning for {form}", "Leave it out")
    return Source(
        label=f"{part.where}, {part.at}",
        table=table,
        files=_files(part),
        columns=tuple(rules),
        form=form,
        separator=_letter(part, "separator", ","),
        encoding=part.one_of("encoding", _ENCODINGS) or "utf-8",
        quote=_letter(part, "quote", '"', may_be_empty=True),
        sheet=part.text("sheet") or None,
        skip_rows=part.number("skip_rows", _MOST_ROWS_ABOVE),
        empty=frozenset(part.texts("empty")),
        open_ends=_open_ends(part),
        only=read_choices(part),
        glob=_inside(part, "glob"),
        carry_down=part.texts("carry_down", or_one=True),
        to_rows=read_to_rows(part),
        one_of=read_one_of(part),
        merged=part.one_of("merged", ("carry",)) or "",
    )


def _files(part: Part) -> tuple[str, ...]:
    files = _inside(part, "files")
    if not files and not part.content.get("glob"):
        part.fault("files", "no file", 'Write files = ["name.csv"], or glob = ["name*.csv"]')
    return files


def _inside(part: Part, key: str) -> tuple[str, ...]:
    names = part.texts(key)
    for name in names:
        place = PurePosixPath(name)
        if not name or place.is_absolute() or ".." in place.parts or "\\" in name:
            part.fault(key, "not a place inside the delivery", "Write a name, or folder/name")
    return names


def _letter(part: Part, key: str, usual: str, *, may_be_empty: bool = False) -> str:
    letter = part.text(key, usual, may_be_empty=may_be_empty)
    if len(letter) == 1 and letter.isascii() and letter not in "\r\n":
        return letter
    if not (letter == "" and may_be_empty):
        part.fault(key, "not one character", 'Write one, as ";" or "\\t"')
    return "" if may_be_empty else usual


def _open_ends(part: Part) -> frozenset[date]:
    value = part.content.get("open_ends", [])
    if isinstance(value, list) and all(
        isinstance(item, date) and not isinstance(item, datetime) for item in value
    ):
        return frozenset(value)
    part.fault("open_ends", "not a list of dates", "Write [9999-12-31], without quotation marks")
    return frozenset()
