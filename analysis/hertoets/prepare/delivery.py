"""Find the files of a delivery and read the columns that a mapping needs, whatever their form."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hertoets.errors import Fault, UseError
from hertoets.prepare import textfiles, workbooks
from hertoets.prepare.model import Form, Source
from hertoets.prepare.values import Values

_FORMS: dict[str, Form] = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".tab": "csv"}
_FORMS |= {".parquet": "parquet", ".xlsx": "xlsx"}
_BSN = ("bsn", "burgerservicenummer", "sofinummer")


@dataclass(frozen=True)
class Opened:
    """A file that was found and has every column that its source needs."""

    source: Source
    path: Path
    name: str
    header: list[str]
    rows: workbooks.Rows | None = None
    blank_rows: int = 0

    @property
    def unused(self) -> list[str]:
        """The delivered columns that the mapping does not look at."""
        used = self.source.delivered_columns
        return [name for name in self.header if name and name not in used]

    def columns(self) -> dict[str, Values]:
        """Read what the mapping needs, and whatever bears the name of a person's number."""
        names = list(self.source.delivered_columns)
        names += [n for n in self.unused if is_bsn_name(n) and self.header.count(n) == 1]
        if self.rows is not None:
            return workbooks.columns_of(self.header, self.rows, names)
        if form_of(self.path, self.source) == "parquet":
            return _parquet_columns(self.path, names)
        return textfiles.read_columns(self.path, self.source, self.header, names)


def is_bsn_name(name: str) -> bool:
    """Tell whether a column bears the name of a burgerservicenummer."""
    return any(word in name.lower() for word in _BSN)


def may_show(name: str) -> bool:
    """Tell whether a column name may be shown: without a header it would be a person's value."""
    return sum(letter.isdigit() for letter in name) < 4 and len(name) <= 60


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
                found = _open(folder, path, source)
            except UseError as error:
                faults += error.faults
                continue
            faults += _missing(found)
            opened.append(found)
    if faults:
        raise UseError(dict.fromkeys(faults))
    return opened


def form_of(path: Path, source: Source) -> Form | None:
    """Give the form of a file: what the mapping says, else what its name says."""
    name = path.name.lower().removesuffix(".gz")
    return source.form or _FORMS.get(Path(name).suffix)


def _find(folder: Path, source: Source, faults: list[Fault]) -> Iterator[Path]:
    found: dict[Path, None] = {}
    inside = folder.resolve()
    for pattern in source.files:
        paths = sorted(path for path in folder.glob(pattern) if path.is_file())
        if not paths:
            others = sorted(path.name for path in folder.iterdir() if path.is_file())
            near = get_close_matches(pattern, others, n=1)
            mend = f"Nearest is {near[0]}" if near else "Add the file, or mend its name there"
            faults.append(Fault(source.label, pattern, "no such file in the delivery", mend))
        for path in paths:
            if path.resolve().is_relative_to(inside):
                found[path] = None
            else:
                what = "leads out of the delivery"
                faults.append(Fault(source.label, path.name, what, "Put the file itself there"))
    yield from found


def _open(folder: Path, path: Path, source: Source) -> Opened:
    name = path.relative_to(folder).as_posix()
    match form_of(path, source):
        case "csv":
            return Opened(source, path, name, textfiles.header_of(path, source))
        case "xlsx":
            return Opened(source, path, name, *workbooks.read_sheet(path, source))
        case "parquet":
            try:
                return Opened(source, path, name, list(pq.read_schema(path).names))
            except (pa.ArrowException, OSError):
                raise _no_parquet(path) from None
    raise UseError.of(
        where=name,
        what="its name does not tell its form",
        mend='Write form = "csv", "parquet" or "xlsx" in the mapping',
    )


def _missing(opened: Opened) -> Iterator[Fault]:
    header = opened.header
    for name in opened.source.delivered_columns:
        if name not in header:
            near = [near for near in get_close_matches(name, header, n=1) if may_show(near)]
            mend = f"Nearest is {near[0]}" if near else "Check separator, skip_rows and the name"
            yield Fault(opened.name, name, "column missing in the delivery", mend)
        elif header.count(name) > 1:
            yield Fault(opened.name, name, "the column stands twice", "Keep one of them")


def _parquet_columns(path: Path, names: list[str]) -> dict[str, Values]:
    try:
        table = pq.read_table(path, columns=names, use_pandas_metadata=False)
        return {name: Values.from_arrow(table[name]) for name in names}
    except (pa.ArrowException, OSError):
        raise _no_parquet(path) from None


def _no_parquet(path: Path) -> UseError:
    return UseError.of(
        where=path.name, what="not a Parquet file that can be read", mend="Write the file again"
    )
