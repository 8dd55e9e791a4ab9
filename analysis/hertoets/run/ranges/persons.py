"""The persons of a run that was made in parts: read from its parts whenever they are asked for."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hertoets.findings.basis import PersonIds
from hertoets.run.tables import read_table


class InParts(PersonIds):
    """The pseudonyms, in the order of the persons' numbers.

    Parameters
    ----------
    files : sequence of Path
        The outcomes of each part.
    size : int
        How many persons there are.
    """

    def __init__(self, files: Sequence[Path], size: int) -> None:
        self._files, self._size = files, size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        for file in self._files:
            yield from read_table(file, ["person_id"])["person_id"].to_pylist()


class KindsBook:
    """The kind of each person, written part by part and read as one array.

    Parameters
    ----------
    path : Path
        A new file.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._size = path, 0

    def add(self, kinds: npt.NDArray[np.integer]) -> None:
        """Add the persons of the next part."""
        with self._path.open("ab") as file:
            kinds.astype(np.int32).tofile(file)
        self._size += len(kinds)

    def read(self) -> npt.NDArray[np.int32]:
        """All of them; they stay in the file until they are asked for."""
        if not self._size:
            return np.empty(0, dtype=np.int32)
        return np.memmap(self._path, dtype=np.int32, mode="r", shape=(self._size,))
