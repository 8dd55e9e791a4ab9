"""What Spark needs and a machine may lack, pyspark and Java: told with its mend."""

import os
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from hertoets.errors import UseError

ENGINE = "--engine spark"
"""Where a fault of this engine is told to be."""

OLDEST_JAVA = 17
OLDEST_PYSPARK, FIRST_REFUSED = (4, 1), (5,)
_JAVA_SECONDS = 30


def refuse_missing() -> None:
    """Refuse to begin where pyspark or Java is missing, or too old.

    Raises
    ------
    UseError
        With all that is missing at once.
    """
    faults = [*_of_pyspark(), *_of_java()]
    if faults:
        raise UseError([fault for error in faults for fault in error.faults])


def _of_pyspark() -> list[UseError]:
    mend = "Install it as the page on clusters says: make spark, or from requirements-spark.lock"
    try:
        found = version("pyspark")
    except PackageNotFoundError:
        return [UseError.of(where=ENGINE, what="the package pyspark is not installed", mend=mend)]
    numbers = tuple(int(number) for number in re.findall(r"\d+", found)[:2])
    if OLDEST_PYSPARK <= numbers < FIRST_REFUSED:
        return []
    return [UseError.of(where=ENGINE, what=f"pyspark {found} is not known to work", mend=mend)]


def _of_java() -> list[UseError]:
    mend = f"Install Java {OLDEST_JAVA} or later, or set JAVA_HOME to its folder"
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(str(Path(home) / "bin" / "java") if home else "java")
    if java is None:
        where = "in the folder that JAVA_HOME names" if home else "on the path"
        return [UseError.of(where=ENGINE, what=f"there is no Java {where}", mend=mend)]
    found = _version_of(java)
    if found is None or found >= OLDEST_JAVA:
        return []
    return [UseError.of(where=ENGINE, what=f"Java {found} is too old for Spark", mend=mend)]


def _version_of(java: str) -> int | None:
    """The main version of a Java; None where it does not say: then Spark finds out."""
    try:
        said = subprocess.run(
            [java, "-version"], capture_output=True, text=True, timeout=_JAVA_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said.stderr)  # Java 8 called itself 1.8
    return int(found[1]) if found else None
