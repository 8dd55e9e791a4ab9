"""Where the notebooks and expectations lie: beside the package in a checkout, inside it in a wheel.

Both stand at the top of the project, where people look for them, and travel inside the wheel.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
PROJECT = PACKAGE.parent.parent
"""The checkout that holds ``analysis/hertoets``; without meaning where the wheel was installed."""


def shipped(folder: str) -> Path:
    """Where a folder of the project lies that travels with the package.

    Parameters
    ----------
    folder : str
        ``notebooks`` or ``expectations``.

    Returns
    -------
    Path
        The folder inside the package where there is one, else the one of the checkout.
    """
    inside = PACKAGE / folder
    return inside if inside.is_dir() else PROJECT / folder
