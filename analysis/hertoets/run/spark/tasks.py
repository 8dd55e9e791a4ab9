"""Work on each part, by Spark: answers in the order of the tasks, and a refusal as it was raised.

Spark may begin a task twice, and again where the first was lost: what a task writes must appear at
once, and be the same each time.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from hertoets.errors import HertoetsError, UseError
from hertoets.extract.parted import UnreadError
from hertoets.run.owner import owner_only
from hertoets.run.spark.asking import asked
from hertoets.run.spark.installed import ENGINE
from hertoets.run.spark.session import Session

Task = TypeVar("Task")
Answer = TypeVar("Answer")

_MORE_MEMORY = "Give them more memory, or let fewer work at once"
_BROKE = "hertoets-task-broke"
_TOLD = re.compile(rf"{_BROKE}: (\w+) at ([\w.-]+:\d+)")


class TaskBrokeError(RuntimeError):
    """A task that failed in a way nobody foresaw: the kind and the place, never the values."""


@dataclass(frozen=True)
class Failed:
    """What a task refused, on its way to the driver."""

    error: HertoetsError | UnreadError


@dataclass(frozen=True)
class _Guarded(Generic[Task, Answer]):
    """The work, told so that nothing of a person gets into what Spark tells of a failure."""

    work: Callable[[Task], Answer]

    def __call__(self, task: Task) -> Answer | Failed:
        try:
            with owner_only():
                return self.work(task)
        except (HertoetsError, UnreadError) as error:
            return Failed(error)
        except Exception as error:
            kind, place = type(error).__name__, _place(error)
        raise TaskBrokeError(f"{_BROKE}: {kind} at {place}")


def each(begun: Session, work: Callable[[Task], Answer], tasks: Sequence[Task]) -> list[Answer]:
    """Work on each task, somewhere, and wait for all answers.

    Parameters
    ----------
    begun : Session
    work : callable
        Of a module that the executors can import. Its answer is small: it travels to the driver.
        What it writes is for its owner alone.
    tasks : sequence
        They travel to the executors, each by itself.

    Returns
    -------
    list
        The answers in the order of the tasks.

    Raises
    ------
    HertoetsError
        The very refusal of the first task, in their order, that refused; all have ended then.
        Or that a task failed after all of Spark's retries, with the kind and place of the fault.
    UnreadError
        Likewise.

    Examples
    --------
    >>> with session("local[2]") as begun:  # doctest: +SKIP
    ...     each(begun, len, ["a", "bb"])
    [1, 2]
    """
    if not tasks:
        return []
    context = begun.spark.sparkContext
    try:
        todo = context.parallelize(list(tasks), len(tasks)).map(_Guarded(work))
        answers: list[Answer | Failed] = asked(begun, todo.collect)
    except Exception as error:
        told = _told(error)
        if told is None:
            raise
        raise told from None
    done: list[Answer] = []
    for answer in answers:
        if isinstance(answer, Failed):
            raise answer.error
        done.append(answer)
    return done


def broken(error: BaseException) -> bool:
    """Tell whether Spark, or the line to it, raised an error; its words may quote values."""
    root = type(error).__module__.partition(".")[0]
    lost = isinstance(error, OSError) and not isinstance(error, FileNotFoundError)
    return root in ("pyspark", "py4j") or lost


def _told(error: Exception) -> HertoetsError | None:
    """What is told of a job that failed; None where the fault is ours and not of a task."""
    text = str(error)
    found = _TOLD.search(text)
    if found and found[1].endswith("MemoryError"):
        what = "the memory did not suffice for a part, each time that Spark tried again"
        return UseError.of(where=ENGINE, what=what, mend=_MORE_MEMORY)
    if found:
        what = f"the work on a part failed: {found[1]} at {found[2]}"
        return HertoetsError.of(where=ENGINE, what=what, mend="Please report this")
    if not broken(error):
        return None
    if "ExecutorLost" in text or "Python worker exited" in text:
        what = "processes that worked on a part were lost, each time that Spark tried again"
        return UseError.of(where=ENGINE, what=what, mend=_MORE_MEMORY)
    what = f"Spark gave the work up ({type(error).__name__})"
    return UseError.of(where=ENGINE, what=what, mend="Check that the cluster works, and try again")


def _place(error: BaseException) -> str:
    """The deepest line of ours that an error passed, else the deepest of all."""
    own, last = "", ""
    trace: Any = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        last = f"{Path(code.co_filename).name}:{trace.tb_lineno}"
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("hertoets.") and module != __name__:
            own = last
        trace = trace.tb_next
    return own or last
