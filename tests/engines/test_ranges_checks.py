"""Checks that look at all persons together say of an extract in parts what they say of the whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hertoets.extract import Extract, read_extract
from hertoets.quality import Assessment, Expectation, load_expectations
from hertoets.quality.assessing import (
    Asked,
    Measured,
    add_counted,
    added_measures,
    count_together,
    judged,
    measured,
    run_checks,
)
from hertoets.quality.context import Context
from hertoets.quality.kinds import KINDS
from hertoets.quality.look import Look
from hertoets.quality.marks import Measure
from hertoets.quality.together import Together
from hertoets.synth import write_synthetic_extract

from tests.support.ranges import read_in_parts

PERSONS, OF_A_PART = 3000, 1100
EMPTY_MONTH, UNTOLD_MONTH = date(2020, 6, 1), date(2021, 5, 1)


def together() -> tuple[Expectation, ...]:
    return tuple(one for one in load_expectations() if isinstance(KINDS[one.kind], Together))


def spoil(extract: Path) -> None:
    """Plant what the invented extract does not have: each of these checks shall fail."""
    _change(extract, "residence_rights", pl.col("decision_date").dt.month_start() != EMPTY_MONTH)
    untold = pl.col("notice_date").dt.month_start() == UNTOLD_MONTH
    homes = pl.read_parquet(extract / "registrations.parquet")
    crowded = homes["municipality"].value_counts(sort=True)["municipality"][0]
    there = homes.filter(pl.col("municipality") == crowded)["person_id"]
    _change(extract, "notices", ~untold & ~pl.col("person_id").is_in(there.implode()))
    notices = pl.read_parquet(extract / "notices.parquet")
    foreign = pl.when(pl.int_range(pl.len()) % 21 == 0).then(pl.lit("zz"))
    notices.with_columns(regime_stated=foreign.otherwise("regime_stated")).write_parquet(
        extract / "notices.parquet"
    )
    counts = pl.read_parquet(extract / "guidance_counts.parquet")
    counts.with_columns(pl.col("persons_counted") + 100).write_parquet(
        extract / "guidance_counts.parquet"
    )


def _change(extract: Path, table: str, kept: pl.Expr) -> None:
    path = extract / f"{table}.parquet"
    pl.read_parquet(path).filter(kept.fill_null(True)).write_parquet(path)


@dataclass(frozen=True)
class Both:
    """What the checks said, and the rows that each part marked."""

    whole: Assessment
    parts: Assessment
    marked: tuple[Measured, ...]
    extracts: tuple[Extract, ...]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    place = tmp_path_factory.mktemp("checks")
    write_synthetic_extract(place / "extract", PERSONS, 7)
    spoil(place / "extract")
    extract = read_extract(place / "extract")
    parts = read_in_parts(place / "extract", place / "cut", OF_A_PART)
    assert len(parts) == 3
    context, asked = Context(), Asked(together(), extract.persons_in_extract)
    looks = [Look(part, speaks_for_all=not number) for number, part in enumerate(parts)]
    counted = add_counted(asked, [count_together(look, asked) for look in looks])
    marked = [measured(look, asked, counted, context) for look in looks]
    added = judged(asked, added_measures(marked), context)
    return Both(run_checks(extract, together()), added, tuple(marked), tuple(parts))


def test_each_kind_fails_somewhere_so_that_something_is_compared(both: Both) -> None:
    failed = {one.expectation.kind for one in both.whole.results if one.state == "failed"}
    # Where too many codes are foreign the extract is refused before any check.
    assert failed == {one.kind for one in together()} - {"codes_listed"}
    [listed] = [one for one in both.whole.results if one.id == "notices_codes_usable"]
    assert listed.rows


def test_every_check_ends_as_of_the_whole(both: Both) -> None:
    for one, other in zip(both.whole.results, both.parts.results, strict=True):
        assert (one.id, one.state, one.reason_nl) == (other.id, other.state, other.reason_nl)
        assert _numbers(one.measure) == _numbers(other.measure), one.id


def _numbers(found: Measure | None) -> tuple[object, ...]:
    if found is None:
        return ()
    months = (found.by_month, found.judged_by_month, found.persons_by_month)
    return (found.judged, found.rows, found.of_whom, *(tuple(each.items()) for each in months))


def test_the_rows_that_parts_mark_are_those_of_the_whole(both: Both) -> None:
    for one in both.whole.results:
        if one.measure is None or one.measure.wrong_rows is None:
            continue
        begins = np.cumsum([0, *(len(part.tables["persons"]) for part in both.extracts)])
        persons = [
            found.persons + begin
            for found, begin in zip(_measures(both, one.id), begins, strict=False)
        ]
        assert np.concatenate(persons).tolist() == one.measure.persons.tolist(), one.id
        rows = [len(found.wrong_rows) for found in _measures(both, one.id)]
        assert sum(rows) == len(one.measure.wrong_rows), one.id


def _measures(both: Both, check: str) -> Iterator[Measure]:
    for found in both.marked:
        measure = found.of[check]
        assert isinstance(measure, Measure)
        yield measure
