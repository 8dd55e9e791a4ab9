"""What a reading makes of persons who are alike in everything that a figure asks.

It takes the situations that the law judged, and nobody's records.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl
import polars.selectors as cs

from hertoets.law import REGIMES, Law
from hertoets.outcomes.by_reading import made_by
from hertoets.outcomes.people import People
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.situations import KEY, outcome_of

_JUDGED: Final = ("regime", "outcome", "rule")


class ByKind:
    """Follows the readings of the law for kinds of persons.

    Parameters
    ----------
    situations : polars.DataFrame
        From `hertoets.outcomes.situations.judge_situations`: all in which somebody stands.
    law : Law
    settings : Settings
    """

    def __init__(self, situations: pl.DataFrame, law: Law, settings: Settings) -> None:
        self._law, self._settings = law, settings
        told = [f"{part}_{name}" for name in law.readings for part in _JUDGED]
        self._situations = situations.select(
            pl.col("situation_id").cast(pl.String), *KEY, "certainty", *told
        )

    @classmethod
    def of(cls, people: People) -> "ByKind":
        """Of the situations of some persons."""
        return cls(people.situations, people.law, people.settings)

    def follow(self, alike: pl.DataFrame, reading: str, as_if: str | None = None) -> pl.DataFrame:
        """Add what a reading makes of who is alike.

        Parameters
        ----------
        alike : polars.DataFrame
            Any rows of `hertoets.outcomes.crowd.Crowd.persons`.
        reading : str
        as_if : str or None
            A regime to take in the place of what the reading says.

        Returns
        -------
        polars.DataFrame
            The same rows in the same order, `coded`, with the facts, ``certainty``, ``regime``,
            ``outcome``, ``rule`` and all that `consequences` makes save dates and days;
            ``through_stop``, ``january``, ``after_restart``, ``looked_at`` (yes, no, unknown) and
            ``repair``.
        """
        judged = self._judged(alike)
        made = self._made(judged, reading, as_if)
        return coded(judged.select(self._kept(alike))).with_columns(coded(made))

    def follow_each(self, alike: pl.DataFrame) -> dict[str, pl.DataFrame]:
        """The same by every reading; what none of them changes is held once."""
        judged = self._judged(alike)
        kept = coded(judged.select(self._kept(alike)))
        return {
            name: kept.with_columns(coded(self._made(judged, name))) for name in self._law.readings
        }

    def _judged(self, alike: pl.DataFrame) -> pl.DataFrame:
        """Rows of `persons` with what the law says of their situations."""
        stated = pl.col("regime_stated").cast(pl.String).fill_null("unknown")
        return alike.join(
            self._situations, on="situation_id", how="left", validate="m:1", maintain_order="left"
        ).with_columns(
            stated=pl.when(pl.col("notice") == "no_notice").then(pl.lit("none")).otherwise(stated)
        )

    def _kept(self, alike: pl.DataFrame) -> list[str]:
        return [*alike.columns, *KEY, "certainty", "stated"]

    def _made(self, judged: pl.DataFrame, reading: str, as_if: str | None = None) -> pl.DataFrame:
        if as_if is not None:
            judged = judged.with_columns(
                pl.lit(as_if, pl.Enum(REGIMES)).alias(f"regime_{reading}"),
                outcome_of(as_if).alias(f"outcome_{reading}"),
            )
        date_fact = self._law.readings[reading].date_fact
        made = made_by(reading, date_fact, self._settings)
        return with_made(judged, made, made).select(*made)


def as_text(rows: pl.DataFrame) -> pl.DataFrame:
    """Codes as text."""
    return rows.with_columns(cs.enum().cast(pl.String))


def coded(rows: pl.DataFrame) -> pl.DataFrame:
    """Each text as one of those that occur in its column, of which few take a byte a row.

    One column after another: a frame of texts takes sixteen times as much.
    """
    texts = rows.select(cs.string() | cs.enum()).get_columns()
    return rows.with_columns(map(_of_those_that_occur, texts))


def _of_those_that_occur(values: pl.Series) -> pl.Series:
    known = values.drop_nulls().unique().cast(pl.String).sort()
    return values.cast(pl.String).cast(pl.Enum(known))


def with_made(
    told: pl.DataFrame, made: Mapping[str, pl.Expr], names: Iterable[str]
) -> pl.DataFrame:
    """Some of what a reading makes, in an order in which each asks for those before it."""
    for name in names:
        told = told.with_columns(made[name].alias(name))
    return told
