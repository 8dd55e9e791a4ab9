"""Keep persons' values out of what a failing cell leaves behind.

An IPython extension that a run loads in every kernel. Of an exception only its class is
kept, and the message of our own errors, which never hold a value of a person; a traceback
shows source lines and the message, and the message of a library may show a value.
"""

import os
from types import TracebackType
from typing import Any

from hertoets.errors import HertoetsError


def load_ipython_extension(shell: Any) -> None:
    """Install the handler; IPython calls this when it loads the extension.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        The shell of the kernel.
    """
    shell.set_custom_exc((BaseException,), keep_class_only)


def keep_class_only(
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    _traceback: TracebackType | None,
    tb_offset: int | None = None,  # noqa: ARG001  (IPython passes it by name)
) -> list[str]:
    """Show an exception as its class, with a message only where it is our own."""
    said = str(error) if isinstance(error, HertoetsError) else ""
    if isinstance(error, OSError) and error.errno:
        said = f"\n{os.strerror(error.errno)}"  # the system's words, below a heading as ours are
    shell._showtraceback(kind, _SaidError(said), [])
    return []


class _SaidError(Exception):
    """Stands in for the exception, with what may be said of it."""
