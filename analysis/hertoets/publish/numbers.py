"""Protected values in Dutch writing: counts, euros, days, shares, dates and what is hidden.

Source: the released values that `hertoets.release` hands over; nothing is computed here.
"""

import re
from collections.abc import Iterable

from hertoets.release import NO_BREAK, Form, read_count

Value = Form
"""A cell of a released table; in a column of numbers, the form of a count."""

NUMERIC_KINDS = frozenset({"count", "days", "euro", "percent"})
APPLIES_NOT = "–"

_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)

_ISO_DATE = re.compile(
    r"\b(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?\b"
)


_UNITS = "personen|persoon|gemeenten|gemeente|euro|dagen|dag|weken|maanden|jaar|procent|rijen"
_BOUND = (
    re.compile(rf"\b(?:\d{{1,2}} )?(?:{'|'.join(_MONTHS)}) \d{{4}}\b"),
    re.compile(rf"\b\d{{1,2}} (?:{'|'.join(_MONTHS)})\b"),
    re.compile(r"\b(?:[Aa]rtikel(?:en)?|[Aa]rt\.|lid|nrs?\.|[Dd]eel|[Tt]abel|[Ff]iguur) \d+"),
    re.compile(r"\b(?:Kamerstuk(?:ken)? )?\d{2} \d{3}\b"),
    re.compile(rf"\b\d[\d.,]* (?:{_UNITS})\b"),
)


def cell_nl(value: Value, kind: str) -> str:
    """Write one cell of a released table in words that a reader needs no key for.

    Parameters
    ----------
    value : str, int, float or None
        In a column of numbers the form of a count; None in another than one of counts does not
        apply.
    kind : str
        The kind of the column.

    Examples
    --------
    >>> cell_nl("<10", "count"), cell_nl(None, "count"), cell_nl(0, "count")
    ('minder dan 10', 'niet gemeten', '0')
    """
    if kind not in NUMERIC_KINDS:
        return str(value)
    return APPLIES_NOT if value is None and kind != "count" else read_count(value).nl(kind)


def date_nl(text: str) -> str:
    """Write every ISO date and month in a text as a Dutch one, on one line; the rest stays.

    Examples
    --------
    >>> date_nl("2021-12-31"), date_nl("in 2022-04")
    ('31\\xa0december\\xa02021', 'in april\\xa02022')
    """

    def written(match: re.Match[str]) -> str:
        year, month, day = match["year"], _MONTHS[int(match["month"]) - 1], match["day"]
        return NO_BREAK.join([str(int(day)), month, year] if day else [month, year])

    return _ISO_DATE.sub(written, text)


def listed_nl(parts: Iterable[str]) -> str:
    """Join as a sentence does: with commas, and the last by *en*.

    Examples
    --------
    >>> listed_nl(["IND", "COA", "DUO"]), listed_nl(["IND"])
    ('IND, COA en DUO', 'IND')
    """
    *first, last = parts
    return f"{', '.join(first)} en {last}" if first else last


def bind_nl(text: str) -> str:
    """Keep on one line what is read as one: a number with its unit, a date, an article, a paper.

    Examples
    --------
    >>> bind_nl("Op 1 januari 2022 (artikel 54, nr. 356) kregen 25 personen bericht.")
    'Op 1\\xa0januari\\xa02022 (artikel\\xa054, nr.\\xa0356) kregen 25\\xa0personen bericht.'
    """
    for pattern in _BOUND:
        text = pattern.sub(lambda match: match[0].replace(" ", NO_BREAK), text)
    return text


def month_nl(text: str, *, short: bool = False) -> str:
    """Write a month (``2022-01``) in Dutch; any other text stays as it is.

    Examples
    --------
    >>> month_nl("2022-01"), month_nl("2022-01", short=True)
    ('januari 2022', 'jan 2022')
    """
    year, dash, month = text.partition("-")
    if not (dash and len(year) == 4 and year.isdigit() and len(month) == 2 and month.isdigit()):
        return text
    name = _MONTHS[int(month) - 1]
    brief = "mrt" if name == "maart" else name[:3]
    return f"{brief if short else name} {year}"
