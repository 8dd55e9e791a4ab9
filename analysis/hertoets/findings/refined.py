"""A basis that counts by more than the figures ask: by nationality, months and the like."""

from dataclasses import replace

import numpy as np
import polars as pl

from hertoets.findings.basis import Basis, Held, Packed
from hertoets.findings.sets import PersonSet, Value
from hertoets.outcomes import Profiles
from hertoets.outcomes.dimensions import OF_PROFILE
from hertoets.outcomes.refined import Refined


class RefinedBasis(Basis):
    """Counts the sets of another basis, and sets that ask for dimensions besides.

    Parameters
    ----------
    basis : Basis
        Of the figures.
    refined : Refined
        Its profiles, told apart further.
    """

    def __init__(self, basis: Basis, refined: Refined) -> None:
        own = basis.profiles
        profiles = Profiles(refined.persons, refined.of_persons, own.frames, own.days, own.alike)
        super().__init__(profiles, basis.headline, basis.rows, basis.person_ids)
        self._of, self._before, self._values = basis, refined.before, refined.values
        self._asked = Held(refined.values)

    def packed(self, wanted: PersonSet) -> Packed:
        """Which profiles belong to a set of persons."""
        if wanted not in self._masks:
            asked = [one for one in wanted.where if one[0] in self._values.columns]
            rest = tuple(one for one in wanted.where if one not in asked)
            inside = self._of.mask(PersonSet(rest, wanted.reading, wanted.doubted))[self._before]
            if asked:
                inside = inside & self._asked.mask(asked)
            self._masks[wanted] = Packed(inside)
        return self._masks[wanted]

    def column(self, column: str, reading: str = "", *, doubted: bool = True) -> pl.Series:
        """What each profile holds in a column."""
        if column in self._values.columns:
            return self._values[column]
        return self._of.column(column, reading, doubted=doubted).gather(self._before)

    def values(self, column: str, reading: str = "", *, doubted: bool = True) -> list[Value]:
        """The values of a column that occur, in order."""
        if column in self._values.columns:
            return self._asked.values(column)  # type: ignore[return-value]  # none is null
        return self._of.values(column, reading, doubted=doubted)


def with_profile_values(basis: Basis, refined: Refined, names: tuple[str, ...]) -> Refined:
    """Add the dimensions that figures ask for already, with a word where there is nothing."""
    made = [
        basis.column(OF_PROFILE[name]).gather(refined.before).replace("", "unknown")
        .fill_null("none").alias(name)
        for name in names
    ]  # fmt: skip
    values = pl.DataFrame([*refined.values.get_columns(), *made])
    return replace(refined, values=values)


def unrefined(basis: Basis) -> Refined:
    """The profiles of figures as they are."""
    profiles = basis.profiles
    every = np.arange(len(profiles.persons))
    of_persons = profiles.of_persons.astype(np.int64)
    return Refined(profiles.persons, of_persons, every, pl.DataFrame())
