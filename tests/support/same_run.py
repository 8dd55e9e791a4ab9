"""Two folders of a run told alike: the same findings to the byte, and the same tables."""

from pathlib import Path

import polars as pl
from hertoets.runfolder import RunFolder
from polars.testing import assert_frame_equal


def assert_same_run(found: Path, expected: Path) -> None:
    """Compare what lies under ``protected/``, whether a table is one file or one for each part."""
    own, other = RunFolder(found), RunFolder(expected)
    assert own.exact_findings.read_bytes() == other.exact_findings.read_bytes()
    names = sorted(path.name for path in other.protected.iterdir())
    assert sorted(path.name for path in own.protected.iterdir()) == names
    tables = [name for name in names if name.endswith(".parquet")]
    assert len(tables) > 10
    for name in tables:
        rows, wanted = _rows(own.protected / name), _rows(other.protected / name)
        if name == RunFolder.set_aside.name:  # of whoever works in parts by part, then by table
            rows, wanted = (one.sort(one.columns) for one in (rows, wanted))
        assert_frame_equal(rows, wanted)
    assert own.work_list.read_bytes() == other.work_list.read_bytes()


def _rows(path: Path) -> pl.DataFrame:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return pl.concat([pl.read_parquet(file) for file in files])
