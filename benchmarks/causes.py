"""Whom a figure counts wrongly, and which planted faults those people have.

A fault does harm where a figure surely counts someone who does not belong in it, or leaves out
someone who does. Whoever is only counted as maybe does no harm: the bounds say so.
"""

from collections import Counter

import pandas as pd
import polars as pl
from hertoets.findings.persons import figure_bounds
from hertoets.outcomes import Comparison
from hertoets.synth.faults import record_faults

from benchmarks.twins import Twins

SURE, MAYBE, NO = 2, 1, 0
NONE = "none"
GAPS = {"Q10", "Q11", "Q21"}
"""The kinds that the world is drawn with and that leave a value unknown."""


def places(comparison: Comparison, reading: str) -> pd.DataFrame:
    """Give for each person (index) and figure of persons whether it counts: 2 sure, 1 maybe."""
    frame = pl.from_pandas(comparison.under(reading))
    found = frame.select(
        pl.when(sure).then(SURE).when(most).then(MAYBE).otherwise(NO).alias(name)
        for name, (_, sure, most) in figure_bounds().items()
    )
    return found.to_pandas().set_axis(frame["person_id"].to_numpy())


def wrongly_counted(twins: Twins, reading: str) -> dict[str, list[str]]:
    """Give by figure the pseudonyms that it surely counts, or leaves out, against the truth."""
    found = places(twins.found, reading)
    true = places(twins.true, reading).reindex(found.index, fill_value=NO)
    wrong = ((found == SURE) & (true == NO)) | ((found == NO) & (true == SURE))
    return {name: wrong.index[wrong[name]].tolist() for name in wrong.columns}


def causes(twins: Twins, people: list[str]) -> Counter[str]:
    """Count these people by the faults that they have and that change what the registers say."""
    planted = {fault.id for fault in record_faults()} | GAPS
    ledger = twins.ledger[twins.ledger["fault"].isin(planted)]
    of = ledger.groupby("person_id")["fault"].agg(lambda ids: "+".join(sorted(set(ids))))
    return Counter(of.reindex(people).fillna(NONE))
