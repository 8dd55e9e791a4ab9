"""What tests on Spark need: pyspark, which is installed only where asked for, and then Java too."""

import shutil
from importlib.util import find_spec

import pytest

from tests.support.machine import NOT_HERE, lacking

QUICK = {
    # Java that begins at once beats Java that is fast in the end.
    "spark.driver.extraJavaOptions": "-XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.codegen.wholeStage": "false",
}


def needs_spark() -> None:
    """Leave tests out where Spark was not asked for; where it was, Java may not be lacking in CI."""
    if find_spec("pyspark") is None:
        pytest.skip(NOT_HERE + "Spark, half a gigabyte: install requirements-spark.lock")
    if shutil.which("java") is None:
        lacking("Java 17 or later, which Spark needs (apt-get install openjdk-17-jre-headless)")
