"""The rows that failed and what is in doubt, by keys and pseudonyms instead of numbers.

For the supplier, and for ``protected/``; nothing of it is published.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import polars as pl

from hertoets.extract import Extract
from hertoets.extract.cells import TYPED
from hertoets.extract.doubt import Doubt
from hertoets.extract.keys import keys_of, persons_of
from hertoets.extract.schema import schema
from hertoets.quality.entries import ASIDE_KIND
from hertoets.quality.expectation import Expectation
from hertoets.quality.result import CheckResult

DELIVERY: Final = "delivery"
FINDING: Final = "finding"
_ABOUT: Final = (DELIVERY, FINDING)
_UNKNOWN_KINDS: Final = (ASIDE_KIND, "filled", "municipality_listed")
"""The kinds that find a value that is missing or stands in no list, and nothing else."""
_FAILURE = (
    "table", "key", "check", "about", "consequence", "severity", "columns", "reason", "question",
)  # fmt: skip
_DOUBT = ("person", "table", "key", "check", "column")


def name_failures(failed: Iterable[CheckResult], extract: Extract) -> pl.DataFrame:
    """List the rows of failed checks; see `hertoets.quality.assessment.Assessment.failures`."""
    listed = []
    for result in failed:
        entry = result.expectation
        reasons: pl.Series | str = ""
        if result.wrong_rows is not None:
            keys = keys_of(extract.tables, result.table, result.wrong_rows)
        elif entry.kind == ASIDE_KIND:
            checks = list(entry.arguments["checks"])
            of_checks = (pl.col("table") == result.table) & pl.col("check").is_in(checks)
            aside = extract.aside.filter(of_checks)
            keys, reasons = aside["key"], aside["reason"]
        else:
            continue
        part = _part(
            _FAILURE,
            table=result.table,
            key=keys,
            check=result.id,
            about=about(entry),
            consequence=entry.consequence,
            severity=entry.severity,
            columns=" ".join(columns_of(entry)),
            reason=reasons,
            question=entry.question_nl,
        )
        listed.append(part)
    found = _sorted(_FAILURE, listed)
    return found.sort(pl.col("about").cast(pl.Enum(_ABOUT)), maintain_order=True)


def counted_only(failed: Iterable[CheckResult]) -> Iterator[str]:
    """The failed checks that count, by month or in all, and have no row to name."""
    for result in failed:
        if result.wrong_rows is None and result.expectation.kind != ASIDE_KIND:
            yield result.id


def about(entry: Expectation) -> str:
    """What a failure tells of: the delivery, or what it says of people and of the chain.

    It tells of the delivery where something is done about it, and where a value is missing or
    stands in no list; the rest is noted because the law knows it or a figure measures it.
    """
    noted = entry.consequence == "note" and entry.kind not in _UNKNOWN_KINDS
    return FINDING if noted else DELIVERY


def columns_of(entry: Expectation) -> Sequence[str]:
    """The columns of the table that a check doubts or looks at, as far as its entry names them."""
    named = set(entry.doubts)
    for value in entry.arguments.values():
        named.update([value] if isinstance(value, str) else value if _is_list(value) else ())
    return [
        column.name
        for column in schema()[entry.table].columns
        if named.intersection((column.name, *TYPED.get(column.name, ())))
    ]


def name_doubts(doubts: Iterable[Doubt], extract: Extract) -> pl.DataFrame:
    """List what is in doubt; see `hertoets.quality.assessment.Assessment.doubts_frame`."""
    listed = []
    ids = extract.tables["persons"]["person_id"]
    for doubt in doubts:
        for column in _of_contract(doubt.columns):
            part = _part(
                _DOUBT,
                person=persons_of(extract.tables, doubt.table, doubt.rows),
                table=doubt.table,
                key=keys_of(extract.tables, doubt.table, doubt.rows),
                check=doubt.check,
                column=column,
            )
            listed.append(part)
        for table in doubt.missing:
            persons = ids.gather(doubt.persons)
            listed.append(
                _part(_DOUBT, person=persons, table=table, key="", check=doubt.check, column="")
            )
    return _sorted(_DOUBT, listed)


def _of_contract(columns: Sequence[str]) -> Sequence[str]:
    """Columns of an extract by the names of the contract, each once."""
    whole = {part: name for name, parts in TYPED.items() for part in parts}
    return list(dict.fromkeys(whole.get(column, column) for column in columns))


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _part(columns: Sequence[str], /, **told: pl.Series | str) -> pl.DataFrame:
    """Some rows: what is one text is the same in each."""
    series = {name: value for name, value in told.items() if isinstance(value, pl.Series)}
    same = {name: pl.lit(value) for name, value in told.items() if isinstance(value, str)}
    return pl.DataFrame(series).with_columns(**same).select(columns)


def _sorted(columns: Sequence[str], parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    empty = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return pl.concat([empty, *parts]).sort(columns)
