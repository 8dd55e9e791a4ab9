"""What tells persons apart for any figure.

What follows for a person depends on the situation and a few small codes and dates. Persons who are
alike in all of these are judged once (`hertoets.outcomes.by_kind`), by the same
`hertoets.outcomes.following.consequences`.
"""

from datetime import date, timedelta
from functools import cached_property
from typing import Final

import polars as pl

from hertoets.facts.frames import attach
from hertoets.facts.logic import any_of_rows
from hertoets.outcomes.bands import banded
from hertoets.outcomes.breach import SEEN
from hertoets.outcomes.by_kind import with_made
from hertoets.outcomes.by_reading import REPAIRED
from hertoets.outcomes.duty import DUTIES
from hertoets.outcomes.following import consequences, dated
from hertoets.outcomes.harmed import OF_HARMED, of_harmed
from hertoets.outcomes.lawful_end import lawful_end
from hertoets.outcomes.people import People
from hertoets.outcomes.repair import came_under_wi2013, repairs
from hertoets.outcomes.sent import sent_late
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.told import NOT_MEASURED, TERM_CLASS, shift_class, yes_no
from hertoets.outcomes.waiting import may_wait

_CODES: Final = (
    "informed", "reception_kind", "regime_by_choice", "has_notice", "was_offered", *SEEN, *DUTIES,
    "under_wi2013",
    "fine_none", "fine_wi2021", "lent", "lent_after_start", "planned", "planned_before_choice",
)  # fmt: skip
_BY_TERM: Final = ("fine_wi2013", "not_written_off")
"""What the fines and loans of a person say by the end of the term that each date gives."""
YEAR_2022: Final = (date(2022, 1, 1), date(2022, 12, 31))
"""The year of the cohort that Statistics Netherlands published (source CBS)."""

_SENT: Final = ("sent_in_january", "sent_after_restart")
_MONTH: Final = "%Y-%m"
_OF_DAYS: Final = (
    "regime", "start", "duty", "waited_days", "start_shift_days", "start_class", "access_late_days",
)  # fmt: skip
_OF_HARM: Final = ("regime", "start_class", "fine", "loan", "plan")


class Crowd:
    """The persons of one pass of the law, as coarse as the figures allow."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._headline_date = people.law.readings[people.settings.headline].date_fact
        self._date_facts = sorted({one.date_fact for one in people.law.readings.values()})

    @cached_property
    def persons(self) -> pl.DataFrame:
        """One row a person, in their order: all that a reading asks for."""
        facts, settings = self._date_facts, self._people.settings
        told = self._told
        columns = [pl.col(*_CODES, *_SENT, *OF_HARMED)]
        columns.append(pl.col("waits", "told_late", "wait_in_doubt", "sent"))
        columns += [pl.col(f"repair_{regime}") for regime in REPAIRED]
        columns += [pl.col(f"{name}_{fact}") for name in _BY_TERM for fact in facts]
        columns.append(yes_no(pl.col("sent_in_january")).alias("told_in_january"))
        columns += [pl.col("medical"), *self._of_notices(), *self._of_headline()]
        columns.append(pl.when(pl.col("notice_id").is_not_null()).then(True).alias("notice_id"))
        # Of a start only asks whether it lies in the cohorts, of a shift in which class.
        columns += [_placed(f"start_{name}", settings) for name in ("stated", *facts)]
        some = settings.tolerance_days + 1
        columns += [
            pl.col(f"{kind}_shift_{fact}").clip(-some, some)
            for fact in facts
            for kind in ("start", "term")
        ]
        # Situations by their names: each pass has a list of its own.
        return told.select(pl.col("situation_id").cast(pl.String), *columns)

    def days(self, reading: str) -> pl.DataFrame:
        """The days of which a median is taken, one row a person in their order.

        Returns
        -------
        polars.DataFrame
            ``waited_days``, ``cohort_shift_days`` and ``access_late_days`` (Int32; null: not in
            the population), and ``group`` as text.
        """
        date_fact = self._people.law.readings[reading].date_fact
        made = consequences(reading, date_fact, self._people.settings)
        told = with_made(self._told, made, _OF_DAYS)
        cohort = made["in_cohort"] == "yes"
        return told.select(
            "waited_days",
            "access_late_days",
            cohort_shift_days=pl.when(cohort).then("start_shift_days"),
        ).with_columns(self._group)

    @cached_property
    def _group(self) -> pl.Series:
        return self._told["group"].cast(pl.String)

    @cached_property
    def _told(self) -> pl.DataFrame:
        people, settings = self._people, self._people.settings
        told = dated(people.told, self._date_facts, settings)
        told = told.hstack(may_wait(told, people.facts.rights, settings))
        told = attach(
            told,
            _of_everybody(sent_late(people.facts.notices, told, settings), told),
            _of_everybody(_with_medical(people.facts.exemptions), told),
            *(_repaired(told, people, regime) for regime in REPAIRED),
            came_under_wi2013(told, people.offers, settings),
        )
        told = told.with_columns(medical=self._medical())
        fact = self._headline_date
        made = consequences(settings.headline, fact, settings)
        followed = with_made(told, made, _OF_HARM)
        shift = (pl.col("term_end_stated") - lawful_end(fact)).dt.total_days().cast(pl.Int32)
        extended = shift_class(shift, TERM_CLASS, settings.tolerance_days)
        return told.hstack(
            followed.select(*of_harmed(f"start_{fact}", settings), lawful_term=extended)
        )

    def _medical(self) -> pl.Expr:
        if self._people.facts.exemptions is None:
            return pl.lit(NOT_MEASURED)
        return yes_no(pl.col("medical_row")).cast(pl.String)

    def _of_notices(self) -> list[pl.Expr]:
        """The month of the first notice that may be wrong; periods in which the first one came."""
        settings = self._people.settings
        day, told = pl.col("notice_date"), pl.col("notice_id").is_not_null()
        dates = settings.stop_and_restart
        late = pl.when(told & pl.col("sent").fill_null(True)).then(
            pl.col("sent_first").dt.strftime(_MONTH).fill_null("")
        )
        return [
            late.alias("notice_month"),
            yes_no(told & (day >= dates.asylum_and_other)).alias("told_from_restart"),
            yes_no(told & day.is_between(YEAR_2022[0], dates.stop)).alias("told_until_stop"),
            yes_no(told & day.is_between(*YEAR_2022)).alias("told_in_2022"),
        ]

    def _of_headline(self) -> list[pl.Expr]:
        """The month of the start, the size of its shift, and what the lawful end of the term makes
        of the one stated, by the reading in front alone."""
        fact = self._headline_date
        wi2013 = pl.col(f"regime_{self._people.settings.headline}") == "wi2013"
        month = pl.coalesce("start_stated", pl.when(wi2013).then(f"start_{fact}"))
        shift = pl.when(wi2013).then(f"start_shift_{fact}")
        return [
            month.dt.strftime(_MONTH).fill_null("").alias("cohort_month"),
            banded(shift, self._people.settings.tolerance_days).alias("shift_band"),
            pl.col("lawful_term").cast(pl.String),
        ]


def _placed(column: str, settings: Settings) -> pl.Expr:
    """A day that lies in the cohorts as another does, or does not (Date)."""
    day, first, last = pl.col(column), settings.cohort_from, settings.cohort_to
    return (
        pl.when(day.is_between(first, last))
        .then(pl.lit(first))
        .when(day.is_not_null())
        .then(pl.lit(last + timedelta(days=1)))
        .alias(column)
    )


def _of_everybody(found: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The same with whoever is absent: no row of theirs holds; a null says that one may."""
    absent = people.select("person").join(found, on="person", how="anti")
    none = [
        pl.lit(False if kind == pl.Boolean else None, kind).alias(name)
        for name, kind in found.schema.items()
        if name != "person"
    ]
    return pl.concat([found, absent.with_columns(none)])


def _with_medical(exemptions: pl.DataFrame | None) -> pl.DataFrame:
    """Who was relieved of the exam for medical reasons, at any time: health data (bool)."""
    if exemptions is None:
        return pl.DataFrame(schema={"person": pl.Int32, "medical_row": pl.Boolean})
    rows = exemptions.select("person", medical_row=pl.col("kind") == "medical")
    return rows.group_by("person").agg(any_of_rows(pl.col("medical_row")))


def _repaired(told: pl.DataFrame, people: People, regime: str) -> pl.DataFrame:
    """What was done for each person who got a notice of the Wi2021, were this the regime."""
    told_wi2021 = pl.col("notice_id").is_not_null() & pl.col("sent")
    as_if = told.select(
        "person", "choice_default", regime=pl.lit(regime), wrong_notice=yes_no(told_wi2021)
    )
    found = repairs(as_if, people.facts.notices, people.offers, people.settings)
    return found.select("person", pl.col("repair").alias(f"repair_{regime}"))
