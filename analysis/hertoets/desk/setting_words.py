"""Words of the blocks for who works inside: settings with their values, and codes, in Dutch."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hertoets.findings import load_labels
from hertoets.publish.numbers import date_nl
from hertoets.publish.pages import SETTINGS

_NAMES: Final = {**SETTINGS, "as_of": "Bekend op", "readings": "Eigen beslistabellen"}
_EMPTY: Final = {"as_of": "de dag van levering", "readings": "geen"}


INSIDE: Final = (
    "Exacte aantallen, voor wie binnen werkt. Er is geen run geschreven en niets gepubliceerd: "
    "dit blijft binnen, zoals alles onder protected."
)
"""Said by every block that shows exact numbers."""


def named(column: str, code: str) -> str:
    """What a code is called.

    Examples
    --------
    >>> named("outcome", "no_duty"), named("regime", "wi2013")
    ('geen plicht', 'Wi2013')
    """
    return load_labels()[column][code]


def setting_nl(name: str) -> str:
    """What a setting is called, as inside a sentence.

    Examples
    --------
    >>> setting_nl("reference_date")
    'peildatum'
    """
    words = _NAMES[name]
    return words[0].lower() + words[1:]


def value_nl(name: str, value: str | int, readings: Mapping[str, str]) -> str:
    """A value of a setting in words.

    Parameters
    ----------
    name : str
        Of the setting.
    value : str or int
        As `hertoets.run.Parameters.as_values` gives it.
    readings : mapping of str to str
        The title of each reading.
    """
    if value == "":
        return _EMPTY.get(name, "geen")
    if name == "readings":
        return Path(str(value)).name
    if name == "headline":
        return f"“{readings.get(str(value), str(value))}”"
    return date_nl(str(value))
