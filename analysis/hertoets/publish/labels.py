"""Names for the codes that head rows: tables and columns of the extract, months."""

from functools import cache

from hertoets.publish.numbers import month_nl
from hertoets.publish.words import read_words
from hertoets.release import load_labels

TABLE = "table"
_COLUMN = "column"
_UNTITLED = "onderdeel"


@cache
def names() -> dict[str, dict[str, str]]:
    """Read Dutch names by code, by the column that holds the codes; tables and columns too."""
    given = load_labels()
    return {**read_words("labels"), TABLE: given[TABLE], _COLUMN: given[_COLUMN]}


def label_nl(column: str, code: str) -> str:
    """Name what heads a row.

    Parameters
    ----------
    column : str
        Name of the column that the code stands in.
    code : str

    Returns
    -------
    str
        A code without a name, and anything else but a month, is given back as it is.

    Examples
    --------
    >>> label_nl("table", "notices"), label_nl("month", "2022-01"), label_nl("group", "asiel")
    ('kennisgevingen', 'januari 2022', 'asiel')
    """
    return names().get(column, {}).get(code) or month_nl(code)


def heading_nl(title: str) -> str:
    """Head a column; one without a title of its own still says that it names the rows.

    Examples
    --------
    >>> heading_nl("groep"), heading_nl("")
    ('groep', 'onderdeel')
    """
    return title or _UNTITLED
