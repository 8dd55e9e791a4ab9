"""A TOML file that outsiders write: parsed or refused in one message, and checked by a model.

Every fault of a file is told at once, each with its place and its mend.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hertoets.datafile import UnreadableError, read_toml
from hertoets.errors import Fault
from hertoets.plain import made_visible, visible

Entry = TypeVar("Entry", bound=BaseModel)

_TYPE_AGAIN: Final = "Type that text again: a control code or a mark without width is in it"

REFUSED: Final = "refused"
"""The type of an error that a model raises itself; it carries ``what`` and ``mend``."""

_SHOWN_LENGTH: Final = 60
_KINDS: Final = {  # pydantic's names: what is wrong, and the mend
    "missing": ("missing", "Add it"),
    "string_type": ("not text", "Write a text between quotes"),
    "bool_type": ("neither true nor false", "Write true or false"),
    "int_type": ("not a whole number", "Write digits without quotes"),
    "greater_than_equal": ("too small", "Write a number that can be an age"),
    "less_than_equal": ("too large", "Write a number that can be an age"),
    "list_type": ("not a list", "Write it between [ and ]"),
    "dict_type": ("not a table", "Write { name = value, … }"),
    "date_type": ("not a date", "Write YYYY-MM-DD without quotes"),
}


def parsed(path: Path, faults: list[Fault]) -> dict[str, Any] | None:
    """The content of a file, or None with one more fault.

    Parameters
    ----------
    path : Path
        A TOML file in UTF-8.
    faults : list of Fault
        Grows by one where the file cannot be read.
    """
    try:
        content = read_toml(path)
    except UnreadableError as why:
        faults.append(Fault(str(path), "", str(why), "Mend or remove the file"))
        return None
    # What it says is printed and published: every text must show all that it holds.
    unseen = [key for key, value in content.items() if made_visible({key: value}) != {key: value}]
    faults += [
        Fault(str(path), key, "holds a character that cannot be seen", _TYPE_AGAIN)
        for key in unseen
    ]
    return None if unseen else content


def checked(
    model: type[Entry],
    content: object,
    where: str,
    context: Mapping[str, object],
    faults: list[Fault],
    *,
    inside: str = "",
) -> Entry | None:
    """The entry that a model makes of parsed TOML, or None with every fault of it.

    Parameters
    ----------
    model : type
        A pydantic model.
    content : object
        What the file says.
    where : str
        The file, as named in messages.
    context : mapping
        What the model's validators ask for.
    faults : list of Fault
        Grows by what is wrong.
    inside : str
        The key in the file under which the content stands.
    """
    try:
        return model.model_validate(content, context=dict(context))
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=False):
            what, mend = _told(model, each)
            faults.append(Fault(where, _place(inside, content, each["loc"]), what, mend))
    return None


def shown(value: object) -> str:
    """A value from a file as it may stand in a message: short, on one line, without controls."""
    text = visible(str(value).replace("\n", " "))
    return text if len(text) <= _SHOWN_LENGTH else f"{text[: _SHOWN_LENGTH - 1]}…"


def _told(model: type[BaseModel], error: ErrorDetails) -> tuple[str, str]:
    kind, loc = error["type"], error["loc"]
    if kind == REFUSED:
        return error["ctx"]["what"], error["ctx"]["mend"]
    if kind == "extra_forbidden":
        return "unknown field", f"Use only {_fields(_model_at(model, loc[:-1]))}"
    if kind in ("model_type", "model_attributes_type"):
        return "not an entry", f"Write an entry with {_fields(_model_at(model, loc))}"
    return _KINDS.get(kind, ("not usable here", "Look at the file that ships"))


def _fields(model: type[BaseModel]) -> str:
    return ", ".join(model.model_fields)


def _model_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel]:
    """The model of the entry at a place: the lists in these models hold entries of one model."""
    for part in loc:
        if isinstance(part, str):
            (model,) = get_args(model.model_fields[part].annotation)
    return model


def _place(inside: str, content: object, loc: tuple[int | str, ...]) -> str:
    """Name a place: ``row 2, rule mine.before, regime``."""
    parts = [shown(inside)] if inside else []
    for part in loc:
        content = _within(content, part)
        if isinstance(part, str):
            parts.append(shown(part))
            continue
        row = f"row {part + 1}"
        rule = content.get("rule") if isinstance(content, dict) else None
        parts[-1:] = [f"{row}, rule {shown(rule)}" if isinstance(rule, str) and rule else row]
    return ", ".join(parts)


def _within(content: object, part: int | str) -> object:
    if isinstance(content, dict):
        return content.get(part)
    if isinstance(content, list) and isinstance(part, int):
        return content[part]
    return None
