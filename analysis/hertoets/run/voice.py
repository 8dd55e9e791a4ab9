"""The one voice in which the command line speaks: results, progress, errors.

Results go to standard output, all else to standard error. Colour only on a terminal. Whatever a
text holds, it moves no cursor, sets no title, makes no link and hides nothing.
"""

import errno
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator
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
from hertoets.run.streams import is_utf8, streams_that_take_all

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
        """The progress of the command, silent where asked."""
        return Progress(None if self._quiet else _console(stderr=True))

    def note(self, sentence: str) -> None:
        """Say something that is worth knowing and no result."""
        if not self._quiet:
            _console(stderr=True).print(visible(sentence))

    def result(self, text: str, values: dict[str, Any]) -> None:
        """The result: plain text for a reader, or values for a machine."""
        said = _json(values) if self.as_json else visible(text)
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
        sys.stdout.write(f"{_json(values)}\n")
    return ours.exit_code


def speak(command: Callable[[], int]) -> int:
    """Run a command with streams that take any text, and tell where its result cannot be written.

    Parameters
    ----------
    command : callable
        Gives its exit code; what goes wrong in it, it says itself.

    Returns
    -------
    int
        That code; 2 where the result cannot be written, 130 where Ctrl-C came. A reader who goes
        before the end has had enough of it: that is no failure.
    """
    code = 0
    try:
        with streams_that_take_all() as out:
            try:
                code = command()
            except (OSError, SystemExit):
                if out.failure is None:
                    raise
            if out.failure is not None:
                raise out.failure
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return code
    except OSError as error:
        what = f"cannot be written: {os.strerror(error.errno or 0)}"
        return say_error(UseError.of(where="standard output", what=what, mend="Write it elsewhere"))
    return code


def _json(values: dict[str, Any]) -> str:
    # A question mark in the place of a letter would be another value.
    return json_text(values, ascii_only=not is_utf8(sys.stdout))


def _foreseen(error: BaseException) -> HertoetsError:
    chain = list(_chain(error))
    if any(isinstance(link, MemoryError) or _wants_memory(link) for link in chain):
        mend = "Close other programs, take a larger machine, or run many persons by --engine ranges"
        return HertoetsError.of(where="hertoets", what="not enough memory", mend=mend)
    for link in chain:
        # The system's own words: those of a library may quote what it was writing.
        number = _number(link)
        if number in _OF_THE_SYSTEM or (link is error and isinstance(link, OSError) and number):
            name = getattr(link, "filename", None)
            if name is None and number == errno.ENOENT and not _working_folder_is_there():
                what, mend = "the working folder is gone", "Go to a folder that exists"
                return UseError.of(where="hertoets", what=what, mend=mend)
            said = os.strerror(number)
            return UseError.of(where=str(name or "hertoets"), what=said, mend="Mend that and retry")
    # The message of a library may show a value of a person: only its kind is told.
    what = f"internal error in {_module(error.__traceback__)}, {type(error).__name__}"
    mend = f"Report it; {_DEBUG}=1 shows the places it passed, no value"
    return HertoetsError([Fault(where="hertoets", at="", what=what, mend=mend)])


def _number(link: BaseException) -> int | None:
    """The system's number of an error; Polars names it in the text alone."""
    number: int | None = getattr(link, "errno", None)
    found = _OS_ERROR.search(str(link)) if number is None and isinstance(link, OSError) else None
    return int(found[1]) if found else number


_OS_ERROR = re.compile(r"\(os error (\d+)\)")
# What the machine wants, also where a library says it with an error of its own.
_OF_THE_SYSTEM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.EROFS})
_WANTS_MEMORY = re.compile(
    "can't start new thread|cannot allocate memory|failed to map segment|out of memory"
    "|bad_alloc|^Unknown error: Wrapping ",  # Arrow does not always say it by its type
    re.IGNORECASE,
)


def _wants_memory(link: BaseException) -> bool:
    """Tell whether a machine without memory spoke through an error of another kind."""
    if getattr(link, "errno", None) == errno.ENOMEM:
        return True
    speaks = isinstance(link, RuntimeError | ImportError | OSError)
    # What it says is looked at and never shown: it may hold a value of a person.
    return (speaks or type(link).__name__ == "ArrowException") and bool(
        _WANTS_MEMORY.search(str(link))
    )


def _working_folder_is_there() -> bool:
    try:
        return bool(os.getcwd())
    except OSError:
        return False


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and those that it came from."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def _trail(error: BaseException) -> str:
    """List the places that an error passed, without its message and without a line of source."""
    lines = ["Traceback without messages, innermost last:"]
    for link in reversed(list(_chain(error))):
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
