"""What two runs publish otherwise: figures, tables, and the situations of the law.

Only what both runs show is compared, so that nothing is told that was not told before.
"""

from dataclasses import dataclass
from typing import Any

from hertoets.release import Release, ReleasedFinding
from hertoets.release.model import ShownCell
from hertoets.run.machine import number_of, numbers_of

_SITUATIONS = "situations"
_KEY = "situation_id"
_REGIME = "regime_"

Pair = tuple[str, str]


@dataclass(frozen=True)
class FigurePair:
    """One figure in two runs, or two states; None where a run does not have it."""

    before: ReleasedFinding | None
    after: ReleasedFinding | None

    def shown(self) -> Pair:
        """Both as they are displayed."""
        return _line(self.before), _line(self.after)

    def values(self) -> list[dict[str, Any] | None]:
        """Both as numbers."""
        return [
            None if figure is None else numbers_of(figure) for figure in (self.before, self.after)
        ]


@dataclass(frozen=True)
class Situations:
    """Situations that appear, disappear, change in number, or are judged otherwise.

    `number` maps a situation to its persons as shown by both runs, `regimes` to the regimes of
    each reading that judges it otherwise. `facts` tells in words what a situation is.
    """

    appeared: dict[str, str]
    disappeared: dict[str, str]
    number: dict[str, Pair]
    regimes: dict[str, dict[str, Pair]]
    facts: dict[str, str]

    def values(self) -> dict[str, Any]:
        """Them for a machine, the facts of those that are named only."""
        named = {*self.appeared, *self.disappeared, *self.number, *self.regimes}
        return {
            "appeared": _numbers(self.appeared),
            "disappeared": _numbers(self.disappeared),
            "number": {id_: list(map(number_of, pair)) for id_, pair in self.number.items()},
            "regimes": self.regimes,
            "facts": {id_: told for id_, told in self.facts.items() if id_ in named},
        }


def contrast_findings(one: Release, other: Release) -> dict[str, FigurePair]:
    """Each finding that is displayed otherwise."""
    pairs = {
        id_: FigurePair(one.findings.get(id_), other.findings.get(id_))
        for id_ in _either(one.findings, other.findings)
    }
    return {id_: pair for id_, pair in pairs.items() if pair.shown()[0] != pair.shown()[1]}


def contrast_readings(one: Release, other: Release) -> dict[str, dict[str, Any]]:
    """Each finding whose bounds under some reading differ, by reading."""
    found = {}
    for id_ in _either(one.findings, other.findings):
        pairs = [p.findings[id_].by_reading if id_ in p.findings else {} for p in (one, other)]
        differ = {
            reading: [list(side[reading]) if reading in side else None for side in pairs]
            for reading in _either(*pairs)
            if pairs[0].get(reading) != pairs[1].get(reading)
        }
        if differ:
            found[id_] = differ
    return found


def contrast_tables(one: Release, other: Release) -> tuple[str, ...]:
    """Name each published table that differs in any cell, or that one of the two lacks."""
    return tuple(
        name for name in _either(one.tables, other.tables) if _rows(one, name) != _rows(other, name)
    )


def contrast_situations(one: Release, other: Release) -> Situations:
    """Compare the published tables of situations."""
    then, now = _situations(one), _situations(other)
    shared = [id_ for id_ in then if id_ in now]
    regimes = {
        id_: {
            reading: (then[id_].regimes[reading], regime)
            for reading, regime in now[id_].regimes.items()
            if then[id_].regimes.get(reading, regime) != regime
        }
        for id_ in shared
    }
    return Situations(
        appeared={id_: now[id_].persons for id_ in now if id_ not in then},
        disappeared={id_: then[id_].persons for id_ in then if id_ not in now},
        number={
            id_: (then[id_].persons, now[id_].persons)
            for id_ in shared
            if then[id_].persons != now[id_].persons
        },
        regimes={id_: differ for id_, differ in regimes.items() if differ},
        facts={id_: row.facts for id_, row in {**then, **now}.items()},
    )


@dataclass(frozen=True)
class _Row:
    persons: str
    facts: str
    regimes: dict[str, str]


def _situations(release: Release) -> dict[str, _Row]:
    table = release.tables.get(_SITUATIONS)
    if table is None:
        return {}
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    facts = names[names.index(_KEY) + 1 : names.index("persons")]
    return {
        str(row[_KEY]): _Row(
            persons=str(row["persons"]),
            facts=" · ".join(str(row[fact]) for fact in facts),
            regimes=_regimes(row, release.settings["headline"]),
        )
        for row in rows
    }


def _regimes(row: dict[str, ShownCell], headline: str) -> dict[str, str]:
    """The regime by reading; that of the headline stands in a column of its own."""
    others = {
        name.removeprefix(_REGIME): str(cell)
        for name, cell in row.items()
        if name.startswith(_REGIME) and name != "regime_stated"
    }
    return {headline: str(row["regime"]), **others}


def _numbers(shown: dict[str, str]) -> dict[str, int | float | None]:
    return {id_: number_of(persons) for id_, persons in shown.items()}


def _line(finding: ReleasedFinding | None) -> str:
    if finding is None:
        return "–"
    return finding.display_nl if finding.status == "measured" else finding.status


def _rows(release: Release, name: str) -> object:
    table = release.tables.get(name)
    return None if table is None else (table.columns, table.rows)


def _either(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return [*one, *(name for name in other if name not in one)]
