"""Links of a page, as the site can follow them: a file that is no page of it becomes its name."""

import re
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Any

DOCS = Path(__file__).resolve().parents[2] / "docs"
PROJECT_PAGES = {
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changelog.md",
}
"""Pages at the top of the project, and where the site has them; README opens it."""

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")


def within_the_site(markdown: str, page: str, written: set[str]) -> str:
    """A page with its links as the site can follow them.

    Parameters
    ----------
    markdown : str
        The page as it stands in the project.
    page : str
        Its place in the site, such as ``method.md`` or ``project/changelog.md``.
    written : set of str
        Places of the pages that the code writes.

    Returns
    -------
    str
        A link out of ``docs/`` is the name of the file, as code; so is one to a page that is not
        there yet.
    """
    home = {there: here for here, there in PROJECT_PAGES.items()}.get(page)
    base = "." if home else join("docs", dirname(page))

    def follow(found: re.Match[str]) -> str:
        label, target = found.groups()
        place, _, anchor = target.partition("#")
        if "://" in target or not place or (not home and page in written):
            return found[0]
        at = normpath(join(base, place))
        at = PROJECT_PAGES.get(at, at.removeprefix("docs/") if at.startswith("docs/") else "")
        if at in written or (at and (DOCS / at).is_file()):
            return f"[{label}]({relpath(at, dirname(page) or '.')}{'#' * bool(anchor)}{anchor})"
        name = normpath(join(base, place))
        bare = label.strip("`").rstrip("/")
        return f"`{name}`" if name.endswith(bare) else f"{label} (`{name}`)"

    return _LINK.sub(follow, markdown)


def only_there(nav: Any, there: set[str]) -> Any:
    """The contents without pages that do not exist: one may be announced before it is written."""
    kept = []
    for entry in nav:
        if isinstance(entry, str):
            kept += [entry] * (entry in there)
            continue
        for title, under in entry.items():
            if isinstance(under, str):
                kept += [entry] * (under in there)
            else:
                kept.append({title: only_there(under, there)})
    return kept
