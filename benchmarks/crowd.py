"""Make an extract with five million notices: those of another, each again under other keys."""

import shutil
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ROWS = 5_000_000


def main(source: Path, out: Path) -> None:
    """Copy `source` to `out` with notices repeated up to `ROWS`; the persons stay as they are."""
    shutil.copytree(source, out)
    notices = pq.read_table(source / "notices.parquet")  # of at most a million persons: one file
    times = -(-ROWS // len(notices))
    at = notices.column_names.index("notice_id")
    copies = [
        notices.set_column(at, "notice_id", pc.binary_join_element_wise(notices[at], str(n), "-"))
        for n in range(times)
    ]
    pq.write_table(pa.concat_tables(copies).slice(0, ROWS), out / "notices.parquet")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
