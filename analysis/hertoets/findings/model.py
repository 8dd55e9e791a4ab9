"""What a finding and a table are before disclosure control: exact, and for no page to see.

Source: contract, sections 4 and 5. `hertoets.release` has types of its own, so that a raw count
cannot reach a page by mistake.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from hertoets.findings.definitions import Definition
from hertoets.plain import NAME_LENGTH, SOURCE_LENGTH, one_line

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

Place = tuple[int, int]
"""Row and column of a cell, from zero."""


@dataclass(frozen=True)
class RawFinding:
    """One exact figure, field by field as contract section 5 lists them.

    `lower` counts what is surely so, `upper` adds what is unknown or open; both None when not
    measured. `by_reading` holds every reading, also where the figure does not depend on it.
    `reading` names the headline where it does, else None.
    """

    id: str
    title_nl: str
    definition: str
    population: str
    unit: str
    source: str
    reading: str | None
    lower: Number | None
    upper: Number | None
    by_reading: dict[str, Pair]
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
class Sum:
    """A cell that is the sum of others, so that one can be derived from the rest."""

    total: Place
    parts: tuple[Place, ...]


@dataclass(frozen=True)
class RawTable:
    """One exact table; which columns are counts is told by their kind.

    `sums` lists every cell that adds up from others. `order_by` names the count by which the rows
    stand from many to few (then as listed): the order of exact counts would tell more than the
    rounded counts do, so disclosure control orders them anew. `signed_rows` may lie below zero.
    `keys` gives the code of each row, where something refers to a row of the table.
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
    sums: tuple[Sum, ...] = ()
    order_by: str | None = None
    signed_rows: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()

    def position(self, name: str) -> int:
        """The place of a column by name; KeyError where there is none."""
        return {column.name: place for place, column in enumerate(self.columns)}[name]


@dataclass(frozen=True)
class Bound:
    """One bound of a finding under one reading, as a term of a relation."""

    finding: str
    reading: str
    side: Side


@dataclass(frozen=True)
class At:
    """One cell of a table, as a term of a relation."""

    table: str
    row: int
    column: int


@dataclass(frozen=True)
class Tally:
    """The persons that meet every condition under one reading; published or not.

    `where` holds a column and the one value that it has, sorted by column; `reading` is empty where
    no column depends on it. Two figures that count the same persons are one tally.
    """

    reading: str
    where: tuple[tuple[str, str | bool], ...]


@dataclass(frozen=True)
class Then:
    """One count of an earlier run of the same people, as a term of a relation.

    `run` is the place of that run among those given.
    """

    run: int
    term: "Term"


Term = Bound | At | Tally | Then


@dataclass(frozen=True)
class Relation:
    """What holds among counts whatever the data: terms, each times a factor, add up to a constant.

    With `sense` ``>=`` they add up to the constant or more. `why` says in a few words what makes it
    sure; disclosure control supposes that every outsider knows it.
    """

    terms: tuple[tuple[int, Term], ...]
    why: str
    sense: Literal["=", ">="] = "="
    constant: int = 0


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


@dataclass(frozen=True)
class Findings:
    """Everything found in one comparison, exact.

    `readings` gives each reading's Dutch title, in the order of the law; `settings` the settings
    of the comparison as text; `notes` what the reader should know of the delivery, in Dutch.
    `relations` are the ties among all these counts beyond each table's own sums, and `tallies` the
    exact number of each tally in them.
    """

    findings: dict[str, RawFinding]
    definitions: dict[str, Definition]
    tables: dict[str, RawTable]
    meta: Origin
    settings: dict[str, str]
    readings: dict[str, str]
    notes: tuple[str, ...]
    relations: tuple[Relation, ...] = ()
    tallies: dict[Tally, int] = field(default_factory=dict)
