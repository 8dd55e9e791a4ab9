"""Templates of HTML in which a text never becomes an element, and pages that run no script.

Every template of the project is read through `templates`: what is put into one is escaped, in
attributes too, unless another template made it. No HTML is put together in Python.
"""

import base64
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

_BREAK: Final = Markup("_<wbr>")
_PLACES: Final = re.compile(r"(?<=[a-z0-9_])\.(?=[a-z_])")  # the point inside a rule's id
_POINT: Final = Markup(".<wbr>")
_LINE: Final = Markup("<br>")


def templates(package: str, folder: str = "") -> Environment:
    """Open the templates of a room.

    Parameters
    ----------
    package : str
        Dotted name of the room.
    folder : str
        Folder inside it.

    Returns
    -------
    jinja2.Environment
        Escapes everything; a name that a template does not get is an error. Filters: ``breaking``
        lets a name break behind an underscore, ``lines`` keeps the lines of a text and lets the id
        of a rule break behind its point. `page_policy` is there for the head of a page.
    """
    environment = Environment(
        loader=PackageLoader(package, folder),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    filters: dict[str, Callable[..., Any]] = {"breaking": _breaking, "lines": _lines}
    environment.filters.update(filters)
    environment.globals["page_policy"] = page_policy
    return environment


def page_policy(css: str) -> Markup:
    """Say what a page may do, for its Content-Security-Policy: show itself, and nothing else.

    Parameters
    ----------
    css : str
        What stands between ``<style>`` and ``</style>``, to the letter: no other style counts.
        Pictures lie in the page itself.

    Returns
    -------
    Markup
        The value of the ``content`` of that ``<meta>``; it holds no double quotation mark.
    """
    digest = base64.b64encode(sha256(css.encode()).digest()).decode("ascii")
    return Markup(
        f"default-src 'none'; script-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _breaking(text: object) -> Markup:
    return escape(text).replace("_", _BREAK)


def _lines(text: str) -> Markup:
    return _LINE.join(_POINT.join(_PLACES.split(line)) for line in text.split("\n"))
