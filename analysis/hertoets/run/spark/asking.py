"""Ask Java something that takes long, so that a stop that is asked for meanwhile is heard at once.

The line between Python and Java knows one question at a time for each thread. A stop would cut
the question in two, and pyspark ask the next one on the same line: that waits for the first.
"""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from hertoets.errors import UseError
from hertoets.run.spark.installed import ENGINE

if TYPE_CHECKING:
    from hertoets.run.spark.session import Session

Answer = TypeVar("Answer")

WITHOUT_WORKERS: Final = 300.0
"""Seconds without anybody who works, after which a run ends: Spark itself waits for ever."""
_LOOK: Final = 5.0


def asked(begun: "Session", question: Callable[[], Answer]) -> Answer:
    """Ask in a thread of its own and wait; what is raised there is raised here.

    Parameters
    ----------
    begun : Session
    question : callable
        Stopped meanwhile, it is left alone, and ends with Java.

    Raises
    ------
    UseError
        Where nobody has worked for `WITHOUT_WORKERS` seconds.
    """
    answers: list[Answer] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            answers.append(question())
        except BaseException as error:
            errors.append(error)
        finally:
            done.set()

    threading.Thread(target=ask, daemon=True).start()
    seen = time.monotonic()
    while not done.wait(min(_LOOK, WITHOUT_WORKERS)):
        if begun.has_workers:
            seen = time.monotonic()
        elif time.monotonic() - seen > WITHOUT_WORKERS:
            raise _nobody_works(begun.master)
    if errors:
        raise errors[0]
    return answers[0]


def _nobody_works(master: str) -> UseError:
    return UseError.of(
        where=ENGINE,
        what=f"no worker of {master} has taken work for {WITHOUT_WORKERS:.0f} seconds",
        mend="Look whether its workers run, and whether each has the cores and the memory that are "
        "asked for (spark.executor.cores, spark.executor.memory)",
    )
