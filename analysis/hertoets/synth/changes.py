"""Values written wrongly: from what stood there to what is delivered (`hertoets.synth.faults`)."""

import numpy as np

from hertoets.synth.draws import Column, texts
from hertoets.synth.municipalities import municipalities


def add_to_century(text: str) -> str:
    """Write a year a hundred years on: 19 typed as 20."""
    return f"{int(text[:4]) + 100}{text[4:]}"


def to_30_february(text: str) -> str:
    """Write a day that no calendar has."""
    return f"{text[:4]}-02-30"


def without_letters(text: str) -> str:
    """Write a municipality as the BRP does: four digits."""
    return text.removeprefix("GM")


def other_sex(sex: Column) -> Column:
    """Another code of sex."""
    return np.where(sex == "m", texts(["f"]), texts(["m"]))


def other_law(choice: Column) -> Column:
    """The other Act."""
    return np.where(choice == "wi2013", texts(["wi2021"]), texts(["wi2013"]))


def another_municipality(codes: Column) -> Column:
    """Another municipality with a lasting code."""
    first, second = municipalities().codes[np.flatnonzero(municipalities().lasting)[:2]]
    return np.where(codes == first, texts([second]), texts([first]))
