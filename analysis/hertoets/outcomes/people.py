"""The outcome of each person of a partition, which knows of no other persons.

First what no reading changes: facts, situations, the chain of notices, portal and offers. Then what
follows under one reading. Source: contract, section 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from hertoets.extract.doubt import Numbers
from hertoets.facts.frames import attach, rows_with
from hertoets.facts.people import Facts
from hertoets.facts.values import FACTS
from hertoets.law import Law
from hertoets.outcomes.breach import SEEN, breach
from hertoets.outcomes.duty import DUTIES
from hertoets.outcomes.fines import fine_sums
from hertoets.outcomes.following import follow, if_told
from hertoets.outcomes.lawful_end import lawful_end
from hertoets.outcomes.records import Records, records_of
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.settled import settled_on
from hertoets.outcomes.situations import CERTAINTY, KEY, OUTCOMES, judge_situations
from hertoets.outcomes.terms import term_end_by

FOLLOWS = (
    "start_shift_days", "start_class", "term_class", "wrong_notice", "told_without_duty",
    "in_cohort", "breach",
)  # fmt: skip


@dataclass(frozen=True)
class People:
    """What the law says of the persons of a partition, and what was done.

    Attributes
    ----------
    told : polars.DataFrame
        One row a person in the order of ``person``: facts, dates, what each reading says, what
        was told, seen and offered.
    situations : polars.DataFrame
        From `hertoets.outcomes.situations.judge_situations`.
    records : Records
        What they were made of.
    law : Law
    settings : Settings
    """

    told: pl.DataFrame
    situations: pl.DataFrame
    records: Records
    law: Law
    settings: Settings

    @property
    def facts(self) -> Facts:
        """Facts, notices and rights of the persons."""
        return self.records.facts

    @property
    def offers(self) -> pl.DataFrame | None:
        """The offer made last to each person; None without the table ``choices``."""
        return self.records.offers

    def some(self, numbers: Numbers) -> "People":
        """Some of the persons alone, numbered from zero in their order."""
        place = np.zeros(len(self.told), dtype=np.int32)
        place[numbers] = np.arange(len(numbers), dtype=np.int32)

        def own(rows: pl.DataFrame) -> pl.DataFrame:
            kept = rows_with(rows, pl.Series(numbers))
            return kept.with_columns(person=pl.Series(place[kept["person"].to_numpy()]))

        facts, offers = self.facts, self.offers
        exemptions = None if facts.exemptions is None else own(facts.exemptions)
        facts = Facts(own(facts.people), own(facts.notices), own(facts.rights), exemptions)
        offers, fines = (
            None if rows is None else own(rows) for rows in (offers, self.records.fines)
        )
        records = Records(facts, offers, fines, self.records.measured)
        return replace(self, told=own(self.told), records=records)

    def under(self, reading: str) -> pl.DataFrame:
        """What follows with one reading taken as the law; see `hertoets.outcomes.following`."""
        return follow(self.told, reading, self)

    def amounts(self, reading: str) -> pl.DataFrame:
        """What followed in euro, at least and at most, one row a person by a reading.

        ``fine_euro_lower``, ``fine_euro_upper`` (without a duty or too early), ``loan_euro_lower``,
        ``loan_euro_upper`` (not written off), all Int64; null without the table.
        """
        fact = self.law.readings[reading].date_fact
        told = self.told.select("person", regime=pl.col(f"regime_{reading}"))
        fines = fine_sums(self.records.fines, told, fact)
        both = attach(self.told.select("person", "^loan_euro_.*$"), fines)
        return both.select("^fine_euro_.*$", "^loan_euro_.*$")

    def breaches(self, reading: str) -> pl.Series:
        """The breach of each person by a reading (text)."""
        told = self.told.select(*SEEN, "informed", regime=pl.col(f"regime_{reading}"))
        return told.select(breach().cast(pl.String).alias("breach")).to_series()

    @property
    def outcomes(self) -> pl.DataFrame:
        """The columns of the contract's section 4, in its order."""
        by_reading = [
            pl.col(column).alias(name)
            for reading in self.law.readings
            for column, name in (
                (f"regime_{reading}", f"regime_{reading}"),
                (f"rule_{reading}", f"rule_{reading}"),
                (f"start_of_{reading}", f"start_{reading}"),
                (f"outcome_{reading}", f"outcome_{reading}"),
            )
        ]
        followed = self.under(self.settings.headline)
        return followed.select(
            "person_id", *FACTS, "situation_id", "regime_stated",
            "notice_date", "start_stated", "term_end_stated",
            *by_reading,
            "duty", "certainty", *FOLLOWS, "informed", "reception_kind", "waited_days",
            "choice_default", "regime_by_choice", "repair", "repair_days",
            "fine", "fine_euro", "loan", "loan_euro", "access_late_days", "plan",
        )  # fmt: skip

    @property
    def duties(self) -> pl.DataFrame:
        """What helps to explain a person: days, duties and terms beside the outcomes.

        ``person_id``, ``judged_on`` (Date, null where the first notice is undated),
        ``duty_wi2013``, ``duty_wi2021``, and for each reading ``term_end_…`` (Date), null where
        it does not say wi2013; ``extended_days`` (null unknown), ``lawful_end`` (Date, by the
        headline), ``settled_on`` (Date, null where it is not known or nothing settled the duty).
        """
        term_ends = {
            f"term_end_{name}": pl.when(pl.col(f"regime_{name}") == "wi2013").then(
                term_end_by(reading.date_fact)
            )
            for name, reading in self.law.readings.items()
        }
        as_of, headline = self.settings.as_of, self.settings.headline
        assert as_of is not None  # `compare` fills it in
        asked = self.told.select("person", "term_end_stated", "treaty_counts")
        told = attach(self.told, settled_on(asked, self.records.facts.exemptions, as_of))
        end = lawful_end(self.law.readings[headline].date_fact)
        return told.select(
            "person_id", "judged_on", *DUTIES, **term_ends, extended_days="extended_days",
            lawful_end=pl.when(pl.col(f"regime_{headline}") == "wi2013").then(end),
            settled_on="settled_on",
        )  # fmt: skip


def outcomes_of(
    tables: Mapping[str, pl.DataFrame],
    law: Law,
    settings: Settings,
    known: pl.DataFrame | None = None,
) -> People:
    """Apply the law to persons.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        As `hertoets.outcomes.records.records_of` takes them; all rows of some persons.
    law : Law
    settings : Settings
    known : polars.DataFrame or None
        The situations of other persons, by the same law and headline: none is judged twice.

    Returns
    -------
    People
    """
    return people_of(records_of(tables, settings), law, settings, known)


def people_of(
    records: Records, law: Law, settings: Settings, known: pl.DataFrame | None = None
) -> People:
    """Lay the readings of the law beside the records of persons.

    Parameters
    ----------
    records : Records
    law : Law
    settings : Settings
    known : polars.DataFrame or None
        As `outcomes_of` takes it.

    Returns
    -------
    People
    """
    people = records.facts.people
    situations = judge_situations(people, law, settings.headline, known)
    judged = situations.table.select(pl.exclude(*KEY, "persons", "^citation_.*$"))
    told = people.hstack(judged.select(pl.all().gather(situations.rows)))
    compared = {f"outcome_{name}": OUTCOMES for name in law.readings} | {"certainty": CERTAINTY}
    told = told.with_columns(
        if_told(pl.col(name), kind).alias(name) for name, kind in compared.items()
    )
    return People(_with_starts(told, law), situations.table, records, law, settings)


def _with_starts(told: pl.DataFrame, law: Law) -> pl.DataFrame:
    """Add the start by each reading: of the Wi2013 by its date, of the Wi2021 by the plan."""
    starts = {}
    for name, reading in law.readings.items():
        regime = pl.col(f"regime_{name}")
        starts[f"start_of_{name}"] = (
            pl.col("notice_date")
            if reading.date_fact == "notice"
            else pl.when(regime == "wi2013")
            .then(f"start_{reading.date_fact}")
            .when(regime == "wi2021")
            .then("plan_start")
        )
    return told.with_columns(**starts)
