"""What holds among the figures whatever the data: the ties that an outsider can reckon with.

Made from the definitions, not copied from them. A doubt that a check leaves widens bounds; a figure
as it was before is then a count that may be published nowhere, and only bounds the published one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hertoets.findings.definitions import Definition, load_definitions
from hertoets.findings.model import COUNTED, SIDES, Bound, Pair, Relation, Side, Tally, Term
from hertoets.findings.tallies import Where, maybe_of, sure_of, tally, wheres_of_figures, wholes_of

Figures = Mapping[str, Mapping[str, Pair]]
"""Lower and upper, by reading and by figure."""


@dataclass(frozen=True)
class Ties:
    """What relations are made from.

    `before` and `after` are the figures without and with what the checks left in doubt; `doubted`
    names the figures that some failed check touches.
    """

    headline: str
    before: Figures
    after: Figures
    doubted: frozenset[str]

    def is_widened(self, name: str, reading: str) -> bool:
        """Tell whether an outsider must reckon with a figure that doubts have widened.

        For the headline the table ``quality_effect`` says which figures those are.
        """
        if reading == self.headline:
            return self.before[reading].get(name) != self.after[reading].get(name)
        return name in self.doubted

    def plain(self, name: str, reading: str, side: Side) -> Term:
        """The count that a bound was before any doubt; the bound itself where it is that."""
        bound = Bound(name, reading, side)
        if not self.is_widened(name, reading):
            return bound
        return Tally(reading, ((side, name),))

    def plain_counts(self) -> Iterator[tuple[Tally, int]]:
        """The exact number of every such count that is no published bound."""
        for reading, figures in self.before.items():
            for name, pair in figures.items():
                for side, value in _sides(pair):
                    term = self.plain(name, reading, side)
                    if isinstance(term, Tally) and isinstance(value, int):
                        yield term, value


def relate_figures(ties: Ties) -> Iterator[Relation]:
    """The relations among the figures.

    Parameters
    ----------
    ties : Ties

    Yields
    ------
    Relation
        Also those that hold terms without a number; whoever uses them leaves these out.
    """
    for name, definition in load_definitions().items():
        if definition.unit not in COUNTED:
            continue
        for reading in ties.after:
            yield from _bounds(ties, name, reading)
            if definition.sure is not None:
                yield from _made_of(ties, definition, reading)
        if not definition.depends:
            yield from _same_under_each(ties, name)
    for reading in ties.after:
        yield from _parts(reading)
        yield from _differences(ties, reading)


def equal(one: Term, other: Term, why: str) -> Relation:
    """Say that two counts are the same."""
    return Relation(((1, one), (-1, other)), why)


def at_most(one: Term, other: Term, why: str) -> Relation:
    """Say that one count is no more than another."""
    return Relation(((1, other), (-1, one)), why, ">=")


def adds_up(total: Term, parts: list[Term], why: str) -> Relation:
    """Say that a count is the sum of others."""
    return Relation(((1, total), *((-1, part) for part in parts)), why)


def tallied(reading: str, wheres: list[Where]) -> list[Term]:
    """Name the tallies of some conditions."""
    return [tally(reading, where) for where in wheres]


def _bounds(ties: Ties, name: str, reading: str) -> Iterator[Relation]:
    lower, upper = Bound(name, reading, "lower"), Bound(name, reading, "upper")
    yield at_most(lower, upper, "een ondergrens ligt niet boven de bovengrens")
    why = "twijfel verlaagt de ondergrens en verhoogt de bovengrens"
    yield at_most(lower, ties.plain(name, reading, "lower"), why)
    yield at_most(ties.plain(name, reading, "upper"), upper, why)


def _made_of(ties: Ties, definition: Definition, reading: str) -> Iterator[Relation]:
    sure = tallied(reading, sure_of(definition))
    maybe = tallied(reading, maybe_of(definition))
    lower, upper = (ties.plain(definition.id, reading, side) for side in SIDES)
    yield adds_up(lower, sure, "de definitie van het cijfer")
    yield adds_up(upper, [*sure, *maybe], "de definitie van het cijfer")


def _parts(reading: str) -> Iterator[Relation]:
    """Whoever meets a condition more is among those who meet the others.

    Values of one column exclude each other, so all tallies that differ in it alone add up to no
    more than the tally without it.
    """
    parts: dict[tuple[Tally, str], list[Term]] = {}
    for where in wheres_of_figures():
        for left_out, rest in wholes_of(where):
            same = parts.setdefault((tally(reading, rest), left_out), [])
            if (part := tally(reading, where)) not in same:
                same.append(part)
    for (whole, _), some in parts.items():
        terms = ((1, whole), *((-1, part) for part in some))
        yield Relation(terms, "een deel van de groep", ">=")


def _same_under_each(ties: Ties, name: str) -> Iterator[Relation]:
    for reading in ties.after:
        for side in SIDES:
            own, first = Bound(name, reading, side), Bound(name, ties.headline, side)
            if own != first:
                yield equal(own, first, "het cijfer hangt niet van de lezing af")


def _differences(ties: Ties, reading: str) -> Iterator[Relation]:
    """Counted less expected is what was paid too much less what was paid too little."""
    for side, other in zip(SIDES, reversed(SIDES), strict=True):
        yield Relation(
            (
                (1, ties.plain("guidance_difference_persons", reading, side)),
                (-1, ties.plain("guidance_overpaid_persons", reading, side)),
                (1, ties.plain("guidance_underpaid_persons", reading, other)),
            ),
            "verschil is te veel min te weinig",
        )


def _sides(pair: Pair) -> tuple[tuple[Side, object], tuple[Side, object]]:
    return ("lower", pair[0]), ("upper", pair[1])
