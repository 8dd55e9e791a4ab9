"""Contract section 3: chains of rights, and the day on which a chain makes someone obliged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from .days import plus, shift
from .logic import OPEN, UNKNOWN, both, known, may
from .person import Person
from .rights import Right, lasts

MOST_WORLDS = 20_000  # beyond this the possible starts are not worked out


@dataclass
class Begin:
    """The day that the rights alone give, and the chain; no day where the contract leaves it empty."""

    day: date | None
    chain: list[Right]


def begin_by(person: Person, kind: str, test_day: date) -> Begin:
    """The earliest, in the first chain that counts, of each right's later one of both dates."""
    rights = [right for right in person.rights if may(right.qualifies)]
    if len(rights) == 1:
        only = rights[0]
        day = only.date_by(kind)
        if not known(day):
            return Begin(None, rights)
        return Begin(max(day, only.effective) if known(only.effective) else day, rights)
    if any(not known(right.effective) for right in rights):
        return Begin(None, [])  # may belong to the first chain
    chains: list[list[Right]] = []
    for right, joins in _joining(rights):
        if joins:
            chains[-1].append(right)
        else:
            chains.append([right])
    for place, chain in enumerate(chains):
        if any(_makes_before(person, right, kind, test_day) for right in chain):
            unsure = [r for c in chains[: place + 1] for r in c if _is_unsure(r, kind)]
            if unsure:
                return Begin(None, [])
            return Begin(min(max(r.date_by(kind), r.effective) for r in chain), chain)
        if any(_is_unsure(right, kind) for right in chain):
            return Begin(None, [])  # belongs to an earlier chain than the one that counts
    return Begin(None, [])


def _is_unsure(right: Right, kind: str) -> bool:
    return right.qualifies is None or right.end is UNKNOWN or not known(right.date_by(kind))


def _makes_before(person: Person, right: Right, kind: str, test_day: date) -> bool:
    return all(
        both(
            right.qualifies_as(group),
            right.dated_by(kind, person.reference, group),
            lasts(right, test_day, person.rights),
        )
        for group in right.groups
    )


def _joining(rights: Iterable[Right]) -> Iterator[tuple[Right, bool]]:
    """By effective date: does it begin at most a year after the latest end so far?

    A right whose end is unknown may still run, so what follows may belong to its chain.
    """
    latest: date | None = None
    for right in sorted(rights, key=lambda r: (r.effective, r.id)):
        yield right, latest is not None and right.effective <= plus(latest, 1)
        end = right.end if known(right.end) else date.max
        latest = end if latest is None else max(latest, end)


def gaps(chain: list[Right]) -> list[tuple[date, int]]:
    """The first day and the number of days of each gap in a chain, in order."""
    if any(not known(right.effective) for right in chain):
        return []
    found = []
    latest: date | None = None
    for right in sorted(chain, key=lambda r: (r.effective, r.id)):
        if latest is not None and right.effective > shift(latest, 1):
            found.append((shift(latest, 1), (right.effective - latest).days - 1))
        end = date.max if right.end is OPEN or not known(right.end) else right.end
        latest = end if latest is None else max(latest, end)
    return found


@dataclass(frozen=True)
class _World:
    """A right as it may be: nothing about it is unknown."""

    effective: date
    end: date
    day: date


def possible_begins(person: Person, test_day: date) -> set[date] | None:
    """By publication date, the days that the rights may give where the contract leaves them empty.

    Every unknown is tried on every day that makes a difference; too many unknowns: no answer.
    """
    marks = sorted({date.min, date.max, *person.marks, *_bridges(person)})
    ends = sorted({date.min, date.max, shift(test_day, -1), test_day, *_bridges(person)})
    choices: list[list[_World | None]] = []
    worlds = 1
    for right in person.rights:
        if right.qualifies is False:
            continue
        choices.append(list(_worlds(right, marks, ends)))
        worlds *= len(choices[-1])
        if worlds > MOST_WORLDS:
            return None
    found = set()
    for world in product(*choices):
        begin = _begin(person, [right for right in world if right], test_day)
        if begin:
            found.add(begin)
    return found


def _bridges(person: Person) -> set[date]:
    """Ends that another right joins at once, within a year, or no more."""
    starts = [right.effective for right in person.rights if known(right.effective)]
    return {shift(day, step) for day in starts for step in (-367, -366, -365, -364, -2, -1, 0)}


def _worlds(right: Right, marks: list[date], marked_ends: list[date]) -> Iterator[_World | None]:
    seen: set[_World | None] = set()
    for group in right.groups:
        qualifies = right.qualifies_as(group)
        if not qualifies and None not in seen:
            seen.add(None)
            yield None
        if qualifies is False:
            continue
        day: Any = right.decision if group == "asylum" else right.collected
        days = [day] if known(day) else marks
        if not known(day) and group != "asylum" and known(right.decision):
            days = [mark for mark in marks if mark >= right.decision]
        effectives = [right.effective] if known(right.effective) else marks
        ends = [date.max] if right.end is OPEN else [right.end] if known(right.end) else marked_ends
        for one in product(effectives, ends, days):
            world = _World(*one)
            if world not in seen:
                seen.add(world)
                yield world


def _begin(person: Person, rights: list[_World], test_day: date) -> date | None:
    chains: list[list[_World]] = []
    latest = date.min
    for right in sorted(rights, key=lambda r: r.effective):
        if chains and right.effective <= plus(latest, 1):
            chains[-1].append(right)
        else:
            chains.append([right])
        latest = max(latest, right.end)
    for chain in chains:
        before = [r for r in chain if r.day <= person.reference and _lasts(r, test_day, rights)]
        if before:
            return min(max(right.day, right.effective) for right in chain)
    return None


def _lasts(right: _World, day: date, rights: list[_World]) -> bool:
    end = right.end
    while end < day:
        later = [r.end for r in rights if r.effective <= shift(end, 1) and r.end > end]
        if not later:
            return False
        end = max(later)
    return True
