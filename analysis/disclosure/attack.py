"""The attacker: the least and the greatest value that each hidden count can have.

Everything published is one system of whole numbers; HiGHS, through SciPy, solves it for each
unknown that is asked after. What it finds is exact: no outsider who knows what is published, and
how the figures are defined, can exclude a least or greatest value given here. Source: contract,
section 6.
"""

from collections.abc import Iterable, Sequence
from math import inf
from typing import Any

import numpy as np

from analysis.disclosure.counts import Interval
from analysis.disclosure.narrowing import narrow
from analysis.disclosure.system import System
from analysis.errors import DataError

SOLVED, UNBOUNDED = 0, 3


def attack(
    system: System, known: Sequence[Interval], asked: Iterable[int]
) -> dict[int, Interval]:
    """Solve for the least and greatest value of unknowns.

    Parameters
    ----------
    system : System
    known : sequence of (least, greatest)
        What is published of each unknown by itself.
    asked : iterable of int
        The unknowns to solve for.

    Returns
    -------
    dict of int to (least, greatest)
        Whole numbers, or infinite where nothing bounds it.

    Raises
    ------
    DataError
        What is published contradicts itself.
    """
    outer = narrow(system, known)
    wanted = set(asked)
    found: dict[int, Interval] = {}
    for part in system.parts:
        inside = [unknown for unknown in part if unknown in wanted]
        if not inside:
            continue
        if len(part) == 1:
            found[inside[0]] = outer[inside[0]]
            continue
        model = _Model(system, part, outer)
        for unknown in inside:
            found[unknown] = model.reach(unknown)
    return found


class _Model:
    """One part of the system as HiGHS takes it."""

    def __init__(self, system: System, part: Sequence[int], known: Sequence[Interval]) -> None:
        # Importing SciPy costs time, and most commands never solve anything.
        from scipy.optimize import Bounds, LinearConstraint
        from scipy.sparse import csr_array

        self._place = {unknown: place for place, unknown in enumerate(part)}
        inside = sorted({place for unknown in part for place in system.around[unknown]})
        equations = [system.equations[place] for place in inside]
        entries = [
            (row, self._place[unknown], sign)
            for row, equation in enumerate(equations)
            for unknown, sign in zip(equation.unknowns, equation.signs, strict=True)
        ]
        rows, columns, signs = (np.array(values) for values in zip(*entries, strict=True))
        matrix = csr_array((signs.astype(float), (rows, columns)), shape=(len(inside), len(part)))
        least = np.array([-np.inf if equation.at_most else 0.0 for equation in equations])
        self._constraints = LinearConstraint(matrix, least, np.zeros(len(equations)))
        lows, highs = zip(*(known[unknown] for unknown in part), strict=True)
        self._bounds = Bounds(np.array(lows, dtype=float), np.array(highs, dtype=float))

    def reach(self, unknown: int) -> Interval:
        """Give the least and the greatest value of one unknown."""
        place = self._place[unknown]
        least, most = (self._solve(place, sign) for sign in (1.0, -1.0))
        return least, -most

    def _solve(self, place: int, sign: float) -> float:
        from scipy.optimize import milp

        goal = np.zeros(len(self._place))
        goal[place] = sign
        result: Any = milp(
            goal,
            constraints=self._constraints,
            bounds=self._bounds,
            integrality=np.ones(len(goal)),
        )
        if result.status == SOLVED:
            return float(round(result.fun))
        if result.status == UNBOUNDED or _endless(self._bounds, place, sign):
            return -inf
        raise DataError.of(
            where="disclosure",
            what=f"what is published cannot be solved (HiGHS status {result.status})",
            mend="This is a fault of Hertoets itself: report it with the version and the command",
        )


def _endless(bounds: Any, place: int, sign: float) -> bool:
    """HiGHS may answer that a problem is unbounded or infeasible; then the bound itself tells."""
    return bool(np.isinf(bounds.lb[place] if sign > 0 else bounds.ub[place]))
