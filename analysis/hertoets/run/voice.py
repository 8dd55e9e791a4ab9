"""The one voice in which the command line speaks: results, progress, errors.

Results go to standard output, all else to standard error. Colour only on a terminal. Whatever a
text holds, it moves no cursor, sets no title, makes no link and hides nothing.
"""

import os
import sys
import traceback
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

import hertoets
from hertoets.errors import Fault, HertoetsError, UseError
from hertoets.plain import json_text, visible
from hertoets.run.progress import Progress

_WIDE = 160  # columns where there is no terminal that could break a line
_DEBUG = "HERTOETS_DEBUG"


class Voice:
    """Speaks for one command.

    Parameters
    ----------
    quiet : bool
        No progress; the result is still given.
    as_json : bool
        The result as JSON, for a scheduler.
    """

    def __init__(self, *, quiet: bool = False, as_json: bool = False) -> None:
        self.as_json = as_json
        self._quiet = quiet
        self.out = _console(stderr=False)

    def progress(self) -> Progress:
        """Give the progress of the command, silent where asked."""
        return Progress(None if self._quiet else _console(stderr=True))

    def note(self, sentence: str) -> None:
        """Say something that is worth knowing and no result."""
        if not self._quiet:
            _console(stderr=True).print(visible(sentence))

    def result(self, text: str, values: dict[str, Any]) -> None:
        """Give the result: plain text for a reader, or values for a machine."""
        said = json_text(values) if self.as_json else visible(text)
        sys.stdout.write(said if said.endswith("\n") else f"{said}\n")


def say_error(error: BaseException, *, as_json: bool = False, writes: bool = False) -> int:
    """Say what went wrong and give the exit code; never a traceback, nor a value of a person.

    Parameters
    ----------
    error : BaseException
        Ours, the system's, or one that nobody foresaw.
    as_json : bool
        Give the faults as JSON on standard output too.
    writes : bool
        The command would have written something: say that it did not.

    Returns
    -------
    int
        1 or 2.
    """
    if os.environ.get(_DEBUG) == "1":
        sys.stderr.write(_trail(error))
    ours = error if isinstance(error, HertoetsError) else _foreseen(error)
    heading, *faults = str(ours).splitlines()
    if writes:
        heading = f"{heading.removesuffix('.')}; nothing was written."
    _console(stderr=True).print(
        Text("\n").join([Text(heading, style="bold red"), *map(Text, faults)])
    )
    if as_json:
        values = {
            "exit": ours.exit_code,
            "fault_count": len(ours.faults),
            "faults": [asdict(fault) for fault in ours.shown],
        }
        sys.stdout.write(f"{json_text(values)}\n")
    return ours.exit_code


def _foreseen(error: BaseException) -> HertoetsError:
    if isinstance(error, OSError) and error.errno:
        # The system's own words: those of a library may quote what it was writing.
        said = os.strerror(error.errno)
        name = str(error.filename or "hertoets")
        return UseError.of(where=name, what=said, mend="Mend that and run again")
    if isinstance(error, MemoryError) or _is_lack_of_memory(error):
        mend = "Close other programs, or use a machine with more memory"
        return HertoetsError.of(where="hertoets", what="not enough memory", mend=mend)
    # The message of a library may show a value of a person: only its kind is told.
    what = f"internal error in {_module(error.__traceback__)}, {type(error).__name__}"
    mend = f"Report it; {_DEBUG}=1 shows the places it passed, no value"
    return HertoetsError([Fault(where="hertoets", at="", what=what, mend=mend)])


def _is_lack_of_memory(error: BaseException) -> bool:
    """Tell whether Arrow failed for want of memory, which it does not always say by its type."""
    if type(error).__name__ != "ArrowException":
        return False
    said = str(error)  # looked at, and never shown: it may hold a value of a person
    return "bad_alloc" in said or said.startswith("Unknown error: Wrapping ")


def _trail(error: BaseException) -> str:
    """List the places that an error passed, without its message and without a line of source."""
    lines = ["Traceback without messages, innermost last:"]
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    for link in reversed(chain):
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__)
        ]
        lines.append(f"  {type(link).__name__}")
    return "\n".join(lines) + "\n"


def _module(trace: TracebackType | None) -> str:
    """Name the innermost module of our own that the error passed through."""
    root = Path(hertoets.__file__).resolve().parent
    named = "hertoets"
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(root):
            named = ".".join(("hertoets", *path.relative_to(root).with_suffix("").parts))
        trace = trace.tb_next
    return named


class _Console(Console):
    """A console on which only its own styles are codes; a text is never one, nor a style."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    return _Console(
        file=stream,
        width=None if stream.isatty() else _WIDE,
        soft_wrap=not stream.isatty(),
        markup=False,
        emoji=False,
        highlight=False,
    )
