"""Whom a figure counts wrongly, and which planted faults those people have.

A fault does harm where a figure surely counts someone who does not belong in it, or leaves out
someone who does. Whoever is only counted as maybe does no harm: the bounds say so.
"""

from collections import Counter

import numpy as np
import numpy.typing as npt
import pandas as pd
from hertoets.findings import Basis, Counted, PersonSet, load_definitions
from hertoets.findings.basis import Rows
from hertoets.outcomes import Comparison
from hertoets.synth.faults import record_faults

from benchmarks.twins import Twins

SURE, MAYBE, NO = 2, 1, 0
NONE = "none"
GAPS = {"Q10", "Q11", "Q21"}
"""The kinds that the world is drawn with and that leave a value unknown."""


def places(comparison: Comparison, reading: str) -> pd.DataFrame:
    """For each person (index) and figure of persons whether it counts: 2 sure, 1 maybe, 0 not."""
    basis = Basis(comparison.profiles, reading, Rows(), comparison.person_ids)
    counted = {
        name: sum(_inside(basis, one) for one in (figure.surely(reading), figure.at_most(reading)))
        for name, figure in load_definitions().items()
        if figure.who is not None
    }
    return pd.DataFrame(counted, index=pd.Index(comparison.person_ids))


def wrongly_counted(twins: Twins, reading: str) -> dict[str, list[str]]:
    """By figure the pseudonyms that it surely counts, or leaves out, against the truth."""
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


def _inside(basis: Basis, counted: Counted) -> npt.NDArray[np.int8]:
    """Which persons belong to a set, in their order."""
    ((_, base),) = counted.terms
    assert isinstance(base, PersonSet)
    return basis.mask(base)[basis.profiles.of_persons].astype(np.int8)
