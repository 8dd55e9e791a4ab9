"""Refuse what means nothing: it would read as not measured, and nobody would see it."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar, cast

from hertoets.errors import Fault, UseError, nearest

Call = TypeVar("Call", bound=Callable[..., Any])


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


def refuse_no_switch(call: str, name: str, value: object) -> None:
    """Refuse what is neither True nor False where one of both is asked.

    Raises
    ------
    UseError
        Where it is another thing, which would count as True.
    """
    if not isinstance(value, bool):
        raise UseError.of(
            where=call,
            at=name,
            what="is neither True nor False",
            mend=f"Write {name}=True or {name}=False",
        )


def names_in(call: str, parameter: str, names: object) -> list[str]:
    """The names that a parameter lists, for whoever looks them up.

    Parameters
    ----------
    call, parameter : str
        What was called, and with which parameter.
    names : object
        As it was given.

    Raises
    ------
    UseError
        Where it is a single text, which would be read letter by letter, or no list of texts.
    """
    if isinstance(names, str):
        raise UseError.of(
            where=call,
            at=parameter,
            what="is a single name, and a list is asked",
            mend=f'Write {parameter}=["{names}"]',
        )
    listed = list(names) if isinstance(names, Iterable) else [None]
    if not all(isinstance(name, str) for name in listed):
        raise UseError.of(
            where=call,
            at=parameter,
            what="is no list of names",
            mend=f'Write {parameter}=["…", "…"]',
        )
    return [str(name) for name in listed]


def of_a_run(call: Call) -> Call:
    """Let a function refuse what is no opened run, such as the name of its folder."""

    @wraps(call)
    def checked(run: object, *args: Any, **named: Any) -> Any:
        from hertoets.desk.run import Run

        if not isinstance(run, Run):
            raise UseError.of(
                where=call.__name__,
                at="run",
                what="is no opened run",
                mend='Open it first: run = open_run("runs/synthetic")',
            )
        return call(run, *args, **named)

    return cast(Call, checked)
