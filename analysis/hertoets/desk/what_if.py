"""What another setting would do to a run: its figures, who comes out otherwise, by which rule.

The law is applied again in memory. Nothing is written and nothing is published: whatever comes of
it is exact and stays inside, as ``protected/`` does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import polars as pl

from hertoets.between.recompute import Bench
from hertoets.datafile import read_json
from hertoets.desk.pandas_of import codes, in_pandas
from hertoets.errors import UseError
from hertoets.facts.values import FACTS
from hertoets.findings import Pair, load_definitions, measure
from hertoets.law import Law
from hertoets.run.intact import unchanged
from hertoets.run.parameters import Parameters
from hertoets.run.tables import read_table
from hertoets.runfolder import RunFolder

if TYPE_CHECKING:
    import pandas as pd

    from hertoets.publish.blocks import Block

CALL: Final = "what_if"
JUDGED: Final = ("regime", "outcome", "wrong_notice", "start_class", "term_class")
"""Who has another value in one of these comes out otherwise."""
BEFORE, AFTER = "_before", "_after"

NOT_TOLD: Final = "not_told"
"""Stands where no notice stated an Act, or it is not known which."""

_BY_READING: Final = ("regime", "rule", "outcome")
_OF_PERSON: Final = ("wrong_notice", "start_class", "term_class", "situation_id")
_SITUATION: Final = (*FACTS, "regime_stated")
_PUBLISHES: Final = "disclosure"


@dataclass(frozen=True)
class Sides:
    """What one run, or one trial, says of everybody under its headline.

    Attributes
    ----------
    persons : polars.DataFrame
        One row a person: ``person_id``, facts, what was stated, and what was judged.
    citations : mapping of str to str
        What each rule of the headline rests on.
    figures : mapping of str to Pair
        Lower and upper of each measured figure.
    """

    persons: pl.DataFrame
    citations: Mapping[str, str]
    figures: Mapping[str, Pair]


@dataclass(frozen=True)
class WhatIf:
    """The answer of `hertoets.Run.what_if`: exact, inside, and written nowhere.

    Attributes
    ----------
    asked : Parameters
        All settings that it was worked out with.
    changed : mapping of str to (value, value)
        The settings that differ from those of the run: as they were, as they are here.
    synthetic : bool
        Whether the persons are invented.
    readings : mapping of str to str
        The title of each reading.
    before, after : Sides
        What the run says of everybody, and what the law says here.
    """

    asked: Parameters
    changed: Mapping[str, tuple[str | int, str | int]]
    synthetic: bool
    readings: Mapping[str, str] = field(repr=False)
    before: Sides = field(repr=False)
    after: Sides = field(repr=False)

    def figures(self) -> "pd.DataFrame":
        """Every figure beside that of the run.

        Returns
        -------
        pandas.DataFrame
            ``id``, ``title_nl``, ``unit``, ``lower`` and ``upper`` of the run, ``what_if_lower``,
            ``what_if_upper``, ``difference_lower``, ``difference_upper`` (what-if less run; NA
            where one of both was not measured).
        """
        import pandas as pd

        rows = []
        for name, definition in load_definitions().items():
            run = self.before.figures.get(name, (None, None))
            tried = self.after.figures.get(name, (None, None))
            rows.append((name, definition.title_nl, definition.unit, *run, *tried))
        numbers = ["lower", "upper", "what_if_lower", "what_if_upper"]
        frame = pd.DataFrame(rows, columns=["id", "title_nl", "unit", *numbers])
        frame = frame.astype(dict.fromkeys(numbers, "Float64"))
        for side in ("lower", "upper"):
            frame[f"difference_{side}"] = frame[f"what_if_{side}"] - frame[side]
        return frame

    def persons(self) -> "pd.DataFrame":
        """Who comes out otherwise: another Act, outcome, wrong notice, or class of start or term.

        Returns
        -------
        pandas.DataFrame
            Sorted by ``person_id``; of each thing that is judged, and of the rule, a column with
            ``_before`` and one with ``_after``.
        """
        judged = [f"{name}{when}" for name in (*JUDGED, "rule") for when in (BEFORE, AFTER)]
        named = self._moved.select("person_id", *judged)
        return in_pandas(named.with_columns(codes(named[name]) for name in judged))

    def situations(self) -> "pd.DataFrame":
        """In which situations they stand, the most frequent first.

        Returns
        -------
        pandas.DataFrame
            ``regime_stated`` and the eight facts as they are in the run, ``facts_after`` (those
            that are others now, ``fact=value``; empty where only the law's answer changed),
            ``regime_before``, ``regime_after``, ``persons``, which add up to those of `persons`.
        """
        others = [
            pl.when(pl.col(name + BEFORE).ne_missing(pl.col(name + AFTER))).then(
                pl.format(f"{name}={{}}", pl.col(name + AFTER).fill_null(NOT_TOLD))
            )
            for name in _SITUATION
        ]
        facts_after = pl.concat_str(others, separator=" ", ignore_nulls=True)
        asked = self._moved.select(
            pl.col(f"regime_stated{BEFORE}").fill_null(NOT_TOLD).alias("regime_stated"),
            *(pl.col(name + BEFORE).alias(name) for name in FACTS),
            facts_after.alias("facts_after"),
            "regime_before", "regime_after",
        )  # fmt: skip
        return _counted(asked)

    def rules(self) -> "pd.DataFrame":
        """By which rules those come out otherwise whom another rule decides now.

        Returns
        -------
        pandas.DataFrame
            ``rule_before``, ``regime_before``, ``citation_before``, the same with ``_after``, and
            ``persons``, the most frequent first.
        """
        other = self._moved.filter(pl.col("rule_before") != pl.col("rule_after"))
        cited = other.select(
            "rule_before", "regime_before", _cited("rule_before", self.before.citations),
            "rule_after", "regime_after", _cited("rule_after", self.after.citations),
        )  # fmt: skip
        return _counted(cited)

    @cached_property
    def _moved(self) -> pl.DataFrame:
        """Who has another value in what is judged."""
        kinds = [column for column in self.before.persons.columns if column != "person_id"]
        one, other = (
            side.persons.rename({name: name + when for name in kinds})
            for side, when in ((self.before, BEFORE), (self.after, AFTER))
        )
        both = one.join(other, on="person_id", how="inner", validate="1:1")
        return both.filter(
            pl.any_horizontal(
                pl.col(name + BEFORE).ne_missing(pl.col(name + AFTER)) for name in JUDGED
            )
        ).sort("person_id")

    @cached_property
    def _block(self) -> "Block":
        from hertoets.desk.what_if_block import what_if_block

        return what_if_block(self)

    def _repr_html_(self) -> str:
        return self._block._repr_html_()

    def __repr__(self) -> str:
        return repr(self._block)


def asked_settings(run: Parameters, changes: Mapping[str, object]) -> Parameters:
    """The settings of a run with some of them changed.

    Raises
    ------
    UseError
        With every fault of `Parameters.from_values`; and for a policy of disclosure, which changes
        nothing here, since nothing is published.
    """
    if changes.get(_PUBLISHES):
        what = "has no part in this: nothing is published, and every number is exact"
        raise UseError.of(where=CALL, at=_PUBLISHES, what=what, mend="Leave it out")
    return Parameters.from_values({**run.as_values(), **changes}, given_in=CALL)


def stored_sides(folder: RunFolder, law: Law, headline: str) -> Sides:
    """What a finished run says of everybody, from its ``protected/``."""
    persons = pl.DataFrame(read_table(unchanged(folder.path, folder.doubted)))
    entries = read_json(unchanged(folder.path, folder.exact_findings))
    figures = {
        entry["id"]: tuple(entry["by_reading"][headline])
        for entry in entries
        if headline in entry["by_reading"]
    }
    return Sides(_judged(persons, headline), _citations(law, headline), figures)


def tried_sides(bench: Bench, law: Law, asked: Parameters) -> Sides:
    """What the law says of everybody with the settings that are asked.

    Raises
    ------
    DataError
        Where the data forbid it.
    """
    tried = bench.tried(law, asked.settings())
    headline = asked.headline
    measured = measure(tried, bench.assessment, [headline])
    figures = {name: pairs[headline] for name, pairs in measured.items() if headline in pairs}
    return Sides(_judged(tried.doubted.outcomes, headline), _citations(law, headline), figures)


def try_settings(
    bench: Bench, run: RunFolder, law: Law, settings: Parameters, changes: Mapping[str, object]
) -> WhatIf:
    """See `hertoets.Run.what_if`.

    Parameters
    ----------
    bench : Bench
        Of the extract of the run.
    run : RunFolder
        A finished run.
    law : Law
    settings : Parameters
        Of that run.
    changes : mapping of str to object
        What is asked to be otherwise.
    """
    asked = asked_settings(settings, changes)
    other = asked.law() if asked.readings != settings.readings else law
    return WhatIf(
        asked,
        differing(settings, asked),
        synthetic=bench.extract.meta.synthetic,
        readings={
            one.name: one.title_nl for one in (*other.readings.values(), *law.readings.values())
        },
        before=stored_sides(run, law, settings.headline),
        after=tried_sides(bench, other, asked),
    )


def differing(run: Parameters, asked: Parameters) -> dict[str, tuple[str | int, str | int]]:
    """The settings that are not the same, each as it was and as it is asked."""
    one, other = run.as_values(), asked.as_values()
    return {name: (one[name], other[name]) for name in one if one[name] != other[name]}


def _judged(outcomes: pl.DataFrame, headline: str) -> pl.DataFrame:
    by_reading = {name: pl.col(f"{name}_{headline}") for name in _BY_READING}
    asked = outcomes.select("person_id", *_SITUATION, *_OF_PERSON, **by_reading)
    return asked.with_columns(pl.exclude("person_id").cast(pl.String))


def _citations(law: Law, headline: str) -> dict[str, str]:
    return {rule.id: rule.citation for rule in law.readings[headline].rules}


def _cited(rule: str, citations: Mapping[str, str]) -> pl.Expr:
    cited = pl.col(rule).replace_strict(citations, return_dtype=pl.String)
    return cited.alias(rule.replace("rule", "citation"))


def _counted(rows: pl.DataFrame) -> "pd.DataFrame":
    counted = rows.group_by(rows.columns).agg(persons=pl.len().cast(pl.Int64))
    ordered = counted.sort("persons", *rows.columns, descending=[True, *[False] * rows.width])
    return in_pandas(ordered)
