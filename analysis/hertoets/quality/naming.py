"""The rows that failed and what is in doubt, by keys and pseudonyms instead of numbers.

For the supplier, and for ``protected/``; nothing of it is published.
"""

from collections.abc import Iterable, Sequence

import polars as pl

from hertoets.extract import Extract
from hertoets.extract.doubt import Doubt
from hertoets.extract.keys import keys_of, persons_of
from hertoets.quality.entries import ASIDE_KIND
from hertoets.quality.result import CheckResult

_FAILURE = ("table", "key", "check")
_DOUBT = ("person", "table", "key", "check")


def name_failures(failed: Iterable[CheckResult], extract: Extract) -> pl.DataFrame:
    """List the rows of failed checks; see `hertoets.quality.assessment.Assessment.failures`."""
    listed = []
    for result in failed:
        if result.wrong_rows is not None:
            keys = keys_of(extract.tables, result.table, result.wrong_rows)
        elif result.expectation.kind == ASIDE_KIND:
            checks = list(result.expectation.arguments["checks"])
            of_checks = (pl.col("table") == result.table) & pl.col("check").is_in(checks)
            keys = extract.aside.filter(of_checks)["key"]
        else:
            continue
        listed.append(_part(_FAILURE, table=result.table, key=keys, check=result.id))
    return _sorted(_FAILURE, listed)


def name_doubts(doubts: Iterable[Doubt], extract: Extract) -> pl.DataFrame:
    """List what is in doubt; see `hertoets.quality.assessment.Assessment.doubts_frame`."""
    listed = []
    ids = extract.tables["persons"]["person_id"]
    for doubt in doubts:
        if doubt.columns:
            person = persons_of(extract.tables, doubt.table, doubt.rows)
            keys = keys_of(extract.tables, doubt.table, doubt.rows)
            part = _part(_DOUBT, person=person, table=doubt.table, key=keys, check=doubt.check)
            listed.append(part)
        for table in doubt.missing:
            persons = ids.gather(doubt.persons)
            listed.append(_part(_DOUBT, person=persons, table=table, key="", check=doubt.check))
    return _sorted(_DOUBT, listed)


def _part(columns: Sequence[str], **told: pl.Series | str) -> pl.DataFrame:
    """Some rows: what is one text is the same in each."""
    series = {name: value for name, value in told.items() if isinstance(value, pl.Series)}
    same = {name: pl.lit(value) for name, value in told.items() if isinstance(value, str)}
    return pl.DataFrame(series).with_columns(**same).select(columns)


def _sorted(columns: Sequence[str], parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    empty = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return pl.concat([empty, *parts]).sort(columns)
