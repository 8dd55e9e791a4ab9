"""What earlier runs told of the same people: an outsider lays all runs side by side.

Sets of the same persons are one count, whichever run shows it. What an earlier run hid must stay
hidden, and so must what changed by a few persons.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hertoets.findings import Counted, Findings, PersonSet, RowSet
from hertoets.release.count import Count, read_count
from hertoets.release.counts import Interval, hidden_range, is_small, unround, withheld_range
from hertoets.release.derived import REACH
from hertoets.release.model import Release
from hertoets.release.places import name_place, places_of, published
from hertoets.release.policy import Policy
from hertoets.release.pool import Members
from hertoets.release.system import Builder
from hertoets.release.told import Said, Told
from hertoets.release.variables import Note, Row

Bits = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]


def told_of(
    builder: Builder, findings: Findings, release: Release, policy: Policy, run: str
) -> Told:
    """Write down what a run tells.

    Parameters
    ----------
    builder : Builder
        Of its system.
    findings : Findings
        Exact.
    release : Release
        Of these.
    policy : Policy
    run : str
        Its name.

    Returns
    -------
    Told
    """
    sets, rows = len(builder.members.sets), dict[RowSet, int]()

    def terms_of(counted: Counted) -> tuple[tuple[int, int], ...]:
        if counted in builder.set_of:
            return ((1, builder.set_of[counted]),)
        return tuple(
            (
                factor,
                builder.set_of[Counted(((1, base),))]
                if isinstance(base, PersonSet)
                else sets + rows.setdefault(base, len(rows)),
            )
            for factor, base in counted.terms
        )

    places = places_of(findings)
    said = [
        Said(
            key,
            *name_place(places[key], findings),
            terms=terms_of(findings.counts[places[key]]),
            form=form,
        )
        for key, form in published(release, policy)
        if key in places
    ]
    assert findings.basis is not None
    counted = tuple((base, findings.basis.count_base(base)) for base in rows)
    goes_on = findings.goes_on is not None
    return Told(run, policy, builder.members, builder.families, counted, tuple(said), goes_on)


def lay_beside(
    builder: Builder, findings: Findings, earlier: Sequence[Told], policy: Policy
) -> None:
    """Add what earlier runs told.

    Parameters
    ----------
    builder : Builder
        Of this run, made with the same earlier runs.
    findings : Findings
        Of this run, exact.
    earlier : sequence of Told
    policy : Policy
        Of this run.
    """
    here = places_of(findings) if earlier else {}
    for number, run in enumerate(earlier):
        bases = builder.numbers_before(number, run)
        changed = []
        for said in run.said:
            terms = tuple(sorted((bases[base], factor) for factor, base in said.terms))
            whole = len(terms) == 1 and terms[0][1] == 1
            then = terms[0][0] if whole else builder.combine(terms)
            _tell(builder, then, said, run)
            if said.key not in here:
                continue
            counted = findings.counts[here[said.key]]
            if (now := builder.number(counted)) != then:
                base = said.terms[0][1]
                of_persons = whole and base < len(run.members.sets) and counted in builder.set_of
                sets = (builder.set_of[counted], base) if of_persons else None
                changed.append(_Changed(now, then, sets, f"{said.output} since {run.run}"))
        _keep_changes(builder, run.members, list(dict.fromkeys(changed)), policy)


def _tell(builder: Builder, number: int, said: Said, run: Told) -> None:
    variable = builder.variables[number]
    shown = read_count(said.form)
    builder.tell(number, *_interval(shown, run.policy, signed=variable.signed))
    if shown.state == "shown":
        variable.shown_before = True
    elif is_small(variable.exact, run.policy):
        note = Note(run.run, said.output, said.place, str(said.form), run.policy.options)
        variable.told.append(note)


def _interval(shown: Count, policy: Policy, *, signed: bool) -> Interval:
    if shown.state == "withheld":
        return withheld_range(signed=signed)
    if shown.state == "shown":
        return unround(int(shown.number), policy)
    return hidden_range(policy, signed=signed)


@dataclass(frozen=True)
class _Changed:
    """A count that holds other persons than then.

    Its variables, its sets where it has them, and what it is of.
    """

    now: int
    then: int
    sets: tuple[int, int] | None
    of: str = field(compare=False, default="")


def _keep_changes(
    builder: Builder, before: Members, changed: Sequence[_Changed], policy: Policy
) -> None:
    """What changed by a few persons is a hidden count, wherever it stands.

    Where all of then are still there, nobody left, and the change is no less than none; what came
    into a part came into the whole.
    """
    sized = [one for one in changed if abs(_size(builder, one)) < 2 * REACH]
    of_persons = [one for one in sized if one.sets is not None]
    came, left = _moved(builder.members, before, [one.sets for one in of_persons if one.sets])
    for one in sized:
        variable = builder.variables[builder.combine(_terms(one))]
        if is_small(_size(builder, one), policy):
            variable.differs = variable.differs or one.of
    for moved, sign in ((came, 1), (left, -1)):
        other = left if sign == 1 else came
        alone = np.flatnonzero(moved.any(axis=1) & ~other.any(axis=1))
        ends = (0.0, np.inf) if sign == 1 else (-np.inf, 0.0)
        for place in alone.tolist():
            builder.tell(builder.combine(_terms(of_persons[place])), *ends)
        for part, whole in _nested(moved, alone, builder.members, before, of_persons):
            terms = (
                (builder.combine(_terms(of_persons[whole])), sign),
                (builder.combine(_terms(of_persons[part])), -sign),
            )
            builder.add(Row(terms, 0.0, np.inf))


def _size(builder: Builder, one: _Changed) -> int:
    return builder.variables[one.now].exact - builder.variables[one.then].exact


def _terms(one: _Changed) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(((one.now, 1), (one.then, -1))))


def _moved(now: Members, then: Members, sets: Sequence[tuple[int, int]]) -> tuple[Bits, Bits]:
    """Who came into each pair of sets and who left, as kinds of persons alike in both runs."""
    everyone = np.unique(np.concatenate([now.persons, then.persons]))
    kinds = np.stack([_profile_of(run, everyone) for run in (now, then)])
    (here, there), ours, theirs = np.unique(kinds, axis=1), *_chosen(sets)
    inside, was = _inside(now, ours, here), _inside(then, theirs, there)
    return inside & ~was, was & ~inside


def _chosen(sets: Sequence[tuple[int, int]]) -> tuple[Whole, Whole]:
    pairs = np.array(sets, dtype=np.int64).reshape(len(sets), 2)
    return pairs[:, 0], pairs[:, 1]


def _profile_of(run: Members, everyone: npt.NDArray[np.uint64]) -> Whole:
    """The profile of each person in a run; one past the last where the run has no such person."""
    found = np.full(len(everyone), run.sets.profiles, dtype=np.int64)
    found[np.searchsorted(everyone, run.persons)] = run.profile
    return found


def _inside(run: Members, sets: Whole, kinds: Whole) -> Bits:
    nobody = np.zeros((len(sets), 1), dtype=bool)
    inside: Bits = np.hstack([run.sets.some(sets), nobody])[:, kinds]
    return inside


def _nested(
    moved: Bits, alone: Whole, now: Members, then: Members, changed: Sequence[_Changed]
) -> list[tuple[int, int]]:
    """Pairs of changes of which one lies in the other, as the sets do in both runs."""
    ours, theirs = _chosen([one.sets for one in changed if one.sets])
    inside = [moved[alone], now.sets.some(ours[alone]), then.sets.some(theirs[alone])]
    within = np.ones((len(alone), len(alone)), dtype=bool)
    for bits in inside:
        counts = bits.astype(np.float32)
        within &= counts @ counts.T == counts.sum(axis=1)[:, None]
    np.fill_diagonal(within, val=False)
    return [(int(alone[part]), int(alone[whole])) for part, whole in np.argwhere(within)]
