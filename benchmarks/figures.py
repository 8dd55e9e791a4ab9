"""From an extract to every figure by an engine, without pages: ``ENGINE EXTRACT OUT``."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from hertoets.run.compute import FINDING
from hertoets.run.parameters import Parameters
from hertoets.run.steps import Silent

engine, extract, out = sys.argv[1:]
with TemporaryDirectory(dir=out) as folder:
    FINDING[engine](Path(extract), Path(folder), Parameters(), Silent())
