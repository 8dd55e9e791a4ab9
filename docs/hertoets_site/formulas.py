"""Formulas of a page as MathML, which a browser draws by itself: no script, no font from elsewhere."""

from typing import Any

from latex2mathml.converter import convert


def fence(source: str, *_given: Any, **_named: Any) -> str:
    """A block marked ``math`` as MathML, a formula a line; its LaTeX is the text alternative."""
    formulas = [line.strip() for line in source.split("\n\n") if line.strip()]
    drawn = [convert(" ".join(one.split()), display="block") for one in formulas]
    return f'<div class="math">{"".join(drawn)}</div>'
