"""A comparison made by hand: each person as the specification describes, without any register."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import SimpleNamespace

import pandas as pd
import polars as pl
import pyarrow as pa
from hertoets.findings import Findings, Origin, RawTable, Relation
from hertoets.outcomes import Settings
from hertoets.outcomes.situations import outcome

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
FACTS = {
    "standing": "obligable",
    "treaty": "none",
    "publication": "before",
    "decision": "before",
    "effective": "before",
    "obliged": "yes",
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
    "duty": ("obliged", TEXT),
    "wrong_notice": ("no", TEXT),
    "told_without_duty": ("no", TEXT),
    "in_cohort": ("yes", TEXT),
    "breach": ("no", TEXT),
    "waited_days": (None, WHOLE),
    "waiting": (False, BOOL),
    "informed": ("right", TEXT),
    "regime_by_choice": ("not_offered", TEXT),
    "repair": ("not_wronged", TEXT),
}

DAYS = {"late": 40, "early": -40}
UNSETTLED = ("unknown", "open", None)
SETTLED = (
    "regime_stated", "outcome", "start_class", "term_class", "duty", "wrong_notice", "breach",
    "waited_days", "waiting",
)  # fmt: skip
BREACH = {  # what can follow from the regime of the headline, where the portal showed somebody
    "wi2013": ("viewed", "visible"),
    "none": ("viewed", "visible"),
    "wi2021": ("elsewhere", "unknown"),
    "open": ("unknown",),
    "unknown": ("unknown",),
}


@dataclass
class Handmade:
    """What `find` asks of a comparison.

    `persons` are the default with what is said of each; `under_reading` says what a reading makes
    of a person, by place. `absent` are optional tables that were not delivered.
    """

    persons: list[dict[str, object]]
    under_reading: dict[str, dict[int, dict[str, object]]] = field(default_factory=dict)
    access: pl.DataFrame | None = None
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
        people = self.outcomes.assign(**FACTS)
        for name in READINGS:
            people[f"regime_{name}"] = self.under(name)["regime"]
            people[f"rule_{name}"] = name + ".obligable"
            people[f"citation_{name}"] = "D1; S3"
            people[f"outcome_{name}"] = self.under(name)["outcome"]
        keys = [*FACTS, "notice", "group", "regime_stated", "certainty"]
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

    def under(self, reading: str) -> pd.DataFrame:
        changed = self.under_reading.get(reading)
        return self._frame(changed) if changed else self._usual

    @cached_property
    def _usual(self) -> pd.DataFrame:
        return self._frame({})

    def _frame(self, changed: dict[int, dict[str, object]]) -> pd.DataFrame:
        people = [{**said, **changed.get(place, {})} for place, said in enumerate(self.persons)]
        people = [{**_following(one), **one} for one in people]
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

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """The registrations that a test gave the extract."""
        return {"registrations": self.extract.tables["registrations"]}

    def crowds(
        self,
        columns: Sequence[str],
        beside: pl.DataFrame | None = None,
        readings: Sequence[str] | None = None,
    ) -> dict[str, pl.DataFrame]:
        found = {}
        for reading in readings or READINGS:
            people = pl.from_pandas(self.under(reading)).with_columns(
                waited=pl.col("waited_days").is_not_null(),
                cohort_month=pl.coalesce("start_stated", "start").dt.month_start(),
            )
            if beside is not None and "person" in beside.columns:
                people = people.select(pl.all().gather(beside["person"]))
            more = [] if beside is None else beside.drop("person", strict=False)
            crowd = people.select(columns).with_columns(more)
            found[reading] = crowd.group_by(crowd.columns).agg(persons=pl.len().cast(pl.Int64))
        return found

    def guidance(self, reading: str) -> pd.DataFrame | None:  # noqa: ARG002
        if self.money is None:
            return None
        columns = ["municipality", "expected_lower", "expected_upper", "counted"]
        return pd.DataFrame(self.money, columns=columns).astype({"counted": "Int64"})


def _following(person: dict[str, object]) -> dict[str, object]:
    """What follows from the regime, where a test says nothing else (contract, section 4)."""
    one = {name: person.get(name, usual) for name, (usual, _) in DEFAULT.items()}
    duty = str(person.get("duty", _duty(one["regime"])))
    told = one["notice"] != "no_notice" and one["outcome"] != "no_notice"
    said = {"obliged": "no", "unknown": "unknown"}.get(duty, "yes") if told else "no"
    found: dict[str, object] = {"duty": duty, "told_without_duty": said}
    kind = _class(one, told=told)
    if kind is not None:
        found |= {"start_class": kind, "term_class": kind}
    if one["wrong_notice"] != "no":
        found["repair"] = "unknown" if one["wrong_notice"] == "unknown" else "nothing"
    return found


def _duty(regime: object) -> str:
    return {"wi2013": "obliged", "wi2021": "obliged", "none": "no"}.get(str(regime), "unknown")


def _class(person: dict[str, object], *, told: bool) -> str | None:
    """The class of start and term where no dates are compared; None where they are."""
    said = (person["regime_stated"], person["regime"])
    if not told or "wi2021" in said or "none" in said:
        return "not_applicable"
    return "unknown" if any(one in UNSETTLED for one in said) else None


def lawful(person: dict[str, object]) -> dict[str, object]:
    """The same person, without what cannot follow from notice and regime (contract, section 4)."""
    usual = {name: value for name, (value, _) in DEFAULT.items()}
    changed = {**usual, **person}
    regime, stated, notice = (changed[name] for name in ("regime", "regime_stated", "notice"))
    told = notice != "no_notice"
    if not told:
        stated = changed["regime_stated"] = None
    stated = None if stated is None else str(stated)
    changed["outcome"] = outcome(str(notice), stated, str(regime))
    kind = _class(changed, told=told)
    for name in ("start_class", "term_class"):
        if kind is not None:
            changed[name] = kind
        elif changed[name] == "not_applicable":
            changed[name] = "on_time"
    if _duty(regime) != "obliged":
        changed["duty"] = _duty(regime)
    changed["wrong_notice"] = _wrong(changed)
    if changed["breach"] not in BREACH[str(regime)]:
        changed["breach"] = "no"
    if not told or stated is None or changed["duty"] != "obliged":
        changed["waited_days"] = None
    may = told and changed["duty"] in ("obliged", "unknown") and changed["waited_days"] is None
    changed["waiting"] = may and changed["waiting"]
    # What is said of days, repair and the duty told of follows from the rest.
    return {name: changed[name] for name in changed if name in person or name in SETTLED}


def _wrong(person: dict[str, object]) -> object:
    """Whether some notice is wrong: what is drawn, as far as regime and first notice leave it."""
    drawn, regime, notice = (person[name] for name in ("wrong_notice", "regime", "notice"))
    if notice == "no_notice" or regime == "wi2021":
        return "no"
    if (notice, person["regime_stated"]) == ("after", "wi2021"):
        return "unknown" if regime in UNSETTLED else "yes"
    return "unknown" if regime in UNSETTLED and drawn == "yes" else drawn


def people(count: int, **said: object) -> list[dict[str, object]]:
    """`count` persons of whom the same is said."""
    return [dict(said) for _ in range(count)]


def access(rows: list[tuple[str, str | None]]) -> pl.DataFrame:
    """Rows of access: person, named as in `Handmade`, and municipality."""
    shown = [(int(person.removeprefix("p")), municipality) for person, municipality in rows]
    return pl.DataFrame(shown, schema={"person": pl.Int32, "municipality": pl.String}, orient="row")


def findings_of(*tables: RawTable, relations: tuple[Relation, ...] = ()) -> Findings:
    """A run that publishes these tables and nothing else."""
    origin = Origin("met de hand", None, synthetic=True, source="verzonnen")
    named = {table.id: table for table in tables}
    settings = {"headline": "publication_exceptions"}
    return Findings({}, {}, named, origin, settings, {}, (), relations)
