"""Opaque keys: text that follows from a row number and the seed, and tells nothing.

The mixing of 60 bits is keyed by the seed. Each of its steps (adding, multiplying by an odd
number, xor with a shift) is one to one, so the keys are unique, and their order has nothing to
do with the order in which the rows were made.
"""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import Column, Draw

ALPHABET = np.frombuffer(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", dtype=np.uint8)
BITS = 60

ROWS_OF_A_PART = 2**32
"""Numbers kept for the rows of one part in each table: no part has as many."""


@dataclass(frozen=True)
class Part:
    """Where the keys of one part of an extract begin; an extract that is one whole is its only one.

    All parts share the mixing of the extract, and no two share a row number: so their keys differ.
    """

    seed: int
    """Of the extract; a part draws its people from a seed of its own."""
    number: int = 0
    of: int = 1
    first_person: int = 0

    @property
    def first_row(self) -> int:
        """The row number with which the rows of each table begin."""
        return self.number * ROWS_OF_A_PART


def pseudonym_numbers(count: int, seed: int, letter: str, first: int = 0) -> Column:
    """One number of 60 bits for each row, unique and in no order.

    Parameters
    ----------
    count : int
        How many.
    seed : int
        The seed of the extract.
    letter : str
        The kind of key; each kind has its own mixing.
    first : int
        The row number to begin with.

    Returns
    -------
    column of uint64
    """
    mask = np.uint64(2**BITS - 1)
    factors = Draw(seed, f"pseudonyms {letter}").generator.integers(2**58, 2**BITS, 4)
    number = np.arange(first, first + count, dtype=np.uint64)
    for factor in factors.astype(np.uint64):
        number = ((number + factor) * (factor | np.uint64(1))) & mask
        number ^= number >> np.uint64(BITS // 2)
    return number


def as_text(numbers: Column, letter: str) -> Column:
    """Write the numbers as a letter and twelve characters; text order is number order."""
    characters = np.empty((len(numbers), 1 + BITS // 5), dtype=np.uint8)
    characters[:, 0] = ord(letter)
    for place in range(BITS // 5):
        shift = np.uint64(BITS - 5 * (place + 1))
        characters[:, place + 1] = ALPHABET[(numbers >> shift) & np.uint64(31)]
    text = characters.view(f"S{characters.shape[1]}").ravel()
    return text.astype(str).astype(object)
