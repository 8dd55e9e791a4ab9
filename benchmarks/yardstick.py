"""The yardstick: read every table of an extract with pandas and count its rows by person.

It does no law at all, so the ratio to it says what the law, the checks and the outcome cost.
"""

import sys
from pathlib import Path

import pandas as pd

for path in sorted(Path(sys.argv[1]).glob("*.parquet")):
    table = pd.read_parquet(path, dtype_backend="pyarrow")
    if "person_id" in table:
        table.groupby("person_id").size()
