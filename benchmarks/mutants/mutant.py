"""A mutant: one change in one file, by where it stands, what it was and what it becomes."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """One change; ``begin`` and ``end`` count bytes of the file.

    Attributes
    ----------
    file : str
        Under the package, with forward slashes.
    kind : str
        The operator of change, as the page names it.
    place : int
        Number of the mutable place within the file; one place may have several mutants.
    line : int
    text : str
        The line as it stands, stripped: with `change` it says which mutant this is after the
        lines above it have moved.
    change : str
        What it was and what it becomes; numbered where the same is possible twice on a line.
    """

    file: str
    kind: str
    place: int
    line: int
    text: str
    change: str
    begin: int
    end: int
    becomes: str

    def applied(self, source: bytes) -> bytes:
        """The source with the change made."""
        return source[: self.begin] + self.becomes.encode() + source[self.end :]


@dataclass(frozen=True)
class Edit:
    """A change before it has a file: bytes ``begin`` to ``end`` become another text."""

    kind: str
    begin: int
    end: int
    becomes: str


def mutants_of(file: str, source: bytes, places: list[list[Edit]]) -> list[Mutant]:
    """The mutants of one file, from the edits possible at each of its places."""
    found: list[Mutant] = []
    same: Counter[tuple[str, str]] = Counter()
    for number, edits in enumerate(places):
        for edit in edits:
            first = source.rfind(b"\n", 0, edit.begin) + 1
            last = source.find(b"\n", edit.end)
            text = source[first : last if last >= 0 else len(source)].decode()
            was = source[edit.begin : edit.end].decode()
            change = f"{_folded(was)} → {_folded(edit.becomes) or 'left out'}"
            same[text, change] += 1
            if same[text, change] > 1:
                change += f" ({same[text, change]})"
            line = source.count(b"\n", 0, edit.begin) + 1
            found.append(
                Mutant(
                    file,
                    edit.kind,
                    number,
                    line,
                    _short(text),
                    change,
                    edit.begin,
                    edit.end,
                    edit.becomes,
                )
            )
    return found


def read(package: Path, file: str) -> bytes:
    """The file of a package as bytes."""
    return (package / file).read_bytes()


def _short(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    """On one line; spaces within a text are kept, for they may be what changed."""
    return " ".join(part.strip() for part in text.splitlines())
