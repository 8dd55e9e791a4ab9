"""Check the rule of one column in a mapping file, and make a `ColumnRule` of it."""

from typing import Final, Literal, cast

from hertoets.errors import Fault
from hertoets.extract.schema import Column, Table
from hertoets.prepare.checking import Part
from hertoets.prepare.codelists import CodeList
from hertoets.prepare.dates import EXCEL, is_form
from hertoets.prepare.delivery import is_bsn_name
from hertoets.prepare.model import ENDS, ISO_DATE, ColumnRule, How
from hertoets.prepare.rulevalues import absent_of, codes_of, constant_of

_WAYS: Final = ("join", "first_filled", "year_month_day", "next_begin")
_KEYS: Final = (
    "from",
    "how",
    "glue",
    "constant",
    "absent",
    "hash",
    "pad",
    "codes",
    "dates",
    "ends",
    "personal",
    "accept_unmapped",
    "same",
    "thousands",
    "decimal",
    "successors",
)
_CODED: Final = ("code", "bool")
_DATED: Final = ("date", "birth_date")
# Key by key the types of column that it has a meaning for.
_MEANT_FOR: Final = {
    "hash": ("text",),
    "pad": ("text", "code", "bool"),
    "codes": _CODED,
    "personal": _CODED,
    "dates": _DATED,
    "ends": ("date",),
    "same": ("date",),
    "thousands": ("count",),
    "decimal": ("count",),
    "successors": ("code",),
}
_LONGEST = 40


def read_rule(part: Part, table: Table, column: Column, lists: dict[str, CodeList]) -> ColumnRule:
    """Read one rule; it counts only where no fault was added.

    Parameters
    ----------
    part : Part
        The rule as written, an inline table.
    table, column : Table, Column
        What the rule is for.
    lists : dict of str to CodeList
        The lists of the mapping file itself; they go before the shipped ones.

    Returns
    -------
    ColumnRule
    """
    part.refuse_unknown(_KEYS)
    for key, types in _MEANT_FOR.items():
        if part.has(key) and column.type not in types:
            what = f"has no meaning for a column of type {column.type}"
            part.fault(key, what, "Leave it out")
    sources = _sources(part, table, column)
    how, glue = _how(part, column, sources)
    return ColumnRule(
        column,
        sources,
        how=how,
        glue=glue,
        constant=constant_of(part, column),
        absent=absent_of(part, column, table),
        hash=_hash(part, column, sources),
        pad=part.number("pad", _LONGEST),
        codes=codes_of(part, column, lists),
        dates=_dates(part, how),
        shift_days=_shift_days(part, table, column, how),
        personal=part.truth("personal"),
        accept_unmapped=part.truth("accept_unmapped"),
        same=_same(part, column, how),
        thousands=part.text("thousands"),
        decimal=part.text("decimal"),
    )


def _sources(part: Part, table: Table, column: Column) -> tuple[str, ...]:
    given = [key for key in ("from", "constant", "absent") if part.has(key)]
    if len(given) != 1:
        what = "says not where its values come from" if not given else f"has {' and '.join(given)}"
        part.fault("", what, "Give one of from, constant and absent")
    if part.has("from"):
        sources = part.texts("from", or_one=True)
        if not all(sources):
            part.fault("from", "names no column", "Write the name of a delivered column")
        return sources
    if column.name in table.key and (part.has("absent") or column.name == "person_id"):
        part.fault("", "a key must come from the delivery", "Write from = ...")
    for key in ("how", "glue", "hash", "pad", "codes", "dates", "ends", "personal"):
        if part.has(key):
            part.fault(key, "has no meaning without from", "Leave it out")
    return ()


def _how(part: Part, column: Column, sources: tuple[str, ...]) -> tuple[How | None, str]:
    how = cast("How | None", part.one_of("how", _WAYS))
    glue = part.text("glue", may_be_empty=True)
    if len(sources) > 1 and not part.has("how"):
        part.fault("how", "several columns, and not how they become one", f"One of {_WAYS}")
    if how == "next_begin":
        if len(sources) != 1:
            part.fault("from", "next_begin needs one column, the begin", "Name that one")
        return how, glue
    if how and len(sources) < 2:
        part.fault("how", "has no meaning for one column", "Leave it out")
    if part.has("glue") and how != "join":
        part.fault("glue", "has a meaning only for join", "Leave it out")
    if how == "join" and not part.has("glue"):
        part.fault("glue", "join, and not with what between", 'Write for example glue = "-"')
    if how == "year_month_day" and (len(sources) != 3 or column.type not in _DATED):
        part.fault("how", "year_month_day needs three columns and a date", "Name the three")
    return how, glue


def _hash(part: Part, column: Column, sources: tuple[str, ...]) -> Literal["bsn", "text"] | None:
    kind = part.one_of("hash", ("bsn", "text"))
    if not part.has("hash") and column.type == "text" and any(map(is_bsn_name, sources)):
        what = "a burgerservicenummer may not come into an extract"
        alone = len(sources) == 1
        part.fault("hash", what, f'Write hash = "{"bsn" if alone else "text"}"')
    return cast('Literal["bsn", "text"] | None', kind)


def _dates(part: Part, how: How | None) -> tuple[str, ...]:
    forms = part.texts("dates", or_one=True)
    for form in forms:
        if not is_form(form):
            mend = f'Write {EXCEL}, or %d, %m and %Y once each, as "%d-%m-%Y"'
            part.fault("dates", "not a form of a date", mend)
    if forms and how == "year_month_day":
        part.fault("dates", "has no meaning for parts", "Leave it out")
    return forms or (ISO_DATE,)


def _same(part: Part, column: Column, how: How | None) -> tuple[str, ...]:
    same = part.texts("same", or_one=True)
    if how == "next_begin" and not same:
        part.fault("same", "missing", "Name the columns that are the same in one history")
    if how == "next_begin" and not (column.open and column.type == "date"):
        part.fault("how", "next_begin gives an end, which this column is not", "Leave it out")
    if same and how != "next_begin":
        part.fault("same", "has a meaning only for next_begin", "Leave it out")
    return same


def _shift_days(part: Part, table: Table, column: Column, how: How | None) -> int:
    said = part.one_of("ends", ("inclusive", "exclusive"))
    if how == "next_begin" and (table.name, column.name) in ENDS:
        said = said or "exclusive"  # the day on which the next one begins
    ours = ENDS.get((table.name, column.name))
    if said and ours is None:
        what = "the contract does not say which day this column means"
        part.fault("ends", what, "Leave it out")
    if said is None or said == ours:
        return 0
    return 1 if said == "inclusive" else -1


def missing_rules(where: str, at: str, table: Table, given: dict[str, object]) -> list[Fault]:
    """Name the columns of the table that have no rule."""
    mend = 'Write from = "...", or absent = "unknown"'
    return [
        Fault(where, f"{at}, {column.name}", "no rule for this column", mend)
        for column in table.columns
        if column.name not in given and not column.optional
    ]
