"""The cleaned register and the outcomes of a run, as frames of pandas for whoever asks on.

Everything here is exact and about persons: it stays where ``protected/`` stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from hertoets.desk.chosen import PERSON, chosen_persons, refuse_repeated
from hertoets.desk.known import names_in, refuse_no_switch, refuse_unknown
from hertoets.desk.pandas_of import codes, in_pandas
from hertoets.errors import UseError
from hertoets.extract import Extract, read_extract, schema
from hertoets.facts.dates import right_of_group
from hertoets.facts.doubt import marked
from hertoets.facts.rights import judge_rights
from hertoets.law import Law
from hertoets.outcomes.columns import outcome_columns
from hertoets.run.intact import unchanged
from hertoets.run.tables import read_table
from hertoets.runfolder import RunFolder

if TYPE_CHECKING:
    import pandas as pd

OF_RIGHT: Final = (
    "right_id", "migrant_group", "family_of_asylum", "decision_date", "document_collected_date",
    "effective_date", "end_date",
)  # fmt: skip
"""What stands in the frame of persons of the right that gives the group."""
_NAMED_BY_OTHERS: Final = ("rule_", "reception_kind")
"""Columns of codes whose values the law or the delivery gives."""
_OF_READING: Final = ("regime", "rule", "start", "outcome")


@dataclass(frozen=True)
class Frames:
    """What the frames of one run are made from; read when first asked, and once.

    Parameters
    ----------
    folder : Path
        Of the run.
    extract_at : Path
        Of its extract.
    law : Law
    reference_date : date
        The day on which ages are told.
    """

    folder: Path
    extract_at: Path
    law: Law
    reference_date: date

    @cached_property
    def extract(self) -> Extract:
        """The extract behind the door."""
        return read_extract(self.extract_at)

    @cached_property
    def _values(self) -> dict[str, tuple[str, ...]]:
        return {name: column.values for name, column in outcome_columns(self.law).items()}

    def persons(self, *, as_recorded: bool) -> "pd.DataFrame":
        """See `hertoets.Run.persons`."""
        refuse_no_switch("persons", "as_recorded", as_recorded)
        outcomes = self._outcomes(as_recorded=as_recorded)
        people = self.extract.tables["persons"].with_columns(age=_age(self.reference_date))
        rights = self._judged_rights
        of_group = right_of_group(rights).join(
            rights.select("person", *OF_RIGHT), on=("person", "right_id"), how="left"
        )
        checks = (
            self._table(RunFolder(self.folder).doubts)
            .group_by(person_id="person")
            .agg(doubts=pl.col("check").unique().sort().str.join(" "))
        )
        joined = (
            people.join(of_group, on="person", how="left")
            .drop("person")
            .join(outcomes, on="person_id", how="inner", validate="1:1")
            .join(checks, on="person_id", how="left")
            .with_columns(pl.col("doubts").fill_null(""))
            .sort("person_id")
        )
        return self._in_pandas(joined)

    def by_reading(
        self,
        persons: "pd.DataFrame | Iterable[str] | None",
        *,
        keep: Iterable[str],
        as_recorded: bool,
    ) -> "pd.DataFrame":
        """See `hertoets.Run.by_reading`."""
        import pandas as pd

        call = "by_reading"
        refuse_no_switch(call, "as_recorded", as_recorded)
        keep = names_in(call, "keep", keep)
        outcomes = self._outcomes(as_recorded=as_recorded)
        chosen = chosen_persons(call, persons, outcomes[PERSON])
        if chosen is not None:
            outcomes = outcomes.filter(pl.col(PERSON).is_in(chosen))
        parts = [
            outcomes.select(
                "person_id",
                pl.lit(name, pl.Enum(list(self.law.readings))).alias("reading"),
                **{column: f"{column}_{name}" for column in _OF_READING},
            )
            for name in self.law.readings
        ]
        long = pl.concat(parts).sort("person_id", "reading")
        first = next(iter(self.law.readings))
        values = {column: self._values[f"{column}_{first}"] for column in _OF_READING}
        values = {name: one for name, one in values.items() if one}
        found = in_pandas(long.with_columns(codes(long["rule"])), values)
        if not keep:
            return found
        whole = persons if isinstance(persons, pd.DataFrame) else None
        if whole is None:
            whole = self.persons(as_recorded=as_recorded)
        refuse_repeated(call, whole)
        refuse_unknown("keep", keep, [one for one in whole.columns if one not in found.columns])
        return found.merge(whole[["person_id", *keep]], on="person_id", how="left")

    def rows(self, table: str) -> "pd.DataFrame":
        """See `hertoets.Run.rows`."""
        refuse_unknown("rows", [table], schema())
        if not self.extract.has(table):
            what = "this table was not delivered, so what needs it is not measured"
            raise UseError.of(where="rows", at=table, what=what)
        rows = self.extract.tables[table]
        if table == "residence_rights":
            rows = self._judged_rights
        if "person" in rows.columns and table != "persons":
            names = self.extract.tables["persons"].select("person", "person_id")
            rows = rows.join(names, on="person", how="left")
        columns = [name for name in rows.columns if name not in ("person", "person_id")]
        first = [name for name in ("person_id",) if name in rows.columns]
        kept = rows.select(*first, *columns)
        return self._in_pandas(kept.sort(*first, *schema()[table].key) if first else kept)

    @cached_property
    def _judged_rights(self) -> pl.DataFrame:
        """The rights, whether each counts, and its days of publication and of obtaining."""
        rows = marked({"residence_rights": self.extract.tables["residence_rights"]})
        judged = judge_rights(rows["residence_rights"])
        return judged.select(
            "person", "right_id", "migrant_group", "family_of_asylum", "spiritual_minister",
            "temporary_purpose", "decision_date", "document_collected_date", "effective_date",
            "end_date", "qualifies", publication_date="publication", obtained_date="obtained",
        )  # fmt: skip

    def _outcomes(self, *, as_recorded: bool) -> pl.DataFrame:
        run = RunFolder(self.folder)
        return self._table(run.outcomes if as_recorded else run.doubted)

    def stored(self, path: Path) -> "pd.DataFrame":
        """A table under ``protected/``, as it lies there."""
        rows = self._table(path)
        return in_pandas(rows.rename({"person": "person_id"}, strict=False))

    def _table(self, path: Path) -> pl.DataFrame:
        return pl.DataFrame(read_table(unchanged(self.folder, path)))

    def _in_pandas(self, frame: pl.DataFrame) -> "pd.DataFrame":
        """The frame with codes as categories: of all values where known, else those that occur."""
        listed = {
            column.name: column.codes
            for table in schema().values()
            for column in table.columns
            if column.codes
        }
        values = {name: one for name, one in self._values.items() if one}
        values |= {
            name: (*one, *(("",) if (frame[name] == "").any() else ()))
            for name, one in listed.items()
            if isinstance(one, tuple) and name in frame.columns and name not in values
        }
        occurring = [
            name
            for name in frame.columns
            if name not in values
            and frame[name].dtype == pl.String
            and (isinstance(listed.get(name), str) or name.startswith(_NAMED_BY_OTHERS))
        ]
        held = {name: one for name, one in values.items() if name in frame.columns}
        return in_pandas(frame.with_columns(codes(frame[name]) for name in occurring), held)


def _age(on: date) -> pl.Expr:
    """Whole years on a day, where every possible day of birth gives the same."""
    oldest, youngest = (_years(pl.col(name), on) for name in ("birth_from", "birth_to"))
    return pl.when(oldest == youngest).then(oldest)


def _years(born: pl.Expr, on: date) -> pl.Expr:
    month, day = born.dt.month(), born.dt.day()
    not_yet = (month > on.month) | ((month == on.month) & (day > on.day))
    return on.year - born.dt.year() - not_yet.cast(pl.Int32)
