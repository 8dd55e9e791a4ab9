"""Each distinct situation once, with what every reading of the law says of it.

The law judges situations, not rows: some hundreds of them, in plain Python over decision tables.
Source: contract, sections 3 and 4.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl

from hertoets.facts.values import FACTS
from hertoets.law import CERTAINTY_READINGS, FACT_VALUES, REGIMES, Judgement, Law, Situation, judge

KEY: Final = (*FACTS, "regime_stated")
OUTCOMES: Final = pl.Enum(["no_notice", "unknown", "open", "no_duty", "correct", "wrong_regime"])
CERTAINTY: Final = pl.Enum(["certain", "reading_dependent", "unknown"])


class Situations(NamedTuple):
    """The situations of persons, and in which of them each person stands.

    Attributes
    ----------
    table : polars.DataFrame
        `KEY`, ``persons``, ``situation_id``, and for each reading ``regime_…``, ``rule_…``,
        ``outcome_…`` (Enum) and ``citation_…``; ``certainty``. In order of ``situation_id``.
    rows : polars.Series
        For each person the row of the table.
    """

    table: pl.DataFrame
    rows: pl.Series


def judge_situations(
    people: pl.DataFrame, law: Law, headline: str, known: pl.DataFrame | None = None
) -> Situations:
    """Judge every situation in which somebody stands.

    Parameters
    ----------
    people : polars.DataFrame
        With the columns of `KEY` (Enum).
    law : Law
    headline : str
    known : polars.DataFrame or None
        A table of situations that were judged before, by the same law and headline.

    Returns
    -------
    Situations
    """
    rows = () if known is None else known.iter_rows(named=True)
    before = {tuple(row[name] for name in KEY): row for row in rows}
    kinds = {name: _values(people, name) for name in KEY}
    codes = people.select(_code(kinds)).to_series().to_numpy()
    persons = np.bincount(codes)
    used = np.flatnonzero(persons)
    judged = _Judge(law, headline)
    told: dict[str, dict[str, Any]] = {}
    code_of: dict[str, int] = {}
    for code in used:
        key = _decoded(int(code), kinds)
        words = before.get(tuple(key.values())) or judged(key)
        told[words["situation_id"]] = {**words, **key, "persons": int(persons[code])}
        code_of[words["situation_id"]] = int(code)
    order = sorted(told)
    table = pl.DataFrame(
        [told[name] for name in order], schema=_columns(people, law, told.values())
    )
    place_of = np.zeros(len(persons), dtype=np.int32)
    place_of[[code_of[name] for name in order]] = np.arange(len(order), dtype=np.int32)
    return Situations(table, pl.Series(place_of[codes]))


def added_situations(parts: Sequence[pl.DataFrame], readings: Iterable[str]) -> pl.DataFrame:
    """The situations of all parts of an extract, each once, with the persons of all.

    Parameters
    ----------
    parts : sequence of polars.DataFrame
        `Situations.table` of each part, judged by the same law.
    readings : iterable of str
        Those of the law, by name.

    Returns
    -------
    polars.DataFrame
        As if all persons had been judged together.
    """
    names = ["situation_id", *(f"rule_{name}" for name in readings)]
    every = pl.concat([part.with_columns(pl.col(names).cast(pl.String)) for part in parts])
    order = parts[0].columns
    once = every.group_by("situation_id").agg(
        pl.exclude("situation_id", "persons").first(), pl.col("persons").sum()
    )
    kinds = {name: pl.Enum(once[name].unique().sort()) for name in names}
    return once.sort("situation_id").select(order).cast(kinds)  # type: ignore[arg-type]


def _values(people: pl.DataFrame, name: str) -> list[str]:
    kind = people.schema[name]
    assert isinstance(kind, pl.Enum)
    return kind.categories.to_list()


def _code(kinds: Mapping[str, list[str]]) -> pl.Expr:
    """One number for each situation: its values as the digits, 0 for one that is not known."""
    code = pl.lit(0, pl.Int32)
    for name, values in kinds.items():
        digit = (pl.col(name).to_physical().cast(pl.Int32) + 1).fill_null(0)
        code = code * (len(values) + 1) + digit
    return code.alias("code")


def _decoded(code: int, kinds: dict[str, list[str]]) -> dict[str, str | None]:
    key: dict[str, str | None] = {}
    for name, values in reversed(list(kinds.items())):
        code, digit = divmod(code, len(values) + 1)
        key[name] = values[digit - 1] if digit else None
    return {name: key[name] for name in kinds}


def _columns(
    people: pl.DataFrame, law: Law, told: Collection[dict[str, Any]]
) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The type of each column: a list of values wherever there is one."""
    columns: dict[str, pl.DataType | type[pl.DataType]] = {
        **{name: people.schema[name] for name in KEY},
        "persons": pl.Int64,
        "situation_id": pl.Enum(sorted(row["situation_id"] for row in told)),
    }
    for name in law.readings:
        rules = sorted({row[f"rule_{name}"] for row in told})
        columns |= {
            f"regime_{name}": pl.Enum(REGIMES),
            f"rule_{name}": pl.Enum(rules),
            f"citation_{name}": pl.String,
            f"outcome_{name}": OUTCOMES,
        }
    return {**columns, "certainty": CERTAINTY}


class _Judge:
    """Judges each combination of the facts that a reading asks once."""

    def __init__(self, law: Law, headline: str) -> None:
        self._law, self._headline = law, headline
        self._asks = {name: reading.facts for name, reading in law.readings.items()}
        self._known: dict[tuple[str | None, ...], Judgement] = {}

    def __call__(self, row: dict[str, str | None]) -> dict[str, str]:
        situation = Situation(**{fact: str(row[fact]) for fact in FACT_VALUES})
        told = {"situation_id": _identity(row)}
        for name, reading in self._law.readings.items():
            asked = (name, *(row[fact] for fact in self._asks[name]))
            if asked not in self._known:
                self._known[asked] = judge(reading, situation)
            judgement = self._known[asked]
            told[f"regime_{name}"] = judgement.regime
            told[f"rule_{name}"] = judgement.rule
            told[f"citation_{name}"] = judgement.citation
            told[f"outcome_{name}"] = outcome(
                str(row["notice"]), row["regime_stated"], judgement.regime
            )
        told["certainty"] = _certainty(told, self._headline)
        return told


def _identity(row: dict[str, str | None]) -> str:
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


def outcome_of(regime: str) -> pl.Expr:
    """The same as `outcome` under one regime, of rows with ``notice`` and ``regime_stated``."""
    notice, stated = pl.col("notice"), pl.col("regime_stated")
    kind = OUTCOMES
    answer = pl.when(notice == "no_notice").then(pl.lit("no_notice", kind))
    if regime == "none":
        return answer.otherwise(pl.lit("no_duty", kind))
    return (
        answer.when(stated.is_null())
        .then(pl.lit("unknown", kind))
        .when(stated == regime)
        .then(pl.lit("correct", kind))
        .otherwise(pl.lit("wrong_regime", kind))
    )


def _certainty(told: dict[str, str], headline: str) -> str:
    regimes = {told[f"regime_{name}"] for name in CERTAINTY_READINGS}
    if "unknown" in (told[f"outcome_{headline}"], told[f"regime_{headline}"]):
        return "unknown"
    known = regimes - {"unknown"}
    if "unknown" in regimes and len(known) <= 1 and "open" not in known:
        return "unknown"
    return "certain" if len(regimes) == 1 and "open" not in regimes else "reading_dependent"
