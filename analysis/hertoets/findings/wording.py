"""How a number is said in Dutch: thousands, units, bounds, and what is hidden.

One place for both the exact and the released figures, so that they read alike.
"""

from dataclasses import dataclass

SPACE = "\u00a0"  # number and unit stay on one line
MINUS = "\u2212"
NOT_MEASURED = "niet gemeten"
AROUND_ZERO = "ongeveer nul"
NO_MEDIAN = "niet te bepalen: niemand wachtte zeker"
SINGULAR = {"personen": "persoon", "dagen": "dag", "gemeenten": "gemeente"}

Number = int | float


@dataclass(frozen=True)
class Manner:
    """How to say a figure.

    `below` is the limit under which a hidden number lies, in the figure's own unit; `circa` tells
    that numbers other than zero were rounded; `signed` that the figure may lie below zero.
    """

    unit: str
    circa: bool = False
    below: int = 0
    signed: bool = False


def write_number(value: Number) -> str:
    """Write a number the Dutch way, at most one decimal.

    Examples
    --------
    >>> write_number(1234), write_number(62.5), write_number(-5)
    ('1.234', '62,5', '−5')
    """
    whole = isinstance(value, int) or value == int(value)
    text = f"{abs(value):,.0f}" if whole else f"{abs(value):,.1f}"
    text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if value < 0 else text


def display(lower: Number | None, upper: Number | None, manner: Manner) -> str:
    """Say a figure with its bounds; None is a number that is hidden.

    Parameters
    ----------
    lower, upper : int, float or None
        In the unit of `manner`.
    manner : Manner

    Returns
    -------
    str
        Such as ``circa 1.235 personen``, ``tussen 0 en circa 20 personen``, ``minder dan 10
        personen``, ``geen personen``; ``ten minste circa 25 personen`` where only the lower is
        known. Without a capital or a full stop.
    """
    if lower is not None and lower == upper:
        return _say_one(lower, manner)
    if manner.signed:
        return _say_signed(lower, upper, manner)
    if upper is None:
        # A hidden upper figure is small only where the lower one is none or hidden too.
        if lower:
            return f"ten minste {_circa(lower, manner)}"
        small = f"minder dan {_with_unit(manner.below, manner)}"
        return small if lower is None else f"nul tot {small}"
    if lower is None:
        # Between brackets, so that it can be the subject of a sentence and its object alike.
        return f"hooguit {_circa(upper, manner)} (minder dan {_bare(manner.below, manner)} zeker)"
    return _between(lower, upper, manner)


def _say_one(value: Number, manner: Manner) -> str:
    if value == 0 and manner.unit in ("personen", "gemeenten"):
        return f"geen {manner.unit}"
    return _circa(value, manner)


def _say_signed(lower: Number | None, upper: Number | None, manner: Manner) -> str:
    if lower is None and upper is None:
        return f"een verschil van minder dan {_with_unit(manner.below, manner)}"
    # A hidden difference lies a little on either side of zero; its limit would read as a result.
    low = AROUND_ZERO if lower is None else _circa_bare(lower, manner)
    high = f"{AROUND_ZERO} {manner.unit}" if upper is None else _circa(upper, manner)
    return f"tussen {low} en {high}"


def _between(lower: Number, upper: Number, manner: Manner) -> str:
    return f"tussen {_circa_bare(lower, manner)} en {_circa(upper, manner)}"


def _circa(value: Number, manner: Manner) -> str:
    text = _with_unit(value, manner)
    return f"circa {text}" if _rounded(value, manner) else text


def _circa_bare(value: Number, manner: Manner) -> str:
    text = _bare(value, manner)
    return f"circa {text}" if _rounded(value, manner) else text


def _rounded(value: Number, manner: Manner) -> bool:
    return manner.circa and value != 0


def _bare(value: Number, manner: Manner) -> str:
    if manner.unit != "euro":
        return write_number(value)
    sign = MINUS if value < 0 else ""
    return f"{sign}€{SPACE}{write_number(abs(value))}"


def _with_unit(value: Number, manner: Manner) -> str:
    if manner.unit == "euro":
        return _bare(value, manner)
    unit = SINGULAR.get(manner.unit, manner.unit) if abs(value) == 1 else manner.unit
    return f"{_bare(value, manner)}{SPACE}{unit}"
