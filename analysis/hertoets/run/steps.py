"""Whoever wants to be told what is being done, and one who does not."""

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Steps(Protocol):
    """Whoever wants to be told what is being done; see `hertoets.run.progress.Progress`."""

    def step(self, name: str, /) -> AbstractContextManager[None]:
        """Be told of one step, from its begin to its end."""


class Silent:
    """Tells nobody."""

    def step(self, _name: str, /) -> AbstractContextManager[None]:
        """Let the step pass unseen."""
        return nullcontext()
