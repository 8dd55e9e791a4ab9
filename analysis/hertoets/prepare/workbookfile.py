"""What an Excel file is before it is read: a workbook, protected, of another kind, damaged, a bomb.

A workbook of the strict kind of Office Open XML says the same under other names; it is given the
usual ones, so that one reader does for both.
"""

import re
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_STORED, BadZipFile, ZipFile, is_zipfile

from hertoets.errors import UseError

MOST_BYTES = 1 << 30
"""How large the parts of a workbook may be together, unpacked."""
MOST_PARTS = 10_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of .xls, and around a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
_TO_CALCULATE = re.compile(rb"""<[\w:]*calcPr\b[^>]*\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")
_BOOK = "xl/workbook.xml"


class _Kind(NamedTuple):
    """A file that is no .xlsx: how it is known, what it is called."""

    holds: Callable[[bytes], bool]
    what: str


_OTHERS = (
    _Kind(lambda raw: raw.startswith(_OLE) and _ENCRYPTED in raw, "is protected by a password"),
    _Kind(lambda raw: raw.startswith(_OLE), "is an Excel file of before 2007 (.xls)"),
    _Kind(lambda raw: raw[:1].strip() == b"<" or b"<html" in raw[:1000].lower(), "is HTML or XML"),
    _Kind(lambda raw: not raw, "is empty"),
)
_DAMAGED = (
    BadZipFile,
    EOFError,
    NotImplementedError,  # a way of packing that is not known
    OSError,
    RuntimeError,  # a zip with a password
    ValueError,
    zlib.error,
)
_MEND = "Save it as .xlsx without a password, or deliver CSV"


def workbook_bytes(path: Path) -> BytesIO:
    """A workbook that openpyxl reads, as bytes.

    Raises
    ------
    UseError
        With what the file is, where it is no workbook that can be read.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        raise _refused(path, "cannot be read") from None
    for kind in _OTHERS:
        if kind.holds(raw):
            raise _refused(path, kind.what)
    if not is_zipfile(BytesIO(raw)):
        damaged = raw.startswith(b"PK")
        raise _refused(path, "is damaged or cut off" if damaged else "is not an Excel workbook")
    try:
        with ZipFile(BytesIO(raw)) as archive:
            return _checked(path, archive, raw)
    except _DAMAGED:
        raise _refused(path, "is damaged") from None


def asks_to_calculate(archive: ZipFile) -> bool:
    """Tell whether a workbook asks to be calculated when opened: its writer did not calculate.

    openpyxl says so of every workbook, so the file itself is asked.
    """
    names = (name for name in archive.namelist() if name.endswith("workbook.xml"))
    return any(_TO_CALCULATE.search(archive.read(name)) for name in names)


def _checked(path: Path, archive: ZipFile, raw: bytes) -> BytesIO:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if sum(part.file_size for part in parts) > MOST_BYTES or len(parts) > MOST_PARTS:
        raise _refused(path, f"is larger than {MOST_BYTES >> 30} GiB when unpacked", "Split it")
    if "xl/workbook.bin" in names:
        raise _refused(path, "is a binary workbook (.xlsb)")
    if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
        raise _refused(path, "is an OpenDocument file (.ods)")
    if _BOOK not in names and not any(name.endswith("workbook.xml") for name in names):
        raise _refused(path, "is a zip file and not an Excel workbook")
    if (bad := archive.testzip()) is not None:
        raise _refused(path, f"is damaged in its part {Path(bad).name}")
    if _BOOK in names and _STRICT in archive.read(_BOOK)[:4096]:
        return _as_usual(archive)
    return BytesIO(raw)


def _as_usual(archive: ZipFile) -> BytesIO:
    """Write a strict workbook with the usual names of its parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as usual:
        for part in archive.infolist():
            content = archive.read(part)
            if part.filename.endswith((".xml", ".rels")):
                for name in (b"spreadsheetml", b"officeDocument", b"drawingml"):
                    content = content.replace(_STRICT + name + b"/", _USUAL + name + b"/2006/")
            usual.writestr(part.filename, content)
    out.seek(0)
    return out


def _refused(path: Path, what: str, mend: str = _MEND) -> UseError:
    return UseError.of(where=path.name, what=f"the file {what}", mend=mend)
