"""What a mapping file says, once it has been checked: sources, and a rule for each column."""

from collections.abc import Mapping as Mapped
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal

from hertoets.extract.schema import Column, Table
from hertoets.prepare.codelists import CodeList

How = Literal["join", "first_filled", "year_month_day", "next_begin"]
Form = Literal["csv", "parquet", "xlsx"]

# Whether the contract's end is the last day or the day after it (contract, section 1; the right:
# section 2, where the next one may begin on the day after its end; the term: start plus three
# years is the first day after it). Of the other ends the contract does not say.
ENDS: Final[Mapped[tuple[str, str], str]] = MappingProxyType(
    {
        ("residence_rights", "end_date"): "inclusive",
        ("registrations", "valid_to"): "exclusive",
        ("reception", "to_date"): "exclusive",
        ("exemptions", "valid_to"): "inclusive",
        ("notices", "term_end_stated"): "exclusive",
    }
)

ISO_DATE: Final = "%Y-%m-%d"


@dataclass(frozen=True)
class ColumnRule:
    """How one column of the contract comes about.

    Attributes
    ----------
    column : Column
        The column of the contract.
    sources : tuple of str
        Delivered columns; empty where the rule has a constant or the column is absent.
    how : str or None
        How several delivered columns become one.
    glue : str
        What stands between joined parts.
    constant : str, bool, int, datetime.date or None
        The same value in every row; the empty text says *open*.
    absent : str or None
        ``unknown`` or ``open``: what it means that the register does not deliver the column.
    hash : str or None
        ``bsn`` (checked first) or ``text``: a keyed hash takes the place of the value.
    pad : int
        Zeros go before a value that is shorter; 0 adds none.
    codes : CodeList or None
        What each delivered code says.
    dates : tuple of str
        Forms of a date, tried in this order.
    shift_days : int
        From the register's kind of end to the contract's.
    personal : bool
        No value may be shown, not even one outside the code list.
    accept_unmapped : bool
        Go on where more than the limit does not map.
    same : tuple of str
        Delivered columns that are the same in the rows of one history (`how` is ``next_begin``).
    thousands, decimal : str
        What stands between the thousands, and before a fraction, of a count.
    """

    column: Column
    sources: tuple[str, ...] = ()
    how: How | None = None
    glue: str = ""
    constant: str | bool | int | date | None = None
    absent: Literal["unknown", "open"] | None = None
    hash: Literal["bsn", "text"] | None = None
    pad: int = 0
    codes: CodeList | None = None
    dates: tuple[str, ...] = (ISO_DATE,)
    shift_days: int = 0
    personal: bool = False
    accept_unmapped: bool = False
    same: tuple[str, ...] = ()
    thousands: str = ""
    decimal: str = ""


@dataclass(frozen=True)
class Choice:
    """Which rows of a delivered column count.

    Attributes
    ----------
    column : str
        The delivered column.
    values : frozenset of str
        What may stand in it; not asked where None.
    form : str or None
        The form that it has: a name of `hertoets.prepare.choosing.NAMED`, or a pattern.
    filled : bool or None
        Whether it is filled.
    """

    column: str
    values: frozenset[str] | None = None
    form: str | None = None
    filled: bool | None = None

    @property
    def label(self) -> str:
        """The name of the filter in the report."""
        if self.values is not None:
            return f"only {self.column}"
        if self.form is not None:
            return f"only {self.column} with form {self.form}"
        return f"only {self.column} {'filled' if self.filled else 'empty'}"


@dataclass(frozen=True)
class Rank:
    """One ground on which one of several rows wins: by column, in a way, with what it needs."""

    way: Literal["prefer", "latest", "earliest", "filled", "first"]
    column: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OneOf:
    """How several rows become one: those that are the same in some columns, and which one wins."""

    same: tuple[str, ...]
    ranks: tuple[Rank, ...]
    dates: tuple[str, ...] = ("%Y-%m-%d", "%Y%m%d", "%d-%m-%Y")


@dataclass(frozen=True)
class ToRows:
    """How columns become rows: new columns by name, each from as many delivered ones.

    Attributes
    ----------
    columns : dict of str to tuple of str
        Row by row the first of each, then the second of each.
    name : str
        A new column that holds the name of the delivered one; empty for none.
    """

    columns: Mapped[str, tuple[str, ...]]
    name: str = ""

    @property
    def made(self) -> frozenset[str]:
        """The columns that only come about here."""
        return frozenset(self.columns) | ({self.name} if self.name else frozenset())


@dataclass(frozen=True)
class Source:
    """One delivered form, in one file or more, that becomes rows of one table.

    Attributes
    ----------
    label : str
        The mapping file and the place in it, for messages.
    files : tuple of str
        Names inside the delivery, as they are.
    glob : tuple of str
        Patterns of names inside the delivery.
    empty : frozenset of str
        What also counts as an empty cell.
    open_ends : frozenset of datetime.date
        Dates that mean "no end".
    only : tuple of Choice
        Which rows are kept.
    carry_down : tuple of str
        Delivered columns of which an empty cell holds what stands above it.
    to_rows : ToRows or None
        Which columns become rows.
    one_of : OneOf or "leave" or None
        Which of several rows with one key counts; ``leave`` leaves them to the reading of the
        extract, which sets them aside.
    merged : str
        ``carry`` where a merged area of a sheet holds its value in all its cells.
    """

    label: str
    table: Table
    files: tuple[str, ...]
    columns: tuple[ColumnRule, ...]
    form: Form | None = None
    separator: str = ","
    encoding: str = "utf-8"
    quote: str = '"'
    sheet: str | None = None
    skip_rows: int = 0
    empty: frozenset[str] = frozenset()
    open_ends: frozenset[date] = frozenset()
    only: tuple[Choice, ...] = ()
    glob: tuple[str, ...] = ()
    carry_down: tuple[str, ...] = ()
    to_rows: ToRows | None = None
    one_of: OneOf | Literal["leave"] | None = None
    merged: str = ""

    @cached_property
    def delivered_columns(self) -> tuple[str, ...]:
        """Every delivered column that the source needs, each once, in order."""
        named = [name for rule in self.columns for name in (*rule.sources, *rule.same)]
        named += [choice.column for choice in self.only]
        named += self.carry_down
        if isinstance(self.one_of, OneOf):
            named += [*self.one_of.same, *(rank.column for rank in self.one_of.ranks)]
        made: frozenset[str] = frozenset()
        if self.to_rows:
            made = self.to_rows.made
            named += [name for group in self.to_rows.columns.values() for name in group]
        return tuple(dict.fromkeys(name for name in named if name and name not in made))


@dataclass(frozen=True)
class Mapping:
    """What one or more mapping files say together.

    Attributes
    ----------
    files : tuple of (str, str)
        Name and the beginning of the SHA-256 of each mapping file.
    extract : dict
        The keys of ``extract.toml``.
    sources : tuple of Source
        In the order of the files.
    """

    files: tuple[tuple[str, str], ...]
    extract: Mapped[str, object]
    sources: tuple[Source, ...]

    @property
    def delivered_on(self) -> date | None:
        """The day of the delivery, where the mapping says it."""
        day = self.extract.get("delivered_on")
        return day if isinstance(day, date) else None

    @property
    def hashes(self) -> bool:
        """Whether a key is needed."""
        return any(rule.hash for source in self.sources for rule in source.columns)
