"""Tell on the terminal what is being done and how long it took.

On a terminal the running steps are shown with a clock; elsewhere each step becomes a line
once it is done. Everything goes to standard error: standard output is for results.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from hertoets.plain import visible


class Progress:
    """Shows the steps of a piece of work; steps may run beside each other.

    Parameters
    ----------
    console : Console or None
        Where to write; None says nothing.
    """

    def __init__(self, console: Console | None = None) -> None:
        self._console = console
        self._bars: Bars | None = None
        if console is not None and console.is_terminal:
            self._bars = Bars(
                SpinnerColumn(finished_text="✓"),
                TextColumn("{task.description}", markup=False),
                TimeElapsedColumn(),
                console=console,
            )

    def __enter__(self) -> Self:
        if self._bars is not None:
            self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Show one step from its begin to its end.

        Parameters
        ----------
        name : str
            What is done, in a few words.
        """
        name = visible(name)  # rich would drop some codes unseen
        bar: TaskID | None = None
        if self._bars is not None:
            bar = self._bars.add_task(name, total=1)
        began = monotonic()
        yield
        if self._bars is not None and bar is not None:
            self._bars.update(bar, completed=1)
        elif self._console is not None:
            self._console.print(f"{monotonic() - began:6.1f} s  {name}")
