"""Several mutants at once: each worker has a copy of the project and tries one after another."""

import multiprocessing
import queue
from collections.abc import Iterator
from dataclasses import asdict
from multiprocessing import Queue
from pathlib import Path
from typing import Any

from benchmarks.mutants.mutant import Mutant
from benchmarks.mutants.sample import GROUPS
from benchmarks.mutants.trial import QUICK_TESTS, project_copy, run_tests, tried, warm_up

LEFT_OUT = ("begin", "end", "becomes", "place")


def all_tried(mutants: list[Mutant], parallel: int, group: str) -> Iterator[dict[str, Any]]:
    """What became of each mutant, as soon as it is known.

    Raises
    ------
    SystemExit
        If the quick tests fail on the sources as they are, or a worker died.
    """
    context = multiprocessing.get_context("fork")
    waiting, done = context.Queue(), context.Queue()
    for mutant in mutants:
        waiting.put(mutant)
    for _ in range(parallel):
        waiting.put(None)
    workers = [
        context.Process(
            target=_work, args=(waiting, done, group if number == 0 else None), daemon=True
        )
        for number in range(parallel)
    ]
    for worker in workers:
        worker.start()
    for _ in mutants:
        trial = _next(done, workers)
        if isinstance(trial, str):
            raise SystemExit(trial)
        row = asdict(trial)
        mutant = {key: value for key, value in row.pop("mutant").items() if key not in LEFT_OUT}
        yield mutant | row


def _next(done: "Queue[Any]", workers: list[Any]) -> Any:
    while True:
        try:
            return done.get(timeout=5)
        except queue.Empty:
            if any(worker.exitcode for worker in workers):
                return "A worker died."


def _work(waiting: "Queue[Any]", done: "Queue[Any]", group: str | None) -> None:
    """Take mutants until there are no more; the first worker sees that the sources pass."""
    warm_up()
    with project_copy() as copy:
        if group and (failed := _failing(copy, group)):
            done.put(f"The quick tests do not pass on the sources as they are: {failed}")
            return
        while (mutant := waiting.get()) is not None:
            done.put(tried(mutant, copy))


def _failing(copy: Path, group: str) -> str:
    """The test that fails without any change, or nothing."""
    unchanged = dict.fromkeys(test for room in GROUPS[group] for test in QUICK_TESTS[room])
    result, by = run_tests(copy, tuple(unchanged))
    return "" if result == "survived" else by or result
