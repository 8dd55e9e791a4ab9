"""How many persons are alike under a reading: the crowd from which every figure is counted.

What follows for a person depends on the situation and a few small codes and dates. Persons who are
alike in all of these are judged once, by the same `hertoets.outcomes.following.consequences`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Final

import polars as pl
import polars.selectors as cs

from hertoets.outcomes.breach import SEEN
from hertoets.outcomes.duty import DUTIES
from hertoets.outcomes.following import consequences, dated
from hertoets.outcomes.people import People
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.situations import KEY
from hertoets.outcomes.waiting import may_wait, waiting

_CODES: Final = (
    "has_notice", "informed", "reception_kind", "was_offered", "regime_by_choice", *SEEN, *DUTIES,
)  # fmt: skip


class Crowd:
    """The persons of a partition, counted by what they are alike in.

    A crowd can be asked for what `consequences` makes, save dates; for ``waiting``, facts,
    ``regime_stated``, ``certainty``, ``informed``, ``reception_kind``, ``regime_by_choice``,
    ``has_notice``, ``was_offered``, ``viewed``, ``notice_date``, and ``cohort_month``: the first
    day of the month in which the stated start lies, or else the lawful one.
    """

    def __init__(self, people: People) -> None:
        self._people = people
        self._found: dict[str, pl.Series] = {}
        self._date_facts = sorted({one.date_fact for one in people.law.readings.values()})

    def under(
        self, readings: Sequence[str], columns: Sequence[str], beside: pl.DataFrame | None
    ) -> dict[str, pl.DataFrame]:
        """Count; see `hertoets.outcomes.comparison.Comparison.crowds`."""
        made = {reading: self._made_by(reading) for reading in readings}
        asked = set().union(*(_asked(columns, by_column) for by_column in made.values()))
        personal = self._brought(asked)
        more = [] if beside is None else [name for name in beside.columns if name != "person"]
        if beside is not None:
            if "person" in beside.columns:
                personal = personal.select(pl.all().gather(beside["person"]))
            personal = personal.hstack(beside.select(more))
        alike = personal.group_by(personal.columns).agg(persons=pl.len())
        alike = alike.join(self._situations, on="situation_id", how="left", validate="m:1")
        kept = list(dict.fromkeys([*columns, *more]))
        return {
            reading: _follow(alike, asked, by_column)
            .with_columns(cs.enum().cast(pl.String))
            .group_by(kept)
            .agg(pl.col("persons").sum().cast(pl.Int64))
            for reading, by_column in made.items()
        }

    def _brought(self, asked: set[str]) -> pl.DataFrame:
        """What each person brings beside the situation, of what is asked; made once."""
        names = ["situation_id", *(name for name in self._personal if name in asked)]
        new = [self._personal[name] for name in names if name not in self._found]
        self._found.update((one.name, one) for one in self._told.select(new).iter_columns())
        return pl.DataFrame([self._found[name] for name in names])

    def _made_by(self, reading: str) -> dict[str, pl.Expr]:
        date_fact = self._people.law.readings[reading].date_fact
        made = consequences(reading, date_fact, self._people.settings)
        wi2013 = pl.col("regime") == "wi2013"
        return made | {
            "start_shift_days": pl.when(wi2013).then(f"days_{date_fact}"),
            "cohort_month": pl.coalesce("month_stated", pl.when(wi2013).then(f"month_{date_fact}")),
            "waiting": waiting(),
        }

    @cached_property
    def _situations(self) -> pl.DataFrame:
        situations = self._people.situations
        told = [f"{part}_{name}" for name in self._people.law.readings for part in _JUDGED]
        return situations.select("situation_id", *KEY, "certainty", *told)

    @cached_property
    def _told(self) -> pl.DataFrame:
        people, settings = self._people, self._people.settings
        told = dated(people.told, self._date_facts, settings)
        return told.hstack(may_wait(told, people.facts.rights, settings))

    @cached_property
    def _personal(self) -> dict[str, pl.Expr]:
        """What a person may bring, as coarse as the figures allow."""
        facts, settings = self._date_facts, self._people.settings
        some = settings.tolerance_days + 1
        plain = ["notice_date", "sent", "waits", "told_late", "wait_in_doubt", "wait"]
        brought = [
            *map(
                pl.col,
                ["situation_id", *_CODES, *plain, *(f"wait_{fact}" for fact in facts)],
            ),
            pl.when(pl.col("notice_id").is_not_null()).then(True).alias("notice_id"),
        ]
        # Of a start only asks whether it lies in the cohorts, of a shift in which class.
        for name in ["stated", *facts]:
            start = pl.col(f"start_{name}")
            brought += [_placed(start, settings), start.dt.month_start().alias(f"month_{name}")]
        for fact in facts:
            start, term = pl.col(f"start_shift_{fact}"), pl.col(f"term_shift_{fact}")
            brought += [
                start.clip(-some, some),
                term.clip(-some, some),
                start.alias(f"days_{fact}"),
            ]
        return {one.meta.output_name(): one for one in brought}


_JUDGED: Final = ("regime", "outcome")


def _placed(day: pl.Expr, settings: Settings) -> pl.Expr:
    """A day that lies in the cohorts as another does, or does not (Date)."""
    first, last = settings.cohort_from, settings.cohort_to
    return (
        pl.when(day.is_between(first, last))
        .then(pl.lit(first))
        .when(day.is_not_null())
        .then(pl.lit(last + timedelta(days=1)))
        .alias(day.meta.output_name())
    )


def _asked(columns: Iterable[str], made: Mapping[str, pl.Expr]) -> set[str]:
    """The columns asked for, and all that they are made of."""
    asked: set[str] = set()
    waiting_for = list(columns)
    while waiting_for:
        name = waiting_for.pop()
        if name not in asked:
            asked.add(name)
            waiting_for += made[name].meta.root_names() if name in made else []
    return asked


def _follow(alike: pl.DataFrame, asked: set[str], made: Mapping[str, pl.Expr]) -> pl.DataFrame:
    for name, consequence in made.items():
        if name in asked:
            alike = alike.with_columns(consequence.alias(name))
    return alike
