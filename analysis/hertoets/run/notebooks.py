"""Execute the notebooks of the argument, two at a time, and keep what they showed.

Executed notebooks hold nothing that differs between two runs: papermill's and the kernel's
own notes on time and place are taken out.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from hertoets.errors import DataError, UseError
from hertoets.run.forked import Warm, forking, warmed
from hertoets.run.leftovers import scratch
from hertoets.run.progress import Progress
from hertoets.shipped import shipped

AT_ONCE = 2
_PATTERN = "[0-9][0-9]_*.ipynb"
_PARAMETERS = "parameters"
_INJECTED = "injected-parameters"
_SOCKET = "00.json-ipc-5"  # the longest name of one that a kernel makes
# Our own errors, and the system's in words of its own; see `hertoets.run.kernel`.
_MAY_SPEAK = frozenset({"HertoetsError", "UseError", "DataError", "OSError"})


def notebooks_of_the_project(folder: Path | None = None) -> list[Path]:
    """Find the notebooks in reading order.

    Parameters
    ----------
    folder : Path or None
        Where to look; by default ``notebooks`` beside the package, as in a checkout.

    Raises
    ------
    UseError
        If there is none: the package was installed without its notebooks.
    """
    if folder is None:
        folder = shipped("notebooks")
    found = sorted(folder.glob(_PATTERN))
    if not found:
        raise UseError.of(
            where=str(folder),
            what="no notebooks here, so there is no report to make",
            mend="Run from a checkout of the project, installed with make setup",
        )
    return found


def execute_notebooks(
    notebooks: list[Path],
    *,
    parameters: Mapping[str, str | int],
    folder: Path,
    out: Path,
    progress: Progress,
) -> list[Path]:
    """Execute notebooks with ``folder`` as working folder and write them to ``out``.

    Parameters
    ----------
    notebooks : list of Path
        Notebooks in reading order, each with a cell tagged ``parameters``.
    parameters : mapping of str to str or int
        Values for that cell.
    folder : Path
        The run folder, complete but for the notebooks and the report.
    out : Path
        Existing folder for the executed notebooks.
    progress : Progress
        Told which notebook is being executed.

    Returns
    -------
    list of Path
        The executed notebooks, in the same order.

    Raises
    ------
    DataError
        If a cell fails; names notebook, cell and kind of exception, no value of a person.
    """
    # papermill would report on the terminal in a voice of its own.
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    kernels: list[AsyncKernelManager] = []
    with (
        scratch(socket_name=_SOCKET) as temporary,
        warmed(folder, _environment(temporary)) as warm,
    ):
        kernel_class = _kernel_class(temporary, folder, kernels, warm)

        def execute(notebook: Path) -> Path:
            with progress.step(notebook.stem):
                executed = _execute(notebook, parameters, kernel_class)
            target = out / notebook.name
            text = nbformat.writes(executed)  # type: ignore[no-untyped-call]
            target.write_text(text, encoding="utf-8")
            return target

        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="notebook") as pool:
            tasks = [pool.submit(execute, notebook) for notebook in notebooks]
            try:
                wait(tasks, return_when=FIRST_EXCEPTION)
                return [task.result() for task in tasks]
            except BaseException:
                # The first failure, Ctrl-C or a termination signal stops everything.
                _stop(tasks, kernels)
                raise


def _execute(
    notebook: Path, parameters: Mapping[str, str | int], kernel_class: type[AsyncKernelManager]
) -> Any:
    source = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    try:
        executed = papermill.execute_notebook(
            source,
            None,
            parameters=dict(parameters),
            kernel_name="python3",
            language="python",
            progress_bar=False,
            kernel_manager_class=kernel_class,
            record_timing=False,
            # A polite goodbye can take a kernel five seconds, and there is nothing to save.
            shutdown_kernel="immediate",
        )
    except DeadKernelError:
        raise DataError.of(
            where=notebook.name,
            what="its kernel died, most likely for want of memory",
            mend="Close other programs, or use a machine with more memory",
        ) from None
    except RuntimeError as error:
        if not str(error).startswith("Kernel "):
            raise
        # So the client says that a kernel never answered: it could not come up at all.
        raise DataError.of(
            where=notebook.name,
            what="its kernel could not be started, most likely for want of memory or open files",
            mend="Close other programs, or raise the limits (ulimit -n)",
        ) from None
    except PapermillExecutionError as error:
        # Our own messages only, without the heading that counts the faults.
        said = error.evalue.partition("\n")[2] if error.ename in _MAY_SPEAK else ""
        raise DataError.of(
            where=notebook.name,
            at=f"cell {_number(source, error.cell_index)}",
            what=f"stopped with {error.ename}{': ' if said else ''}{' '.join(said.split())}",
            mend="" if said else "Open the notebook on the same extract to see where",
        ) from None
    return _without_traces(executed, notebook.stem[:2])


def _number(source: Any, index: int) -> int:
    """Count a cell from one as the stored notebook does: papermill adds a cell to it."""
    tagged = [
        i for i, cell in enumerate(source.cells) if _PARAMETERS in cell.metadata.get("tags", [])
    ]
    added = min(tagged, default=-1) + 1
    return index if index >= added else index + 1


def _without_traces(executed: Any, number: str) -> Any:
    executed.metadata.pop("papermill", None)
    for cell in executed.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if _INJECTED in cell.metadata.get("tags", []):
            cell.id = f"{number}-{_INJECTED}"  # the report puts all notebooks in one
    return executed


def _environment(temporary: Path) -> dict[str, str]:
    """What a kernel finds in its environment, so that it leaves nothing outside ``temporary``."""
    return {
        "IPYTHONDIR": str(temporary / "ipython"),
        "TMPDIR": str(temporary),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "OPENBLAS_NUM_THREADS": "1",  # at its import NumPy would start one for each processor
    }


def _kernel_class(
    temporary: Path, folder: Path, started: list[AsyncKernelManager], warm: Warm | None
) -> type[AsyncKernelManager]:
    """Make a kernel manager for this interpreter; its kernels are forked where they can be.

    The user's own Jupyter and IPython settings play no part: they could name another
    interpreter, or run code of their own at the start.
    """
    spec = KernelSpec(
        argv=[
            sys.executable,
            "-m",
            "ipykernel_launcher",
            "-f",
            "{connection_file}",
            "--ext",
            "hertoets.run.kernel",
            "--HistoryManager.enabled=False",
        ],
        display_name="Hertoets",
        language="python",
        env=_environment(temporary),
    )

    class Kernel(AsyncKernelManager):
        """A kernel that works in the run folder."""

        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self._kernel_spec = spec
            self.connection_file = str(temporary / f"{len(started)}.json")
            started.append(self)
            if warm is not None:
                self.provisioner = forking(warm, self)
            if os.name == "posix":
                self.transport = "ipc"  # sockets there, for this user only: no open port

        async def _async_start_kernel(self, **settings: Any) -> None:
            # papermill's own way changes the folder of the whole process, threads and all.
            settings["cwd"] = str(folder)
            # What a kernel says outside its cells may quote what it stumbled on.
            settings["stdout"] = settings["stderr"] = subprocess.DEVNULL
            await super()._async_start_kernel(**settings)

        start_kernel = _async_start_kernel

    return Kernel


def _stop(tasks: list[Future[Path]], kernels: list[AsyncKernelManager]) -> None:
    """Kill every kernel, those too that are only now being started, until no task is left."""
    for task in tasks:
        task.cancel()
    left: set[Future[Path]] = set(tasks)
    while left:
        for kernel in list(kernels):
            process = getattr(kernel.provisioner, "process", None)
            if process is not None:
                with suppress(OSError):
                    process.kill()
        left = wait(tasks, timeout=0.1).not_done
