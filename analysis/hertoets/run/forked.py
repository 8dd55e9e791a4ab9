"""Kernels forked from one process that has imported what they need: each costs a fifth.

On Linux alone: on macOS a fork without a new program may fail in the system's own libraries.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from time import sleep
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

CAN_FORK = sys.platform == "linux"
_POLL_SECONDS = 0.02
_END_SECONDS = 10


class Warm:
    """The process that forks; see `hertoets.run.warm`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process, self._one_at_a_time = process, Lock()

    def ask(self, question: list[str] | int) -> int | None:
        """Ask it, and wait for the answer.

        Raises
        ------
        EOFError
            If it is gone.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._one_at_a_time:
            try:
                self._process.stdin.write(f"{json.dumps(question)}\n")
                self._process.stdin.flush()
                answer = self._process.stdout.readline()
            except OSError:
                answer = ""
        if not answer:
            raise EOFError
        number: int | None = json.loads(answer)
        return number

    def close(self) -> None:
        """Ask no more: it ends, and its kernels with it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def warmed(folder: Path, environment: Mapping[str, str]) -> Iterator[Warm | None]:
    """Start the process that forks; its kernels end with it. None where there is to be no fork.

    Parameters
    ----------
    folder : Path
        Where it and its kernels work.
    environment : mapping of str to str
        What they find in theirs, besides what is in ours.
    """
    if not CAN_FORK:
        yield None
        return
    process = subprocess.Popen(
        # Without -P a file in the folder could stand in for a library.
        [sys.executable, "-P", "-m", "hertoets.run.warm"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What a kernel says outside its cells may quote what it stumbled on.
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=folder,
        env={**os.environ, **environment},
        start_new_session=True,  # Ctrl-C is for us, and we end it
    )
    warm = Warm(process)
    try:
        yield warm
    finally:
        warm.close()


class ForkedProcess:
    """A forked kernel, with what a `subprocess.Popen` is asked by `jupyter_client`."""

    stdin = stdout = stderr = None

    def __init__(self, warm: Warm, arguments: list[str]) -> None:
        self._warm = warm
        self.returncode: int | None = None
        try:
            self.pid = warm.ask(arguments) or 0
        except EOFError:
            raise RuntimeError("Kernel could not be forked") from None

    def poll(self) -> int | None:
        """How it ended; None while it lives."""
        if self.returncode is None:
            try:
                self.returncode = self._warm.ask(self.pid)
            except EOFError:
                self.returncode = -signal.SIGKILL  # no kernel outlives what it was forked from
        return self.returncode

    def wait(self) -> int:
        """Wait until it has ended, and say how."""
        while (ended := self.poll()) is None:
            sleep(_POLL_SECONDS)
        return ended

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class ForkingProvisioner(LocalProvisioner):
    """Starts the kernels of a manager by a fork."""

    warm: Warm

    async def launch_kernel(self, cmd: list[str], **_settings: Any) -> KernelConnectionInfo:
        """Fork a kernel with the arguments of a command; folder and environment are shared."""
        process = ForkedProcess(self.warm, cmd[cmd.index("-f") :])
        self.process = process  # type: ignore[assignment]
        self.pid = self.pgid = process.pid
        return self.connection_info


def forking(warm: Warm, manager: KernelManager) -> ForkingProvisioner:
    """What a kernel manager is to start its kernel with."""
    provisioner = ForkingProvisioner(kernel_spec=manager.kernel_spec, parent=manager)
    provisioner.warm = warm
    return provisioner
