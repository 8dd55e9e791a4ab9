"""Putting what was found of some persons beside all persons, by their number.

Persons and cases count from zero, so what belongs together is found by position: no join looks a
number up, and only who has several rows is grouped.
"""

from collections.abc import Callable

import numpy as np
import polars as pl


def attach(people: pl.DataFrame, *found: pl.DataFrame, by: str = "person") -> pl.DataFrame:
    """Put columns beside people; who is absent from a frame gets nulls.

    Parameters
    ----------
    people : polars.DataFrame
        One row for each value of ``by``, which counts from zero in their order.
    *found : polars.DataFrame
        At most one row for each value of ``by``, in any order.
    by : str

    Returns
    -------
    polars.DataFrame

    Raises
    ------
    ValueError
        Where a frame holds two rows for one person: nothing would tell which counts.
    """
    for other in found:
        if len(other) == len(people) and (other[by].to_numpy() == np.arange(len(people))).all():
            people = people.hstack(other.drop(by))
            continue
        rows = _places(other[by], len(people))
        if len(people) - rows.null_count() != len(other):
            raise ValueError(by)
        people = people.hstack(other.select(pl.exclude(by).gather(rows)))
    return people


def beside(rows: pl.DataFrame, people: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Put columns of people beside rows that name their person.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``person``; any number a person.
    people : polars.DataFrame
        One row a person, in the order of their numbers.
    *columns : str
        Of people.

    Returns
    -------
    polars.DataFrame
    """
    return rows.hstack(people.select(columns).select(pl.all().gather(rows["person"])))


def rows_of(cases: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Each row of a table beside each case of its person; who is in one of the two only is out.

    Parameters
    ----------
    cases, table : polars.DataFrame
        With ``person``; any number a person.

    Returns
    -------
    polars.DataFrame
        The columns of cases, then those of the table.
    """
    if shared(cases["person"]).any():
        return cases.join(rows_with(table, cases["person"]), on="person", how="inner")
    last = max(numbers.max() or 0 for numbers in (cases["person"], table["person"]))
    at = _places(cases["person"], int(last) + 1).gather(table["person"])  # type: ignore[arg-type]
    if at.null_count():
        table, at = table.filter(at.is_not_null()), at.drop_nulls()
    return cases.select(pl.all().gather(at)).hstack(table.drop("person"))


def rows_with(rows: pl.DataFrame, persons: pl.Series) -> pl.DataFrame:
    """Those rows whose ``person`` is among some persons."""
    return rows.filter(among(rows["person"], persons))


def rows_without(rows: pl.DataFrame, persons: pl.Series) -> pl.DataFrame:
    """Those rows whose ``person`` is not among some persons."""
    return rows.filter(~among(rows["person"], persons))


def among(numbers: pl.Series, others: pl.Series) -> pl.Series:
    """Which numbers are among others (bool)."""
    if numbers.is_empty() or others.is_empty():
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(numbers))
    plain, chosen = numbers.to_numpy(), others.to_numpy()
    is_one = np.zeros(max(int(plain.max()), int(chosen.max())) + 1, dtype=bool)
    is_one[chosen] = True
    return pl.Series(is_one[plain])


def shared(numbers: pl.Series) -> pl.Series:
    """Which rows share their number with another row (bool)."""
    if numbers.is_empty():
        return pl.Series(dtype=pl.Boolean)
    plain = numbers.to_numpy()
    return pl.Series(np.bincount(plain)[plain] > 1)


def together(rows: pl.DataFrame, by: str, answer: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    """What the rows of each case say together; a row that stands alone says it as it is.

    Parameters
    ----------
    rows : polars.DataFrame
        ``by`` (whole numbers), and columns of which each is answered by itself.
    by : str
    answer : callable
        Makes one value of several, and leaves a single one as it is: a least, a greatest, or
        `hertoets.facts.logic.any_of_rows`.

    Returns
    -------
    polars.DataFrame
        One row a case.
    """
    several = shared(rows[by])
    if not several.any():
        return rows
    grouped = rows.filter(several).group_by(by).agg(answer(pl.exclude(by)))
    return pl.concat([rows.filter(~several), grouped])


def _places(numbers: pl.Series, size: int) -> pl.Series:
    """For each number up to a size the place at which it stands, null where it does not."""
    at = np.full(size, -1, dtype=np.int32)
    at[numbers.to_numpy()] = np.arange(len(numbers), dtype=np.int32)
    rows = pl.Series(at)
    return rows.set(rows < 0, None)
