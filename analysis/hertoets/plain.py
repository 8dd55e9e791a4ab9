"""Texts that stay texts wherever they are shown: on a terminal, in JSON, CSV or Markdown.

A name in a delivery or a title in a decision table is somebody else's text. Three rules keep it
one. A character that cannot be seen (a control code, a change of writing direction, a mark without
width, half of a pair) is written as its code point, so that it neither works nor hides. A name
fills one line of limited length. What a format would read as a command is marked as text by the
one writer of that format: here for JSON, CSV and Markdown, in `hertoets.markup` for HTML.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

NAME_LENGTH: Final = 200
SOURCE_LENGTH: Final = 600

# Tab and line feed are left: they are how a text is laid out. Unicode, category Cc (controls), Cs
# (surrogates), Zl and Zp (other line ends), and of Cf and the rest what has no width or turns the
# direction: soft hyphen, Arabic mark, U+200B to U+200F, U+202A to U+202E, U+2060 to U+206F,
# fillers, the mark of byte order, annotations, tags, and what is no character at all.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff\U0001fffe\U0001ffff]"
)
_CELL_BEGINS: Final = re.compile(r"(?:^|(?<=[;\t\n]))(?=(\s*)(\S))")
_FORMULA: Final = frozenset("=+-@")
_MARKDOWN: Final = re.compile(
    r"[\\`*\[\]~$|]|(?<![^\W_])_|_(?![^\W_])"  # emphasis, code, links, strike, formulas, cells
    r"|<(?=[A-Za-z/!?])"  # a tag or an address; "<10" is none
    r"|&(?=#?\w+;)"  # a character by its name
    r"|(?m:(?<=^)[#>=+-])"  # a heading, quotation, line or list
    r"|(?m:^(?P<number>\d+)(?=[.)](?:\s|$)))"  # a list with numbers
)


def visible(text: str) -> str:
    r"""Write each character that cannot be seen as its code point; all else stays as it is.

    Examples
    --------
    >>> visible("a\x1b[31mb\u202ec")
    'a[U+001B][31mb[U+202E]c'
    """
    return _UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def one_line(text: str, length: int = NAME_LENGTH) -> str:
    r"""Write a name or an origin on one line, cut off with an ellipsis where it is too long.

    Examples
    --------
    >>> one_line("Levering\n  van maart"), one_line("abcdef", 4)
    ('Levering van maart', 'abc…')
    """
    line = visible(" ".join(text.split()))
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def made_visible(value: Any) -> Any:
    """Apply `visible` to every text in a value: a text, list, tuple, mapping or dataclass.

    Returns
    -------
    Any
        The value itself where nothing in it had to change.
    """
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        changed = {made_visible(key): made_visible(entry) for key, entry in value.items()}
        same = all(a is b for a, b in zip(value.values(), changed.values(), strict=False))
        return value if same and changed.keys() == value.keys() else changed
    if isinstance(value, list | tuple):
        entries = [made_visible(entry) for entry in value]
        same = all(a is b for a, b in zip(value, entries, strict=True))
        return value if same else type(value)(entries)
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        told = {name: made_visible(entry) for name, entry in held.items()}
        changed = {name: told[name] for name in held if told[name] is not held[name]}
        return replace(value, **changed) if changed else value
    return value


def json_text(values: object, *, indent: int | None = None, ascii_only: bool = False) -> str:
    r"""Write JSON with sorted keys; a character that cannot be seen is written as an escape.

    Reading it gives back the same texts, so that a place on disk stays that place.

    Examples
    --------
    >>> json_text({"name": "é\x9b"})
    '{"name": "é\\u009b"}'
    """
    text = json.dumps(values, ensure_ascii=ascii_only, sort_keys=True, indent=indent)
    return _UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def csv_text(rows: Iterable[Sequence[object]], *, dutch: bool = False) -> str:
    """Write CSV in which no text is a formula: one that would be begins with an apostrophe.

    A spreadsheet takes what begins with ``=``, ``+``, ``-`` or ``@`` for a formula, also behind
    white space and in full width; and it may part cells at a semicolon, which Dutch settings do.
    Numbers are not texts: -5 stays -5.

    Parameters
    ----------
    rows : iterable of sequence
        The headings first. Write numbers as numbers, not as texts.
    dutch : bool
        For a spreadsheet that is set to Dutch: cells are parted by semicolons, and a decimal
        number has a comma.

    Examples
    --------
    >>> csv_text([("=1+1", -5, "<10")])
    "'=1+1,-5,<10\\n"
    >>> csv_text([("a, b", -1.5)], dutch=True)
    'a, b;-1,5\\n'
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n", delimiter=";" if dutch else ",")
    writer.writerows([_as_text(cell, comma=dutch) for cell in row] for row in rows)
    return stream.getvalue()


def markdown(text: str) -> str:
    r"""Write a text so that Markdown shows it as it is.

    Examples
    --------
    >>> markdown("*a* <b> <10 [x](y)")
    '\\*a\\* \\<b> <10 \\[x\\](y)'
    """

    def mark(match: re.Match[str]) -> str:
        return f"{match[0]}\\" if match["number"] else f"\\{match[0]}"

    return _MARKDOWN.sub(mark, visible(text))


def _as_text(cell: object, *, comma: bool) -> object:
    if comma and isinstance(cell, float):
        return str(cell).replace(".", ",")
    if not isinstance(cell, str):
        return cell

    def mark(match: re.Match[str]) -> str:
        return "'" if unicodedata.normalize("NFKC", match[2])[0] in _FORMULA else ""

    return _CELL_BEGINS.sub(mark, visible(cell))
