"""A question of a researcher: whom it counts, by what, under which conditions and readings."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Final

from hertoets.errors import Fault, UseError, nearest
from hertoets.findings.definitions import Definition, load_definitions
from hertoets.findings.dimensions import (
    check_dimensions,
    dimension_named,
    load_dimensions,
    refuse_faults,
)
from hertoets.findings.sets import Conditions, Value

EVERYBODY: Final = "persons"
ALL_READINGS: Final = "all"
Where = Mapping[str, Value | Iterable[Value]]
_CALL: Final = "ask"


@dataclass(frozen=True)
class Question:
    """A question that was checked: the same question is equal, however it was written.

    Attributes
    ----------
    finding : str
        The id of a figure of persons; empty where `who` says whom.
    who : tuple of (str, tuple of str)
        Dimensions with the values that they hold, of whom it counts; sorted.
    by : tuple of str
        The dimensions of the rows.
    where : tuple of (str, tuple of str)
        The dimensions on which it lays a condition, and the values; sorted.
    readings : tuple of str
        Under which it counts, each in columns of its own.
    """

    finding: str
    who: tuple[tuple[str, tuple[str, ...]], ...]
    by: tuple[str, ...]
    where: tuple[tuple[str, tuple[str, ...]], ...]
    readings: tuple[str, ...]

    @property
    def text(self) -> str:
        """The question as it is written down, the same for equal questions."""
        return json.dumps(asdict(self), sort_keys=True)

    @property
    def id(self) -> str:
        """The name of its table, which tells it from other questions."""
        return f"ask_{sha256(self.text.encode()).hexdigest()[:12]}"

    @property
    def definition(self) -> Definition | None:
        """The definition of its figure; None where it has conditions of its own."""
        return load_definitions()[self.finding] if self.finding else None

    @property
    def surely(self) -> Conditions:
        """Who surely is meant, the conditions of `where` apart."""
        if self.definition is not None:
            return self.definition.who or {}
        return dict(self.who)

    @property
    def at_most(self) -> Conditions:
        """Who surely or possibly is meant, the conditions of `where` apart."""
        if self.definition is not None:
            return self.definition.widened
        return {name: widened(name, values) for name, values in self.who}

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension that it names, each once."""
        named = [*self.by, *(name for name, _ in (*self.where, *self.who))]
        return tuple(dict.fromkeys(named))


def widened(name: str, values: Iterable[Value]) -> tuple[Value, ...]:
    """Values of a dimension, with those that leave open whether one of them holds."""
    return tuple(dict.fromkeys([*values, *load_dimensions()[name].open_values()]))


def question_of(
    what: "str | Where | None",
    by: "str | Sequence[str]",
    where: "Where | None",
    readings: "str | Sequence[str]",
    known_readings: Sequence[str],
    headline: str,
) -> Question:
    """Check a question, and say everything that is wrong with it at once.

    Raises
    ------
    UseError
        For a name that means nothing, or a figure that is no count of persons.
    """
    by = [by] if isinstance(by, str) else list(by)
    faults = [*check_dimensions(by, _CALL), *check_dimensions(list(where or {}), _CALL)]
    finding = ""
    who: tuple[tuple[str, tuple[str, ...]], ...] = ()
    if isinstance(what, Mapping):
        faults += check_dimensions(list(what), _CALL)
        who = _sorted(what) if not faults else ()
    elif what not in (None, "", EVERYBODY):
        faults += _check_finding(what)
        finding = str(what)
    asked, wrong = _readings(readings, known_readings, headline)
    refuse_faults([*faults, *wrong])
    names = tuple(dimension_named(name) for name in by)
    return Question(finding, who, names, _sorted(where or {}), asked)


def question_from(text: str) -> Question:
    """Read a question as `Question.text` wrote it."""
    entry = json.loads(text)
    pairs = {
        name: tuple((column, tuple(values)) for column, values in entry[name])
        for name in ("who", "where")
    }
    return Question(
        entry["finding"], pairs["who"], tuple(entry["by"]), pairs["where"],
        tuple(entry["readings"]),
    )  # fmt: skip


def _sorted(where: Where) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, tuple[str, ...]] = {}
    for name, given in where.items():
        values = [given] if isinstance(given, str | int | bool) else list(given)
        texts = [_text(value) for value in values]
        if not texts:
            raise UseError.of(where=_CALL, at=name, what="has no value", mend="Name one or more")
        found[dimension_named(name)] = tuple(sorted(set(texts)))
    return tuple(sorted(found.items()))


def _text(value: Value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _check_finding(what: object) -> list[Fault]:
    definitions = load_definitions()
    counted = [name for name, one in definitions.items() if one.who is not None]
    if what in counted:
        return []
    if what in definitions:
        of = definitions[str(what)]
        why = "is no count of persons that a question can divide"
        mend = f"Ask {of.of}, of which it is made" if of.of in counted else nearest(what, counted)
        return [Fault(_CALL, str(what), why, mend)]
    return [Fault(_CALL, str(what), "no such finding", nearest(what, counted))]


def _readings(
    readings: "str | Sequence[str]", known: Sequence[str], headline: str
) -> tuple[tuple[str, ...], list[Fault]]:
    if readings == ALL_READINGS:
        return tuple(known), []
    asked = [readings] if isinstance(readings, str) else list(readings)
    asked = [one for one in asked if one] or [headline]
    wrong = [
        Fault(_CALL, str(one), "no such reading", nearest(one, [ALL_READINGS, *known]))
        for one in asked
        if one not in known
    ]
    return tuple(name for name in known if name in asked), wrong
