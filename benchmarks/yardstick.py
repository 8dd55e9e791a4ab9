"""The yardstick: read every column of an extract once and write its outcome file once, with Polars.

It does no law at all, so the ratio to it says what the door, the law and the checks cost. Both go
through in batches, so that it fits in memory whatever the number of persons. The rows of the
outcome file lie ready in uncompressed Arrow, codes as lists of values, so that writing them is all
that is measured.
"""

import sys
from pathlib import Path

import polars as pl
from hertoets.synth.storing import TRUTH

ROWS_OF_A_BATCH = 100_000


def lay_ready(outcomes: Path, ready: Path) -> None:
    """Lay the rows of an outcome file ready, as uncompressed Arrow."""
    rows = pl.scan_parquet(outcomes)
    schema = rows.collect_schema()
    texts = [name for name, kind in schema.items() if kind == pl.String and name != "person_id"]
    lists = {
        name: rows.select(pl.col(name).drop_nulls().unique().sort()).collect(engine="streaming")
        for name in texts
    }
    coded = (pl.col(name).cast(pl.Enum(values[name])) for name, values in lists.items())
    rows.with_columns(coded).sink_ipc(ready, compression="uncompressed")


def main(extract: Path, ready: Path, out: Path) -> None:
    """Read, and write."""
    tables = [*extract.glob("*.parquet"), *(path for path in extract.iterdir() if path.is_dir())]
    for path in sorted(path for path in tables if path.name != TRUTH):
        # Of a table in parts, all of them; a sink that keeps nothing has every column read.
        pl.scan_parquet(path).sink_batches(_forget, chunk_size=ROWS_OF_A_BATCH)
    pl.scan_ipc(ready).sink_parquet(out)


def _forget(_batch: pl.DataFrame) -> None:
    """Read is read."""


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
