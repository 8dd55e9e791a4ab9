"""Tell what a notebook that computes is doing, and leave no trace of it.

A cell that is silent for a minute looks as if it hangs. In a kernel the steps stand under the cell
while they last and are cleared at the end, so that an executed notebook is the same whether its run
had to be computed or not. Elsewhere each step is a line on standard error.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from rich.console import Console

from hertoets.run.progress import Progress
from hertoets.run.steps import Steps


@contextmanager
def shown_steps() -> Iterator[Steps]:
    """Someone to whom what computes tells its steps, for as long as it computes."""
    if not _in_kernel():
        with Progress(Console(stderr=True)) as progress:
            yield progress
        return
    from IPython.display import clear_output

    try:
        yield _UnderTheCell()
    finally:
        clear_output()  # type: ignore[no-untyped-call]


def _in_kernel() -> bool:
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return getattr(shell, "kernel", None) is not None


class _UnderTheCell:
    """Shows steps in one block that is written anew at each of them."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._block: Any = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Show one step from its begin to its end."""
        self._show(f"         {name} …")
        began = monotonic()
        yield
        self._done.append(f"{monotonic() - began:6.1f} s {name}")
        self._show()

    def _show(self, *running: str) -> None:
        from IPython.display import display

        text = "\n".join(["computing the run, once", *self._done, *running])
        if self._block is None:
            self._block = display({"text/plain": text}, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._block.update({"text/plain": text}, raw=True)
