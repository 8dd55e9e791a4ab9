"""Load the decision tables and their sources: the built-in ones, overlaid by a folder.

In the folder a file named as a built-in table replaces it, another adds a reading, and
``sources.toml`` adds sources. A source already known cannot be given another meaning:
the rows that cite it would silently say something else.
"""

from pathlib import Path
from typing import Final

from hertoets.datafile import UnreadableError, read_toml
from hertoets.errors import Fault, UseError
from hertoets.law.model import READ_MARKS, SOURCE_COLUMNS, STANDARD_READINGS, Law, Reading, Source
from hertoets.law.tablefile import COMMON, TableFile
from hertoets.plain import made_visible, visible

_ROOM: Final = Path(__file__).parent
_SOURCES: Final = "sources.toml"
_TYPE_AGAIN: Final = "Type that text again: a control code or a mark without width is in it"


def load_law(folder: Path | None = None) -> Law:
    """Load the law of a run.

    Parameters
    ----------
    folder : Path, optional
        Decision tables to lay over the built-in ones; without it those stand alone.

    Returns
    -------
    Law
        Readings in the order of `STANDARD_READINGS`, then the added ones by name.
        Whether the tables decide every situation is for `check_law` to say.

    Raises
    ------
    UseError
        If the folder cannot be used or any table is broken; every fault at once.
    """
    added = [] if folder is None else _tables_in(folder)
    source_files = [_ROOM / _SOURCES, *(path for path in added if path.name == _SOURCES)]
    files = {path.stem: path for path in _tables_in(_ROOM / "tables")}
    files |= {path.stem: path for path in added if path.name != _SOURCES}

    faults: list[Fault] = []
    sources: dict[str, Source] = {}
    for path in source_files:
        _add_sources(sources, path, faults)

    common_content = _parsed(files[COMMON], faults)
    common_table = TableFile(str(files[COMMON]), COMMON, common_content or {}, sources)
    common = common_table.common_rules()
    # An unreadable file has its one fault already; that it lacks everything is no further one.
    faults += common_table.faults if common_content is not None else []

    readings: dict[str, Reading] = {}
    for name in (*STANDARD_READINGS, *sorted(set(files) - {COMMON, *STANDARD_READINGS})):
        content = _parsed(files[name], faults)
        if content is not None:
            table = TableFile(str(files[name]), name, content, sources)
            readings[name] = table.reading(common.rules)
            faults += table.faults
    vocabulary = _parsed(_ROOM / "vocabulary.toml", faults)
    if faults or vocabulary is None:
        raise UseError(faults)
    words = {part: dict(told) for part, told in vocabulary.items() if isinstance(told, dict)}
    return Law(common=common, readings=readings, sources=sources, vocabulary=words)


def _tables_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        what = "not a folder" if folder.exists() else "folder not found"
        raise UseError.of(where=str(folder), what=what, mend="Name a folder of decision tables")
    found = sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))
    if not found:
        raise UseError.of(
            where=str(folder),
            what="no decision table in this folder",
            mend="Put a .toml file in it, or leave the setting out",
        )
    return found


def _parsed(path: Path, faults: list[Fault]) -> dict[str, object] | None:
    try:
        content = read_toml(path)
    except UnreadableError as why:
        faults.append(Fault(str(path), "", str(why), "Mend or remove the file"))
        return None
    unseen = [key for key, value in content.items() if not _is_seen({key: value})]
    faults += [
        Fault(str(path), visible(key), "holds a character that cannot be seen", _TYPE_AGAIN)
        for key in unseen
    ]
    return None if unseen else content


def _is_seen(value: object) -> bool:
    """Tell whether every text in it shows all that it holds; it is printed and published."""
    return bool(made_visible(value) == value)


def _add_sources(sources: dict[str, Source], path: Path, faults: list[Fault]) -> None:
    for source_id, entry in (_parsed(path, faults) or {}).items():
        found = list(_source_faults(str(path), source_id, entry))
        faults += found
        if found or not isinstance(entry, dict):
            continue
        source = Source(id=source_id, **entry)
        if sources.setdefault(source_id, source) != source:
            what = "this id is already taken by another source"
            faults.append(Fault(str(path), source_id, what, "Give the source an id of its own"))


def _source_faults(label: str, source_id: str, entry: object) -> list[Fault]:
    columns = ", ".join(SOURCE_COLUMNS)
    if not isinstance(entry, dict):
        return [Fault(label, source_id, "not a source", f"Write [{source_id}] with {columns}")]
    faults = [
        Fault(label, source_id, f"unknown field {field}", f"Use only {columns}")
        for field in sorted(set(entry) - set(SOURCE_COLUMNS))
    ]
    for field in SOURCE_COLUMNS:
        value = entry.get(field)
        if not isinstance(value, str) or not value.strip():
            faults.append(Fault(label, source_id, f"{field} missing or not text", "Fill it"))
        elif field == "read" and value not in READ_MARKS:
            mend = f"Use one of: {', '.join(READ_MARKS)}"
            faults.append(Fault(label, source_id, "read has an unknown mark", mend))
    return faults
