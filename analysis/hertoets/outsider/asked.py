"""Questions put to a run: what their tables count, and what ties that to all else.

A question may ask for what no definition in ``persons.toml`` tells of: a nationality, a month. Of
such sets it is known which lies in which, by their conditions, and that the rows of a table are all
there are: over the values of what it asks they add up to the set without it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import inf
from typing import Any

from hertoets.outsider.persons import definitions
from hertoets.outsider.published import Number, PersonSet, Published, Shown, Terms, set_of

Where = frozenset[tuple[str, frozenset[str]]]


@dataclass(frozen=True)
class Family:
    """The sets of one column of a table: those of its rows, and that of its total.

    `by` are the columns of what the rows tell apart.
    """

    rows: tuple[int, ...]
    whole: int
    by: tuple[str, ...]


@dataclass
class Asked:
    """What questions add to what is published."""

    families: list[Family] = field(default_factory=list)
    sets: set[int] = field(default_factory=set)


def add_asked(published: Published, asked: Sequence[Mapping[str, Any]]) -> tuple[Published, Asked]:
    """Lay the tables of questions beside what a run publishes.

    Parameters
    ----------
    published : Published
        Of the run.
    asked : sequence of mapping
        Each with ``table``, ``sets`` and ``counts``, as a run keeps them.

    Returns
    -------
    published : Published
        With their sets and numbers.
    found : Asked
    """
    sets, numbers = list(published.sets), {one.terms: one for one in published.numbers}
    places = {one: number for number, one in enumerate(sets)}
    columns, found = dict(published.columns), Asked()

    def number_of(one: Any) -> int:
        if one not in places:
            places[one] = len(sets)
            sets.append(one)
        return places[one]

    for entry in asked:
        table = entry["table"]
        columns[table["id"]] = tuple(column["name"] for column in table["columns"])
        own = [number_of(_renamed(set_of(one))) for one in entry["sets"]]
        found.sets.update(own)
        shown = Shown({}, {table["id"]: table}, {}, published.limit, published.rounding)
        cells: dict[tuple[int, int], int] = {}
        for place, sums in entry["counts"]:
            terms: Terms = tuple((factor, own[base]) for factor, base in sums)
            shown.tell(place, numbers.setdefault(terms, Number(terms)))
            if len(terms) == 1 and terms[0][0] == 1:
                cells[place[2], place[3]] = terms[0][1]
        by = tuple(_name(one["name"]) for one in table["columns"] if one["kind"] != "count")
        last = len(table["rows"]) - 1
        for column in range(len(by), len(table["columns"])):
            rows = [cells.get((row, column)) for row in range(last)]
            whole = cells.get((last, column))
            told = tuple(one for one in rows if one is not None)
            if whole is not None and len(told) == last:
                found.families.append(Family(told, whole, by))
    for family in found.families:
        for parent, _ in _parents(family, sets):
            found.sets.add(number_of(parent))
    return (
        Published(
            tuple(sets), list(numbers.values()), published.situations, published.headline, columns,
            published.medians, published.options, published.limit, published.rounding,
            published.median_base,
        ),
        found,
    )  # fmt: skip


def relations_of_asked(
    sets: Sequence[Any], asked: Asked, lost: set[int]
) -> Iterator[tuple[list[tuple[int, int]], float, float]]:
    """What ties the sets of questions, each by its number.

    Parameters
    ----------
    sets : sequence of PersonSet or RowSet
    asked : Asked
    lost : set of int
        Those of which no definition tells what follows.
    """
    places = {one: number for number, one in enumerate(sets)}
    for family in asked.families:
        for parent, rows in _parents(family, sets):
            whole = places.get(parent)
            if whole is not None and rows != [whole]:
                yield [(-1, whole), *((1, row) for row in rows)], 0, 0
    by_columns: dict[tuple[frozenset[str], bool], list[int]] = {}
    for number, one in enumerate(sets):
        if isinstance(one, PersonSet):
            columns = frozenset(column for column, _ in one.where)
            by_columns.setdefault((columns, one.doubted), []).append(number)
    for number in sorted(lost):
        own = dict(sets[number].where)
        for (columns, doubted), others in by_columns.items():
            if doubted != sets[number].doubted or not columns <= own.keys():
                continue
            for other in others:
                if other != number and _within(sets[number], sets[other], own):
                    yield [(1, other), (-1, number)], 0, inf


def _within(part: PersonSet, whole: PersonSet, own: Mapping[str, frozenset[str]]) -> bool:
    same = part.reading == whole.reading or not whole.reading
    return same and all(own[column] <= values for column, values in whole.where)


def _parents(family: Family, sets: Sequence[Any]) -> Iterator[tuple[PersonSet, list[int]]]:
    """Sets that rows add up to: for each choice of what is left out of what they ask."""
    whole = sets[family.whole]
    outer = dict(whole.where)
    for size in range(1, len(family.by) + 1):
        for gone in combinations(family.by, size):
            groups: dict[PersonSet, list[int]] = {}
            for row in family.rows:
                where = dict(sets[row].where)
                for column in gone:
                    if column in outer:
                        where[column] = outer[column]
                    else:
                        where.pop(column, None)
                reading = sets[row].reading
                parent = PersonSet(tuple(sorted(where.items())), reading, whole.doubted)
                groups.setdefault(whole if size == len(family.by) else parent, []).append(row)
            yield from groups.items()


def _renamed(one: Any) -> Any:
    if not isinstance(one, PersonSet):
        return one
    where = {}
    for column, values in one.where:
        word = definitions()["asked"].get(column, {}).get("unknown", "unknown")
        where[_name(column)] = frozenset(word if one == "unknown" else one for one in values)
    return PersonSet(tuple(sorted(where.items())), one.reading, one.doubted)


def _name(column: str) -> str:
    """The column of the definitions that a question asks by another name."""
    return str(definitions()["asked"].get(column, {"column": column})["column"])
