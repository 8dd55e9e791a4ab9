"""A question of a researcher: whom it counts, by what, under which conditions and readings."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Final, TypeGuard

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
_VALUES: Final = (str, int)


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
    by: "str | Sequence[str] | None",
    where: "Where | None",
    readings: "str | Sequence[str] | None",
    known_readings: Sequence[str],
    headline: str,
) -> Question:
    """Check a question, and say everything that is wrong with it at once.

    Raises
    ------
    UseError
        For what is of another type, a name that means nothing, or a figure that is no count of
        persons.
    """
    wrong_kind = [*_wrong_kinds(what, where), *_wrong_names("by", by)]
    refuse_faults([*wrong_kind, *_wrong_names("readings", readings)])
    by = _listed(by)
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


def _listed(given: "str | Sequence[str] | None") -> list[str]:
    return [given] if isinstance(given, str) else list(given or ())


def _wrong_names(at: str, given: object) -> Iterator[Fault]:
    """Say it where names are no text and no list of texts."""
    if given is None or isinstance(given, str):
        return
    if not _is_list(given) or not all(isinstance(one, str) for one in given):
        mend = f'Write {at}="group" or {at}=["group", "sex"]'
        if at == "readings":
            mend = 'Write readings="publication", a list of names, or "all"'
        yield Fault(_CALL, at, "is no name and no list of names", mend)


def _wrong_kinds(what: object, where: object) -> Iterator[Fault]:
    """Say it where a condition does not name values by dimension."""
    conditions = {"what": what, "where": where}
    if what is None or isinstance(what, str):
        del conditions["what"]
    for at, given in conditions.items():
        if given is None:
            continue
        if not isinstance(given, Mapping):
            kinds = "neither the id of a figure nor dimensions" if at == "what" else "no dimensions"
            mend = f'Write {at}={{"group": "family"}} or {at}={{"group": ["family", "asylum"]}}'
            yield Fault(_CALL, at, f"is {kinds} with their values", mend)
            continue
        for name, values in given.items():
            if not all(isinstance(one, _VALUES) for one in _values(values)):
                mend = f"Write {name} as text, or a list of texts; a month as 2022-03"
                yield Fault(_CALL, str(name), "has a value that is no text", mend)


def _values(given: object) -> list[object]:
    return list(given) if _is_list(given) else [given]


def _is_list(given: object) -> TypeGuard[Iterable[object]]:
    return isinstance(given, Iterable) and not isinstance(given, str | bytes | Mapping)


def _sorted(where: Where) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, tuple[str, ...]] = {}
    for name, given in where.items():
        texts = [_text(value) for value in _values(given)]
        if not texts:
            raise UseError.of(where=_CALL, at=name, what="has no value", mend="Name one or more")
        found[dimension_named(name)] = tuple(sorted(set(texts)))
    return tuple(sorted(found.items()))


def _text(value: object) -> str:
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
    readings: "str | Sequence[str] | None", known: Sequence[str], headline: str
) -> tuple[tuple[str, ...], list[Fault]]:
    if readings == ALL_READINGS:
        return tuple(known), []
    asked = [one for one in _listed(readings) if one] or [headline]
    wrong = [
        Fault(_CALL, str(one), "no such reading", nearest(one, [ALL_READINGS, *known]))
        for one in asked
        if one not in known
    ]
    return tuple(name for name in known if name in asked), wrong
