"""The true figures of the money for guidance, over the municipalities that the delivery counts.

A municipality whose count is unknown is left out of these figures and named. So their truth is that
of the others: who of the municipalities is in the population is no fact about persons.
"""

import pandas as pd
from hertoets.findings import EURO_A_PERSON
from hertoets.findings.model import Pair

from benchmarks.twins import Twins

NOWHERE = "unknown"


def true_money(twins: Twins, reading: str) -> dict[str, Pair]:
    """Lower and upper of each of these figures in truth, by a reading."""
    true = _by_place(twins.true.guidance(reading))
    delivered = _by_place(twins.found.basis.guidance(reading))
    known = delivered.index[delivered["counted"].notna()]
    if delivered["counted"].isna().all():
        return {}
    # Of who is expected and counted nowhere in the delivery the count is none, or may be any.
    counted_there = ~true.index.isin(delivered.index) & (not _may_be_anywhere(twins))
    rows = true[(true.index.isin(known) | counted_there) & true["counted"].notna()]
    least = (rows["counted"] - rows["expected_upper"]).astype(int)
    most = (rows["counted"] - rows["expected_lower"]).astype(int)
    pairs = {
        "difference": (int(least.sum()), int(most.sum())),
        "overpaid": (int(least[least > 0].sum()), int(most[most > 0].sum())),
        "underpaid": (int(-most[most < 0].sum()), int(-least[least < 0].sum())),
    }
    worth = {"persons": 1, "euro": EURO_A_PERSON}
    return {
        f"guidance_{name}_{unit}": (each * low, each * high)
        for name, (low, high) in pairs.items()
        for unit, each in worth.items()
    }


def _by_place(table: pd.DataFrame | None) -> pd.DataFrame:
    assert table is not None
    return table.assign(municipality=table["municipality"].fillna(NOWHERE)).set_index(
        "municipality"
    )


def _may_be_anywhere(twins: Twins) -> bool:
    counts = twins.found.basis.tables["guidance_counts"]
    return "in_doubt" in counts.columns and bool(counts["in_doubt"].any())
