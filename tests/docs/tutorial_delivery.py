"""The delivery of the tutorial, made anew from invented people: `python -m tests.docs.tutorial_delivery`.

It was made once, and is kept as it was: a tutorial whose people changed with every change of the
invention would tell something else each time.
"""

import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
from hertoets.prepare import load_mappings
from hertoets.synth import write_synthetic_extract

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial"
PERSONS, SEED = 240, 7
KINDS = ("diploma", "compulsory_education", "medical", "completed")


def numbers_of_nobody(weights: tuple[int, ...]) -> list[str]:
    """Give numbers that pass the elfproef, of those with which the test persons of the BRP begin."""
    stems = [f"{stem:08d}" for stem in range(99_999_000, 100_000_000)]
    checks = [sum(w * int(d) for w, d in zip(weights, stem, strict=True)) % 11 for stem in stems]
    return [f"{stem}{check}" for stem, check in zip(stems, checks, strict=True) if check < 10]


def make(to: Path) -> None:
    """Write the files that the mapping of the tutorial describes."""
    sys.path.insert(0, str(ROOT / "tests" / "prepare"))
    from exporting import NAME, WEIGHTS, export

    mapping = load_mappings([TUTORIAL / "mapping.toml"])
    with tempfile.TemporaryDirectory() as folder:
        extract = Path(folder) / "extract"
        write_synthetic_extract(extract, persons=PERSONS, seed=SEED, faults=False)
        rows = {
            source.table.name: pq.read_table(extract / f"{source.table.name}.parquet").to_pylist()
            for source in mapping.sources
        }
    rows["exemptions"] = [row for row in rows["exemptions"] if row["kind"] in KINDS]
    people = [row["person_id"] for row in rows["persons"]]
    numbers = dict(zip(people, numbers_of_nobody(WEIGHTS), strict=False))
    assert len(numbers) == len(people)
    export(
        mapping, {source.label: rows[source.table.name] for source in mapping.sources}, numbers, to
    )
    for path in to.iterdir():
        named = path.read_bytes().replace(NAME.encode(), b"Voorbeeld")
        path.write_bytes(named)


if __name__ == "__main__":
    make(TUTORIAL / "delivery")
