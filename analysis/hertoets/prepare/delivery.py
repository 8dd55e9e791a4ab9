"""Find the files of a delivery and read the columns that a mapping needs, whatever their form."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Protocol

from hertoets.errors import Fault, UseError
from hertoets.extract.columns import is_like_a_value
from hertoets.prepare.model import Form, Source
from hertoets.prepare.parquetfile import ParquetFile
from hertoets.prepare.textfiles import TextFile
from hertoets.prepare.values import Values
from hertoets.prepare.workbooks import read_sheet

FORMS: dict[str, Form] = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".tab": "csv"}
FORMS |= {".parquet": "parquet", ".xlsx": "xlsx", ".xlsm": "xlsx"}
_BSN = ("bsn", "burgerservicenummer", "sofinummer")
_MOST_COMPARED = 1000  # names among which the nearest is looked for


class File(Protocol):
    """A file that was opened, in whatever form."""

    @property
    def header(self) -> list[str]:
        """The column names, each on one line with single blanks."""
        ...

    @property
    def blank_rows(self) -> int:
        """Rows without anything in them."""
        ...

    def columns(self, names: list[str]) -> dict[str, Values]:
        """Read some columns."""
        ...


@dataclass(frozen=True)
class Opened:
    """A file that was found and has every column that its source needs."""

    source: Source
    path: Path
    name: str
    file: File
    rows: int
    """Rows below the names that are not blank, as they were counted before reading."""
    notes: tuple[str, ...] = ()

    @property
    def header(self) -> list[str]:
        """The column names."""
        return self.file.header

    @cached_property
    def unused(self) -> list[str]:
        """The delivered columns that the mapping does not look at."""
        used = set(self.source.delivered_columns)
        return [name for name in self.header if name and name not in used]

    def columns(self) -> dict[str, Values]:
        """Read what the mapping needs, and whatever bears the name of a person's number."""
        numbers = [name for name in self.unused if is_bsn_name(name)]
        once = [name for name in numbers if self.header.count(name) == 1]
        names = [*self.source.delivered_columns, *once]
        if not names:  # constants only: a column is read for its rows
            names = [name for name in self.header if name][:1]
        return self.file.columns(names)


def is_bsn_name(name: str) -> bool:
    """Tell whether a column bears the name of a burgerservicenummer."""
    return any(word in name.lower() for word in _BSN)


def may_show(name: str) -> bool:
    """Tell whether a column name may be shown: without a header it would be a person's value."""
    return not is_like_a_value(name) and len(name) <= 60


def open_delivery(folder: Path, sources: tuple[Source, ...]) -> list[Opened]:
    """Find every file and check its header, before any row is read.

    Parameters
    ----------
    folder : Path
        The delivery.
    sources : tuple of Source
        What the mapping expects in it.

    Returns
    -------
    list of Opened
        In the order of the sources, the files of each by name.

    Raises
    ------
    UseError
        All files and columns that are missing, at once.
    """
    if not folder.is_dir():
        raise UseError.of(
            where=str(folder), what="there is no such folder", mend="Give the folder delivered"
        )
    opened: list[Opened] = []
    faults: list[Fault] = []
    for source in sources:
        paths = list(_find(folder, source, faults))
        for path in paths:
            try:
                found = open_file(folder, path, source)
            except UseError as error:
                faults += error.faults
                continue
            faults += _missing(found)
            opened.append(found)
    if faults:
        raise UseError(dict.fromkeys(faults))
    return opened


def form_of(path: Path, source: Source | None = None) -> Form | None:
    """The form of a file: what the mapping says, else what its name says."""
    name = path.name.lower().removesuffix(".gz")
    return (source.form if source else None) or FORMS.get(Path(name).suffix)


def open_file(folder: Path, path: Path, source: Source) -> Opened:
    """Open one file in the form that the mapping or its name says."""
    name = path.relative_to(folder).as_posix()
    match form_of(path, source):
        case "csv":
            text = TextFile.open(path, source)
            return Opened(source, path, name, text, text.rows)
        case "xlsx":
            sheet = read_sheet(path, source)
            return Opened(source, path, name, sheet, len(sheet.rows), tuple(sheet.notes))
        case "parquet":
            parquet = ParquetFile.open(path)
            return Opened(source, path, name, parquet, parquet.rows)
    raise UseError.of(where=name, what=_why_no_form(path), mend=_MEND_FORM)


_MEND_FORM = 'Write form = "csv", "parquet" or "xlsx" in the mapping, or deliver one of these'


def _why_no_form(path: Path) -> str:
    others = {
        ".xls": "an Excel file of before 2007 (.xls) is not read",
        ".xlsb": "a binary workbook (.xlsb) is not read",
        ".ods": "an OpenDocument file (.ods) is not read",
    }
    return others.get(path.suffix.lower(), "its name does not tell its form")


def _find(folder: Path, source: Source, faults: list[Fault]) -> Iterator[Path]:
    found: dict[Path, None] = {}
    inside = folder.resolve()
    wanted = [(name, [folder / name]) for name in source.files]
    wanted += [(pattern, sorted(folder.glob(pattern))) for pattern in source.glob]
    for name, candidates in wanted:
        paths = [path for path in candidates if path.is_file()]
        if not paths:
            what = "no such file in the delivery"
            faults.append(Fault(source.label, name, what, _mend_name(folder, source, name)))
        for path in paths:
            if path.resolve().is_relative_to(inside):
                found[path] = None
            else:
                what = "leads out of the delivery"
                faults.append(Fault(source.label, path.name, what, "Put the file itself there"))
    yield from found


def _mend_name(folder: Path, source: Source, name: str) -> str:
    if name in source.files and any(path.is_file() for path in folder.glob(name)):
        return f'Names are taken as they are; for a pattern write glob = ["{name}"]'
    others = {p.name.casefold(): p.name for p in sorted(folder.iterdir()) if p.is_file()}
    near = get_close_matches(name.casefold(), others, n=1)
    return f"Nearest is {others[near[0]]}" if near else "Add the file, or mend its name there"


def _missing(opened: Opened) -> Iterator[Fault]:
    """Name the columns that are missing or stand twice; no name that the mapping does not know."""
    times = Counter(opened.header)
    for name in opened.source.delivered_columns:
        if not times[name]:
            yield Fault(
                opened.name, name, "column missing in the delivery", _mend_column(opened, name)
            )
        elif times[name] > 1:
            yield Fault(opened.name, name, "the column stands twice", "Keep one of them")


def _mend_column(opened: Opened, name: str) -> str:
    header = opened.header
    compared = {known.casefold(): place for place, known in enumerate(header[:_MOST_COMPARED], 1)}
    near = get_close_matches(name.casefold(), compared, n=1)
    if near:
        return f"The name nearest to it is that of column {compared[near[0]]} of {len(header)}"
    return f"The file has {len(header)} columns: check separator, skip_rows and the name"
