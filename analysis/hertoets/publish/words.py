"""The data files of this room: words, figures and views stand in TOML, not in code."""

import tomllib
from importlib.resources import files
from typing import Any


def read_words(name: str) -> dict[str, Any]:
    """Read a data file of this room.

    Parameters
    ----------
    name : str
        Without its ending ``.toml``.

    Raises
    ------
    FileNotFoundError
        No such file.
    """
    text = files("hertoets.publish").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
