"""The municipalities of the period: one list of codes, names, validity and successors.

Source: BRP national table 33, every code that was valid between 2019 and 2022.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Municipality:
    """One code of the BRP; `valid_from`, `valid_to` and `successor` are empty where open."""

    code: str
    name: str
    valid_from: str
    valid_to: str
    successor: str


@cache
def municipalities() -> dict[str, Municipality]:
    """Read ``municipalities.csv``.

    Returns
    -------
    dict of str to Municipality
        By code, sorted; dates are written YYYY-MM-DD and `valid_to` is exclusive.

    Examples
    --------
    >>> municipalities()["GM0003"].successor
    'GM1979'
    """
    text = files("hertoets.extract").joinpath("municipalities.csv").read_text(encoding="utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda row: row["code"])
    return {row["code"]: Municipality(**row) for row in rows}
