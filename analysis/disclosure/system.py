"""Everything published in a run as one system: whole numbers, what is known of each, how they hang
together.

Counts that a relation says to be one and the same are one unknown here, so that what hides the one
hides the other. Source: contract, section 6.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis.findings import Ref, Relation


@dataclass(frozen=True)
class Equation:
    """Unknowns, each times its sign, add up to zero; to zero or less where `at_most`."""

    unknowns: tuple[int, ...]
    signs: tuple[int, ...]
    at_most: bool


@dataclass(frozen=True)
class System:
    """The unknowns of a run, numbered.

    Attributes
    ----------
    of : dict of Ref to int
        The unknown behind each published count.
    refs : tuple of tuple of Ref
        The published counts of each unknown.
    exact : tuple of int
    signed : tuple of bool
        Whether it may lie below zero, as a difference does.
    equations : tuple of Equation
    """

    of: dict[Ref, int]
    refs: tuple[tuple[Ref, ...], ...]
    exact: tuple[int, ...]
    signed: tuple[bool, ...]
    equations: tuple[Equation, ...]

    @cached_property
    def around(self) -> tuple[tuple[int, ...], ...]:
        """The places of the equations in which each unknown stands."""
        found: list[list[int]] = [[] for _ in self.refs]
        for place, equation in enumerate(self.equations):
            for unknown in equation.unknowns:
                found[unknown].append(place)
        return tuple(tuple(places) for places in found)

    @cached_property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """The unknowns that hang together, directly or through others, each part sorted."""
        tree = list(range(len(self.refs)))
        for equation in self.equations:
            for unknown in equation.unknowns[1:]:
                tree[_root(tree, unknown)] = _root(tree, equation.unknowns[0])
        together: dict[int, list[int]] = {}
        for unknown in range(len(tree)):
            together.setdefault(_root(tree, unknown), []).append(unknown)
        return tuple(tuple(part) for part in together.values())


def make_system(
    exact: Mapping[Ref, int], relations: Iterable[Relation], signed: frozenset[Ref] = frozenset()
) -> System:
    """Number the counts and put the relations over the numbers.

    Parameters
    ----------
    exact : mapping of Ref to int
        Every published count.
    relations : iterable of Relation
        Those that name a count outside `exact` are left out: nothing of it is published.
    signed : frozenset of Ref
        Counts that may lie below zero.

    Returns
    -------
    System
    """
    usable = [relation for relation in relations if all(ref in exact for _, ref in relation.terms)]
    place = {ref: number for number, ref in enumerate(exact)}
    tree = list(range(len(exact)))
    for relation in usable:
        if _says_same(relation):
            one, other = (place[ref] for _, ref in relation.terms)
            low, high = sorted((_root(tree, one), _root(tree, other)))
            tree[high] = low
    roots = sorted({_root(tree, number) for number in range(len(tree))})
    number_of = {root: number for number, root in enumerate(roots)}
    of = {ref: number_of[_root(tree, number)] for ref, number in place.items()}
    refs: list[list[Ref]] = [[] for _ in roots]
    for ref, unknown in of.items():
        refs[unknown].append(ref)
    return System(
        of=of,
        refs=tuple(tuple(same) for same in refs),
        exact=tuple(exact[same[0]] for same in refs),
        signed=tuple(any(ref in signed for ref in same) for same in refs),
        equations=_equations(usable, of),
    )


def _equations(relations: Sequence[Relation], of: Mapping[Ref, int]) -> tuple[Equation, ...]:
    found: dict[Equation, None] = {}
    for relation in relations:
        signs: dict[int, int] = {}
        for sign, ref in relation.terms:
            signs[of[ref]] = signs.get(of[ref], 0) + sign
        terms = sorted((unknown, sign) for unknown, sign in signs.items() if sign)
        if terms:
            unknowns, factors = zip(*terms, strict=True)
            found[Equation(unknowns, factors, relation.at_most)] = None
    return tuple(found)


def _says_same(relation: Relation) -> bool:
    return not relation.at_most and sorted(sign for sign, _ in relation.terms) == [-1, 1]


def _root(tree: list[int], number: int) -> int:
    while tree[number] != number:
        tree[number] = tree[tree[number]]
        number = tree[number]
    return number
