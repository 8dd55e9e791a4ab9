"""What a finding and a table are before disclosure control: exact, and for no page to see.

Source: contract, sections 4 and 5. `hertoets.release` has types of its own, so that a raw count
cannot reach a page by mistake.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

import polars as pl

from hertoets.findings.definitions import Definition
from hertoets.findings.sets import Counted
from hertoets.plain import NAME_LENGTH, SOURCE_LENGTH, one_line

if TYPE_CHECKING:
    from hertoets.findings.basis import Basis

Number = int | float
Pair = tuple[Number | None, Number | None]
"""Lower and upper; both None where there is nothing to take a median over."""

Cell = str | int | float | None
Kind = Literal["label", "count", "days", "euro", "percent", "text"]
Status = Literal["measured", "not_measured"]
Side = Literal["lower", "upper"]
SIDES: tuple[Side, Side] = ("lower", "upper")
COUNTED = ("personen", "gemeenten")
"""The units of figures that are counts; amounts and days are made from those."""

TOTAL_ROW = "total"
UNKNOWN_ROW = "unknown"
AFTER_ALARM_ROW = "after_alarm"
"""Keys of the rows that are not one of a table's own categories."""

RECORDS = "records"
"""Stands in the place of a reading for what the records alone say, by the headline."""


@dataclass(frozen=True)
class RawFinding:
    """One exact figure, field by field as contract section 5 lists them.

    `lower` counts who surely belongs, `upper` adds who may; both None when not measured. `within`
    names the figure of which this one is a part. `records` are the bounds without any doubt of a
    check. `by_reading` holds every reading, also where the figure does not depend on it; `reading`
    names the headline where it does, else None. `undecided` counts by cause who lies between.
    """

    id: str
    title_nl: str
    definition: str
    population: str
    within: str | None
    unit: str
    source: str
    reading: str | None
    lower: Number | None
    upper: Number | None
    records: Pair
    by_reading: dict[str, Pair]
    undecided: dict[str, int]
    display_nl: str
    status: Status


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `of` names the columns that this one is made from: a percentage its part and its whole, an
    amount in euro its persons, a median in days the persons it is taken over. Percentages and
    amounts are left empty here: they are worked out from protected counts only.
    """

    name: str
    title_nl: str
    kind: Kind
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawTable:
    """One exact table; which columns are counts is told by their kind.

    `order_by` names the count by which the rows stand from many to few (then as listed): the order
    of exact counts would tell more than the rounded counts do, so disclosure control orders them
    anew. `occurs` names the count of which every row holds one or more, since only what occurs is
    listed; the rows `always` are listed all the same. `signed_rows` may lie below zero. `keys`
    gives the code of each row, where something refers to a row of the table. `counts` says of each
    cell that is a count what it counts.
    """

    id: str
    title_nl: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    population: str
    unit: str
    source: str
    reading: str | None
    note_nl: str = ""
    order_by: str | None = None
    occurs: str | None = None
    always: tuple[int, ...] = ()
    signed_rows: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    counts: Mapping[tuple[int, int], Counted] = field(default_factory=dict)

    def position(self, name: str) -> int:
        """The place of a column by name; KeyError where there is none."""
        return {column.name: place for place, column in enumerate(self.columns)}[name]


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound of a finding under one reading, or of the `RECORDS` alone."""

    finding: str
    reading: str
    side: Side


@dataclass(frozen=True, slots=True)
class At:
    """One cell of a table."""

    table: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Undecided:
    """How many persons between the bounds of a finding one cause holds there."""

    finding: str
    cause: str


Place = Bound | At | Undecided
"""Where a count is published."""


@dataclass(frozen=True)
class Fact:
    """What a run tells of a count without showing it: it lies between two ends, for a reason."""

    counted: Counted
    least: float
    most: float
    why: str


@dataclass(frozen=True)
class Origin:
    """What the delivery says of itself; the same four things as its `extract.toml`.

    Name and source are free text there; here they are one line of limited length.
    """

    name: str
    delivered_on: date | None
    synthetic: bool
    source: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", one_line(self.name, NAME_LENGTH))
        object.__setattr__(self, "source", one_line(self.source, SOURCE_LENGTH))


_OF_CAUSES = ("person_id", "finding", "cause")


@dataclass(frozen=True)
class Findings:
    """Everything found in one comparison, exact.

    `readings` gives each reading's Dutch title, in the order of the law; `settings` the settings
    of the comparison as text; `notes` what the reader should know of the delivery, in Dutch.
    `counts` says of every published count what it counts, `facts` what is told besides, and
    `basis` holds who counts where; None where nobody is to be protected. `causes` says of each
    undecided person (number), figure by figure, what would decide. `goes_on` are the findings that
    these go on from: published before, of the same persons, and counted by the same basis.
    """

    findings: dict[str, RawFinding]
    definitions: dict[str, Definition]
    tables: dict[str, RawTable]
    meta: Origin
    settings: dict[str, str]
    readings: dict[str, str]
    notes: tuple[str, ...]
    counts: dict[Place, Counted] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    basis: "Basis | None" = None
    causes: pl.DataFrame = field(default_factory=pl.DataFrame)
    goes_on: "Findings | None" = None

    @property
    def every_count(self) -> dict[Place, Counted]:
        """`counts`, after those of the findings that these go on from."""
        before = {} if self.goes_on is None else self.goes_on.every_count
        return before | self.counts

    @property
    def named_causes(self) -> pl.DataFrame:
        """`causes` with pseudonyms (``person_id``) for numbers; for ``protected/`` alone."""
        return named_causes(self.causes, () if self.basis is None else self.basis.person_ids)


def named_causes(causes: pl.DataFrame, person_ids: Iterable[str]) -> pl.DataFrame:
    """Who is undecided for what, by pseudonyms in the place of numbers."""
    if causes.is_empty():
        return pl.DataFrame(schema=dict.fromkeys(_OF_CAUSES, pl.String))
    names = pl.Series(list(person_ids), dtype=pl.String)
    named = causes.with_columns(person_id=names.gather(causes["person"]))
    return named.select(_OF_CAUSES).sort(_OF_CAUSES).cast(pl.String)
