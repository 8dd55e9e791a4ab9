"""The process that kernels are forked from: all that a notebook imports is in its memory already.

Run with ``python -m hertoets.run.warm``. Each line that it reads is a question in JSON, each line
that it writes the answer: to a list of arguments the number of the kernel's process that was
started with them; to such a number how that process ended, null while it lives. Once nobody asks
any more, it kills what it started. `hertoets.run.forked` asks.
"""

import gc
import json
import os
import signal
import sys
from contextlib import suppress


def main() -> None:
    """Answer until nobody asks any more; in a forked process, be a kernel instead."""
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # a kernel ends where this process ends
    from ipykernel.kernelapp import IPKernelApp

    from hertoets.publish.blocks import paragraphs

    paragraphs([], kind="")  # the templates of blocks are compiled when the first one is made
    gc.freeze()  # so that what is shared stays shared
    arguments = _answer()
    if arguments is not None:
        IPKernelApp.launch_instance(arguments)


def _answer() -> list[str] | None:
    """Answer questions; the arguments of a kernel, in the process that is to be it."""
    ended: dict[int, int | None] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, list):
            process = os.fork()
            if process == 0:
                _let_go()
                return asked
            ended[process] = None
            print(json.dumps(process), flush=True)
        else:
            if ended[asked] is None:
                ended[asked] = _end(asked, os.WNOHANG)
            print(json.dumps(ended[asked]), flush=True)
    for process, how in ended.items():
        if how is None:
            with suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            _end(process)
    return None


def _let_go() -> None:
    """Part from the process that was forked: a session of its own, and none of its streams."""
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def _end(process: int, flags: int = 0) -> int | None:
    """How a process ended; None while it lives."""
    which, status = os.waitpid(process, flags)
    return os.waitstatus_to_exitcode(status) if which else None


if __name__ == "__main__":
    main()
