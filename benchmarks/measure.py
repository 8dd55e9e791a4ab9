"""Measure a whole process with its children: CPU seconds, and the greatest memory at once."""

import resource
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

LOOK_EVERY_SECONDS = 0.02


@dataclass(frozen=True)
class Cost:
    """What a process and its children took.

    Attributes
    ----------
    cpu : float
        Seconds of processor, of the user and of the system.
    seconds : float
        On the wall.
    gib : float
        Peak resident memory.
    said : str
        What it wrote on standard output.
    """

    cpu: float
    seconds: float
    gib: float
    said: str = ""


def cost_of(arguments: Sequence[str], times: int = 1) -> Cost:
    """Run a command and measure it; of several times the one that took least.

    Parameters
    ----------
    arguments : sequence of str
        The program and what follows it.
    times : int

    Returns
    -------
    Cost

    Raises
    ------
    RuntimeError
        Where the command fails: a failed run has no cost worth showing.
    """
    return min((_once(arguments) for _ in range(times)), key=lambda cost: cost.cpu)


def _once(arguments: Sequence[str]) -> Cost:
    before, began = _cpu_of_children(), time.perf_counter()
    process = psutil.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, _resident(process))
        time.sleep(LOOK_EVERY_SECONDS)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: exit {process.returncode}")
    return Cost(_cpu_of_children() - before, seconds, peak / 2**30, process.stdout.read())


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _resident(process: psutil.Process) -> int:
    """Add up resident memory; what processes share counts in each, so this errs upwards."""
    total = 0
    for one in [process, *_children(process)]:
        try:
            total += one.memory_info().rss
        except psutil.Error:
            continue
    return total


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []
