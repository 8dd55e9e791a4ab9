"""The reference of every figure and table that may be published, from their definitions."""

from collections.abc import Iterable, Mapping

from hertoets.findings import load_definitions
from hertoets.findings.catalogue import load_descriptions

from tools.site.writing import filled

_MONEY, _MEDIAN = "a sum in euro", "a median of days"


def findings_page() -> str:
    """The page of the figures."""
    return filled(
        "findings.md.j2", findings=list(load_definitions().values()), conditions=_conditions
    )


def tables_page() -> str:
    """The page of the tables."""
    return filled("tables.md.j2", tables=list(load_descriptions().values()))


def _conditions(who: Mapping[str, Iterable[str]] | None) -> str:
    """Who surely belongs, as one line: every column holds one of its values."""
    said = (
        f"`{column}` is {' or '.join(f'`{one}`' for one in each)}"
        for column, each in (who or {}).items()
    )
    return " and ".join(said)
