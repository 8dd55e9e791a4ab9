"""Names for the codes that head rows: municipalities, tables of the extract, months.

Source of the municipalities: BRP national table 33, every code valid from 2019 up to 2022.
"""

import csv
import tomllib
from functools import cache
from importlib.resources import files

from analysis.publish.numbers import month_nl

MUNICIPALITY, TABLE = "municipality", "table"


@cache
def _names(column: str) -> dict[str, str]:
    folder = files("analysis.publish")
    if column == MUNICIPALITY:
        lines = folder.joinpath("municipalities.csv").read_text(encoding="utf-8").splitlines()
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}
    return tomllib.loads(folder.joinpath("labels.toml").read_text(encoding="utf-8"))


def label_nl(column: str, code: str, *, brief: bool = False) -> str:
    """Name what heads a row.

    Parameters
    ----------
    column : str
        Name of the column that the code stands in.
    code : str
    brief : bool
        The name alone, as a figure asks; else the code stands behind it.

    Returns
    -------
    str
        A code without a name, and anything else but a month, is given back as it is.

    Examples
    --------
    >>> label_nl("municipality", "GM0363"), label_nl("municipality", "GM0363", brief=True)
    ('Amsterdam (GM0363)', 'Amsterdam')
    """
    if column not in (MUNICIPALITY, TABLE):
        return month_nl(code)
    name = _names(column).get(code)
    if name is None:
        return code
    return name if brief else f"{name} ({code})"
