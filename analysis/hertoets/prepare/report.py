"""What a preparation did, in counts: ``prepared.json`` and the words on the terminal."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hertoets.errors import Fault
from hertoets.extract.schema import schema
from hertoets.prepare.converting import Converted
from hertoets.prepare.model import ColumnRule, Mapping, Source

UNMAPPED_STOP = 0.05
"""Above this share of a column's filled cells nothing is written (contract, section 1: codes)."""

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
    filled: int = 0
    said_unknown: int = 0
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
        )

    def add(self, converted: Converted) -> None:
        """Add what one file gave."""
        self.filled += converted.filled
        self.said_unknown += converted.said_unknown
        self.unmapped += converted.unmapped
        self.codes += converted.codes

    def values(self) -> dict[str, Any]:
        """Give the counts; a code is shown only where it can be one, and belongs to nobody."""
        shown = {} if self.personal else {c: n for c, n in self.codes.items() if _may_show(c)}
        return {
            "table": self.table,
            "column": self.column,
            "source": self.source,
            "from": list(self.sources),
            "filled": self.filled,
            "register_says_unknown": self.said_unknown,
            "unmapped": self.unmapped.total(),
            "unmapped_by_reason": dict(sorted(self.unmapped.items())),
            "codes_outside_the_list": dict(
                sorted(shown.items(), key=lambda item: (-item[1], item[0]))
            ),
            "codes_not_shown": 0 if self.personal else len(self.codes) - len(shown),
        }

    def fault(self) -> Fault | None:
        """Give the fault of a column of which too much does not map."""
        unmapped = self.unmapped.total()
        if self.accepted or unmapped <= UNMAPPED_STOP * self.filled:
            return None
        reasons = ", ".join(f"{name} {rows}" for name, rows in sorted(self.unmapped.items()))
        return Fault(
            self.source,
            self.column,
            f"{unmapped} of {self.filled} filled cells do not map ({reasons})",
            "Mend the rule; or write accept_unmapped = true there, and see prepared.json",
        )


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
    unused_columns: set[str] = field(default_factory=set)

    def values(self) -> dict[str, Any]:
        """Give the counts: rows in are rows out and the rows that were filtered."""
        return {
            "table": self.table,
            "source": self.source,
            "files": self.files,
            "rows_in": sum(self.files.values()),
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
        return notes + [
            f"{source.source}: no row is left." for source in self.sources if not source.rows_out
        ]

    def values(self) -> dict[str, Any]:
        """Give everything that was counted: the content of ``prepared.json``."""
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
        lines += ["", "Values that do not map, now unknown"]
        unmapped = [
            f"  {rows:>10,}  {column.table}.{column.column}: {reason}"
            for column in self.columns
            for reason, rows in sorted(column.unmapped.items())
        ]
        return "\n".join([*lines, *(unmapped or ["        none"])])
