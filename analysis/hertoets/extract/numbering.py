"""Who is in the extract: the persons that stay, numbered in the order of ``person_id``."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hertoets.extract.aside import Flags
from hertoets.extract.delivery import Codes, Delivered

NOT_IN_PERSONS, SET_ASIDE = -2, -1


@dataclass(frozen=True)
class Persons:
    """The persons of an extract.

    Attributes
    ----------
    kept, aside : int
        How many stay, and how many ``person_id`` there are whose rows were all set aside. A row
        that names nobody is a row set aside, and no person.
    places : numpy.ndarray of int32
        By shared code: the person's number, or why there is none; the last entry stands for an
        empty cell.
    """

    kept: int
    aside: int
    places: npt.NDArray[np.int32]

    def number(self, codes: Codes) -> npt.NDArray[np.int32]:
        """Give the number of each row's person; negative where there is none."""
        return self.places[codes]

    def judge(self, codes: Codes) -> tuple[Flags, Flags]:
        """Tell of each row whether its person stays, and whether its person was set aside."""
        numbers = self.number(codes)
        return numbers >= 0, numbers == SET_ASIDE


def number_persons(raw: dict[str, Delivered]) -> Persons:
    """Number the persons whose row stays.

    Parameters
    ----------
    raw : dict of str to Delivered
        With the checks of the table ``persons`` made.

    Returns
    -------
    Persons
    """
    table = raw["persons"]
    codes, stays = table.person_codes, table.stays
    ids = table.cells["person_id"].values["person_id"].filter(pa.array(stays))
    order = pc.sort_indices(ids).to_numpy()
    ordered = codes[stays][order]
    highest = max(part.person_codes.max(initial=-1) for part in raw.values() if part.has_person)
    places = np.full(highest + 2, NOT_IN_PERSONS, dtype=np.int32)
    named = codes[codes >= 0]
    places[named] = SET_ASIDE
    places[ordered] = np.arange(len(ordered), dtype=np.int32)
    aside = int((places == SET_ASIDE).sum())
    return Persons(len(ordered), aside, places)
