"""Figures and counts as a machine reads them: numbers, and null for what is not shown."""

from typing import Any

from hertoets.release import ReleasedFinding
from hertoets.release.model import ShownCell


def numbers_of(finding: ReleasedFinding) -> dict[str, Any]:
    """The numbers of a figure; a bound that is hidden or was not measured is None.

    Returns
    -------
    dict
        ``lower``, ``upper``, ``by_reading``, ``unit`` and ``status``, always all of them.
    """
    return {
        "lower": finding.lower,
        "upper": finding.upper,
        "by_reading": {name: list(pair) for name, pair in finding.by_reading.items()},
        "unit": finding.unit,
        "status": finding.status,
    }


def number_of(cell: ShownCell) -> int | float | None:
    """A shown count as a number; None for one that is hidden or withheld.

    Examples
    --------
    >>> number_of("25"), number_of(25), number_of("<10"), number_of("x")
    (25, 25, None, None)
    """
    if isinstance(cell, str):
        return int(cell) if cell.isascii() and cell.isdigit() else None
    return cell
