"""The toy as Hertoets works: facts as expressions of Polars, the law on distinct situations.

The decision table is the project's own, and so is what judges by it: all eight readings are asked,
of which the headline is kept. What the toy does not ask is the same for everybody.
"""

import sys
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from hertoets.facts.calendar import plus_years
from hertoets.facts.logic import first_that_holds
from hertoets.facts.values import REGIME_STATED, kind_of
from hertoets.law import HEADLINE, load_law
from hertoets.outcomes.situations import KEY, judge_situations

from benchmarks.toy.rules import (
    ASYLUM,
    DUTY_FROM_AGE,
    INPUTS,
    NEVER,
    PENSION_AGE,
    REFERENCE,
    REGIMES,
)

DAYS = ("decided", "collected", "ends", "born", "told")
ON = date(REFERENCE // 10_000, REFERENCE // 100 % 100, REFERENCE % 100)
SAME_FOR_ALL = {"treaty": "none", "decision": "before", "effective": "before", "obliged": "unknown",
                "group": "unknown"}  # fmt: skip


def facts(people: pl.DataFrame) -> pl.DataFrame:
    """The columns of a situation, from those of `INPUTS` with days as dates (null: never)."""
    asylum = pl.col("group") == ASYLUM
    qualifies = asylum | ~pl.col("temporary")
    published = pl.when(asylum).then("decided").otherwise("collected")
    old = plus_years(pl.col("born"), PENSION_AGE) <= ON
    young = plus_years(pl.col("born"), DUTY_FROM_AGE) > ON
    told = pl.col("told")
    return people.select(
        standing=first_that_holds(
            [
                (pl.col("of_eu") | old, "excluded"),
                (young, "under_16"),
                (pl.col("at_school"), "schooling"),
                (pl.col("dispensed"), "dispensed"),
            ],
            otherwise="obligable",
            unknown="unknown",
            kind=kind_of("standing"),
        ),
        publication=first_that_holds(
            [
                (qualifies & (published <= ON) & (pl.col("ends") >= ON), "before"),
                (qualifies & (published > ON), "after"),
            ],
            otherwise="no_right",
            unknown="unknown",
            kind=kind_of("publication"),
        ),
        notice=first_that_holds(
            [(told.is_null(), "no_notice"), (told <= ON, "before")],
            otherwise="after",
            unknown="unknown",
            kind=kind_of("notice"),
        ),
        **{name: pl.lit(value, kind_of(name)) for name, value in SAME_FOR_ALL.items()},
        regime_stated=pl.lit(None, REGIME_STATED),
    )


def main(people: Path, out: Path) -> None:
    """Read the people, write the regime of each."""
    with np.load(people) as columns:
        read = pl.DataFrame({name: columns[name] for name in INPUTS})
    days = [
        pl.date(pl.col(day) // 10_000, pl.col(day) // 100 % 100, pl.col(day) % 100).alias(day)
        for day in DAYS
    ]
    read = read.with_columns(pl.when(pl.col("told") != NEVER).then("told")).with_columns(days)
    found = facts(read).select(KEY)
    situations = judge_situations(found, load_law(), HEADLINE)
    code = pl.col(f"regime_{HEADLINE}").cast(pl.String).replace_strict(_codes())
    codes = situations.table.select(code).to_series().gather(situations.rows)
    np.save(out, codes.cast(pl.Int8).to_numpy())


def _codes() -> dict[str, int]:
    return {regime: code for code, regime in enumerate(REGIMES)}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
