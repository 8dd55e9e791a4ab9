"""What a mapping file says, once it has been checked: sources, and a rule for each column."""

from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from hertoets.extract.schema import Column, Table
from hertoets.prepare.codelists import CodeList

How = Literal["join", "first_filled", "year_month_day"]
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


@dataclass(frozen=True)
class Source:
    """One delivered form, in one file or more, that becomes rows of one table.

    Attributes
    ----------
    label : str
        The mapping file and the place in it, for messages.
    files : tuple of str
        Names or patterns inside the delivery.
    empty : frozenset of str
        What also counts as an empty cell.
    open_ends : frozenset of datetime.date
        Dates that mean "no end".
    only : dict of str to frozenset of str
        By delivered column the values of the rows that are kept.
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
    only: Mapped[str, frozenset[str]] = field(default_factory=dict)

    @property
    def delivered_columns(self) -> tuple[str, ...]:
        """Every delivered column that the source needs, each once, in order."""
        named = [name for rule in self.columns for name in rule.sources]
        return tuple(dict.fromkeys([*named, *self.only]))


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
    def hashes(self) -> bool:
        """Whether a key is needed."""
        return any(rule.hash for source in self.sources for rule in source.columns)
