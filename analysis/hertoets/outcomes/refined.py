"""Profiles told apart by more than figures ask: by nationality, say, or the month of a notice.

Persons who are alike in all that figures ask are one profile (`hertoets.outcomes.profiles`); a
question may ask more of them. Beside the persons stand some who might have been, here too: one
person may have the values of another in the same position, and what holds only because nobody
happens to be so is nothing that an outsider could reckon with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.outcomes.by_kind import as_text
from hertoets.outcomes.dimensions import POSITIONS, Position
from hertoets.outcomes.harmed import NATIONALITIES, OF_HARMED, UNKNOWN
from hertoets.outcomes.kinds import alike_in
from hertoets.outcomes.possible import varied
from hertoets.outcomes.profiles import Profiles
from hertoets.outcomes.ruled_out import ASKED, as_little_known, without_impossible
from hertoets.outcomes.settings import Settings

Whole = npt.NDArray[np.int64]
HOSTS: Final = 12
"""Profiles of each situation that get the values of others."""
TIMES: Final = 2
"""How often a profile without anybody is laid beside the values of persons."""


@dataclass(frozen=True)
class Refined:
    """Profiles told apart further.

    Attributes
    ----------
    persons : numpy.ndarray of int64, shape (profiles,)
        How many persons each holds.
    of_persons : numpy.ndarray of int64, shape (persons of the extract,)
        The profile of each person.
    before : numpy.ndarray of int64, shape (profiles,)
        Which of the profiles of figures each is a part of.
    values : polars.DataFrame
        One row a profile, one column a dimension (text).
    """

    persons: Whole
    of_persons: Whole
    before: Whole
    values: pl.DataFrame


def refine(profiles: Profiles, values: pl.DataFrame, settings: Settings) -> Refined:
    """Tell profiles apart by the values of persons.

    Parameters
    ----------
    profiles : Profiles
    values : polars.DataFrame
        From `hertoets.outcomes.dimensions.dimension_values`.
    settings : Settings
        Those by which the profiles were made.

    Returns
    -------
    Refined
    """
    own = values.columns
    here = values.with_columns(profile=pl.Series(profiles.of_persons))
    alike, of_persons = alike_in(here)
    parts = [
        Position(tuple(name for name in one.dimensions if name in own), one.tied, one.near)
        for one in POSITIONS
        if any(name in own for name in one.dimensions)
    ]
    told = alike.select(*own, "profile", "size")
    headline = as_text(profiles.frames[settings.headline, True])
    told = told.hstack(_of(headline, told["profile"], parts))
    hosts = told.filter(pl.int_range(pl.len()).over("situation_id") < HOSTS)
    others = [
        varied(told, hosts, one.dimensions, (*one.tied, *one.near)).select(*own, "profile")
        for one in parts
    ]
    left = pl.Series("profile", np.flatnonzero(profiles.persons == 0))
    nobody = left.to_frame().hstack(_of(headline, left, parts))
    laid = _nobody(nobody, told, parts)
    known = [*own, "profile"]
    new = pl.concat([one.select(known) for one in (*others, *laid)]).unique(maintain_order=True)
    new = new.join(alike, on=known, how="anti", maintain_order="left")
    asked = headline.select(ASKED)
    new = without_impossible(new.hstack(asked[new["profile"]]), own, settings).select(known)
    # Whoever might have been for the figures still might: of whom less is known.
    lost = laid[0].select(known).join(new, on="profile", how="anti", maintain_order="left")
    lost = as_little_known(lost.hstack(asked[lost["profile"]]), own, settings, _elsewhere(values))
    new = pl.concat([new, without_impossible(lost, own, settings).select(known)])
    everyone = pl.concat([alike.select(known), new])
    sizes = np.zeros(len(everyone), dtype=np.int64)
    sizes[: len(alike)] = alike["size"].cast(pl.Int64).to_numpy()
    return Refined(sizes, of_persons, everyone["profile"].to_numpy(), everyone.select(own))


def _elsewhere(values: pl.DataFrame) -> str:
    """The commonest nationality that no group of whom harm was done is named after."""
    if "nationality" not in values.columns:
        return UNKNOWN
    own = values["nationality"]
    own = own.filter(~own.is_in([*NATIONALITIES, UNKNOWN]))
    return str(own.mode().sort()[0]) if len(own) else UNKNOWN


def _of(headline: pl.DataFrame, numbers: pl.Series, parts: Sequence[Position]) -> pl.DataFrame:
    """What the positions ask of some profiles."""
    wanted = dict.fromkeys(
        ["situation_id", *(name for one in parts for name in (*one.tied, *one.near))]
    )
    return headline.select(pl.col(list(wanted)).gather(numbers))


def _nobody(
    nobody: pl.DataFrame, told: pl.DataFrame, parts: Sequence[Position]
) -> list[pl.DataFrame]:
    """Profiles without anybody, some times each, with what persons in the same position have.

    The groups of whom harm was done say what they are of; where nobody has been harmed so, what
    persons have who are alike in all else.
    """
    found = []
    # Of whoever was varied, in the same situation, first: that leaves the fewest rows empty.
    for time, same in ((0, True), *((time, False) for time in range(TIMES))):
        given = nobody
        for one in parts:
            # Of groups of whom harm was done somebody may be of another who has not been harmed.
            looser = tuple(name for name in one.tied if name not in OF_HARMED)
            nearest = [dict.fromkeys(("situation_id", *one.tied, *one.near))] if same else []
            positions = [*nearest, (*one.tied, *one.near), one.tied, looser]
            given = _first_given(given, told, one.dimensions, positions, time)
        found.append(given)
    return found


def _first_given(
    nobody: pl.DataFrame, told: pl.DataFrame, part: tuple[str, ...],
    positions: Sequence[Iterable[str]], time: int,
) -> pl.DataFrame:  # fmt: skip
    """Profiles with what is common in the first of some positions in which anybody stands."""
    found = []
    for position in positions:
        found.append(_given(nobody, told, part, tuple(position), time))
        nobody = nobody.join(found[-1], on="profile", how="anti", maintain_order="left")
    return pl.concat(found)


def _given(
    nobody: pl.DataFrame, told: pl.DataFrame, part: tuple[str, ...], position: tuple[str, ...],
    time: int,
) -> pl.DataFrame:  # fmt: skip
    """Profiles with what is commonest in their position, next commonest the next time."""
    ranked = told.group_by(*position, *part, maintain_order=True).agg(given=pl.col("size").sum())
    ranked = ranked.sort("given", descending=True, maintain_order=True)
    order = pl.int_range(pl.len()).over(position) if position else pl.int_range(pl.len())
    number = pl.len().over(position) if position else pl.len()
    ranked = ranked.filter(order == pl.lit(time) % number).drop("given")
    if not position:
        return nobody.join(ranked, how="cross")
    return nobody.join(
        ranked, on=list(position), how="inner", nulls_equal=True, maintain_order="left"
    )
