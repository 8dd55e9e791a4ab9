"""The catalogue of messages: what every refusal in the code says, and how it is mended."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hertoets

from tools.site.writing import filled

CODE = Path(hertoets.__file__).parent
_FILLED_IN = "…"
_TEXTS = (ast.Constant, ast.JoinedStr, ast.BinOp, ast.IfExp)
_IN_ORDER = ("where", "at", "what", "mend")
_CODES = {"UseError": 2, "DataError": 1, "HertoetsError": 1, "EarlierClashError": 1}

_Named = dict[str, ast.expr]


@dataclass(frozen=True)
class Message:
    """One refusal: the room that gives it, where, what, the mend, and the code if it is fixed."""

    room: str
    where: str
    what: str
    mend: str
    code: str


def messages() -> list[Message]:
    """Every refusal that stands in the code, by room, each once."""
    found = [one for path in sorted(CODE.rglob("*.py")) for one in _of_file(path)]
    return sorted(dict.fromkeys(found), key=lambda one: (one.room, one.what, one.where))


def page() -> str:
    """The page of the messages."""
    rooms: dict[str, list[Message]] = {}
    for one in messages():
        rooms.setdefault(one.room, []).append(one)
    return filled("errors.md.j2", rooms=rooms)


def _of_file(path: Path) -> Iterator[Message]:
    inside = path.relative_to(CODE)
    room = inside.parts[0] if len(inside.parts) > 1 else "hertoets"
    for node, named in _calls(ast.parse(path.read_text(encoding="utf-8")), {}):
        called = ast.unparse(node.func)
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        if called.endswith("Fault"):
            given |= dict(zip(_IN_ORDER, node.args, strict=False))
        if not {"where", "what"} <= given.keys():
            continue
        texts = {
            name: _text(given[name], named) for name in ("where", "what", "mend") if name in given
        }
        if any(letter.isalpha() for letter in texts["what"]):
            yield Message(
                room=room,
                where=texts["where"] if texts["where"] != _FILLED_IN else "",
                what=texts["what"],
                mend=texts.get("mend", "") if texts.get("mend") != _FILLED_IN else "",
                code=str(_CODES.get(called.partition(".")[0], "")),
            )


def _calls(node: ast.AST, named: _Named) -> Iterator[tuple[ast.Call, _Named]]:
    """Every call in the order of the code, with what the names in reach of it last stood for."""
    for inner in ast.iter_child_nodes(node):
        own = dict(named) if isinstance(inner, ast.FunctionDef) else named
        yield from _calls(inner, own)
        if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name):
            own[inner.targets[0].id] = inner.value
        if isinstance(inner, ast.Call):
            yield inner, dict(own)


def _text(node: ast.expr, named: _Named) -> str:
    """A text of the code as a reader meets it; what is filled in when it is said is three dots."""
    if isinstance(node, ast.Name) and isinstance(named.get(node.id), _TEXTS):
        return _text(named[node.id], {})
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return re.sub(
            f"{_FILLED_IN}+", _FILLED_IN, "".join(_text(one, named) for one in node.values)
        )
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, named)
    if isinstance(node, ast.BinOp):
        return _text(node.left, named) + _text(node.right, named)
    if isinstance(node, ast.IfExp):
        return f"{_text(node.body, named)} / {_text(node.orelse, named)}"
    return _FILLED_IN
