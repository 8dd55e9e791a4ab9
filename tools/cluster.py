"""A small cluster of Spark on this machine: one master and some workers, for tests and trials.

``python -m tools.cluster`` (``make spark``) keeps it until Ctrl-C. It listens to this machine
alone, asks for a secret that lies in a folder of its own, and leaves no process and no file behind.
"""

import argparse
import ctypes
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import psutil
from hertoets.errors import UseError
from hertoets.run.spark.installed import refuse_missing
from hertoets.run.spark.reaching import MASTER
from hertoets.run.spark.settings import LOG4J, LOOPBACK

_BEGIN_SECONDS = 90
_END_SECONDS = 5
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG of Linux
_WORKER_MEMORY = "1g"
# A small cluster lives for minutes: Java that begins at once beats Java that is fast in the end.
_JAVA = "-Djava.net.preferIPv4Stack=true -XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@dataclass
class Cluster:
    """A cluster that runs.

    Attributes
    ----------
    master : str
        Its address.
    conf : Path
        The folder with its settings, for ``SPARK_CONF_DIR``.
    workers : list of int
        The process of each worker.
    """

    master: str
    conf: Path
    workers: list[int] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which a run finds it."""
        return {MASTER: self.master, "SPARK_CONF_DIR": str(self.conf)}

    def executors(self, worker: int) -> list[int]:
        """The processes of Java that a worker has begun."""
        try:
            children = psutil.Process(worker).children()
        except psutil.NoSuchProcess:
            return []
        # Beside them lies what the script that began the worker has left.
        return [child.pid for child in children if child.status() != psutil.STATUS_ZOMBIE]


@contextmanager
def cluster(workers: int = 2, cores: int = 1) -> Iterator[Cluster]:
    """Begin a cluster; it ends with the work, however that ends.

    Parameters
    ----------
    workers : int
    cores : int
        Of each worker.

    Yields
    ------
    Cluster
        All of whose workers have said that they are there.

    Raises
    ------
    UseError
        Where pyspark or Java is missing.
    TimeoutError
        Where it did not come up.
    """
    refuse_missing()
    import pyspark

    script = Path(pyspark.__file__).parent / "bin" / "spark-class"
    folder = Path(tempfile.mkdtemp(prefix="hertoets-cluster-"))
    started: list[subprocess.Popen[bytes]] = []
    try:
        port, page = _free_ports(2)
        made = Cluster(f"spark://{LOOPBACK}:{port}", _conf(folder))

        def begin(kind: str, *words: str) -> int:
            name = f"org.apache.spark.deploy.{kind.lower()}.{kind}"
            place = folder / f"{kind}-{len(started)}"
            place.mkdir()
            process = subprocess.Popen(
                [str(script), name, "--host", LOOPBACK, *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=place,
                env=_environment(made.conf, place),
                start_new_session=True,  # Ctrl-C is for us, and we end it
                umask=0o077,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
            started.append(process)
            return process.pid

        begin("Master", "--port", str(port), "--webui-port", str(page))
        _wait_for(page, 0, started)
        for _ in range(workers):
            words = ["--cores", str(cores), "--memory", _WORKER_MEMORY, "--webui-port", "0"]
            made.workers.append(begin("Worker", *words, made.master))
        _wait_for(page, workers, started)
        yield made
    finally:
        _end(started)
        shutil.rmtree(folder, ignore_errors=True)


def _conf(folder: Path) -> Path:
    """Write the settings: whoever does not know the secret is not let in."""
    conf = folder / "conf"
    conf.mkdir()
    (conf / "log4j2.properties").write_text(LOG4J, encoding="ascii")
    options = f'{_JAVA} "-Djava.io.tmpdir={folder}"'
    settings = {
        "spark.authenticate": "true",
        "spark.authenticate.secret": secrets.token_hex(32),
        "spark.executor.extraJavaOptions": options,
        "spark.executor.memory": _WORKER_MEMORY,
        "spark.ui.killEnabled": "false",
        # A worker that was killed is not waited for.
        "spark.worker.timeout": "10",
    }
    text = "".join(f"{name} {value}\n" for name, value in settings.items())
    (conf / "spark-defaults.conf").write_text(text, encoding="utf-8")
    return conf


def _environment(conf: Path, place: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SPARK_")}
    return kept | {
        "SPARK_CONF_DIR": str(conf),
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_LOCAL_DIRS": str(place / "local"),
        "SPARK_WORKER_DIR": str(place / "work"),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": _JAVA,
    }


def _free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody uses now."""
    sockets = [socket.create_server((LOOPBACK, 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _wait_for(page: int, workers: int, started: list[subprocess.Popen[bytes]]) -> None:
    """Wait until the master answers and knows so many workers."""
    ask = build_opener(ProxyHandler({})).open  # a proxy is for other machines
    until = time.monotonic() + _BEGIN_SECONDS
    while time.monotonic() < until:
        if any(process.poll() is not None for process in started):
            break
        with suppress(OSError, ValueError), ask(f"http://{LOOPBACK}:{page}/json/") as answer:
            if json.load(answer)["aliveworkers"] >= workers:
                return
        time.sleep(0.1)
    raise TimeoutError("the cluster did not come up on this machine")


def _end(started: list[subprocess.Popen[bytes]]) -> None:
    """End every process, and those that they have begun: executors, and Python in a group apart."""
    families = [psutil.Process(one.pid) for one in started if one.poll() is None]
    below = []
    for family in families:
        with suppress(psutil.Error):
            below += family.children(recursive=True)
    for process in families:
        with suppress(psutil.Error):
            process.terminate()
    _, left = psutil.wait_procs([*families, *below], timeout=_END_SECONDS)
    for process in left:
        with suppress(psutil.Error):
            process.kill()
    for one in started:
        # What a worker that was killed itself has begun is in its group still.
        with suppress(OSError):
            os.killpg(one.pid, signal.SIGKILL)
        one.wait()


def _end_with_parent() -> None:
    """Let the system end a process with us, even where we are killed ourselves."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGTERM)


@contextmanager
def told() -> Iterator[None]:
    """Say what is missing, and end."""
    try:
        yield
    except UseError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None


def main() -> None:
    """Keep a cluster until Ctrl-C, and say how a run uses it."""
    parser = argparse.ArgumentParser(prog="python -m tools.cluster", description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cores", type=int, default=1, help="of each worker")
    asked = parser.parse_args()
    # A shell starts work in the background deaf to Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    with suppress(KeyboardInterrupt), told(), cluster(asked.workers, asked.cores) as made:
        print(f"A cluster with {asked.workers} workers runs until Ctrl-C. In another terminal:")
        for name, value in made.environment.items():
            print(f"export {name}={value}")
        sys.stdout.flush()
        signal.pause()


if __name__ == "__main__":
    main()
