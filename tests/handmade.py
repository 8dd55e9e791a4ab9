"""A comparison made by hand: each person as the specification describes, without any register."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa
from hertoets.compare import Settings
from hertoets.findings import Findings, Origin, RawTable, Relation

READINGS = {
    "publication": "Bekendmaking",
    "publication_exceptions": "Bekendmaking, met uitzonderingen",
    "decision": "Beschikking",
    "duty": "Plicht",
    "scope": "Werkingssfeer",
    "effective": "Ingangsdatum",
    "notice": "Kennisgeving",
}
OPTIONAL = ("registrations", "reception", "exemptions", "data_access", "guidance_counts", "choices")

DATES = pd.ArrowDtype(pa.date32())
WHOLE = pd.ArrowDtype(pa.int32())
TEXT = pd.ArrowDtype(pa.string())
BOOL = pd.ArrowDtype(pa.bool_())

# Somebody with asylum, told on 10 February 2020 of the start that the law gives: all is well.
DEFAULT = {
    "group": ("asylum", TEXT),
    "notice": ("before", TEXT),
    "regime_stated": ("wi2013", TEXT),
    "regime": ("wi2013", TEXT),
    "outcome": ("correct", TEXT),
    "certainty": ("certain", TEXT),
    "notice_date": (date(2020, 2, 10), DATES),
    "start_stated": (date(2020, 2, 3), DATES),
    "start": (date(2020, 2, 3), DATES),
    "start_shift_days": (0, WHOLE),
    "start_class": ("on_time", TEXT),
    "term_class": ("on_time", TEXT),
    "wrong_notice": ("no", TEXT),
    "in_cohort": (True, BOOL),
    "breach": ("no", TEXT),
    "waited_days": (None, WHOLE),
    "waiting_unknown": (False, BOOL),
    "informed": ("right", TEXT),
    "regime_by_choice": ("not_offered", TEXT),
}

DAYS = {"late": 40, "early": -40}


@dataclass
class Handmade:
    """What `find` asks of a comparison.

    `persons` are the default with what is said of each; `under_reading` says what a reading makes
    of a person, by place. `absent` are optional tables that were not delivered.
    """

    persons: list[dict[str, object]]
    under_reading: dict[str, dict[int, dict[str, object]]] = field(default_factory=dict)
    access: pd.DataFrame | None = None
    money: list[tuple[str | None, int, int, int | None]] | None = None
    absent: tuple[str, ...] = ()
    set_aside: int = 0
    synthetic: bool = True
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        aside = [("persons", f"aside{number}") for number in range(self.set_aside)]
        frame = pd.DataFrame(aside, columns=["table", "key"], dtype=object)
        tables = {"persons": pd.DataFrame(index=range(len(self.persons)))}
        tables |= {name: pd.DataFrame() for name in OPTIONAL if name not in self.absent}
        unknown = [("persons", "birth_date", "before_1900", 12), ("notices", "x", "other", 3)]
        self.extract = SimpleNamespace(
            has=lambda name: name in tables,
            tables=tables,
            rows={"persons": len(self.persons) + self.set_aside},
            set_aside=frame.assign(check="duplicate_differing", reason="…"),
            unknown=pd.DataFrame(unknown, columns=["table", "column", "check", "rows"]),
            persons_in_extract=len(self.persons) + self.set_aside,
            persons_set_aside=self.set_aside,
            absent_columns=(),
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
        if "data_access" not in self.absent and self.access is None:
            self.access = access([])

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        outcomes = self.under(self.settings.headline)
        return outcomes.assign(
            **{f"outcome_{name}": self.under(name)["outcome"] for name in READINGS}
        )

    @cached_property
    def situations(self) -> pd.DataFrame:
        facts = {"standing": "obligable", "treaty": "none", "publication": "before"}
        facts |= {"decision": "before", "effective": "before"}
        people = self.outcomes.assign(**facts)
        for name in READINGS:
            people[f"regime_{name}"] = self.under(name)["regime"]
            people[f"rule_{name}"] = name + ".obligable"
            people[f"citation_{name}"] = "D1; S3"
            people[f"outcome_{name}"] = self.under(name)["outcome"]
        keys = [*facts, "notice", "group", "regime_stated", "certainty"]
        keys += [
            column
            for column in people
            if column.startswith(("regime_", "rule_", "citation_", "outcome_"))
        ]
        keys = [key for key in dict.fromkeys(keys) if key != "regime_by_choice"]
        found = people.groupby(keys, dropna=False).size().reset_index(name="persons")
        return found.assign(situation_id=[f"S{number:03d}" for number in range(len(found))])

    @property
    def judged(self) -> pd.DataFrame:
        return self.situations

    @property
    def waiting_unknown(self) -> pd.Series:
        return self.under(self.settings.headline)["waiting_unknown"]

    def under(self, reading: str) -> pd.DataFrame:
        changed = self.under_reading.get(reading)
        return self._frame(changed) if changed else self._usual

    @cached_property
    def _usual(self) -> pd.DataFrame:
        return self._frame({})

    def _frame(self, changed: dict[int, dict[str, object]]) -> pd.DataFrame:
        people = [{**said, **changed.get(place, {})} for place, said in enumerate(self.persons)]
        # Start and term are compared only where the old law was stated and holds.
        people = [{**_classes(one), **one} for one in people]
        # A class follows from days; who is said to be late is so by some.
        people = [
            {"start_shift_days": DAYS.get(str(one.get("start_class"))), **one}
            if one.get("start_class") in DAYS
            else one
            for one in people
        ]
        columns = {
            name: pd.Series([person.get(name, usual) for person in people], dtype=dtype)
            for name, (usual, dtype) in DEFAULT.items()
        }
        ids = [f"p{place:04d}" for place in range(len(people))]
        return pd.DataFrame({"person_id": pd.Series(ids, dtype=TEXT), **columns})

    def guidance(self, reading: str) -> pd.DataFrame | None:  # noqa: ARG002
        if self.money is None:
            return None
        columns = ["municipality", "expected_lower", "expected_upper", "counted"]
        return pd.DataFrame(self.money, columns=columns).astype({"counted": "Int64"})


def _classes(person: dict[str, object]) -> dict[str, object]:
    said = (person.get("regime", "wi2013"), person.get("regime_stated", "wi2013"))
    if said == ("wi2013", "wi2013"):
        return {}
    return {"start_class": "not_applicable", "term_class": "not_applicable"}


def lawful(person: dict[str, object]) -> dict[str, object]:
    """Leave out what cannot follow from the regime (contract, section 4)."""
    regime, stated = (person.get(name, "wi2013") for name in ("regime", "regime_stated"))
    changed = dict(person)
    if (regime, stated, person["outcome"]) != ("wi2013", "wi2013", "correct"):
        changed |= {"start_class": "not_applicable", "term_class": "not_applicable"}
    if regime not in ("wi2013", "none"):
        changed |= {"wrong_notice": "no"} if person["wrong_notice"] == "yes" else {}
    elif person["notice"] == "after" and stated == "wi2021":
        changed["wrong_notice"] = "yes"
    seen = {"wi2013": ("viewed", "visible", "no"), "open": ("unknown",), "unknown": ("unknown",)}
    if person["breach"] not in seen.get(str(regime), ()):
        changed["breach"] = "no"
    return changed


def people(count: int, **said: object) -> list[dict[str, object]]:
    """Give `count` persons of whom the same is said."""
    return [dict(said) for _ in range(count)]


def access(rows: list[tuple[str, str | None]]) -> pd.DataFrame:
    """Give rows of access: person and municipality."""
    return pd.DataFrame(rows, columns=["person_id", "municipality"]).astype(TEXT)


def findings_of(*tables: RawTable, relations: tuple[Relation, ...] = ()) -> Findings:
    """Give a run that publishes these tables and nothing else."""
    origin = Origin("met de hand", None, synthetic=True, source="verzonnen")
    named = {table.id: table for table in tables}
    return Findings({}, {}, named, origin, {"headline": "publication"}, {}, (), relations)
