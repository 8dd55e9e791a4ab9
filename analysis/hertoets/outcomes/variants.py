"""What would decide about a person: one unknown settled, or one check left out, all in one pass.

Each unknown of a person is a *cause*. Under a cause the person is judged some times over, each time
with another value in the place of what is not known; or once, with the records as they stand where
one check puts them in doubt. Who is decided in none of these is undecided for several causes at
once. Source: contract, section 5 ("Why undecided").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from hertoets.extract.doubt import Doubt, Numbers
from hertoets.extract.impossible import make_impossible_unknown
from hertoets.extract.traces import TraceBook
from hertoets.outcomes.as_of import beyond
from hertoets.outcomes.clones import NONE_LEFT_OUT, Clones, tables_of
from hertoets.outcomes.comparison import Comparison
from hertoets.outcomes.doubts import Doubts, Flags, gathered
from hertoets.outcomes.people import outcomes_of
from hertoets.outcomes.tried import Tried, tried_values


@dataclass(frozen=True)
class Variants:
    """Persons judged again, each as if one cause of doubt were settled.

    Attributes
    ----------
    comparison : Comparison
        Of clones: a row for each person, cause and value tried.
    of : polars.DataFrame
        A row for each of them, in the order of ``comparison.people.told``: ``person`` (the number
        in the extract) and ``cause`` (``missing:<table>.<column>``, ``missing:<table>`` where
        somebody has no row in it that the law asks for, or ``doubt:<check>``).
    """

    comparison: Comparison
    of: pl.DataFrame


def settle(comparison: Comparison, doubts: Sequence[Doubt], persons: Numbers) -> Variants:
    """Judge persons as if each of their unknowns were settled, one at a time.

    Parameters
    ----------
    comparison : Comparison
        By the records as they stand.
    doubts : sequence of Doubt
        As `Comparison.with_doubts` took them; all others hold while one is left out.
    persons : numpy.ndarray of int32
        Numbers in the extract, sorted, each once.

    Returns
    -------
    Variants
        Values that cannot be beside what is known are left out.
    """
    extract, settings = comparison.extract, comparison.settings
    found = gathered(extract.tables, doubts)
    tried = list(tried_values(extract, persons, settings))
    clones, of = _clones(found, tried, persons)
    horizon = beyond(comparison.last, settings.known_on, extract.meta.delivered_on)
    tables, possible = _possible(tables_of(extract.tables, clones, found, horizon))
    others = {name: rows for name, rows in extract.tables.items() if name not in tables}
    people = outcomes_of(tables, comparison.law, settings, comparison.doubted.situations)
    judged = Comparison(replace(extract, tables=tables | others), comparison.law, settings, people)
    return Variants(judged, of.filter(pl.Series(possible)))


def _clones(found: Doubts, tried: Sequence[Tried], persons: Numbers) -> tuple[Clones, pl.DataFrame]:
    parts = [
        *_without_each(found, persons),
        *((one.cause, one.persons, NONE_LEFT_OUT) for one in tried),
    ]
    sizes = [len(numbers) for _, numbers, _ in parts]
    first = np.cumsum([0, *sizes])
    none = np.empty(0, dtype=np.int32)
    of_whom = np.concatenate([none, *(numbers for _, numbers, _ in parts)])
    without = np.repeat(np.array([place for *_, place in parts], dtype=np.int32), sizes)
    causes = pl.Enum(sorted({cause for cause, *_ in parts}))
    of = pl.DataFrame(
        {
            "person": of_whom,
            "cause": pl.Series([cause for cause, *_ in parts], dtype=causes).gather(
                np.repeat(np.arange(len(parts)), sizes)
            ),
        }
    )
    settled: dict[str, dict[str, pl.Series]] = {}
    added: dict[str, pl.DataFrame] = {}
    for place, one in enumerate(tried, start=len(parts) - len(tried)):
        before, after = int(first[place]), len(of_whom) - int(first[place + 1])
        if one.adds:
            clone = np.arange(first[place], first[place + 1], dtype=np.int32)
            added[one.table] = pl.DataFrame({"person": clone, **one.values})
            continue
        for name, values in one.values.items():
            settled.setdefault(one.table, {})[name] = _among_all(values, before, after)
    return Clones(of_whom, without, settled, added), of


def _among_all(values: pl.Series, before: int, after: int) -> pl.Series:
    """Values of some in a row, with nothing for those before and after."""
    nothing = [pl.Series([None], dtype=values.dtype).new_from_index(0, n) for n in (before, after)]
    return pl.concat([nothing[0], values, nothing[1]])


def _without_each(found: Doubts, persons: Numbers) -> Iterator[tuple[str, Numbers, int]]:
    """Each check with those of the persons of whom it puts something in doubt, and its place."""
    for place, check in enumerate(found.checks):
        concerned = found.persons[check]
        concerned = concerned[np.isin(concerned, persons, assume_unique=True, kind="table")]
        if len(concerned):
            yield f"doubt:{check}", concerned, place


def _possible(tables: dict[str, pl.DataFrame]) -> tuple[dict[str, pl.DataFrame], Flags]:
    """The clones whose values can be beside one another, numbered anew, and which those are."""
    possible = np.ones(len(tables["persons"]), dtype=bool)
    possible[impossible(tables)] = False
    if possible.all():
        return tables, possible
    number = np.cumsum(possible, dtype=np.int32) - 1
    kept = {}
    for name, rows in tables.items():
        own = np.flatnonzero(possible[rows["person"].to_numpy()])
        some = rows.select(pl.all().gather(own))
        kept[name] = some.with_columns(person=pl.Series(number).gather(some["person"]))
    return kept, possible


def impossible(tables: Mapping[str, pl.DataFrame]) -> Numbers:
    """The persons of whom one value makes another impossible (contract, section 1)."""
    compared = dict(tables)
    make_impossible_unknown(compared, TraceBook())
    touched = [np.empty(0, dtype=np.int32)]
    for name, rows in tables.items():
        if compared[name] is not rows:
            lost = pl.sum_horizontal(pl.all().is_null())
            fewer = compared[name].select(lost).to_series() > rows.select(lost).to_series()
            touched.append(rows["person"].filter(fewer).to_numpy())
    return np.unique(np.concatenate(touched)).astype(np.int32)
