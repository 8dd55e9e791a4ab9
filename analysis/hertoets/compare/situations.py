"""Each distinct situation judged once by every reading, and what that makes of the notice.

A million people stand in a few hundred situations, so the law costs nothing per person.
Source: contract, sections 3 and 4.
"""

from hashlib import sha256
from typing import cast

import numpy as np
import pandas as pd
import pyarrow as pa

from hertoets.facts import FACTS, decode_situation
from hertoets.law import Law, Reading, Situation, judge

ALWAYS_COMPARED = ("publication", "publication_exceptions", "decision", "duty", "scope")
"""The readings that must agree for an outcome to be certain, whatever the headline."""

UNSURE = ("unknown", "open")


def judge_situations(people: pd.DataFrame, law: Law, headline: str) -> pd.DataFrame:
    """Judge the situations that occur.

    Parameters
    ----------
    people : pandas.DataFrame
        From `find_facts`; only ``situation`` is looked at.
    law : Law
    headline : str
        The reading in front.

    Returns
    -------
    pandas.DataFrame
        One row a situation, sorted by ``situation`` (int): ``situation_id``, the facts,
        ``regime_stated``, ``persons``; for each reading r ``regime_<r>``, ``rule_<r>``,
        ``citation_<r>``, ``outcome_<r>`` and ``start_fact_<r>`` (the date fact that a start
        follows from, or None); ``certainty``.

    Raises
    ------
    DataError
        Where a table does not decide a situation.
    """
    numbers, persons = np.unique(people["situation"].to_numpy(dtype=np.int64), return_counts=True)
    rows = [_judge_one(int(number), law, headline) for number in numbers]
    for row, count in zip(rows, persons, strict=True):
        row["persons"] = int(count)
    table = pa.Table.from_pylist(rows)
    return cast(pd.DataFrame, table.to_pandas(types_mapper=pd.ArrowDtype))


def situation_id(facts: dict[str, str], stated: str | None) -> str:
    """Give a situation's id: the same in every run, whatever else is in the extract."""
    text = "|".join([*(facts[name] for name in FACTS), stated or ""])
    return "S" + sha256(text.encode()).hexdigest()[:8]


def outcome_of(regime: str, notice: str, stated: str | None) -> str:
    """Compare a regime with the notice; the first that holds (contract, section 4).

    >>> outcome_of("wi2013", "after", "wi2021")
    'wrong_regime'
    """
    if notice == "no_notice":
        return "no_notice"
    if regime == "unknown" or stated is None:
        return "unknown"
    if regime == "open":
        return "open"
    if regime == "none":
        return "no_duty"
    return "correct" if regime == stated else "wrong_regime"


def _judge_one(number: int, law: Law, headline: str) -> dict[str, object]:
    facts, stated = decode_situation(number)
    seen = Situation(**{name: value for name, value in facts.items() if name != "group"})
    row: dict[str, object] = {"situation": number, "situation_id": situation_id(facts, stated)}
    row |= facts
    row["regime_stated"] = stated
    outcomes: dict[str, str] = {}
    for name, reading in law.readings.items():
        judged = judge(reading, seen)
        outcomes[name] = outcome_of(judged.regime, facts["notice"], stated)
        row |= {
            f"regime_{name}": judged.regime,
            f"rule_{name}": judged.rule,
            f"citation_{name}": judged.citation,
            f"outcome_{name}": outcomes[name],
            f"start_fact_{name}": _start_fact(reading, judged.regime, facts),
        }
    row["certainty"] = _certainty(outcomes, headline)
    return row


def _start_fact(reading: Reading, regime: str, facts: dict[str, str]) -> str | None:
    """A start follows where the reading says wi2013 on a date ``before``; what the chain did
    took the date of the notice for every start.
    """
    if reading.date_fact == "notice":
        return "notice"
    starts = regime == "wi2013" and facts[reading.date_fact] == "before"
    return reading.date_fact if starts else None


def _certainty(outcomes: dict[str, str], headline: str) -> str:
    if outcomes[headline] == "unknown":
        return "unknown"
    compared = {outcomes[name] for name in ALWAYS_COMPARED}
    certain = len(compared) == 1 and "open" not in compared
    return "certain" if certain else "reading_dependent"
