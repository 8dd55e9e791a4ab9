"""Load the decision tables and their sources: the built-in ones, overlaid by a folder.

In the folder a file named as a built-in table replaces it, another adds a reading, and
``sources.toml`` adds sources. The constants and the vocabulary are not laid over.
"""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

from hertoets.errors import Fault, UseError
from hertoets.law.constants import FILE_NAME as CONSTANTS_FILE
from hertoets.law.constants import constants, refuse_constants
from hertoets.law.model import CommonRules, Law, Reading, Rule
from hertoets.law.schema import CommonEntry, ReadingEntry, RuleEntry
from hertoets.law.situation import DATE_FACTS, FACT_VALUES, STANDARD_READINGS
from hertoets.law.sources import FILE_NAME, add_sources, built_in_sources
from hertoets.law.tomlfile import checked, parsed

_ROOM: Final = Path(__file__).parent
_COMMON: Final = "common"
_VOCABULARY: Final = "vocabulary.toml"
_NO_READINGS: Final = frozenset({FILE_NAME, CONSTANTS_FILE, _VOCABULARY})
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
# A reading's name ends up in column names (regime_<name>, start_<name>), where these are taken.
_TAKEN: Final = frozenset({"stated", "by_choice", "class", "shift_days"})


def load_law(folder: Path | None = None) -> Law:
    """The law of a run.

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
    files = {path.stem: path for path in _tables_in(_ROOM / "tables")}
    files |= {path.stem: path for path in added if path.name not in _NO_READINGS}

    faults: list[Fault] = []
    sources = dict(built_in_sources())
    for path in added:
        if path.name == FILE_NAME:
            add_sources(sources, path, faults)
        elif path.name == CONSTANTS_FILE:
            refuse_constants(path, faults)
        elif path.name == _VOCABULARY:
            what = "a folder of readings cannot change the words of the law"
            faults.append(Fault(str(path), "", what, "Leave the file out"))
    common = _common(files.pop(_COMMON), sources, faults)
    added_readings = sorted(set(files) - set(STANDARD_READINGS))
    readings = {
        name: _reading(files[name], common, sources, faults)
        for name in (*STANDARD_READINGS, *added_readings)
    }
    vocabulary = parsed(_ROOM / _VOCABULARY, faults)
    if faults or common is None or vocabulary is None:
        raise UseError(faults)
    return Law(
        common=common,
        readings={name: reading for name, reading in readings.items() if reading is not None},
        sources=sources,
        vocabulary=vocabulary,
        constants=constants(),
    )


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


def _common(path: Path, sources: Collection[str], faults: list[Fault]) -> CommonRules | None:
    content = parsed(path, faults)
    if content is None:
        return None
    context = _context(path, sources, FACT_VALUES[DATE_FACTS[0]], r"C[0-9]+", "C and a number")
    entry = checked(CommonEntry, content, str(path), context, faults)
    if entry is None:
        return None
    leaves = {column: tuple(values) for column, values in entry.leaves.items()}
    return CommonRules(entry.title_nl, entry.question_nl, _rules(entry.rules), leaves)


def _reading(
    path: Path, common: CommonRules | None, sources: Collection[str], faults: list[Fault]
) -> Reading | None:
    content = parsed(path, faults)
    if content is None:
        return None
    name = path.stem
    _check_name(path, faults)
    date_fact = content.get("date_fact")
    dates = FACT_VALUES[date_fact] if date_fact in DATE_FACTS else ()
    form = rf"{re.escape(name)}\.[a-z0-9_]+"
    context = _context(path, sources, dates, form, f"{name}. and a name")
    entry = checked(ReadingEntry, content, str(path), context, faults)
    if entry is None:
        return None
    return Reading(
        name=name,
        title_nl=entry.title_nl,
        question_nl=entry.question_nl,
        date_fact=entry.date_fact,
        status=entry.status,
        sources_for=tuple(entry.sources_for),
        sources_against=tuple(entry.sources_against),
        common=common if entry.common else None,
        own=_rules(entry.rules),
    )


def _check_name(path: Path, faults: list[Fault]) -> None:
    if not _NAME.fullmatch(path.stem):
        what = "the file name cannot serve as the id of a reading"
        mend = "Use a small letter, then at most 39 small letters, digits or underscores"
        faults.append(Fault(str(path), "reading", what, mend))
    elif path.stem in _TAKEN:
        what = "the name is taken by a column of the outcomes"
        faults.append(Fault(str(path), "reading", what, "Rename it"))


def _context(
    path: Path, sources: Collection[str], dates: tuple[str, ...], form: str, told: str
) -> dict[str, object]:
    return {
        "stem": path.stem,
        "sources": sources,
        "dates": dates,
        "rule_id": (form, told),
        "taken": set(),
    }


def _rules(rows: list[RuleEntry]) -> tuple[Rule, ...]:
    columns = (row.model_dump() for row in rows)
    return tuple(Rule(id=c.pop("rule"), citation=c.pop("source"), **c) for c in columns)
