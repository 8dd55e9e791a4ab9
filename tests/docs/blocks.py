"""Pieces of code that stand in a page, in their order."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def blocks(page: str, *kinds: str) -> list[tuple[str, str]]:
    """Give kind and text of every block of these kinds in a page of docs/."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.findall(r"^```(\w+)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return [(kind, block) for kind, block in found if kind in kinds]


def block(page: str, kind: str) -> str:
    """Give the only block of a kind in a page."""
    [(_, text)] = blocks(page, kind)
    return text
