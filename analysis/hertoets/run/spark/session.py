"""A session of Spark for one run: begun on this machine or on a cluster, and wholly ended.

``local[N]`` by default: one process of Java, and of Python one for each core. The variable
``HERTOETS_SPARK_MASTER`` names the master of a cluster; under ``spark-submit`` its own master and
settings hold.
"""

import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from hertoets.errors import UseError
from hertoets.run.leftovers import scratch
from hertoets.run.spark.installed import ENGINE, refuse_missing
from hertoets.run.spark.reaching import MASTER, refuse_unreachable
from hertoets.run.spark.settings import (
    LOG4J,
    LOOPBACK,
    is_here,
    is_local,
    settings_of_machine,
    settings_of_tables,
)

_SUBMITTED = "PYSPARK_GATEWAY_PORT"  # set by spark-submit, which has then begun Java itself
_CONF = "SPARK_CONF_DIR"
_SECRET = "spark.authenticate.secret, in the spark-defaults.conf of SPARK_CONF_DIR"
_END_SECONDS = 20


@dataclass(frozen=True)
class Session:
    """A session that has begun.

    Attributes
    ----------
    spark : pyspark.sql.SparkSession
    master : str
    """

    spark: Any
    master: str

    @property
    def has_workers(self) -> bool:
        """Whether anybody is there to work: on this machine always."""
        if is_local(self.master):
            return True
        # The driver is listed among them.
        return bool(self.spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() > 1)


@contextmanager
def session(
    master: str | None = None,
    *,
    cores: int | None = None,
    threads: int = 1,
    more: Mapping[str, str] | None = None,
) -> Iterator[Session]:
    """Begin a session of Spark; it ends with the work, and so does its Java.

    Parameters
    ----------
    master : str or None
        ``local[N]`` or the address of a master. By default what ``HERTOETS_SPARK_MASTER`` says,
        else this machine.
    cores : int or None
        How many parts this machine works on at once; by default one for each core. A cluster
        decides for itself.
    threads : int
        How many threads the work on one part uses.
    more : mapping of str to str or None
        Settings of Spark besides; they go before ours.

    Yields
    ------
    Session

    Raises
    ------
    UseError
        Where pyspark or Java is missing, nothing answers where the master should be, a session is
        under way already, or Spark does not begin.
    """
    refuse_missing()
    _refuse_second()
    submitted = _SUBMITTED in os.environ
    named = master or os.environ.get(MASTER) or f"local[{cores or _cores()}]"
    if not submitted:
        refuse_unreachable(named)
    settings = settings_of_tables(threads)
    with ExitStack() as stack:
        variables = {"PYSPARK_PYTHON": sys.executable}
        if not submitted:
            settings["spark.master"] = named
            if is_here(named):
                folder = stack.enter_context(scratch())
                settings |= settings_of_machine(folder)
                variables["SPARK_LOCAL_IP"] = LOOPBACK
                if is_local(named) or _CONF not in os.environ:
                    variables[_CONF] = str(_conf(folder))
            elif _CONF not in os.environ:
                variables[_CONF] = str(_conf(stack.enter_context(scratch())))
        elif "PYSPARK_PYTHON" in os.environ:
            variables = {}
        stack.enter_context(_environment(variables))
        with _interrupts_kept():
            spark = _begin({**settings, **(more or {})})
        stack.push(partial(_end, spark))
        begun = Session(spark, spark.sparkContext.master)
        if not is_local(begun.master):
            spark.sparkContext.setLogLevel("OFF")
        yield begun


def _begin(settings: Mapping[str, str]) -> Any:
    with warnings.catch_warnings():
        # It warns of a newer pandas, of which nothing is used here.
        warnings.simplefilter("ignore")
        from pyspark import SparkConf, SparkContext
        from pyspark.java_gateway import launch_gateway
        from pyspark.sql import SparkSession

        try:
            # What Java says outside its log may quote what it stumbled on.
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            wanted = SparkConf(loadDefaults=False).setAppName("hertoets")
            wanted.setAll(list(settings.items()))
            gateway = launch_gateway(wanted, quiet)
            SparkContext._ensure_initialized(gateway=gateway)
            conf = SparkConf(loadDefaults=True).setAppName("hertoets")
            conf.setAll(list(settings.items()))
            return SparkSession(SparkContext(gateway=gateway, conf=conf))
        except BaseException as error:
            _end(None, type(error))
            _end_begun()
            if not isinstance(error, Exception):
                raise
            what = f"Spark did not begin ({type(error).__name__})"
            mend = f"Check Java, the master that {MASTER} names, and its secret ({_SECRET})"
            raise UseError.of(where=ENGINE, what=what, mend=mend) from None


def _end(spark: Any, kind: type[BaseException] | None, *_: object) -> None:
    """End the session and the Java that it began; pyspark would let that live until we end.

    Where a stop was asked for, Java may be at work for us, and is not asked to stop it first: it
    ends by itself, since nobody is at the other end.
    """
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    if spark is not None and (kind is None or issubclass(kind, Exception)):
        with suppress(Exception):  # a broken session has nothing left to say
            spark.stop()
    elif spark is not None:
        with suppress(Exception):  # it would tell on the terminal that Java is gone
            spark.sparkContext._accumulatorServer.shutdown()
    gateway = SparkContext._gateway
    SparkContext._gateway = SparkContext._jvm = SparkContext._active_spark_context = None
    SparkSession._instantiatedSession = None
    process = getattr(gateway, "proc", None)
    if process is None:
        return
    with suppress(OSError):
        process.stdin.close()  # Java ends when this pipe does
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with suppress(Exception):
        gateway.shutdown()


def _end_begun() -> None:
    """End the Java that was being begun: nobody holds it yet, and it would outlive us."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if any(word.startswith("org.apache.spark") for word in process.cmdline()):
                process.kill()


def _refuse_second() -> None:
    from pyspark import SparkContext

    if SparkContext._active_spark_context is not None:
        what = "Spark is under way in this process already"
        raise UseError.of(where=ENGINE, what=what, mend="End it first: spark.stop()")


def _conf(folder: Path) -> Path:
    """Write the settings that Java reads before any of ours: that it logs nothing."""
    conf = folder / "conf"
    conf.mkdir(mode=0o700)
    (conf / "log4j2.properties").write_text(LOG4J, encoding="ascii")
    return conf


def _cores() -> int:
    counted = getattr(os, "sched_getaffinity", None)
    return len(counted(0)) if counted else os.cpu_count() or 1


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    earlier = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in earlier.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _interrupts_kept() -> Iterator[None]:
    """Keep what Ctrl-C does: pyspark's own answer asks Java in the middle of a question."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, earlier)
