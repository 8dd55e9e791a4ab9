"""The law re-applied to an extract: the outcome of each person, and what one reading changes."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from hertoets.compare.choices import BY_CHOICE, DEFAULTS, choose
from hertoets.compare.consequences import Chain, follow, see_chain
from hertoets.compare.guidance import (
    counted_by_municipality,
    expected_by_municipality,
    first_registrations,
)
from hertoets.compare.informed import informed
from hertoets.compare.settings import Settings
from hertoets.compare.situations import judge_situations
from hertoets.compare.waiting import waiting
from hertoets.compare.words import (
    BREACH,
    INFORMED,
    NOT_MEASURED,
    START_CLASSES,
    TERM_CLASSES,
    YES_NO,
    as_dates,
    as_frame,
    as_table,
    constant,
    in_words,
    take,
    where,
)
from hertoets.errors import UseError
from hertoets.extract import Extract
from hertoets.facts import DATE_FACTS, FACTS, VALUES, find_facts
from hertoets.facts.frames import Frame, collected, lazy
from hertoets.law import Law

Columns: TypeAlias = dict[str, pa.Array | pd.Series]

STATED_DATES = ("notice_date", "start_stated", "term_end_stated")


@dataclass(frozen=True)
class Comparison:
    """As applied against as the law says.

    Attributes
    ----------
    extract : Extract
    law : Law
    settings : Settings
    people : pandas.DataFrame
        The facts (places) and dates of each person, in the order of ``person_id``, with what
        happened in the chain.
    judged : pandas.DataFrame
        From `judge_situations`.
    """

    extract: Extract
    law: Law
    settings: Settings
    people: pd.DataFrame = field(repr=False)
    judged: pd.DataFrame = field(repr=False)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """One row a person, the columns of the contract's section 4, sorted by ``person_id``."""
        return as_frame(self.outcomes_table)

    @cached_property
    def outcomes_table(self) -> pa.Table:
        """The outcomes as an Arrow table, its text as dictionaries."""
        people, headline = self.people, self.settings.headline
        columns: Columns = {"person_id": self._person_id}
        columns |= {name: in_words(people[name], VALUES[name]) for name in FACTS}
        columns["situation_id"] = self._of_situation("situation_id")
        columns["regime_stated"] = self._of_situation("regime_stated")
        columns |= {name: self._dates[name] for name in STATED_DATES}
        for name in self.law.readings:
            columns[f"regime_{name}"] = self._of_situation(f"regime_{name}")
            columns[f"rule_{name}"] = self._of_situation(f"rule_{name}")
            columns[f"start_{name}"] = self._start_dates(name)
            columns[f"outcome_{name}"] = self._of_situation(f"outcome_{name}")
        columns["certainty"] = self._of_situation("certainty")
        columns |= self._consequences(headline)
        columns |= self._apart_from_readings()
        return as_table(columns)

    @cached_property
    def situations(self) -> pd.DataFrame:
        """Each distinct situation once, with what every reading says of it, the largest first."""
        told = [
            f"{part}_{name}"
            for name in self.law.readings
            for part in ("regime", "rule", "citation")
        ]
        table = self.judged[["situation_id", *FACTS, "regime_stated", "persons", *told]]
        return table.sort_values(
            ["persons", "situation_id"], ascending=[False, True], ignore_index=True
        )

    @property
    def waiting_unknown(self) -> pd.Series:
        """True where ``waited_days`` is empty because something is unknown."""
        return self.people["waiting_unknown"]

    @cached_property
    def access(self) -> pd.DataFrame | None:
        """Who was visible to which municipality; None without the table ``data_access``."""
        if not self.extract.has("data_access"):
            return None
        rows = self.extract.tables["data_access"][["person", "municipality"]]
        person_id = self._person_id.take(rows["person"].to_numpy(dtype=np.int64))
        return pd.DataFrame(
            {"person_id": person_id.array, "municipality": rows["municipality"].array}
        )

    def under(self, reading: str) -> pd.DataFrame:
        """Draw the consequences with one reading taken as the headline.

        Parameters
        ----------
        reading : str

        Returns
        -------
        pandas.DataFrame
            One row a person in the order of ``outcomes``: ``person_id``, ``group``, ``notice``,
            ``regime_stated``, ``regime``, ``outcome``, ``start`` (date), the consequences of
            section 4, and what no reading changes (``informed``, ``waited_days``, …).

        Raises
        ------
        UseError
            Where the law has no such reading.
        """
        _refuse_unknown_reading(self.law, reading)
        columns: Columns = {
            "person_id": self._person_id,
            "group": in_words(self.people["group"], VALUES["group"]),
            "notice": in_words(self.people["notice"], VALUES["notice"]),
            "regime_stated": self._of_situation("regime_stated"),
            "start_stated": self._dates["start_stated"],
            "regime": self._of_situation(f"regime_{reading}"),
            "outcome": self._of_situation(f"outcome_{reading}"),
            "start": self._start_dates(reading),
        }
        columns |= self._consequences(reading) | self._apart_from_readings()
        return as_frame(as_table(columns))

    def guidance(self, reading: str) -> pd.DataFrame | None:
        """Put the persons expected beside those counted, for each municipality.

        Returns
        -------
        pandas.DataFrame or None
            ``municipality``, ``expected_lower``, ``expected_upper`` (int), ``counted`` (null
            where unknown; 0 where the municipality is in no count); None where registrations or
            reception are absent.
        """
        if not (self.extract.has("registrations") and self.extract.has("reception")):
            return None
        regime = as_frame(as_table({"regime": self._of_situation(f"regime_{reading}")}))
        people = self.people[["person", "group"]].assign(regime=regime["regime"].array)
        expected = expected_by_municipality(self._firsts, lazy(people))
        if not self.extract.has("guidance_counts"):
            return expected.assign(counted=pd.array([None] * len(expected), dtype="Int64"))
        counted = counted_by_municipality(self.extract.tables["guidance_counts"])
        both = expected.merge(
            counted, on="municipality", how="outer", validate="1:1", indicator=True
        )
        absent = both["_merge"] == "left_only"
        # Who is in no list was paid for nobody; who has no known municipality is in no list at all.
        both.loc[absent & both["municipality"].notna(), "counted"] = 0
        both[["expected_lower", "expected_upper"]] = both[
            ["expected_lower", "expected_upper"]
        ].fillna(0)
        kinds = {"expected_lower": "int64", "expected_upper": "int64", "counted": "Int64"}
        return both.drop(columns="_merge").astype(kinds)

    @property
    def _person_id(self) -> pd.Series:
        """The persons of the extract stand in the order of their number."""
        return self.extract.tables["persons"]["person_id"]

    @cached_property
    def _firsts(self) -> Frame:
        return first_registrations(self.extract.tables, self.settings).collect().lazy()

    @cached_property
    def _rows(self) -> npt.NDArray[np.int64]:
        """For each person the row of ``judged`` that holds the person's situation."""
        known = self.judged["situation"].to_numpy(dtype=np.int64)
        return np.searchsorted(known, self.people["situation"].to_numpy(dtype=np.int64))

    @cached_property
    def _chain(self) -> Chain:
        return see_chain(self.extract.tables, self.settings)

    @cached_property
    def _dates(self) -> dict[str, pa.Array]:
        names = [*STATED_DATES, *(f"start_{name}" for name in DATE_FACTS)]
        return {name: as_dates(self.people[f"{name}_days"]) for name in names}

    def _of_situation(self, column: str) -> pa.DictionaryArray:
        return take(self.judged[column], self._rows)

    def _start_dates(self, reading: str) -> pa.Array:
        start = _start_column(self.law.readings[reading].date_fact)
        return where(self._dates[start], self._starts(reading))

    def _starts(self, reading: str) -> npt.NDArray[np.bool_]:
        return self.judged[f"start_fact_{reading}"].notna().to_numpy(dtype=bool)[self._rows]

    def _consequences(self, reading: str) -> Columns:
        date_fact = self.law.readings[reading].date_fact
        start, starts = _start_column(date_fact), self._starts(reading)
        known = ["person", "start_stated", "start_stated_days", "term_end_stated_days"]
        text = {"regime_stated": "regime_stated", "regime": f"regime_{reading}"}
        told = as_frame(as_table({name: self._of_situation(of) for name, of in text.items()}))
        seen = self.people[known].assign(
            regime_stated=told["regime_stated"].array,
            regime=told["regime"].array,
            start=self.people[start].where(starts),
            start_days=self.people[f"{start}_days"].where(starts),
        )
        found = follow(lazy(seen), self._chain, self.settings)
        rows = collected(found.sort("person"))
        measured = "breach" in rows.columns
        return {
            "start_shift_days": rows["start_shift_days"],
            "start_class": in_words(rows["start_class"], START_CLASSES),
            "term_class": in_words(rows["term_class"], TERM_CLASSES),
            "wrong_notice": in_words(rows["wrong_notice"], YES_NO),
            "in_cohort": rows["in_cohort"],
            "breach": in_words(rows["breach"], BREACH) if measured else self._not_measured,
        }

    def _apart_from_readings(self) -> Columns:
        people, offered = self.people, "regime_by_choice" in self.people
        told = "informed" in people
        nothing = constant(None, len(people))
        return {
            "informed": in_words(people["informed"], INFORMED) if told else self._not_measured,
            "waited_days": people["waited_days"],
            "choice_default": in_words(people["choice_default"], DEFAULTS) if offered else nothing,
            "regime_by_choice": (
                in_words(people["regime_by_choice"], BY_CHOICE) if offered else self._not_measured
            ),
        }

    @property
    def _not_measured(self) -> pa.DictionaryArray:
        return constant(NOT_MEASURED, len(self.people))


def compare(extract: Extract, law: Law, settings: Settings) -> Comparison:
    """Re-apply the law to an extract.

    Parameters
    ----------
    extract : Extract
    law : Law
    settings : Settings

    Returns
    -------
    Comparison

    Raises
    ------
    UseError
        Where the headline is no reading of the law.
    DataError
        Where a decision table leaves a situation undecided.
    """
    _refuse_unknown_reading(law, settings.headline)
    facts = find_facts(extract.tables, settings.reference_date)
    people = waiting(lazy(facts))
    if extract.has("reception") and extract.has("registrations"):
        people = people.join(informed(extract.tables), on="person", how="left")
        nobody = nw.col("informed").fill_null(INFORMED.index("not_informed"))
        people = people.with_columns(informed=nobody)
    if extract.has("choices"):
        people = choose(people, extract.tables["choices"])
    rows = collected(people.sort("person"))
    judged = judge_situations(facts, law, settings.headline)
    return Comparison(extract, law, settings, rows, judged)


def _start_column(date_fact: str) -> str:
    """What the chain did took the date of the notice for the start, without more."""
    return "notice_date" if date_fact == "notice" else f"start_{date_fact}"


def _refuse_unknown_reading(law: Law, reading: str) -> None:
    if reading not in law.readings:
        raise UseError.of(
            where="headline",
            at=reading,
            what="there is no such reading",
            mend=f"Choose one of: {', '.join(law.readings)}",
        )
