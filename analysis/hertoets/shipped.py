"""Where what is no code lies: beside the package in a checkout, inside it in a wheel.

Notebooks, expectations, pages and hand cases stand in the project where people look for them, and
travel inside the wheel.
"""

from pathlib import Path
from typing import Final

PACKAGE = Path(__file__).resolve().parent
PROJECT = PACKAGE.parent.parent
"""The checkout that holds ``analysis/hertoets``; without meaning where the wheel was installed."""

TRAVELLING: Final = {
    "notebooks": "notebooks",
    "expectations": "expectations",
    "docs": "docs",
    "cases": "tests/cases",
}
"""What each folder that travels is called in a wheel, and where it stands in a checkout.

``pyproject.toml`` says the same to the maker of the wheel. None of it is code.
"""


def shipped(folder: str) -> Path:
    """Where a folder of the project lies that travels with the package.

    Parameters
    ----------
    folder : str
        A name in `TRAVELLING`.

    Returns
    -------
    Path
        The folder inside the package where there is one, else the one of the checkout.
    """
    inside = PACKAGE / folder
    return inside if inside.is_dir() else PROJECT / TRAVELLING[folder]
