"""Environments of their own for other systems, from locks with hashes, kept under ``build/``."""

import subprocess
import sys

from benchmarks.speed.place import PROJECT

KEPT = PROJECT / "build" / "bench"
LOCKS = PROJECT / "benchmarks" / "toy"


class MissingError(Exception):
    """A system that cannot be installed here; says why."""


def python_of(system: str) -> str:
    """The Python of a system's environment, made where it is not there or its lock has changed.

    Raises
    ------
    MissingError
        Where a package cannot be had: the page says so and leaves the system out.
    """
    folder, lock = KEPT / system, LOCKS / f"requirements-{system}.lock"
    python, ready = folder / "bin" / "python", folder / "ready.lock"
    wanted = lock.read_text(encoding="utf-8")
    if ready.is_file() and ready.read_text(encoding="utf-8") == wanted:
        return str(python)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)]
    done = subprocess.run(install, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise MissingError(said[-1] if said else f"pip ended with {done.returncode}")
    ready.write_text(wanted, encoding="utf-8")
    return str(python)
