"""Check what a source of a mapping file says of its rows: which count, which become one."""

from typing import Final, Literal

from hertoets.prepare.checking import Part
from hertoets.prepare.choosing import NAMED, is_form
from hertoets.prepare.dates import is_form as is_date_form
from hertoets.prepare.model import Choice, OneOf, Rank, ToRows

_CHOICES: Final = ("values", "form", "filled")
_ONE_OF: Final = ("same", "prefer", "latest", "earliest", "filled", "first", "dates")


def read_choices(part: Part) -> tuple[Choice, ...]:
    """Read which rows count."""
    inside = Part(part.where, f"{part.at}, only", part.content.get("only", {}), part.faults)
    found: list[Choice] = []
    for column, said in inside.content.items():
        if not isinstance(said, dict):
            found.append(Choice(column, frozenset(inside.texts(column))))
            continue
        one = Part(part.where, f"{part.at}, only, {column}", said, part.faults)
        one.refuse_unknown(_CHOICES)
        if len(said) != 1:
            one.fault("", "not one condition", f"Write one of {', '.join(_CHOICES)}")
        form = one.text("form") or None
        if form and not is_form(form):
            mend = f"Write a pattern such as GM*, or one of {', '.join(NAMED)}"
            one.fault("form", "not a form", mend)
        found.append(
            Choice(
                column,
                frozenset(one.texts("values")) if one.has("values") else None,
                form,
                one.truth("filled") if one.has("filled") else None,
            )
        )
    return tuple(found)


def read_to_rows(part: Part) -> ToRows | None:
    """Read which columns become rows."""
    if not part.has("to_rows"):
        return None
    inside = Part(part.where, f"{part.at}, to_rows", part.content["to_rows"], part.faults)
    inside.refuse_unknown(("columns", "name"))
    groups = Part(
        part.where, f"{part.at}, to_rows, columns", inside.content.get("columns"), part.faults
    )
    columns = {made: groups.texts(made) for made in groups.content}
    if len({len(names) for names in columns.values()}) != 1 or not all(columns.values()):
        mend = 'Write for each new column as many: { amount = ["may", "september"] }'
        groups.fault("", "the new columns do not come from equally many delivered ones", mend)
        return None
    return ToRows(columns, inside.text("name"))


def read_one_of(part: Part) -> OneOf | Literal["leave"] | None:
    """Read which of several rows counts; the grounds in the order in which they are written."""
    said = part.content.get("one_of")
    if said is None or said == "leave":
        return said
    inside = Part(part.where, f"{part.at}, one_of", said, part.faults)
    inside.refuse_unknown(_ONE_OF)
    same = inside.texts("same", or_one=True)
    if not same:
        inside.fault("same", "missing", "Name the columns that are the same in rows that are one")
    ranks = [rank for key in inside.content for rank in _ranks(inside, key)]
    forms = inside.texts("dates", or_one=True)
    if wrong := [form for form in forms if not is_date_form(form)]:
        inside.fault("dates", f"not a form of a date: {wrong[0]}", 'Write for example "%d-%m-%Y"')
    return OneOf(same, tuple(ranks), forms) if forms else OneOf(same, tuple(ranks))


def _ranks(inside: Part, key: str) -> list[Rank]:
    match key:
        case "latest" | "earliest" | "filled":
            return [Rank(key, column) for column in inside.texts(key, or_one=True)]
        case "first":
            return [Rank("first")] if inside.truth("first") else []
        case "prefer":
            orders = Part(inside.where, f"{inside.at}, prefer", inside.content[key], inside.faults)
            return [Rank("prefer", column, orders.texts(column)) for column in orders.content]
    return []
