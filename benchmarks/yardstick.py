"""The yardstick: read every column of an extract once and write its outcome file once, with Polars.

It does no law at all, so the ratio to it says what the door, the law and the checks cost. The rows
of the outcome file lie ready in memory-mapped Arrow, codes as lists of values, so that writing them
is all that is measured.
"""

import sys
from pathlib import Path

import polars as pl
from hertoets.synth.storing import TRUTH


def lay_ready(outcomes: Path, ready: Path) -> None:
    """Lay the rows of an outcome file ready, as uncompressed Arrow."""
    rows = pl.read_parquet(outcomes)
    texts = [
        name for name, kind in rows.schema.items() if kind == pl.String and name != "person_id"
    ]
    lists = (pl.col(name).cast(pl.Enum(rows[name].drop_nulls().unique().sort())) for name in texts)
    rows.with_columns(lists).write_ipc(ready, compression="uncompressed")


def main(extract: Path, ready: Path, out: Path) -> None:
    """Read, and write."""
    tables = [*extract.glob("*.parquet"), *(path for path in extract.iterdir() if path.is_dir())]
    for path in sorted(path for path in tables if path.name != TRUTH):
        pl.read_parquet(path)  # of a table in parts, all of them
    pl.scan_ipc(ready).collect().write_parquet(out)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
