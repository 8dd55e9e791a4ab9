"""Refuse a name that means nothing: it would read as not measured, and nobody would see it."""

from collections.abc import Iterable

from hertoets.errors import Fault, UseError, nearest


def refuse_unknown(call: str, names: Iterable[object], known: Iterable[str]) -> None:
    """Refuse names that there are not, each with the nearest that there is.

    Parameters
    ----------
    call : str
        What was called with them.
    names : iterable of object
    known : iterable of str

    Raises
    ------
    UseError
        With every such name.
    """
    known = list(known)
    faults = [
        Fault(where=call, at=str(name), what="no such name", mend=nearest(str(name), known))
        for name in names
        if name not in known
    ]
    if faults:
        raise UseError(faults)
