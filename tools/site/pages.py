"""The pages of the site that the code writes, each by its place: opening, reference, pictures."""

from collections.abc import Callable
from pathlib import Path

from tools.site import commands, figures_and_tables, messages, python_names, rooms, rule_graph
from tools.site.links import PROJECT_PAGES
from tools.site.writing import filled

ROOT = Path(__file__).resolve().parents[2]

_LAST_IN_THE_SEARCH = "---\nsearch:\n  boost: 0.1\n---\n"
"""A changelog names everything, and is seldom what somebody looks for."""


def written() -> dict[str, Callable[[], str]]:
    """What writes each page, by its place in the site."""
    return {
        "index.md": lambda: filled("index.md.j2"),
        "reference/api.md": python_names.page,
        "reference/commands.md": commands.page,
        "reference/findings.md": figures_and_tables.findings_page,
        "reference/tables.md": figures_and_tables.tables_page,
        "reference/errors.md": messages.page,
        "reference/rule-graph.md": rule_graph.page,
        "reference/rooms.md": rooms.page,
        **{there: _of_the_project(here) for here, there in PROJECT_PAGES.items()},
    }


def _of_the_project(name: str) -> Callable[[], str]:
    return lambda: _LAST_IN_THE_SEARCH + (ROOT / name).read_text(encoding="utf-8")
