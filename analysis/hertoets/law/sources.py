"""The documents that rows and constants cite."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from hertoets.errors import Fault, UseError
from hertoets.law.schema import SourceEntry
from hertoets.law.tomlfile import checked, parsed

FILE_NAME: Final = "sources.toml"


@dataclass(frozen=True)
class Source:
    """A document that a row may cite, and how far it was read."""

    id: str
    document: str
    date: str
    address: str
    establishes_nl: str
    read: str
    extent_nl: str


@cache
def built_in_sources() -> Mapping[str, Source]:
    """The sources that ship with the project, by id.

    Raises
    ------
    UseError
        With every fault of the file.
    """
    faults: list[Fault] = []
    sources: dict[str, Source] = {}
    add_sources(sources, Path(__file__).parent / FILE_NAME, faults)
    if faults:
        raise UseError(faults)
    return sources


def add_sources(sources: dict[str, Source], path: Path, faults: list[Fault]) -> None:
    """Add the sources of a file; one that is known already keeps its meaning.

    Parameters
    ----------
    sources : dict of str to Source
        Grows.
    path : Path
        A file of sources.
    faults : list of Fault
        Grows by what is wrong in the file.
    """
    for source_id, content in (parsed(path, faults) or {}).items():
        entry = checked(SourceEntry, content, str(path), {}, faults, inside=source_id)
        if entry is None:
            continue
        source = Source(id=source_id, **entry.model_dump())
        if sources.setdefault(source_id, source) != source:
            # The rows that cite it would silently say something else.
            what = "this id is already taken by another source"
            faults.append(Fault(str(path), source_id, what, "Give the source an id of its own"))
