"""What ties counts that are no sets of persons, by their definitions.

Source: contract, sections 1, 4 and 5.
"""

from collections.abc import Iterator
from math import inf
from typing import Final, Literal

from hertoets.outsider.persons import definitions
from hertoets.outsider.published import PersonSet, Published, RowSet

Term = tuple[int, Literal["set", "number"], int]
Relation = tuple[list[Term], float, float]
"""Sets and numbers by their places, each times a factor, and between what they add up."""

_APART: Final = {
    "guidance_difference_persons": ("guidance_overpaid_persons", "guidance_underpaid_persons"),
    "guidance_may_september_difference": (
        "guidance_may_september_more", "guidance_may_september_less",
    ),
}  # fmt: skip
"""A difference, and what is more and what is less in it."""
_OTHER: Final = {"lower": "upper", "upper": "lower"}


def relations_beside(published: Published) -> Iterator[Relation]:
    """Every such relation of one run."""
    look = _Look(published)
    yield from look.rows()
    yield from look.bounds()
    yield from look.differences()
    yield from look.causes()
    yield from look.medians()


class _Look:
    def __init__(self, published: Published) -> None:
        self._published = published
        self._rows = {
            (one.kind, one.of): place
            for place, one in enumerate(published.sets)
            if isinstance(one, RowSet)
        }
        self._numbers = {
            place: number for number, one in enumerate(published.numbers) for place in one.places
        }
        self._unknown_home = any(
            kind == "expected_upper" and of[1] == "unknown" for kind, of in self._rows
        )

    def rows(self) -> Iterator[Relation]:
        """One row of ``persons`` is used for each person, whoever is expected may be, and so on."""
        months: dict[str, list[int]] = {}
        for (kind, of), place in self._rows.items():
            if kind == "used" and of == ("persons",):
                everyone = PersonSet((), "", doubted=True)
                if everyone in self._published.sets:
                    yield (
                        [(1, "set", place), (-1, "set", self._published.sets.index(everyone))],
                        0,
                        0,
                    )
            if kind in ("expected_lower", "municipality_lower"):
                upper = self._rows.get((kind.replace("lower", "upper"), of))
                if upper is not None:
                    yield [(1, "set", upper), (-1, "set", place)], 0, inf
            if kind == "first_month" and ("failed", of[:1]) in self._rows:
                months.setdefault(of[0], []).append(place)
        for check, some in months.items():
            failed = self._rows["failed", (check,)]
            yield [(1, "set", failed), *((-1, "set", month) for month in some)], 0, inf

    def bounds(self) -> Iterator[Relation]:
        """Lower is at most upper; what is in doubt lowers the one and raises the other."""
        headline = self._published.headline
        for place, number in self._numbers.items():
            if place[0] != "finding":
                continue
            _, name, reading, side = place
            if side == "lower":
                upper = self._numbers["finding", name, reading, "upper"]
                if upper != number:
                    yield [(1, "number", upper), (-1, "number", number)], 0, inf
            way = definitions()["doubt"].get(name, "fewer" if side == "lower" else "more")
            if reading == "records" and way != "either":
                counted = self._numbers["finding", name, headline, side]
                more, less = (number, counted) if way == "fewer" else (counted, number)
                if more != less:
                    yield [(1, "number", more), (-1, "number", less)], 0, inf

    def differences(self) -> Iterator[Relation]:
        """A difference is what is more, less what is less."""
        for name, (more, less) in _APART.items():
            for place, number in self._numbers.items():
                if place[:2] == ("finding", name):
                    _, _, reading, side = place
                    if self._unknown_home and side == "lower" and "may" not in name:
                        continue  # who may live anywhere is reckoned with in each of the three
                    yield (
                        [
                            (1, "number", number),
                            (-1, "number", self._numbers["finding", more, reading, side]),
                            (1, "number", self._numbers["finding", less, reading, _OTHER[side]]),
                        ],
                        0,
                        0,
                    )

    def causes(self) -> Iterator[Relation]:
        """Whoever is undecided has a cause; who has several causes together has no single one."""
        headline = self._published.headline
        figures: dict[str, dict[str, int]] = {}
        for place, number in self._numbers.items():
            if place[0] == "undecided":
                figures.setdefault(place[1], {})[place[2]] = number
        for name, causes in figures.items():
            lower, upper = (
                self._numbers["finding", name, headline, side] for side in ("lower", "upper")
            )
            between: list[Term] = [(1, "number", upper), (-1, "number", lower)]
            every: list[Term] = [(-1, "number", number) for number in causes.values()]
            yield [*between, *every], -inf, 0
            for cause, number in causes.items():
                apart = [number] if cause == "several" else [number, causes.get("several", number)]
                own: list[Term] = [(-1, "number", one) for one in dict.fromkeys(apart)]
                yield [*between, *own], 0, inf

    def medians(self) -> Iterator[Relation]:
        """A median stands where it is taken over enough persons, and nowhere else."""
        base = self._published.median_base
        for (name, reading), stands in self._published.medians.items():
            of = definitions()["medians"][name]
            number = self._numbers.get(("finding", of, reading, "lower"))
            if number is not None:
                ends = (base, inf) if stands else (0, base - 1)
                yield [(1, "number", number)], *ends
