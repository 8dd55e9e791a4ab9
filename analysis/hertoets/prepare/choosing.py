"""Which delivered rows count: by value, by the form of a value, and by whether a cell is filled."""

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Final

from stdnum.nl import bsn

from hertoets.prepare.model import Choice
from hertoets.prepare.values import Flags, Values, as_text

NAMED: Final = {
    "municipality": re.compile(r"(GM)?[0-9]{4}"),
    "whole_number": re.compile(r"[0-9]+"),
    "bsn": re.compile(r"[0-9]{8,9}"),
    "alpha_2": re.compile(r"[A-Z]{2}"),
    "alpha_3": re.compile(r"[A-Z]{3}"),
}
"""Forms by name. Of a burgerservicenummer the test of eleven is asked too."""

_LETTERS: Final = {"*": ".*", "?": ".", "#": "[0-9]"}


def is_form(form: str) -> bool:
    """Tell whether a text is a form: a name, or a pattern with ``*``, ``?`` or ``#`` in it.

    Examples
    --------
    >>> is_form("GM####"), is_form("municipality"), is_form("gemeente")
    (True, True, False)
    """
    return form in NAMED or any(letter in _LETTERS for letter in form)


def has_form(form: str, value: object) -> bool:
    """Tell whether a value has a form: ``*`` any letters, ``?`` one letter, ``#`` one digit.

    Examples
    --------
    >>> has_form("GM*", "GM0363"), has_form("GM####", "GM"), has_form("bsn", "111222333")
    (True, False, True)
    """
    text = as_text(value)
    if not _pattern(form).fullmatch(text):
        return False
    return form != "bsn" or bsn.is_valid(text.rjust(9, "0"))


def chosen(choice: Choice, delivered: Values) -> Flags:
    """Tell for each row whether it is chosen."""
    empty: Flags = delivered.indices < 0
    if choice.filled is not None:
        return ~empty if choice.filled else empty
    if choice.values is not None:
        right = delivered.where(partial(_is_one_of, choice.values))
        return right | empty if "" in choice.values else right
    form: Callable[[object], bool] = partial(has_form, choice.form or "*")
    return delivered.where(form)


def _is_one_of(values: frozenset[str], value: object) -> bool:
    return as_text(value) in values


@cache
def _pattern(form: str) -> re.Pattern[str]:
    if form in NAMED:
        return NAMED[form]
    return re.compile("".join(_LETTERS.get(letter) or re.escape(letter) for letter in form))
