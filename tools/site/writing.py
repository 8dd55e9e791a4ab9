"""How a page of the site is written: a template, and words that Markdown leaves as they are."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"


def filled(template: str, **given: object) -> str:
    """A page from its template; in a picture every word is escaped."""
    return _environment().get_template(template).render(**given)


def cell(text: str) -> str:
    """A text as one cell of a table in Markdown: on one line, without marks that mean something."""
    plain = " ".join(text.split())
    for mark, safe in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ("|", "&#124;"),
        ("*", "&#42;"),
    ):
        plain = plain.replace(mark, safe)
    return plain


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: bool(name) and ".svg" in name,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = cell
    return environment
