"""Formulas of a page as MathML, which a browser draws by itself, without a script."""

import re
from typing import Any

from latex2mathml.converter import convert

_BRACE = re.compile(r"<mo[^>]*>&#x0007B;</mo>(<mrow>)?<mtable")


def fence(source: str, *_given: Any, **_named: Any) -> str:
    """A block marked ``math`` as MathML; formulas are parted by an empty line."""
    formulas = [" ".join(one.split()) for one in source.split("\n\n") if one.strip()]
    drawn = "".join(convert(one, display="block") for one in formulas)
    # A brace grows to the height of its cases only with a font for formulas; a line does anywhere.
    return f'<div class="math">{_BRACE.sub(_lined, drawn)}</div>'


def _lined(found: re.Match[str]) -> str:
    return f'{found[1] or ""}<mtable class="cases"'
