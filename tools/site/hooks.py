"""What MkDocs calls while it builds the site; each step is one line that leads to its module."""

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from mkdocs.structure.files import File, Files  # noqa: E402
from mkdocs.structure.pages import Page  # noqa: E402
from pymdownx.slugs import slugify  # noqa: E402

from tools.site import formulas, links, pages  # noqa: E402  found by the line above


def on_config(config: Any) -> Any:
    """Anchors as the pages name them, formulas as MathML, and only pages that are there."""
    config.mdx_configs.setdefault("toc", {})["slugify"] = slugify(case="lower")
    fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
    fences["custom_fences"] = [{"name": "math", "class": "math", "format": formulas.fence}]
    there = {path.name for path in (ROOT / "docs").glob("*.md")} | set(pages.written())
    config.nav = links.only_there(config.nav, there)
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that the code writes."""
    for name, write in pages.written().items():
        files.append(File.generated(config, name, content=write()))
    return files


def on_page_markdown(markdown: str, page: Page, **_given: Any) -> str:
    """Links to files of the project that are no page become their names."""
    return links.within_the_site(markdown, page.file.src_uri, set(pages.written()))


def on_post_page(output: str, **_given: Any) -> str:
    """The search has a name, for whoever hears the page."""
    return output.replace('role="dialog">', 'role="dialog" aria-label="Search">', 1)
