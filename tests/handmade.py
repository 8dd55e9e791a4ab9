"""A comparison made by hand: each person as the specification describes, without any register."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import count
from types import SimpleNamespace
from typing import Self

import numpy as np
import pandas as pd
import polars as pl
from hertoets.findings import Findings, counting
from hertoets.findings.causes import COLUMNS
from hertoets.outcomes import Comparison, Profiles, Settings
from hertoets.outcomes.kinds import summed
from hertoets.outcomes.profiles import counted_days
from hertoets.quality import Assessment

from tests.handmade_persons import FACTS, Row, Said, completed, row_of, varied

READINGS = {
    "publication_exceptions": "Bekendmaking, met uitzonderingen",
    "publication": "Bekendmaking",
    "became_obliged": "Plichtig geworden",
    "decision": "Beschikking",
    "duty": "Plicht",
    "scope": "Werkingssfeer",
    "effective": "Ingangsdatum",
    "notice": "Kennisgeving",
}
OPTIONAL = (
    "registrations", "reception", "exemptions", "data_access", "guidance_counts", "choices",
    "extensions", "fines", "loans", "plans",
)  # fmt: skip
PERSON = {"person": pl.Int32}
DAYS = {"waited_days": pl.Int32, "cohort_shift_days": pl.Int32, "access_late_days": pl.Int32}
RECORDS = "records"
"""Stands in the place of a reading for what the records alone say, by the headline."""


@dataclass
class Handmade:
    """What `find` asks of a comparison.

    `persons` are the default with what is said of each; `under_reading` says what a reading makes
    of a person, by place, and `by_records` what the records alone do. `access` are rows from
    `access`, `money` municipalities with the least and most persons expected and those counted,
    `periods` the counts of September and May by municipality. `absent` are optional tables that
    were not delivered, `tables` rows of others.
    """

    persons: list[Said]
    under_reading: dict[str, dict[int, Said]] = field(default_factory=dict)
    by_records: dict[int, Said] = field(default_factory=dict)
    access: pl.DataFrame | None = None
    money: list[tuple[str | None, int, int, int | None]] | None = None
    periods: dict[str, tuple[int, int]] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    set_aside: int = 0
    synthetic: bool = True
    settings: Settings = field(default_factory=Settings)
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = pl.Series("person_id", self.person_ids, dtype=pl.String)
        used = ids.to_frame().with_row_index("person").cast(PERSON)
        tables = {"persons": used, "notices": pl.DataFrame(schema=PERSON)}
        tables |= {
            name: pl.DataFrame(schema={} if name == "guidance_counts" else PERSON)
            for name in OPTIONAL
            if name not in self.absent
        }
        tables |= self.tables
        aside = [("persons", f"aside{n}", "duplicate_differing") for n in range(self.set_aside)]
        unknown = [("persons", "birth_date", "before_1900", 12), ("notices", "x", "other", 3)]
        self.extract = SimpleNamespace(
            has=lambda name: name in tables,
            tables=tables,
            rows={"persons": len(used) + self.set_aside}
            | {name: len(table) for name, table in self.tables.items()},
            aside=pl.DataFrame(
                aside, dict.fromkeys(("table", "key", "check"), pl.String), orient="row"
            ),
            made_unknown=pl.DataFrame(unknown, ["table", "column", "check", "rows"], orient="row"),
            traces=SimpleNamespace(turned={}, aside={}),
            persons_in_extract=len(used) + self.set_aside,
            persons_set_aside=self.set_aside,
            absent_columns=(),
            held={},
            meta=SimpleNamespace(
                name="met de hand",
                delivered_on=date(2022, 9, 30),
                synthetic=self.synthetic,
                source="verzonnen",
            ),
        )
        self.law = SimpleNamespace(
            readings={name: SimpleNamespace(title_nl=title) for name, title in READINGS.items()}
        )

    @property
    def basis(self) -> Self:
        """Itself: what is in doubt is said of the persons, what the records say in `by_records`."""
        return self

    @property
    def person_ids(self) -> list[str]:
        return [f"p{place:04d}" for place in range(len(self.persons))]

    @cached_property
    def profiles(self) -> Profiles:
        kinds = [*self._kinds, *self._others]
        headline = self.settings.headline
        passes = {(name, True): name for name in READINGS} | {(headline, False): RECORDS}
        return Profiles(
            persons=np.array([len(self._kinds.get(kind, ())) for kind in kinds], dtype=np.int64),
            of_persons=self._of_persons,
            frames={one: self._frame(kinds, name) for one, name in passes.items()},
            days={one: self._days(name) for one, name in passes.items()},
            amounts={
                one: summed(self._amounts(name), self._of_persons, len(kinds))
                for one, name in passes.items()
            },
        )

    @property
    def judged(self) -> pd.DataFrame:
        """Each situation that occurs, with what every reading says."""
        found = [dict(self._situation(kind)) for kind in self._kinds]
        for row, places in zip(found, self._kinds.values(), strict=True):
            row["persons"] = len(places)
            row |= {f"citation_{name}": "D1; S3" for name in READINGS}
        return pd.DataFrame(found, dtype=object).drop_duplicates("situation_id")

    def guidance(self, reading: str) -> pd.DataFrame | None:  # noqa: ARG002
        if self.money is None or {"registrations", "reception"} & set(self.absent):
            return None
        columns = ["municipality", "expected_lower", "expected_upper", "counted"]
        return pd.DataFrame(self.money, columns=columns).astype({"counted": "Int64"})

    def expected_rows(self, reading: str) -> pl.DataFrame:  # noqa: ARG002
        """Rows of the persons, one after another and round again, as many as `money` says."""
        persons = count()
        rows = [
            (next(persons) % len(self.persons), municipality, number < low, True)
            for municipality, low, most, _ in self.money or ()
            for number in range(most)
        ]
        kinds = {"municipality": pl.String, "lower": pl.Boolean, "upper": pl.Boolean}
        return pl.DataFrame(rows, PERSON | kinds, orient="row")

    def _amounts(self, name: str) -> pl.DataFrame:
        """The least and most that each was fined wrongly, and should have been written off."""
        said = [completed(self._said(place, name)) for place in range(len(self.persons))]
        return pl.DataFrame(
            {
                f"{what}_{side}": [one[what][number] for one in said]  # type: ignore[index]
                for what in ("fine_euro", "loan_euro")
                for number, side in enumerate(("lower", "upper"))
            }
        )

    def seen_rows(self, reading: str) -> pl.DataFrame:
        rows = access([]) if self.access is None else self.access
        said = [str(completed(self._said(place, reading))["breach"]) for place in rows["person"]]
        breach = pl.Series("breach", said, dtype=pl.String)
        return rows.select("municipality", "in_doubt").with_columns(breach)

    @property
    def counted_by_period(self) -> dict[str, tuple[int, int]]:
        return self.periods

    def _said(self, place: int, reading: str) -> Said:
        changed = self.by_records if reading == RECORDS else self.under_reading.get(reading, {})
        return {**self.persons[place], **changed.get(place, {})}

    @cached_property
    def _kinds(self) -> dict["Kind", list[int]]:
        """The persons by all that is said of them."""
        found: dict[Kind, list[int]] = {}
        for place in range(len(self.persons)):
            said = {name: self._said(place, name) for name in (*READINGS, RECORDS)}
            found.setdefault(Kind(said), []).append(place)
        return found

    @cached_property
    def _others(self) -> list["Kind"]:
        """Persons who might have been: in a situation that occurs, and nobody of `persons`."""
        known = {dict(self._situation(kind))["situation_id"] for kind in self._kinds}
        found: dict[Kind, None] = {}
        for kind in self._kinds:
            for said in varied(kind.said[self.settings.headline]):
                other = Kind(dict.fromkeys((*READINGS, RECORDS), said))
                if (
                    other not in self._kinds
                    and dict(self._situation(other))["situation_id"] in known
                ):
                    found[other] = None
        return list(found)

    @cached_property
    def _of_persons(self) -> np.ndarray:
        numbers = np.empty(len(self.persons), dtype=np.int64)
        for number, places in enumerate(self._kinds.values()):
            numbers[places] = number
        return numbers

    def _frame(self, kinds: Sequence["Kind"], reading: str) -> pl.DataFrame:
        headline = self.settings.headline
        front = RECORDS if reading == RECORDS else headline
        rows = [
            row_of(kind.said[reading], kind.said[front], self.settings, self.absent)
            | dict(self._situation(kind, reading))
            for kind in kinds
        ]
        return pl.DataFrame(rows, infer_schema_length=None)

    def _situation(self, kind: "Kind", reading: str = "") -> Iterator[tuple[str, object]]:
        """The situation of a person, and the rule of a reading."""
        front = completed(kind.said[self.settings.headline])
        told = {name: completed(said) for name, said in kind.said.items() if name != RECORDS}
        key: Row = {**FACTS, **{name: front[name] for name in ("notice", "group", "regime_stated")}}
        key["certainty"] = front["certainty"]
        for name, one in told.items():
            rule = "obligable" if one["regime"] == "wi2013" else str(one["regime"])
            key |= {f"regime_{name}": one["regime"], f"outcome_{name}": one["outcome"]}
            key[f"rule_{name}"] = f"{name}.{rule}"
        if reading:
            name = self.settings.headline if reading == RECORDS else reading
            yield "rule", key[f"rule_{name}"]
        else:
            yield from key.items()
        yield "situation_id", self._number(repr(key))

    def _number(self, key: str) -> str:
        return f"S{self._numbers.setdefault(key, len(self._numbers)):03d}"

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {}

    def _days(self, reading: str) -> pl.DataFrame:
        rows = []
        for place in range(len(self.persons)):
            one = completed(self._said(place, reading))
            cohort = one["in_cohort"] == "yes" and one["regime"] == "wi2013"
            shift = one["start_shift_days"] if cohort else None
            late = one["start_shift_days"] if one["start_class"] == "late" else None
            rows.append((one["waited_days"], shift, late, one["group"]))
        return counted_days(pl.DataFrame(rows, DAYS | {"group": pl.String}, orient="row"))


class Kind:
    """What is said of a person under each reading and by the records."""

    def __init__(self, said: Mapping[str, Said]) -> None:
        self.said = said
        self._key = repr({name: sorted(one.items()) for name, one in said.items()})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kind) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def find(comparison: Handmade | Comparison, assessment: Assessment | None = None) -> Findings:
    """Every figure; of persons made by hand no records tell why somebody is undecided."""
    if isinstance(comparison, Handmade):
        return counting.find(comparison, assessment, why=lambda *_: pl.DataFrame(schema=COLUMNS))  # type: ignore[arg-type]
    return counting.find(comparison, assessment)


def people(number: int, **said: object) -> list[Said]:
    """So many persons of whom the same is said."""
    return [dict(said) for _ in range(number)]


def access(rows: list[tuple[str, str | None]]) -> pl.DataFrame:
    """Rows of access: person, named as in `Handmade`, and municipality; none is in doubt."""
    shown = [(int(person.removeprefix("p")), place, False) for person, place in rows]
    kinds = {"person": pl.Int32, "municipality": pl.String, "in_doubt": pl.Boolean}
    return pl.DataFrame(shown, schema=kinds, orient="row")
