"""Each distinct situation once, with what every reading of the law says of it.

The law judges situations, not rows: some hundreds of them, in plain Python over decision tables.
Source: contract, sections 3 and 4.
"""

from hashlib import sha256
from typing import Final

import polars as pl

from hertoets.facts.values import FACTS
from hertoets.law import CERTAINTY_READINGS, FACT_VALUES, Law, Situation, judge

KEY: Final = (*FACTS, "regime_stated")
OUTCOMES: Final = ("no_notice", "unknown", "open", "no_duty", "correct", "wrong_regime")
CERTAINTY: Final = ("certain", "reading_dependent", "unknown")


def judge_situations(people: pl.DataFrame, law: Law, headline: str) -> pl.DataFrame:
    """Judge every situation in which somebody stands.

    Parameters
    ----------
    people : polars.DataFrame
        With the columns of `KEY`.
    law : Law
    headline : str

    Returns
    -------
    polars.DataFrame
        `KEY`, ``persons``, ``situation_id``, and for each reading ``regime_…``, ``rule_…``,
        ``citation_…`` and ``outcome_…``; ``certainty``.
    """
    found = people.group_by(KEY).agg(persons=pl.len())
    rows = [_judged(row, law, headline) for row in found.iter_rows(named=True)]
    told = pl.DataFrame(rows, schema=_columns(law), orient="row")
    return pl.concat([found, told], how="horizontal").sort("situation_id")


def _columns(law: Law) -> dict[str, pl.DataType | type[pl.DataType]]:
    parts = ("regime", "rule", "citation", "outcome")
    names = [f"{part}_{name}" for name in law.readings for part in parts]
    return dict.fromkeys(["situation_id", *names, "certainty"], pl.String)


def _judged(row: dict[str, str], law: Law, headline: str) -> dict[str, str]:
    situation = Situation(**{fact: row[fact] for fact in FACT_VALUES})
    told = {"situation_id": _identity(row)}
    for name, reading in law.readings.items():
        judgement = judge(reading, situation)
        told[f"regime_{name}"] = judgement.regime
        told[f"rule_{name}"] = judgement.rule
        told[f"citation_{name}"] = judgement.citation
        told[f"outcome_{name}"] = outcome(row["notice"], row["regime_stated"], judgement.regime)
    told["certainty"] = _certainty(told, headline)
    return told


def _identity(row: dict[str, str]) -> str:
    text = "|".join(f"{name}={row[name] or ''}" for name in KEY)
    return sha256(text.encode()).hexdigest()[:12]


def outcome(notice: str, stated: str | None, regime: str) -> str:
    """How the first notice compares with the regime of a reading; the first that holds."""
    if notice == "no_notice":
        return "no_notice"
    if regime == "unknown" or (stated is None and regime in ("wi2013", "wi2021")):
        return "unknown"
    if regime == "open":
        return "open"
    if regime == "none":
        return "no_duty"
    return "correct" if stated == regime else "wrong_regime"


def _certainty(told: dict[str, str], headline: str) -> str:
    regimes = {told[f"regime_{name}"] for name in CERTAINTY_READINGS}
    if "unknown" in (told[f"outcome_{headline}"], told[f"regime_{headline}"]):
        return "unknown"
    known = regimes - {"unknown"}
    if "unknown" in regimes and len(known) <= 1 and "open" not in known:
        return "unknown"
    return "certain" if len(regimes) == 1 and "open" not in regimes else "reading_dependent"
