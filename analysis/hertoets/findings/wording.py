"""How a number is said in Dutch: thousands, units, bounds, and what is hidden.

One place for both the exact and the released figures, so that they read alike.
"""

from dataclasses import dataclass
from math import ceil, floor

SPACE = "\u00a0"  # number and unit stay on one line
MINUS = "\u2212"
NOT_MEASURED = "niet gemeten"
AROUND_ZERO = "ongeveer nul"
NO_MEDIAN = "niet te bepalen: niemand wachtte zeker"
AT_LEAST, AT_MOST = "ten minste", "ten hoogste"
SINGULAR = {"personen": "persoon", "dagen": "dag", "gemeenten": "gemeente"}
DIGITS_SAID = 3
"""How many digits of a bound a sentence says; the tables hold the rest."""

Number = int | float


@dataclass(frozen=True)
class Manner:
    """How to say a figure.

    `below` is the limit under which a hidden number lies, in the figure's own unit; `outward` tells
    that bounds are said in few digits, the lower rounded down and the upper up; `signed` that the
    figure may lie below zero. `coarse` is half the step to which an amount was rounded: as a bound
    is said what it may be, so that it holds.
    """

    unit: str
    outward: bool = False
    below: int = 0
    signed: bool = False
    coarse: int = 0


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


def outward(lower: Number, upper: Number) -> tuple[Number, Number]:
    """Round bounds as a sentence says them: apart, so that what is said still holds.

    Parameters
    ----------
    lower, upper : int or float

    Returns
    -------
    tuple of int or float
        In three digits; what has no more than that stays as it is.

    Examples
    --------
    >>> outward(30315, 34052), outward(385, 900), outward(-900600, 2322600)
    ((30300, 34100), (385, 900), (-901000, 2330000))
    """
    low, high = _step(lower), _step(upper)
    return floor(lower / low) * low if low > 1 else lower, (
        ceil(upper / high) * high if high > 1 else upper
    )


def _step(value: Number) -> int:
    digits = len(str(abs(int(value))))
    return int(10 ** max(digits - DIGITS_SAID, 0))


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
        Such as ``1.235 personen``, ``ten minste 25 en ten hoogste 40 personen``, ``ten hoogste 20
        personen``, ``minder dan 10 personen``, ``geen personen``. Without a capital or a full stop.

    Examples
    --------
    >>> display(156250, 156250, Manner("euro", outward=True, coarse=15625)).replace(SPACE, " ")
    'ten minste € 140.000 en ten hoogste € 172.000'
    """
    if lower is not None and lower == upper and not (manner.coarse and lower):
        return _say_one(lower, manner)
    if manner.signed:
        return _say_signed(lower, upper, manner)
    if upper is None:
        # A hidden upper figure is small only where the lower one is none or hidden too.
        return say_bound(lower, "lower", manner) if lower else _small(manner)
    if lower is None:
        # Between brackets, so that it can be the subject of a sentence and its object alike.
        sure = f"minder dan {_bare(manner.below, manner)} zeker"
        return f"{say_bound(upper, 'upper', manner)} ({sure})"
    if lower == 0:
        return say_bound(upper, "upper", manner)
    low, high = _outward(lower, "lower", manner), _outward(upper, "upper", manner)
    return f"{AT_LEAST} {_bare(low, manner)} en {AT_MOST} {_with_unit(high, manner)}"


def say_bound(value: Number, side: str, manner: Manner) -> str:
    """Say one bound alone: ``ten minste 25 personen``, ``ten hoogste 40 personen``."""
    said = _with_unit(_outward(value, side, manner), manner)
    return f"{AT_LEAST if side == 'lower' else AT_MOST} {said}"


def _small(manner: Manner) -> str:
    return f"minder dan {_with_unit(manner.below, manner)}"


def _say_one(value: Number, manner: Manner) -> str:
    if value == 0 and manner.unit in ("personen", "gemeenten"):
        return f"geen {manner.unit}"
    return _with_unit(value, manner)


def _say_signed(lower: Number | None, upper: Number | None, manner: Manner) -> str:
    if lower is None and upper is None:
        return f"een verschil van {_small(manner)}"
    # A hidden difference lies a little on either side of zero; its limit would read as a result.
    low = AROUND_ZERO if lower is None else _bare(_outward(lower, "lower", manner), manner)
    high = (
        f"{AROUND_ZERO} {manner.unit}"
        if upper is None
        else _with_unit(_outward(upper, "upper", manner), manner)
    )
    return f"tussen {low} en {high}"


def _outward(value: Number, side: str, manner: Manner) -> Number:
    if value and manner.coarse:
        value = value + manner.coarse if side == "upper" else max(value - manner.coarse, 0)
    return outward(value, value)[side == "upper"] if manner.outward else value


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
