"""Cut an extract by person: each part has all rows of some persons, as they were delivered.

Parts follow one another in the order of ``person_id``, so what is found in them adds up in the
order of the whole. Nothing is judged here. Rows of nobody stand in the first part.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds

from hertoets.extract.schema import Table, schema
from hertoets.extract.tablefile import Source

PERSON: Final = "person_id"
PART: Final = "hertoets_part"
FILE: Final = "hertoets_file"
ROW: Final = "hertoets_row"
"""Beside the columns of a row: its part, and where it stands in which source."""

PERSONS_OF_A_PART: Final = 200_000
"""So many take less than a gigabyte in every step."""

Sources = Mapping[str, Sequence[Source]]

_SAMPLED = 400_000  # persons by whom the parts are bounded: a part is the right size give or take
_ROWS_AT_ONCE = 1 << 19
_OPEN_FILES = 1 << 12
_KEYS_AT_ONCE = 10_000_000


@dataclass(frozen=True)
class Bounds:
    """Where parts begin: the first ``person_id`` of each but the first, in order."""

    firsts: pl.Series

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return len(self.firsts) + 1

    def of(self, ids: pl.Series) -> pl.Series:
        """The part of each person (Int32); of nobody the first."""
        places = self.firsts.search_sorted(ids, side="right")
        return places.cast(pl.Int32).set(ids.is_null(), 0)


def bounds_of(sources: Sequence[Source], persons: int) -> Bounds:
    """Bound parts of about so many persons each.

    Parameters
    ----------
    sources : sequence of Source
        Of the table ``persons``.
    persons : int
    """
    counted = sum(source.counted for source in sources)
    step = max(1, counted // _SAMPLED)
    seen, sampled = 0, [pl.Series([], dtype=pl.String)]
    for source in sources:
        for batch in source.rows.batches(_ROWS_AT_ONCE, (PERSON,)):
            ids = _ids(batch)
            sampled.append(ids.gather_every(step, offset=-seen % step))
            seen += len(ids)
    ordered = pl.concat(sampled).drop_nulls().sort()
    parts = max(1, -(-counted // persons))
    places = [len(ordered) * part // parts for part in range(1, parts)]
    return Bounds(ordered.gather([place for place in places if place]).unique().sort())


def cut_table(sources: Sequence[Source], bounds: Bounds, out: Path) -> None:
    """Write the rows of a table by part.

    Parameters
    ----------
    sources : sequence of Source
    bounds : Bounds
    out : Path
        A new folder, for this user alone. Gets ``hertoets_part=0/…parquet`` and so on, with `FILE`
        and `ROW`; nothing of a part without rows.
    """
    out.mkdir(mode=0o700, parents=True)  # rows of persons: for their owner, whatever the umask
    for number, (columns, alike) in enumerate(_alike(sources)):
        kind = pa.schema([*columns, (PART, pa.int32()), (FILE, pa.int32()), (ROW, pa.int64())])
        ds.write_dataset(
            pa.RecordBatchReader.from_batches(kind, _placed(alike, bounds, kind)),
            out,
            format="parquet",
            partitioning=ds.partitioning(pa.schema([(PART, pa.int32())]), flavor="hive"),
            basename_template=f"rows-{number:05d}-{{i}}.parquet",
            existing_data_behavior="overwrite_or_ignore",
            max_partitions=max(1024, bounds.parts),
            max_open_files=_OPEN_FILES,
            preserve_order=True,
            file_options=ds.ParquetFileFormat().make_write_options(
                compression="lz4", write_statistics=False
            ),
        )


def part_of(folder: Path, number: int) -> list[Path]:
    """The files with the rows of a part, in order."""
    return sorted((folder / f"{PART}={number}").glob("*.parquet"))


def keys_elsewhere(sources: Sources, cut: Path) -> dict[str, pl.Series]:
    """The keys that stand in more than one part, of each table of which persons are no key.

    Parameters
    ----------
    sources : mapping of str to sequence of Source
    cut : Path
        With the tables as `cut_table` wrote them.

    Returns
    -------
    dict of str to polars.Series of String
        Of a key that is empty, or of whom no person is named, nothing is said: such a row is set
        aside for that.
    """
    found = {}
    for name, table in schema().items():
        if name in sources and has_own_key(table):
            found[name] = _in_several_parts(sources[name], table, cut / name)
    return {name: keys for name, keys in found.items() if len(keys)}


def has_own_key(table: Table) -> bool:
    """Whether rows of several persons may have one key: persons are no part of it."""
    return PERSON in table.column_names and PERSON not in table.key


def _in_several_parts(sources: Sequence[Source], table: Table, cut: Path) -> pl.Series:
    key = table.key[0]
    text = pl.col(PERSON, key).cast(pl.String).replace("", None)
    scans = []
    for number, (columns, _) in enumerate(_alike(sources)):
        if not all(is_name(columns.field(name).type) for name in (PERSON, key)):
            continue  # the column is refused when it is read
        for folder in sorted(cut.iterdir()):
            files = sorted(folder.glob(f"rows-{number:05d}-*.parquet"))
            if files:  # folders may bear any name: none is a pattern, none says what rows hold
                rows = pl.scan_parquet(files, glob=False, hive_partitioning=False)
                part = pl.lit(int(folder.name.partition("=")[2]), pl.Int32).alias(PART)
                scans.append(rows.select(text, part).drop_nulls())
    none = pl.Series(key, [], dtype=pl.String)
    if not scans:
        return none
    rounds = -(-sum(source.counted for source in sources) // _KEYS_AT_ONCE)
    several = []
    for turn in range(rounds):
        rows = pl.concat(scans).filter(pl.col(key).hash() % rounds == turn)
        keys = rows.group_by(key).agg(pl.col(PART).min().alias("first"), pl.col(PART).max())
        several.append(keys.filter(pl.col("first") < pl.col(PART)).select(key))
    return pl.concat([none, *(rows.collect(engine="streaming")[key] for rows in several)])


def _alike(sources: Sequence[Source]) -> list[tuple[pa.Schema, list[tuple[int, Source]]]]:
    """Sources one after another that store their columns alike, with their numbers."""
    found: list[tuple[pa.Schema, list[tuple[int, Source]]]] = []
    for number, source in enumerate(sources):
        if not found or not found[-1][0].equals(source.columns):
            found.append((source.columns, []))
        found[-1][1].append((number, source))
    return found


def _placed(
    sources: Iterable[tuple[int, Source]], bounds: Bounds, kind: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """The rows of sources, with their places."""
    for number, source in sources:
        row = 0
        for rows in source.rows.batches(_ROWS_AT_ONCE):
            size = rows.num_rows
            part = np.zeros(size, dtype=np.int32)
            if PERSON in rows.column_names:
                part = bounds.of(_ids(rows)).to_numpy()
            told = (part, np.full(size, number, np.int32), np.arange(row, row + size))
            for name, values in zip((PART, FILE, ROW), told, strict=True):
                rows = rows.append_column(name, pa.array(values))
            row += size
            yield from rows.cast(kind).to_batches()


def _ids(rows: pa.Table) -> pl.Series:
    """Who the rows belong to, as text; an empty text is nobody."""
    ids = rows[PERSON]
    if not is_name(ids.type):
        return pl.repeat(None, len(ids), dtype=pl.String, eager=True)  # refused when it is read
    series = pl.Series(PERSON, ids.cast(pa.string()))
    return series.set(series == "", None)


def is_name(kind: pa.DataType) -> bool:
    """Whether a type may hold names."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_null)
    return any(is_so(kind) for is_so in tests)
