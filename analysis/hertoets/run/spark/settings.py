"""How Spark is set for a run: this machine alone, silent, exact, and nothing left behind.

Of a cluster that is not on this machine only what the tables depend on is set: how it is reached,
how its lines are secured and what each process may take are its owner's (``spark-submit``).
"""

import re
from pathlib import Path

LOOPBACK = "127.0.0.1"

LOG4J = """\
# Whatever Spark logs of a failing task may quote the values in its hands: nothing is logged.
# Without an appender Spark would take its own settings for logging instead.
appender.nothing.type = Null
appender.nothing.name = nothing
rootLogger.level = off
rootLogger.appenderRef.nothing.ref = nothing
"""

_LOCAL = re.compile(r"local(\[.*\])?")
_ON_LOOPBACK = re.compile(r"spark://(127\.0\.0\.1|localhost)(:\d+)?")

_EXACT = {
    # Names of columns are what they are, in capitals or not.
    "spark.sql.caseSensitive": "true",
    # Days and moments of every century pass through as they are stored.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.mergeSchema": "false",
    "spark.sql.parquet.binaryAsString": "false",
    # A damaged file is refused, never read as if it had fewer rows.
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.hadoop.parquet.page.verify-checksum.enabled": "true",
}

_FILES = {
    "spark.sql.parquet.compression.codec": "zstd",
    # Beside the parts lies nothing: no marker of success, and no sums that Hadoop alone reads.
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem",
    "spark.hadoop.fs.permissions.umask-mode": "077",
}

_SILENT = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.eventLog.enabled": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}

_THIS_MACHINE = {
    "spark.driver.host": LOOPBACK,
    "spark.driver.bindAddress": LOOPBACK,
    # Somebody else on this machine is no part of Spark: they do not know the secret.
    "spark.authenticate": "true",
}


def is_local(master: str) -> bool:
    """Tell whether Spark runs inside one process of this machine.

    Examples
    --------
    >>> is_local("local[2]"), is_local("spark://127.0.0.1:7077")
    (True, False)
    """
    return _LOCAL.fullmatch(master) is not None


def is_here(master: str) -> bool:
    """Tell whether all of Spark is on this machine, and needs no other address than loopback."""
    return is_local(master) or _ON_LOOPBACK.fullmatch(master) is not None


def settings_of_tables(threads: int) -> dict[str, str]:
    """What the tables and the work on a part depend on, wherever Spark runs.

    Parameters
    ----------
    threads : int
        How many threads Polars uses for one part.
    """
    shared = {"spark.executorEnv.POLARS_MAX_THREADS": str(threads)}
    return {**_EXACT, **_FILES, **_SILENT, **shared}


def settings_of_machine(scratch: Path) -> dict[str, str]:
    """What holds where all of Spark is on this machine.

    Parameters
    ----------
    scratch : Path
        A folder for this user alone, in which everything temporary lies.
    """
    options = f'-Djava.net.preferIPv4Stack=true -XX:-UsePerfData "-Djava.io.tmpdir={scratch}"'
    return {
        **_THIS_MACHINE,
        "spark.local.dir": str(scratch),
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.driver.extraJavaOptions": options,
    }
