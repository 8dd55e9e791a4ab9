"""As applied against as the law says: the outcomes of an extract, and what one reading changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from hertoets.errors import UseError
from hertoets.extract import Extract
from hertoets.extract.doubt import NOBODY, Doubt, Numbers
from hertoets.facts.doubt import marked
from hertoets.facts.values import FACTS
from hertoets.law import Law
from hertoets.outcomes.as_of import beyond, last_day_known, last_days
from hertoets.outcomes.doubted import laid_over, rows_in_doubt, tables_laid_over
from hertoets.outcomes.doubts import gathered
from hertoets.outcomes.frames import for_pandas
from hertoets.outcomes.guidance import (
    COUNTS,
    counted_beside,
    counted_by_period,
    expected_by,
    expected_by_municipality,
    may_be_expected,
    unknown_counts,
)
from hertoets.outcomes.people import People, outcomes_of
from hertoets.outcomes.profiles import Profiles, profiles_of
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.waiting import may_wait, waiting
from hertoets.outcomes.worklist import work_list

if TYPE_CHECKING:
    import pandas as pd

_UNDER = (
    "person_id", "group", "notice", "regime_stated", "start_stated", "regime", "outcome", "start",
    "duty", "start_shift_days", "start_class", "term_class", "wrong_notice", "told_without_duty",
    "in_cohort", "breach", "informed", "reception_kind", "waited", "waited_days", "waiting",
    "certainty", "choice_default", "regime_by_choice", "repair", "repair_days",
    "fine", "fine_euro", "loan", "loan_euro", "access_late_days", "plan",
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """As applied against as the law says.

    Attributes
    ----------
    extract : Extract
    law : Law
    settings : Settings
    people : People
        By the records as they stand.
    second : Comparison or None
        From `with_doubts`: the same with what is in doubt unknown. None where nothing is.
    in_doubt : numpy.ndarray of int32
        The persons of whom something is; sorted, each once. All others are the same in both.
    last : mapping of str to date
        `hertoets.outcomes.as_of.last_days` of the extract; of a part of one those of the whole.
    """

    extract: Extract
    law: Law
    settings: Settings
    people: People = field(repr=False)
    second: "Comparison | None" = field(default=None, repr=False)
    in_doubt: Numbers = field(default_factory=lambda: NOBODY, repr=False)
    last: Mapping[str, date] = field(default_factory=dict, repr=False)

    def with_doubts(self, doubts: Sequence[Doubt]) -> "Comparison":
        """The same comparison, with what the checks put in doubt reckoned with beside it.

        Parameters
        ----------
        doubts : sequence of Doubt
            Numbered by `extract`.

        Returns
        -------
        Comparison
            `people` as it was; `basis` and `doubted` with what is in doubt unknown.
        """
        tables, settings = self.tables, self.settings
        found = gathered(tables, doubts)
        people, unknown = self.people, unknown_counts(tables, doubts)
        if len(found.everybody):
            known_on, delivered_on = settings.known_on, self.extract.meta.delivered_on
            again = rows_in_doubt(tables, found, beyond(self.last, known_on, delivered_on))
            people = laid_over(people, again, found)
            unknown |= tables_laid_over(tables, again, found)
        extract = replace(self.extract, tables=dict(tables) | unknown)
        second = Comparison(extract, self.law, settings, people)
        return replace(self, second=second, in_doubt=found.everybody)

    @property
    def basis(self) -> "Comparison":
        """What every figure counts: with what is in doubt unknown; without doubts the same."""
        return self.second or self

    @property
    def doubted(self) -> People:
        """The persons of `people` in the same order, with what is in doubt unknown."""
        return self.basis.people

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The tables of the extract."""
        return self.extract.tables

    @cached_property
    def outcomes(self) -> "pd.DataFrame":
        """One row a person, the columns of the contract's section 4, sorted by ``person_id``."""
        return for_pandas(self.people.outcomes)

    @cached_property
    def work_list(self) -> pl.DataFrame:
        """Who got a wrong notice or may have; see `hertoets.outcomes.worklist`."""
        return work_list(self.people, self.tables.get("registrations"))

    @cached_property
    def judged(self) -> "pd.DataFrame":
        """Each distinct situation once, with what every reading says of it."""
        return for_pandas(self.people.situations)

    @property
    def situations_table(self) -> pl.DataFrame:
        """Each situation with regime, rule and citation of every reading, the largest first."""
        return told_situations(self.people.situations, self.law)

    @cached_property
    def situations(self) -> "pd.DataFrame":
        """The same as a frame of pandas."""
        return for_pandas(self.situations_table)

    @property
    def access(self) -> pl.DataFrame | None:
        """Who was visible to which municipality; None without the table ``data_access``.

        ``person`` (place among the persons of the extract), ``municipality`` (null: unknown) and
        ``in_doubt`` (bool: something of the row is, or it may not be there).
        """
        if not self.extract.has("data_access"):
            return None
        rows = marked({"data_access": self.tables["data_access"]})["data_access"]
        return rows.select("person", "municipality", "in_doubt")

    def under(self, reading: str) -> "pd.DataFrame":
        """What follows with one reading taken as the headline, one row a person.

        Raises
        ------
        UseError
            Where the law has no such reading.
        """
        refuse_unknown_reading(self.law, reading)
        followed = self.people.under(reading)
        followed = followed.hstack(may_wait(followed, self.people.facts.rights, self.settings))
        return for_pandas(followed.with_columns(waiting=waiting()).select(_UNDER))

    @property
    def person_ids(self) -> list[str]:
        """The pseudonyms, in the order of the persons' numbers."""
        return self.people.told["person_id"].to_list()

    @cached_property
    def profiles(self) -> Profiles:
        """The persons as figures count them, under both passes."""
        return profiles_of(self.people, self.doubted, self.in_doubt)

    def guidance(self, reading: str) -> "pd.DataFrame | None":
        """The persons expected beside those counted, for each municipality.

        Returns
        -------
        pandas.DataFrame or None
            ``municipality``, ``expected_lower``, ``expected_upper`` (int), ``counted`` (null
            where unknown; 0 where the municipality is in no count); None where registrations or
            reception are absent.
        """
        if not (self.extract.has("registrations") and self.extract.has("reception")):
            return None
        expected = expected_by_municipality(self.expected_rows(reading))
        return counted_beside(expected, self.tables.get(COUNTS))

    def expected_rows(self, reading: str) -> pl.DataFrame:
        """Of whom a municipality should, or may have to, be paid by a reading.

        Returns
        -------
        polars.DataFrame
            ``person``, ``municipality`` (null: unknown), ``lower``, ``upper`` (bool). Several rows
            a person only where it is doubtful.
        """
        regime = pl.col(f"regime_{reading}").alias("regime")
        regimes = self.people.situations.select("situation_id", regime)
        may = self._may_be_expected.join(regimes, on="situation_id", how="left", validate="m:1")
        return expected_by(may)

    @cached_property
    def counted_by_period(self) -> dict[str, tuple[int, int]]:
        """By municipality the persons counted in each of `PERIODS`, where both are known."""
        return counted_by_period(self.tables["guidance_counts"])

    @cached_property
    def _may_be_expected(self) -> pl.DataFrame:
        return may_be_expected(self.tables, self.people)

    def seen_rows(self, reading: str) -> pl.DataFrame:
        """The breach of the person of each row of access, by a reading.

        Returns
        -------
        polars.DataFrame
            ``municipality`` (null: unknown), ``breach`` (text), ``in_doubt`` (bool). Empty without
            ``data_access``.
        """
        rows = self.access
        if rows is None:
            kinds = {"municipality": pl.String, "breach": pl.String, "in_doubt": pl.Boolean}
            return pl.DataFrame(schema=kinds)
        breach = self.people.breaches(reading).gather(rows["person"])
        return rows.select("municipality", "in_doubt").with_columns(breach=breach)


def compare(
    extract: Extract, law: Law, settings: Settings, last: Mapping[str, date] | None = None
) -> Comparison:
    """Re-apply the law to an extract.

    Parameters
    ----------
    extract : Extract
    law : Law
    settings : Settings
    last : mapping of str to date or None
        Where it is a part of an extract, `hertoets.outcomes.as_of.last_days` of the whole.

    Raises
    ------
    UseError
        Where the headline is no reading of the law.
    DataError
        Where a decision table leaves a situation undecided.
    """
    refuse_unknown_reading(law, settings.headline)
    tables = extract.tables
    if last is None:
        last = last_days(tables)
    settings = as_of_known(settings, extract.meta.delivered_on, last)
    return Comparison(extract, law, settings, outcomes_of(tables, law, settings), last=last)


def as_of_known(
    settings: Settings, delivered_on: date | None, last: Mapping[str, date]
) -> Settings:
    """The settings with the day that a run looks back from."""
    if settings.as_of is not None:
        return settings
    known = delivered_on or last_day_known(last, settings.reference_date)
    return replace(settings, as_of=known)


def told_situations(situations: pl.DataFrame, law: Law) -> pl.DataFrame:
    """Each situation with what every reading says of it, the largest first."""
    told = [f"{part}_{name}" for name in law.readings for part in ("regime", "rule", "citation")]
    table = situations.select("situation_id", *FACTS, "regime_stated", "persons", *told)
    return table.sort("persons", "situation_id", descending=[True, False])


def refuse_unknown_reading(law: Law, reading: str) -> None:
    """Refuse a reading that the law does not have."""
    if reading not in law.readings:
        raise UseError.of(
            where="headline",
            what=f"no reading named {reading}",
            mend=f"Use one of: {', '.join(law.readings)}",
        )
