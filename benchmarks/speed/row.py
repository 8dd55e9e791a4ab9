"""A line of the page: what was measured, what it cost, and beside what that is laid."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from benchmarks.measure import Cost


@dataclass(frozen=True)
class Row:
    """A line of the page.

    Attributes
    ----------
    what : str
        What was measured, for a reader.
    cpu, wall, gib : float
        Seconds of processor, seconds on the wall, peak memory.
    times : float or None
        CPU seconds as a multiple of what the part lays it beside.
    budget : str
        What it may cost at most, where that is agreed.
    system, persons : str, int or None
        The same system at several sizes is a line of the figure, and has a growth.
    """

    what: str
    cpu: float
    wall: float
    gib: float
    times: float | None = None
    budget: str = ""
    system: str = ""
    persons: int | None = None

    @classmethod
    def of(
        cls,
        what: str,
        cost: Cost,
        beside: Cost | None = None,
        *,
        budget: str = "",
        system: str = "",
        persons: int | None = None,
    ) -> Self:
        """Lay a cost beside another."""
        times = round(cost.cpu / beside.cpu, 3) if beside else None
        cpu, wall, gib = (round(number, 3) for number in (cost.cpu, cost.seconds, cost.gib))
        return cls(what, cpu, wall, gib, times, budget, system, persons)

    @classmethod
    def for_size(
        cls, system: str, persons: int, cost: Cost, beside: Cost | None = None, budget: str = ""
    ) -> Self:
        """A system at one of its sizes."""
        what = f"{system}, {counted(persons)}"
        return cls.of(what, cost, beside, budget=budget, system=system, persons=persons)

    def as_values(self) -> dict[str, Any]:
        """For the file that the page is written from."""
        return asdict(self)


def counted(persons: int) -> str:
    """Say how many persons.

    >>> counted(1_000_000)
    '1,000,000 persons'
    """
    return f"{persons:,} person{'' if persons == 1 else 's'}"
