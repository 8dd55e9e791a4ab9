"""Names of a package that are imported when they are first used.

A kernel that only shows a run, or a command that only prints its help, waits for no library
that computes one.
"""

from collections.abc import Callable, Mapping
from importlib import import_module


def lazily(package: str, names: Mapping[str, str]) -> Callable[[str], object]:
    """What a package takes as its ``__getattr__``.

    Parameters
    ----------
    package : str
        Its name.
    names : mapping of str to str
        The module that each public name lives in, by its whole name.

    Returns
    -------
    callable

    Examples
    --------
    >>> lazily("hertoets.law", {"load_law": "hertoets.law.loading"})("load_law").__name__
    'load_law'
    """

    def get(name: str) -> object:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(names[name]), name)

    return get
