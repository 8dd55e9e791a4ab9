"""A stop that was asked for unwinds the stack and cleans up; a move is never cut in two."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType


@contextmanager
def signals_raise() -> Iterator[None]:
    """Let a termination signal unwind the stack, so that everything is cleaned up."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    with _handlers(dict.fromkeys(("SIGTERM", "SIGHUP"), stop)):
        yield


@contextmanager
def signals_wait() -> Iterator[None]:
    """Keep signals from cutting a move or a removal in two."""
    with _handlers(dict.fromkeys(("SIGTERM", "SIGHUP", "SIGINT"), signal.SIG_IGN)):
        yield


@contextmanager
def _handlers(wanted: dict[str, object]) -> Iterator[None]:
    earlier = {}
    # Outside the main thread handlers cannot be set; SIGHUP is not everywhere.
    with suppress(ValueError):
        for name, handler in wanted.items():
            number = getattr(signal, name, None)
            if number is not None:
                earlier[number] = signal.signal(number, handler)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
