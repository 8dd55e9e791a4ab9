"""The places of a Python module that can be changed by one operator, found in its syntax tree.

Not counted, because no test need hold them: docstrings, annotations, the words of errors, what a
decorator or ``repr`` says, guards (``strict``, ``validate``) and ``__all__``.
"""

import ast
import difflib
import itertools
import re
from collections.abc import Iterator

from benchmarks.mutants.mutant import Edit

COMPARISONS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
    "is not": "is", "is": "is not", "not in": "in", "in": "not in",
}  # fmt: skip
BINARY = {ast.BitAnd: ("&", "|"), ast.BitOr: ("|", "&"), ast.Add: ("+", "-"), ast.Sub: ("-", "+")}
NAMES = {
    "surely": "maybe", "min": "max", "cum_max": "cum_min", "min_horizontal": "max_horizontal",
    "any": "all", "any_horizontal": "all_horizontal", "is_null": "is_not_null", "first": "last",
    "eq": "ne", "lt": "le", "gt": "ge",
}  # fmt: skip
NAMES |= {new: old for old, new in NAMES.items()}
LEFT_OUT = ("filter", "fill_null", "unique", "drop_nulls")
VALUES = {"how": {"left": "inner", "inner": "left", "anti": "semi", "semi": "anti"}}
VALUES["keep"] = {"first": "last", "last": "first", "none": "first", "any": "none"}
ANSWERS = ("lit", "then", "otherwise", "fill_null")
ERRORS = ("Fault", "UseError", "of", "ValueError", "KeyError", "PydanticCustomError")
WORDS_OF_ERRORS = ("what", "mend", "where", "told")
NOT_COUNTED = ("repr", "strict", "validate", "maintain_order", *WORDS_OF_ERRORS)


def python_edits(source: bytes) -> list[list[Edit]]:
    """The edits at each place of a module, in the order of the text.

    Half of all places are texts, most of them names of columns that no module does without: of
    these one in four counts, or they would crowd out the operators.
    """
    tree = ast.parse(source)
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    seen = list(_counted(tree, None))
    words = sorted({node.value for node, _ in seen if _is_word(node)})
    places = [_Place(source, lines, words, node, parent).edits() for node, parent in seen]
    flat = [place for found in places for place in found]
    flat.sort(key=lambda edits: (edits[0].begin, edits[0].end))
    texts = [edits for edits in flat if edits[0].kind == "text"]
    return [edits for edits in flat if edits[0].kind != "text" or edits in texts[::4]]


def _is_word(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _counted(node: ast.AST, parent: ast.AST | None) -> Iterator[tuple[ast.AST, ast.AST | None]]:
    """All nodes whose change counts, each with its parent."""
    yield node, parent
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_out(child):
                yield from _counted(child, node)


def _is_left_out(node: ast.AST) -> bool:
    match node:
        case ast.Raise() | ast.JoinedStr() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Import() | ast.ImportFrom() | ast.Subscript(value=ast.Name(id="Literal")):
            return True
        case ast.keyword(arg=name):
            return name in NOT_COUNTED
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name in (*WORDS_OF_ERRORS, "__all__")
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name in ERRORS
    return False


class _Place:
    """What can be changed at one node."""

    def __init__(
        self,
        source: bytes,
        lines: list[int],
        words: list[str],
        node: ast.AST,
        parent: ast.AST | None,
    ) -> None:
        self.source, self.lines, self.words = source, lines, words
        self.node, self.parent = node, parent

    def edits(self) -> list[list[Edit]]:
        match self.node:
            case ast.Compare(left=left, comparators=rights):
                sides = [left, *rights]
                pairs = itertools.pairwise(sides)
                return [self._between(a, b, COMPARISONS, "comparison") for a, b in pairs]
            case ast.BoolOp(values=values):
                pairs = itertools.pairwise(values)
                return [
                    self._between(a, b, {"and": "or", "or": "and"}, "and, or") for a, b in pairs
                ]
            case ast.BinOp(left=a, op=op, right=b) if type(op) in BINARY:
                old, new = BINARY[type(op)]
                kind = "and, or" if old in "&|" else "plus, minus"
                return [self._between(a, b, {old: new}, kind)]
            case ast.UnaryOp(op=ast.Invert() | ast.Not() | ast.USub()):
                begin = self._begin(self.node)
                length = 3 if isinstance(self.node.op, ast.Not) else 1
                return [[Edit("not left out", begin, begin + length, "")]]
            case ast.Constant(value=value):
                return self._constant(value)
            case ast.Call():
                return self._call(self.node)
            case ast.If(test=test) | ast.IfExp(test=test) if not isinstance(test, ast.Compare):
                inside = self.source[self._begin(test) : self._end(test)].decode()
                return [[self._instead(test, "condition turned round", f"(not ({inside}))")]]
        return []

    def _call(self, call: ast.Call) -> list[list[Edit]]:
        func, found = call.func, []
        name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if name in NAMES:
            begin = self._end(func) - len(name)
            found.append([Edit("its opposite", begin, self._end(func), NAMES[name])])
        if isinstance(func, ast.Attribute) and name in LEFT_OUT:
            dot = self.source.rindex(b".", 0, self._end(func))
            found.append([Edit("call left out", dot, self._end(call), "")])
        if isinstance(func, ast.Attribute) and name == "otherwise" and len(call.args) == 1:
            found += self._swapped(func.value, call.args[0])
        return found

    def _swapped(self, then: ast.AST, otherwise: ast.AST) -> list[list[Edit]]:
        match then:
            case ast.Call(func=ast.Attribute(attr="then"), args=[chosen]):
                begin, end = self._begin(chosen), self._end(otherwise)
                first = self.source[begin : self._end(chosen)].decode()
                middle = self.source[self._end(chosen) : self._begin(otherwise)].decode()
                last = self.source[self._begin(otherwise) : end].decode()
                return [[Edit("then, otherwise swapped", begin, end, last + middle + first)]]
        return []

    def _constant(self, value: object) -> list[list[Edit]]:
        if isinstance(value, bool):
            return [[self._instead(self.node, "true, false", str(not value))]]
        if value is None:
            called = isinstance(self.parent, ast.Call) and getattr(self.parent.func, "attr", "")
            return [[self._instead(self.node, "true, false", "False")]] if called in ANSWERS else []
        if isinstance(value, int):
            return [[self._instead(self.node, "number", str(value + by)) for by in (1, -1)]]
        if isinstance(value, str):
            other = self._another(value)
            return [[self._instead(self.node, "text", repr(other))]] if other is not None else []
        return []

    def _another(self, word: str) -> str | None:
        """Another word of the module, as like it as can be: the likeliest to be of its kind."""
        if isinstance(self.parent, ast.keyword) and self.parent.arg in VALUES:
            return VALUES[self.parent.arg].get(word)
        others = [other for other in self.words if other != word]
        return next(iter(difflib.get_close_matches(word, others, 1, 0.0)), None)

    def _between(
        self, left: ast.AST, right: ast.AST, swaps: dict[str, str], kind: str
    ) -> list[Edit]:
        """The swap of the operator that stands between two operands."""
        begin, end = self._end(left), self._begin(right)
        between = re.sub(rb"#[^\n]*", lambda note: b" " * len(note[0]), self.source[begin:end])
        for old in sorted(swaps, key=len, reverse=True):
            form = rf"\b{old}\b" if old[0].isalpha() else re.escape(old)
            if found := re.search(form.replace(" ", r"\s+").encode(), between):
                return [Edit(kind, begin + found.start(), begin + found.end(), swaps[old])]
        raise AssertionError(f"no operator in {between!r}")

    def _instead(self, node: ast.AST, kind: str, text: str) -> Edit:
        return Edit(kind, self._begin(node), self._end(node), text)

    def _begin(self, node: ast.AST) -> int:
        return self.lines[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]

    def _end(self, node: ast.AST) -> int:
        return self.lines[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]
