"""Work out facts, regime and outcome of an extract with DuckDB: ``EXTRACT OUT.parquet``.

The SQL stands beside this file, one step a file, run in their order. It computes what `COLUMNS`
names and nothing else: one reading of eight, no starts, no work list. It holds the extract to be
readable as it lies there: no impossible value is made unknown and no row is set aside.
"""

import sys
import tempfile
import tomllib
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
REQUIRED = ("persons", "residence_rights", "notices")
COLUMNS = (
    "person_id", "standing", "treaty", "publication", "decision", "effective", "obliged", "notice",
    "group", "regime_publication_exceptions", "outcome_publication_exceptions",
)  # fmt: skip
NO_EXEMPTIONS = (
    "create view exemptions as select '' as person_id, '' as kind, date '2000-01-01' as valid_from,"
    " date '2000-01-01' as valid_to where false"
)


def write_outcomes(extract: Path, out: Path) -> None:
    """Write ``person_id`` and what the law says of each person.

    Parameters
    ----------
    extract : Path
        Folder with Parquet tables and ``extract.toml`` with ``delivered_on``: the day of judging.
    out : Path
        The Parquet file to write, with the columns of `COLUMNS`, sorted by ``person_id``.
    """
    meta = tomllib.loads((extract / "extract.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as spilled, duckdb.connect() as database:
        database.execute("set temp_directory = $1", [spilled])
        database.execute("set variable as_of = $1::date", [str(meta["delivered_on"])])
        for table in REQUIRED:
            _lay_open(database, extract, table)
        if any(_files(extract, "exemptions")):
            _lay_open(database, extract, "exemptions")
        else:
            database.execute(NO_EXEMPTIONS)
        for step in sorted(HERE.glob("*.sql")):
            database.execute(step.read_text(encoding="utf-8"))
        database.table("outcomes").select(*(f'"{name}"' for name in COLUMNS)).write_parquet(
            str(out), compression="zstd"
        )


def _lay_open(database: duckdb.DuckDBPyConnection, extract: Path, table: str) -> None:
    files = [str(path) for path in _files(extract, table)]
    database.read_parquet(files).create_view(table)


def _files(extract: Path, table: str) -> list[Path]:
    """The file of a table, or the files of one that lies in parts."""
    return [*extract.glob(f"{table}.parquet"), *sorted(extract.glob(f"{table}/*.parquet"))]


if __name__ == "__main__":
    write_outcomes(*map(Path, sys.argv[1:]))
