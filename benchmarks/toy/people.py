"""Draw people of the toy, the same for every system: ``PERSONS OUT.npz``."""

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.toy.rules import NEVER, OPEN

SEED = 54


def draw_people(persons: int) -> dict[str, npt.NDArray[np.generic]]:
    """Draw the columns of `benchmarks.toy.rules.INPUTS`; the same number, the same people."""
    draw = np.random.default_rng(SEED)

    def days(first: str, days: int) -> npt.NDArray[np.int64]:
        day = np.datetime64(first) + draw.integers(0, days, persons)
        month = day.astype("datetime64[M]")
        years = day.astype("datetime64[Y]").astype(np.int64) + 1970
        months = month.astype(np.int64) % 12 + 1
        into: npt.NDArray[np.int64] = (day - month).astype(np.int64) + 1
        return years * 10_000 + months * 100 + into

    def some(share: float) -> npt.NDArray[np.bool_]:
        return draw.random(persons) < share

    return {
        "group": draw.choice(3, persons, p=[0.6, 0.3, 0.1]),
        "temporary": some(0.2),
        "decided": days("2019-01-01", 1_300),
        "collected": days("2019-02-01", 1_300),
        "ends": np.where(some(0.8), OPEN, days("2021-01-01", 1_500)),
        "born": days("1940-01-01", 27_000),
        "of_eu": some(0.03),
        "at_school": some(0.05),
        "dispensed": some(0.04),
        "told": np.where(some(0.15), NEVER, days("2019-06-01", 1_200)),
    }


if __name__ == "__main__":
    np.savez(Path(sys.argv[2]), allow_pickle=False, **draw_people(int(sys.argv[1])))
