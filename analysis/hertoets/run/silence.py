"""Keep what libraries say by themselves off the terminal: it may hold a value of a person.

A warning, a log line, or the traceback of a thread quotes what it stumbled on. Of a warning its
kind and place are told, of a failing thread the kind of exception; log lines are dropped.
"""

import _thread
import logging
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SOON = 0.05


@contextmanager
def values_kept_silent() -> Iterator[None]:
    """Install the handlers for as long as a command works."""
    handler = logging.NullHandler()  # with a handler present, logging prints nothing of its own
    root = logging.getLogger()
    hooks = threading.excepthook, sys.unraisablehook
    root.addHandler(handler)
    threading.excepthook = _tell_thread
    sys.unraisablehook = _tell_unraisable
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _tell_warning  # type: ignore[assignment]
            yield
    finally:
        threading.excepthook, sys.unraisablehook = hooks
        root.removeHandler(handler)


def _tell_warning(
    _message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: Any
) -> None:
    _tell(f"{category.__name__} at {Path(filename).name}:{lineno}")


def _tell_thread(args: threading.ExceptHookArgs) -> None:
    _tell(f"{args.exc_type.__name__} in a thread")


def _tell_unraisable(args: Any) -> None:
    stop = _stop_asked(args.exc_value)
    if stop is not None:  # it came where nothing can be raised: it is asked for once more, outside
        threading.Timer(_SOON, _thread.interrupt_main, [stop]).start()
        return
    _tell(f"{args.exc_type.__name__} while cleaning up")


def _stop_asked(error: BaseException | None) -> signal.Signals | None:
    """The signal of which an exception tells, if it does; see `hertoets.run.signals`."""
    if isinstance(error, KeyboardInterrupt):
        return signal.SIGINT
    code = error.code if isinstance(error, SystemExit) else None
    return signal.Signals(code - 128) if isinstance(code, int) and code > 128 else None


def _tell(what: str) -> None:
    sys.stderr.write(f"note: {what}; its text may hold a value and is not shown.\n")
