"""Ask Java something that takes long, so that a stop that is asked for meanwhile is heard at once.

The line between Python and Java knows one question at a time for each thread. A stop would cut
the question in two, and pyspark ask the next one on the same line: that waits for the first.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def asked(question: Callable[[], Answer]) -> Answer:
    """Ask in a thread of its own and wait; what is raised there is raised here.

    Parameters
    ----------
    question : callable
        Stopped meanwhile, it is left alone, and ends with Java.
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
    done.wait()
    if errors:
        raise errors[0]
    return answers[0]
