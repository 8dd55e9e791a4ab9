"""What a preparation did, in counts: ``prepared.json`` and the words on the terminal."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hertoets.errors import Fault
from hertoets.extract.schema import schema
from hertoets.prepare.codelists import shipped_lists
from hertoets.prepare.converting import Converted
from hertoets.prepare.model import ColumnRule, Mapping, Source
from hertoets.prepare.reshaping import Shaped
from hertoets.prepare.rulevalues import fits_column
from hertoets.prepare.workbooks import ERROR, NOT_CALCULATED

UNMAPPED_STOP = 0.05
"""Above this share of a column's filled cells nothing is written (contract, section 1: codes)."""

_MOST_CODES = 20  # in a message
_TELLS = 3  # filled cells of which none maps: the rule is wrong, whatever is accepted
_SURELY_A_CODE = re.compile(r"[0-9]{1,4}|[A-Z]{1,3}[0-9]{0,4}")
_MANY = 10  # rows in which a word stands that is a code and nobody's value
_CODE = re.compile(r"[\w .,/+()'-]{1,40}")


@dataclass
class ColumnReport:
    """What was counted in one column of one source."""

    table: str
    column: str
    source: str
    sources: tuple[str, ...]
    personal: bool
    accepted: bool
    rule: ColumnRule
    rows: int = 0
    filled: int = 0
    said_unknown: int = 0
    ended: int = 0
    outside: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)

    @classmethod
    def begin(cls, source: Source, rule: ColumnRule) -> "ColumnReport":
        """Begin counting for a rule."""
        return cls(
            source.table.name,
            rule.column.name,
            source.label,
            rule.sources,
            rule.personal or rule.column.type not in ("code", "bool"),
            rule.accept_unmapped,
            rule,
        )

    def add(self, converted: Converted) -> None:
        """Add what one file gave."""
        self.rows += len(converted.array)
        self.filled += converted.filled
        self.said_unknown += converted.said_unknown
        self.ended += converted.ended
        self.outside += converted.outside
        self.unmapped += converted.unmapped
        self.codes += converted.codes

    def values(self) -> dict[str, Any]:
        """The counts; a code is shown only where it can be one, and belongs to nobody."""
        shown = {} if self.personal else {c: n for c, n in self.codes.items() if _may_show(c)}
        return {
            "table": self.table,
            "column": self.column,
            "source": self.source,
            "from": list(self.sources),
            "filled": self.filled,
            "register_says_unknown": self.said_unknown,
            "codes_that_had_ended": self.ended,
            "unmapped": self.unmapped.total(),
            "unmapped_by_reason": dict(sorted(self.unmapped.items())),
            "codes_outside_the_list": dict(
                sorted(shown.items(), key=lambda item: (-item[1], item[0]))
            ),
            "codes_not_shown": 0 if self.personal else len(self.codes) - len(shown),
        }

    def faults(self) -> Iterator[Fault]:
        """The faults of a column of which too much does not map."""
        unmapped = self.unmapped.total()
        reasons = ", ".join(f"{name} {rows}" for name, rows in sorted(self.unmapped.items()))
        what = f"{unmapped} of {self.filled} filled cells do not map ({reasons})"
        if unmapped >= _TELLS and unmapped == self.filled and self.filled > self.rows / 2:
            mend = f"{self._mend()}; a column of which nothing maps is absent"
            yield Fault(self.source, self.column, what + self._codes_said(), mend)
        elif unmapped > UNMAPPED_STOP * self.filled and not self.accepted:
            mend = f"{self._mend()}; or write accept_unmapped = true there"
            yield Fault(self.source, self.column, what + self._codes_said(), mend)
        elif self.outside > UNMAPPED_STOP * self.filled:
            more = "; in an open column they stay codes outside the list, which no check accepts"
            yield Fault(self.source, self.column, what + self._codes_said() + more, self._mend())

    def _codes_said(self) -> str:
        """Name the codes outside the list, where they can be nobody's value."""
        if self.personal or not self.codes:
            return ""
        said = [
            f"{code} ({rows})"
            for code, rows in sorted(self.codes.items(), key=lambda item: (-item[1], item[0]))
            if may_say(code, rows)
        ][:_MOST_CODES]
        rest = len(self.codes) - len(said)
        parts = [", ".join(said), f"{rest} not shown" if rest else ""]
        return f"; {len(self.codes)} codes: {', '.join(part for part in parts if part)}"

    def _mend(self) -> str:
        """Say what would make the values map, where that can be seen from them."""
        if self.unmapped.keys() & {NOT_CALCULATED, ERROR}:
            return "Open the workbook, let it calculate, mend its errors and save it"
        if self.rule.column.type == "count":
            return (
                "Mend the rule: say what divides thousands and fractions, as "
                'thousands = ".", decimal = ","'
            )
        if self.rule.column.type not in ("code", "bool"):
            return "Mend the rule"
        pad = self.rule.pad
        for name, known in shipped_lists().items():
            targets = [known.translate(code.rjust(pad, "0")) for code in self.codes]
            fits = known is not self.rule.codes and fits_column(self.rule.column, known)
            if targets and fits and None not in targets:
                return f'The shipped list {name} has all of them: write codes = "{name}"'
        base = self.rule.codes.name if self.rule.codes else ""
        if base in shipped_lists():
            return (
                f'Add the codes in a list of your own with extends = "{base}", or leave such rows '
                'out, as only = { column = { form = "GM*" } }'
            )
        return "Mend the rule, or give a list with codes"


def may_say(code: str, rows: int) -> bool:
    """Tell whether a code may stand in a message: it is short, or so common that it is nobody's."""
    return bool(_SURELY_A_CODE.fullmatch(code)) or (rows >= _MANY and _may_show(code))


def _may_show(code: str) -> bool:
    # A shift of columns may have brought a number of a person where a code was expected.
    return bool(_CODE.fullmatch(code)) and sum(letter.isdigit() for letter in code) <= 5


@dataclass
class SourceReport:
    """What became of the rows of one source."""

    table: str
    source: str
    files: dict[str, int] = field(default_factory=dict)
    filtered: Counter[str] = field(default_factory=Counter)
    rows_out: int = 0
    rows_added: int = 0
    unused_columns: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def add(self, shaped: Shaped) -> None:
        """Add the rows of one file."""
        self.rows_out += shaped.rows
        self.rows_added += shaped.added
        self.filtered = +(self.filtered + shaped.filtered)

    def values(self) -> dict[str, Any]:
        """The counts: rows in, and made of columns, are rows out and those filtered."""
        return {
            "table": self.table,
            "source": self.source,
            "files": self.files,
            "rows_in": sum(self.files.values()),
            "rows_made_of_columns": self.rows_added,
            "filtered": dict(sorted(self.filtered.items())),
            "rows_out": self.rows_out,
            "unused_columns": sorted(self.unused_columns),
        }


@dataclass(frozen=True)
class Prepared:
    """What a preparation did.

    Attributes
    ----------
    sources : tuple of SourceReport
        Rows in, filtered and out.
    columns : tuple of ColumnReport
        What mapped and what did not.
    mapping : Mapping
        By which it was done.
    """

    sources: tuple[SourceReport, ...]
    columns: tuple[ColumnReport, ...]
    mapping: Mapping

    @property
    def notes(self) -> list[str]:
        """What is worth knowing: required tables that no mapping gives, filters without rows."""
        tables = {source.table for source in self.sources}
        missing = [table.name for table in schema().values() if table.required]
        notes = [
            f"{name} is required for a run, and no source gives it."
            for name in missing
            if name not in tables
        ]
        notes += [
            f"{source.source}: no row is left." for source in self.sources if not source.rows_out
        ]
        notes += [f"{source.source}, {note}." for source in self.sources for note in source.notes]
        return notes + [
            f"{column.source}, {column.column}: {column.ended} rows hold a code that had ended "
            "by the day of the delivery; it was kept."
            for column in self.columns
            if column.ended
        ]

    def values(self) -> dict[str, Any]:
        """Everything that was counted: the content of ``prepared.json``."""
        return {
            "mappings": [{"file": name, "sha256": digest} for name, digest in self.mapping.files],
            "hashed": self.mapping.hashes,
            "sources": [source.values() for source in self.sources],
            "columns": [column.values() for column in self.columns],
            "notes": self.notes,
        }

    def text(self) -> str:
        """Tell in counts what was done; no value of the delivery, not even a code."""
        lines = ["Rows out, by source"]
        for source in self.sources:
            lines.append(f"  {source.rows_out:>10,}  {source.source}")
            for reason, rows in sorted(source.filtered.items()):
                lines.append(f"  {rows:>10,}  filtered: {reason}")
            if source.rows_added:
                lines.append(f"  {source.rows_added:>10,}  made of columns")
            lines.append(f"  {sum(source.files.values()):>10,}  rows in its files")
        lines += ["", "Values that do not map, now unknown"]
        unmapped = [
            f"  {rows:>10,}  {column.table}.{column.column}: {reason}"
            for column in self.columns
            for reason, rows in sorted(column.unmapped.items())
        ]
        return "\n".join([*lines, *(unmapped or ["        none"])])
