"""Measure a whole process with its children: seconds, and the greatest memory in use at once."""

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

LOOK_EVERY_SECONDS = 0.05


@dataclass(frozen=True)
class Cost:
    """Wall-clock seconds and peak resident memory (GiB) of a process and its children."""

    seconds: float
    gib: float


def cost_of(arguments: Sequence[str]) -> Cost:
    """Run a command and measure it.

    Parameters
    ----------
    arguments : sequence of str
        The program and what follows it.

    Returns
    -------
    Cost

    Raises
    ------
    RuntimeError
        Where the command fails: a failed run has no cost worth showing.
    """
    began = time.perf_counter()
    process = psutil.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _resident(process))
        time.sleep(LOOK_EVERY_SECONDS)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: exit {process.returncode}")
    return Cost(seconds, peak / 2**30)


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
