"""Read mapping files and check them in full, before anything of the delivery is read."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from hertoets.datafile import UnreadableError, read_toml
from hertoets.errors import Fault, UseError
from hertoets.extract.metadata import TYPES as META_TYPES
from hertoets.prepare.checking import Part
from hertoets.prepare.codelists import CodeList, shipped_lists
from hertoets.prepare.model import Mapping, Source
from hertoets.prepare.rulevalues import code_list
from hertoets.prepare.sourcefile import read_source

_HASH = 12  # enough to tell files apart, too short for nine digits of chance


def load_mappings(paths: Iterable[Path]) -> Mapping:
    """Read one mapping file or more, as one mapping.

    Parameters
    ----------
    paths : iterable of Path
        Often one a register. ``[extract]`` may stand in one of them only.

    Returns
    -------
    Mapping

    Raises
    ------
    UseError
        Every fault of every file, at once.
    """
    faults: list[Fault] = []
    read = [(path.name, *_read(path, faults)) for path in paths]
    extract: dict[str, object] = {}
    sources: list[Source] = []
    for name, content, _ in read:
        part = Part(name, "", content, faults)
        part.refuse_unknown(("extract", "codes", "source"))
        own = _lists(part)
        sources += _sources(part, own)
        if part.has("extract"):
            if extract:
                part.fault("extract", "stands in two mapping files", "Keep one of them")
            extract = _extract(part)
    if not sources and not faults:
        names = ", ".join(name for name, _, _ in read) or "--mapping"
        faults.append(Fault(names, "", "there is no source", "Write [[source]] for each file"))
    faults += _persons_that_would_not_link(sources)
    if faults:
        raise UseError(faults)
    return Mapping(tuple((name, digest) for name, _, digest in read), extract, tuple(sources))


def _read(path: Path, faults: list[Fault]) -> tuple[dict[str, object], str]:
    try:
        return read_toml(path), sha256(path.read_bytes()).hexdigest()[:_HASH]
    except UnreadableError as why:
        faults.append(Fault(str(path), "", str(why), "Give a mapping file, in UTF-8"))
        return {}, ""


def _extract(part: Part) -> dict[str, object]:
    inside = Part(part.where, "extract", part.content["extract"], part.faults)
    inside.refuse_unknown(tuple(META_TYPES))
    for key, (kind, mend) in META_TYPES.items():
        # A moment is a date in Python's eyes, and not a day.
        if inside.has(key) and type(inside.content[key]) is not kind:
            inside.fault(key, "not of its type", mend)
    return dict(inside.content)


def _lists(part: Part) -> dict[str, CodeList]:
    if not part.has("codes"):
        return {}
    inside = Part(part.where, "codes", part.content["codes"], part.faults)
    return {
        name: code_list(
            Part(part.where, f"codes.{name}", entries, part.faults), name, shipped_lists()
        )
        for name, entries in inside.content.items()
    }


def _sources(part: Part, lists: dict[str, CodeList]) -> list[Source]:
    listed = part.content.get("source", [])
    if not isinstance(listed, list):
        part.fault("source", "not a list", "Write [[source]], with two brackets")
        return []
    parts = (
        Part(part.where, f"source {number}", content, part.faults)
        for number, content in enumerate(listed, start=1)
    )
    return [source for inside in parts if (source := read_source(inside, lists))]


def _persons_that_would_not_link(sources: list[Source]) -> list[Fault]:
    """One person must get one pseudonym in every table."""
    kinds = {
        source.label: rule.hash or "no hash"
        for source in sources
        for rule in source.columns
        if rule.column.name == "person_id"
    }
    if len(set(kinds.values())) < 2:
        return []
    said = sorted(set(kinds.values()))
    return [
        Fault(
            next(label for label, kind in kinds.items() if kind == said[0]),
            "person_id",
            f"the sources differ in hash ({', '.join(said)}): nobody would link",
            "Give person_id the same hash in every source",
        )
    ]
