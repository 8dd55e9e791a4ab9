"""The reference of `import hertoets`: the names that it offers, each with its docstring."""

import hertoets

from tools.site.writing import filled

_HOMES = {"open_run": "hertoets.desk.open_run", "Run": "hertoets.desk.run.Run"}


def page() -> str:
    """The page of the names; each is read from the code by mkdocstrings."""
    offered = [name for name in hertoets.__all__ if not name.startswith("__")]
    homes = {name: _HOMES.get(name, f"hertoets.{name}") for name in sorted(offered, reverse=True)}
    return filled("api.md.j2", homes=homes)
