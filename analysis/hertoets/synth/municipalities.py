"""Municipalities: the codes of the extract's own list, with weights to draw them by.

Population: CBS codes in the boundaries of 2020, used as weights only. ``reception_weight`` is an
assumption (some seventy municipalities, Westerwolde first), not the list of real locations.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from hertoets.extract.municipalities import municipalities as listed
from hertoets.synth.draws import Column, Draw, texts


@dataclass(frozen=True)
class Municipalities:
    """The codes of 2019-2022, one row a code; rows are what the generator draws.

    `population` weighs the codes of 2020 (0 for later ones); `lasting` the same without codes
    that ended; `reception` weighs those with reception. `ends` is empty where a code lasts.
    """

    codes: Column
    ends: Column
    successor: Column
    population: Column
    lasting: Column
    reception: Column

    def code_on(self, municipality: Column, on: Column) -> Column:
        """The code that is valid on a day; -1 gives an empty cell.

        Parameters
        ----------
        municipality : column of int
            Row numbers, -1 for none.
        on : column of dates
            The day; where it is empty the code of 2020 is given.

        Returns
        -------
        column of text
        """
        ended = self.ends[municipality] <= on
        current = np.where(ended, self.successor[municipality], municipality)
        found = self.codes[current]
        found[municipality < 0] = None
        return found

    def draw(self, draw: Draw, weights: Column, count: int) -> Column:
        """Draw municipalities (row numbers) by weight."""
        return draw.index(weights, count).astype(np.int32)

    def row(self, code: str) -> int:
        """The row number of a code."""
        return int(np.flatnonzero(self.codes == code)[0])


@cache
def municipalities() -> Municipalities:
    """Read ``municipalities.csv``, the weights of the codes that the extract knows.

    Returns
    -------
    Municipalities
        Sorted by code.

    Raises
    ------
    KeyError
        A code without weights.
    """
    text = files("hertoets.synth").joinpath("municipalities.csv").read_text(encoding="utf-8")
    weights = {row["code"]: row for row in csv.DictReader(text.splitlines())}
    known = list(listed().values())
    place = {entry.code: number for number, entry in enumerate(known)}
    ends = np.array([entry.valid_to or "NaT" for entry in known], dtype="datetime64[D]")
    later = np.array([entry.valid_from > "2019-01-01" for entry in known])
    population = np.where(later, 0.0, [float(weights[code]["population"]) for code in place])
    return Municipalities(
        codes=texts(list(place)),
        ends=ends,
        successor=np.array([place.get(entry.successor, place[entry.code]) for entry in known]),
        population=population,
        lasting=np.where(np.isnat(ends), population, 0.0),
        reception=np.array([float(weights[code]["reception_weight"]) for code in place]),
    )
