"""What follows quickly: each equation narrows what is known of its unknowns, until nothing changes.

An outer bound: the truth lies within it, and so does everything that `analysis.disclosure.attack`
finds. It is fast enough to try one protection after another.
"""

from collections import deque
from collections.abc import Sequence
from math import ceil, floor, inf, isinf

from analysis.disclosure.counts import Interval
from analysis.disclosure.system import Equation, System

MOST_STEPS = 100_000  # a bound that is not the narrowest is still true


def narrow(system: System, known: Sequence[Interval]) -> list[Interval]:
    """Narrow what is known of each unknown.

    Parameters
    ----------
    system : System
    known : sequence of (least, greatest)
        What is published of each by itself, in the order of the unknowns.

    Returns
    -------
    list of (least, greatest)
    """
    narrowed = list(known)
    waiting = deque(range(len(system.equations)))
    queued = [True] * len(system.equations)
    for _ in range(MOST_STEPS):
        if not waiting:
            break
        place = waiting.popleft()
        queued[place] = False
        for unknown in _narrow_one(system.equations[place], narrowed):
            for other in system.around[unknown]:
                if not queued[other]:
                    queued[other] = True
                    waiting.append(other)
    return narrowed


def _narrow_one(equation: Equation, known: list[Interval]) -> list[int]:
    """Narrow the unknowns of one equation in place; give those that changed."""
    lows, highs = [], []
    for unknown, sign in zip(equation.unknowns, equation.signs, strict=True):
        low, high = known[unknown]
        ends = (low * sign, high * sign) if sign > 0 else (high * sign, low * sign)
        lows.append(ends[0])
        highs.append(ends[1])
    least, endless_low = _finite(lows)
    most, endless_high = _finite(highs)
    changed = []
    for place, (unknown, sign) in enumerate(zip(equation.unknowns, equation.signs, strict=True)):
        others_least = _without(lows[place], least, endless_low, -inf)
        others_most = _without(highs[place], most, endless_high, inf)
        low = -inf if equation.at_most else -others_most
        high = -others_least
        ends = (low / sign, high / sign) if sign > 0 else (high / sign, low / sign)
        old = known[unknown]
        new = max(old[0], _up(ends[0])), min(old[1], _down(ends[1]))
        if new != old:
            known[unknown] = new
            changed.append(unknown)
    return changed


def _finite(values: list[float]) -> tuple[float, int]:
    endless = sum(1 for value in values if isinf(value))
    return sum(value for value in values if not isinf(value)), endless


def _without(own: float, total: float, endless: int, infinite: float) -> float:
    """Give the sum of all values but one of them."""
    if isinf(own):
        return infinite if endless > 1 else total
    return infinite if endless else total - own


def _up(value: float) -> float:
    return value if isinf(value) else ceil(value)


def _down(value: float) -> float:
    return value if isinf(value) else floor(value)
