"""Standard output and standard error, made such that no text and no reader can break a command.

A terminal that knows no Dutch letters gets a question mark for each. Whoever stops reading the
progress does not stop the work; whoever stops reading the result has had enough of it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO


@contextmanager
def streams_that_take_all() -> Iterator["Output"]:
    """Make both streams take any text for as long as a command works, and flush the result.

    Yields
    ------
    Output
        Standard output, which knows whether it could be written.

    Raises
    ------
    OSError
        Where the result cannot be written.
    """
    streams = [stream or _nowhere() for stream in (sys.stdout, sys.stderr)]
    handling = [getattr(stream, "errors", None) for stream in streams]
    for stream in streams:
        _take_any_text(stream, "replace")
    out, told = Output(streams[0], forgiving=False), Output(streams[1], forgiving=True)
    sys.stdout, sys.stderr = out, told
    try:
        yield out
        out.flush()
    finally:
        for stream, before in zip(streams, handling, strict=True):
            if before is not None:
                with suppress(OSError):
                    _take_any_text(stream, before)
        # What could not be written would be tried again at the end of Python, and told there.
        sys.stdout = None if out.failure else streams[0]
        sys.stderr = None if told.failure else streams[1]


def _nowhere() -> TextIO:
    """Stand in for a stream that was closed by whoever started us."""
    return open(os.devnull, "w", encoding="utf-8")


def failed_output() -> OSError | None:
    """Tell why standard output could not be written; None where it could."""
    return sys.stdout.failure if isinstance(sys.stdout, Output) else None


def is_utf8(stream: TextIO) -> bool:
    """Tell whether a stream can show every letter."""
    return (
        (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-").startswith("utf")
    )


def _take_any_text(stream: TextIO, handling: str) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        with suppress(ValueError):
            reconfigure(errors=handling)


class Output:
    """A stream that notes why it could not be written.

    Parameters
    ----------
    stream : TextIO
        Where it leads.
    forgiving : bool
        Whether a failure is passed over: who does not hear of the progress still gets the result.
    """

    def __init__(self, stream: TextIO, *, forgiving: bool) -> None:
        self._stream = stream
        self._forgiving = forgiving
        self.failure: OSError | None = None

    def write(self, text: str) -> int:
        """Write all of a text."""
        with self._noting():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Write what waits."""
        with self._noting():
            self._stream.flush()

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.failure = error
            if not self._forgiving:
                raise

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
