"""The annex as one document, before it is written as DOCX or PDF: headings, text, tables, figures.

Both writers are handed the same `Document`, so that they cannot say different things.
"""

from dataclasses import dataclass, field
from datetime import date

_COLUMN = 0.3


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 stands under the title."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text; `term` opens it in bold."""

    text: str
    term: str = ""


@dataclass(frozen=True)
class Sentences:
    """Numbered sentences: each a code and its text; `source` says what they answer, or nothing."""

    items: tuple[tuple[str, str], ...]
    source: str = ""


@dataclass(frozen=True)
class Field:
    """A line to fill in: what belongs there, and who can say it."""

    label: str
    text: str


@dataclass(frozen=True)
class Contents:
    """The list of the headings of level 1, on a new page."""

    title: str


@dataclass(frozen=True)
class Link:
    """A cell that leads to an address."""

    address: str


Cell = str | Link


@dataclass(frozen=True)
class Head:
    """The heading of a column; numbers stand to the right. `share` is its part of the width."""

    title: str
    numeric: bool = False
    share: float = 1.0


@dataclass(frozen=True)
class Table:
    """A numbered table: caption above, one row of headings, and below it what it rests on.

    The first cell of a row heads it. `notes` are pairs of a label (``Bron``) and a text. A `long`
    table may run over to a next page; the rows of an `open` one have room to write in.
    """

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[tuple[str, str], ...] = ()
    long: bool = False
    open: bool = False

    def width(self) -> float:
        """The part of the text's width that it fills: few numbers stand near their labels."""
        few = len(self.heads) * _COLUMN
        return min(1.0, few) if self.heads[-1].numeric and not self.long else 1.0


@dataclass(frozen=True)
class Image:
    """A numbered figure: the drawing in both forms, its alternative text, caption and notes."""

    caption: str
    alt: str
    svg: bytes = field(repr=False)
    png: bytes = field(repr=False)
    notes: tuple[tuple[str, str], ...] = ()


Part = Heading | Paragraph | Sentences | Field | Contents | Table | Image


@dataclass(frozen=True)
class Document:
    """A whole document.

    `front` are the lines under the title, `warning` stands above all text and `footer` on every
    page where the data are fictive (else empty), `dated` is the day that the files carry and
    `property_title` the title in their properties.
    """

    title: str
    property_title: str
    subtitle: str
    subject: str
    front: tuple[str, ...]
    warning: str
    footer: str
    dated: date
    parts: tuple[Part, ...]
    language: str = "nl-NL"

    def headings(self) -> tuple[Heading, ...]:
        """The headings in their order."""
        return tuple(part for part in self.parts if isinstance(part, Heading))
