"""The catalogue of messages: what every refusal in the code says, and how it is mended."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hertoets

from tools.site.writing import filled

CODE = Path(hertoets.__file__).parent
_FILLED_IN = "…"
_IN_ORDER = ("where", "at", "what", "mend")
_CODES = {"UseError": 2, "DataError": 1, "HertoetsError": 1, "EarlierClashError": 1}


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
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        if called.endswith("Fault"):
            given |= dict(zip(_IN_ORDER, node.args, strict=False))
        if not {"where", "what"} <= given.keys():
            continue
        texts = {name: _text(given[name]) for name in ("where", "what", "mend") if name in given}
        if any(letter.isalpha() for letter in texts["what"]):
            yield Message(
                room=room,
                where=texts["where"] if texts["where"] != _FILLED_IN else "",
                what=texts["what"],
                mend=texts.get("mend", "") if texts.get("mend") != _FILLED_IN else "",
                code=str(_CODES.get(called.partition(".")[0], "")),
            )


def _text(node: ast.expr) -> str:
    """A text of the code as a reader meets it; what is filled in when it is said is three dots."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return _text(node.left) + _text(node.right)
    if isinstance(node, ast.IfExp):
        return f"{_text(node.body)} / {_text(node.orelse)}"
    return _FILLED_IN
