"""Row headings in the tables of a PDF: the first cell of a row heads it, as its column's head does.

Typst marks the headings of columns and has no word for those of rows. What it writes is plain: one
table of cross-references, and every structure element an object of its own (ISO 32000, 7.5.4 and
14.8.4.3). A cell that names its headings (``Headers``) would know only that of its column; without
that, headings are found by their scope, of columns and rows alike.
"""

import re

_ROW = re.compile(rb"^\d+ 0 obj\n<</Type/StructElem/S/TR/.*?/K\[(?P<first>\d+) 0 R", re.DOTALL)
_CELL = re.compile(rb"^\d+ 0 obj\n<</Type/StructElem/S/TD/")
_NAMED = re.compile(rb"<</O/Table/Headers\[[^\]]*\]>>")
_ENTRY = 20


def with_row_headers(content: bytes) -> bytes:
    """The same PDF with the first cell of each row of a table's body marked as its heading.

    Parameters
    ----------
    content : bytes
        A PDF as typst writes it.

    Raises
    ------
    ValueError
        The PDF has another build than that.
    """
    table = int(content[content.rindex(b"startxref") + len(b"startxref") :].split()[0])
    head, trailer = content[table:].split(b"\ntrailer", 1)
    entries = head.split(b"\n", 2)[2].rstrip() + b"\r\n"
    offsets = [int(entries[at : at + 10]) for at in range(0, len(entries), _ENTRY)][1:]
    if not head.startswith(b"xref\n0 ") or offsets != sorted(offsets):
        raise ValueError("this PDF has no single table of cross-references in the order of objects")
    bounds = zip(offsets, [*offsets[1:], table], strict=True)
    objects = [content[begin:end] for begin, end in bounds]
    heading = {int(row["first"]) for one in objects if (row := _ROW.match(one))}
    written = [_cell(one, number in heading) for number, one in enumerate(objects, start=1)]
    return _joined(content[: offsets[0]], written, trailer)


def _cell(text: bytes, is_heading: bool) -> bytes:
    """An object with its marks set, if it is a cell of a table's body."""
    if not _CELL.match(text):
        return text
    if not is_heading:
        return _NAMED.sub(b"", text, count=1)
    return _NAMED.sub(b"<</O/Table/Scope/Row>>", text.replace(b"/S/TD/", b"/S/TH/", 1), count=1)


def _joined(opening: bytes, objects: list[bytes], trailer: bytes) -> bytes:
    """Put objects behind one another under a new table of cross-references."""
    at, lines = len(opening), [b"0000000000 65535 f\r\n"]
    for one in objects:
        lines.append(b"%010d 00000 n\r\n" % at)
        at += len(one)
    before, _, after = trailer.partition(b"startxref\n")
    rest = after.split(b"\n", 1)[1]
    table = b"xref\n0 %d\n" % len(lines) + b"".join(lines)
    return b"".join([opening, *objects, table, b"trailer", before, b"startxref\n%d\n" % at, rest])
