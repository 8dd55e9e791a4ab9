"""Municipalities: codes with their validity, successors and weights.

Codes and dates: BRP national table 33; population: CBS codes in the boundaries of 2020, used as
weights only. ``reception_weight`` is an assumption (some seventy municipalities, Westerwolde
first), not the list of real locations.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from analysis.synth.draws import Column, Draw, texts


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
        """Give the code that is valid on a day; -1 gives an empty cell.

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
        """Give the row number of a code."""
        return int(np.flatnonzero(self.codes == code)[0])


@cache
def municipalities() -> Municipalities:
    """Read ``municipalities.csv``.

    Returns
    -------
    Municipalities
        Sorted by code.
    """
    text = files("analysis.synth").joinpath("municipalities.csv").read_text(encoding="utf-8")
    read = sorted(csv.DictReader(text.splitlines()), key=lambda row: row["code"])
    codes = [row["code"] for row in read]
    place = {code: number for number, code in enumerate(codes)}
    ends = np.array([row["valid_to"] or "NaT" for row in read], dtype="datetime64[D]")
    later = np.array([row["valid_from"] > "2019-01-01" for row in read])
    population = np.where(later, 0.0, [float(row["population"]) for row in read])
    return Municipalities(
        codes=texts(list(codes)),
        ends=ends,
        successor=np.array([place.get(row["successor"], place[row["code"]]) for row in read]),
        population=population,
        lasting=np.where(np.isnat(ends), population, 0.0),
        reception=np.array([float(row["reception_weight"]) for row in read]),
    )
