"""Check what a rule says of values: constants, absent columns and code lists."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, cast

from hertoets.extract.schema import Column, Table, codes_without_nationality
from hertoets.prepare.checking import Part
from hertoets.prepare.codelists import SAYS_NOT_KNOWN, SAYS_UNKNOWN, CodeList, shipped_lists
from hertoets.prepare.judging import is_code

EXTENDS = "extends"
"""In a code list of a mapping file the name of the list that it adds to; no register's code."""


def constant_of(part: Part, column: Column) -> str | bool | int | date | None:
    """Read the value that stands in every row; None where there is none."""
    value = part.content.get("constant")
    if not part.has("constant"):
        return None
    right = {
        "bool": isinstance(value, bool),
        "count": type(value) is int and value >= 0,
        "date": isinstance(value, date) and not isinstance(value, datetime),
        "birth_date": False,
        "text": isinstance(value, str) and value != "",
        "code": isinstance(value, str) and is_code(column, value),
    }[column.type]
    if not right and not (value == "" and column.open):
        mend = 'Write absent = "unknown" where it is not known'
        part.fault("constant", f"not a value of a column of type {column.type}", mend)
        return None
    return cast("str | bool | int | date", value)


def absent_of(part: Part, column: Column, table: Table) -> Literal["unknown", "open"] | None:
    """Read what it means that the register does not deliver the column."""
    absent = part.one_of("absent", ("unknown", "open"))
    if absent == "open" and not column.open:
        part.fault("absent", "the column is not open", 'Write absent = "unknown"')
    if absent == "unknown" and column.open and column.codes not in ("municipality", None):
        what = "an open column of codes that is unknown in every row cannot be read"
        part.fault("absent", what, f'Leave {table.name} out, or write "open" if it is so')
    return cast('Literal["unknown", "open"] | None', absent)


def codes_of(part: Part, column: Column, lists: dict[str, CodeList]) -> CodeList | None:
    """Read which code list the rule uses, and refuse one that gives what the column cannot hold."""
    value = part.content.get("codes")
    if value is None:
        return None
    known = {**shipped_lists(), **lists}
    if isinstance(value, dict):
        found = code_list(Part(part.where, f"{part.at}, codes", value, part.faults), "own", known)
    else:
        name = part.one_of("codes", tuple(known))
        if name is None:
            return None
        found = known[name]
    if not fits_column(column, found):
        targets = found.entries.values()
        wrong = sorted({str(target) for target in targets if not _fits(column, target)})
        what = f"the list gives what the column may not hold: {', '.join(wrong[:5]) or found.name}"
        part.fault("codes", what, "Give codes of the data dictionary, or another list")
    if part.truth("successors"):
        if found.prefix:
            return found.with_successors()
        part.fault("successors", "has a meaning only for municipalities", "Leave it out")
    return found


def code_list(part: Part, name: str, known: Mapping[str, CodeList]) -> CodeList:
    """Read a code list of a mapping file; ``extends`` names a list that it adds to."""
    own = {key: value for key, value in part.content.items() if key != EXTENDS}
    for key, value in own.items():
        if not isinstance(value, str | bool):
            part.fault(key, "not a code or a truth value", 'Write for example "J" = true')
    entries = {k: v for k, v in own.items() if isinstance(v, str | bool)}
    base = part.one_of(EXTENDS, tuple(known)) if part.has(EXTENDS) else None
    return known[base].extended(entries, name) if base else CodeList(name, entries)


def fits_column(column: Column, codes: CodeList) -> bool:
    """Tell whether a column may hold everything that a list gives."""
    if codes.prefix and column.codes != "municipality":
        return False
    return all(_fits(column, target) for target in codes.entries.values())


def _fits(column: Column, target: str | bool) -> bool:
    if target in (SAYS_UNKNOWN, SAYS_NOT_KNOWN) and isinstance(target, str):
        return True
    if column.type == "bool" or isinstance(target, bool):
        return column.type == "bool" and isinstance(target, bool)
    # A code that names no nationality of today is a register's own; an extract takes it as unknown.
    no_longer = column.codes == "iso_3166_1_alpha_3" and target in codes_without_nationality()
    return no_longer or is_code(column, target)
