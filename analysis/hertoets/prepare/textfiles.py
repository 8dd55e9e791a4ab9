"""Read separated text files: any separator, quote and encoding, gzip or not, as written.

The rows are counted before the file is parsed and compared after it, as those of an extract are.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hertoets.errors import Fault, UseError
from hertoets.extract.blocks import Dialect
from hertoets.extract.columns import holds_rows
from hertoets.extract.misread import Cause
from hertoets.extract.records import Records
from hertoets.extract.textfile import count_rows, mark_of, parse_rows
from hertoets.prepare.model import Source
from hertoets.prepare.values import Values, as_name

_UNQUOTED: Final = (
    "Double the quote inside its cell, or take it out. "
    'Where nothing is quoted, write quote = "" in the mapping'
)
_MENDS: Final = {
    Cause.ZERO_BYTES: 'Where it is UTF-16 write encoding = "utf-16"; else the file is damaged',
    Cause.STRAY_MARK: _UNQUOTED,
    Cause.SWALLOWED: _UNQUOTED,
}


@dataclass(frozen=True)
class TextFile:
    """A text file whose rows were counted.

    Attributes
    ----------
    header : list of str
        The column names, each on one line with single blanks.
    found : Records
        The rows as they stand in the file.
    """

    path: Path
    dialect: Dialect
    header: list[str]
    found: Records

    @classmethod
    def open(cls, path: Path, source: Source) -> "TextFile":
        """Count the rows of a file and read its column names.

        Raises
        ------
        UseError
            Where the file is empty, a quote eats rows, or it is not in the encoding that the
            mapping names.
        """
        marked = mark_of(path)
        if marked and marked != source.encoding:
            what = f"begins with the mark of {marked}, the mapping says {source.encoding}"
            raise UseError.of(
                where=path.name,
                what=f"the file {what}",
                mend=f'Write encoding = "{marked}" in the mapping',
            )
        dialect = Dialect(
            source.separator, source.quote, source.skip_rows, source.encoding, loose=True
        )
        other = "windows-1252" if source.encoding.startswith("utf") else "utf-8"
        mend = f'Write the right encoding in the mapping, perhaps encoding = "{other}"'
        found = count_rows(path, dialect, mends={**_MENDS, Cause.ENCODING: mend})
        if not any(found.header):
            raise UseError.of(
                where=path.name,
                what="there is no row with column names",
                mend="Check the file and what the mapping says",
            )
        used = set(source.delivered_columns)
        unused = [name for name in found.header if as_name(name) not in used]
        if not found.rows and len(unused) < len(found.header) and holds_rows(unused):
            what = "the rows stand in the row of the names: their ends were not recognised"
            mend = "Deliver it with a line feed at the end of each row"
            at = f"row {source.skip_rows + 1}"
            raise UseError.of(where=path.name, at=at, what=what, mend=mend)
        return cls(path, dialect, [as_name(name) for name in found.header], found)

    @property
    def rows(self) -> int:
        """Rows below the names that are not blank."""
        return self.found.rows

    @property
    def blank_rows(self) -> int:
        """Rows without anything in them, also above the names."""
        return self.found.blank_rows

    def columns(self, names: list[str]) -> dict[str, Values]:
        """Read some columns, all text.

        Raises
        ------
        UseError
            Naming the rows at fault, never their content.
        """
        if self.found.uneven_rows:
            raise UseError(self._uneven())
        places = {name: self.header.index(name) for name in names}
        table = parse_rows(self.path, self.dialect, self.found, places)
        return {name: Values.from_arrow(table[name]) for name in names}

    def _uneven(self) -> list[Fault]:
        width, file = len(self.header), self.path.name
        faults = [
            Fault(
                file,
                f"row {line}",
                f"the row has {cells} cells, the header {width}",
                "Check separator and quote",
            )
            for line, cells in self.found.uneven.items()
        ]
        more = self.found.uneven_rows - len(faults)
        return faults + [Fault(file, "", f"and {more:,} more rows like it")] * (more > 0)
