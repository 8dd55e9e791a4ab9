"""One cell of a hand-worked case, as text for a table; what does not fit is said without the value.

A slip of the pen in a case would look like an answer of the law. So a code outside its list and a
day that does not exist are refused, unless the case says that it holds what registers deliver.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from hertoets.errors import nearest
from hertoets.extract import Column
from hertoets.extract.schema import (
    MUNICIPALITY,
    codes_without_nationality,
    nationality_codes,
)

_WRITTEN: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EARLIEST: Final = date(1900, 1, 1)
_PARTLY_KNOWN: Final = re.compile(r"(\d{4})-(\d{2})-00", re.ASCII)
_NO_MONTH: Final = "00"


class UnfitError(Exception):
    """A value that its column cannot hold; `mend` says what it can."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.mend = mend


def cell_of(column: Column, value: object, *, as_delivered: bool) -> str:
    """A value of a case as the cell of a table.

    Parameters
    ----------
    column : Column
    value : object
        As TOML gives it; empty text is an empty cell.
    as_delivered : bool
        Whether what is impossible may stand there, as it may in a delivery.

    Returns
    -------
    str

    Raises
    ------
    UnfitError
        Where it is of another type, or impossible and `as_delivered` is False.
    """
    return "" if value == "" else _CELLS[column.type](column, value, as_delivered)


def _text(_column: Column, value: object, _as_delivered: bool) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise UnfitError("not text", 'Write it between quotes; "" is empty')
    return value


def _code(column: Column, value: object, as_delivered: bool) -> str:
    code = _text(column, value, as_delivered)
    if as_delivered or (
        MUNICIPALITY.fullmatch(code) if column.codes == "municipality" else code in _codes(column)
    ):
        return code
    listed = column.codes if isinstance(column.codes, tuple) else ()
    mend = nearest(code, listed) if listed else _FORMS[str(column.codes)]
    raise UnfitError("a code outside its list", f"{mend}. {_AS_DELIVERED}")


def _codes(column: Column) -> Iterable[str]:
    if isinstance(column.codes, tuple):
        return column.codes
    return nationality_codes() | codes_without_nationality()


def _date(_column: Column, value: object, as_delivered: bool) -> str:
    text = _written(value)
    try:
        possible = date.fromisoformat(text) >= _EARLIEST
    except ValueError:
        possible = False
    if not possible and not as_delivered:
        raise UnfitError("a day that does not exist, or before 1900", _AS_DELIVERED)
    return text


def _birth_date(column: Column, value: object, as_delivered: bool) -> str:
    text = _written(value)
    partly = _PARTLY_KNOWN.fullmatch(text)
    if partly is None:
        return _date(column, value, as_delivered)
    year, month = partly.groups()
    _date(column, f"{year}-{'01' if month == _NO_MONTH else month}-01", as_delivered)
    return text


def _written(value: object) -> str:
    if type(value) is date:
        return value.isoformat()
    if isinstance(value, str) and _WRITTEN.fullmatch(value):
        return value
    raise UnfitError("not a date", 'Write YYYY-MM-DD; "" is empty')


def _bool(_column: Column, value: object, _as_delivered: bool) -> str:
    if not isinstance(value, bool):
        raise UnfitError("not true or false", 'Write true or false; "" is empty')
    return str(value).lower()


def _count(column: Column, value: object, as_delivered: bool) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnfitError("not a whole number", 'Write digits without quotes; "" is empty')
    if value < column.least and not as_delivered:
        raise UnfitError(f"below {column.least}", _AS_DELIVERED)
    return str(value)


_AS_DELIVERED: Final = "To try what registers may deliver, say as_delivered = true in the case"
_FORMS: Final = {
    "municipality": "Write GM and four digits",
    "iso_3166_1_alpha_3": "Write three capitals, ISO 3166-1 alpha-3",
}
_CELLS: Final[dict[str, Callable[[Column, object, bool], str]]] = {
    "text": _text,
    "code": _code,
    "date": _date,
    "birth_date": _birth_date,
    "bool": _bool,
    "count": _count,
}
