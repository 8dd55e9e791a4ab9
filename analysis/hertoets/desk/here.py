"""Which runs and extracts lie in the project, and how each is opened: for the page to begin on."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from hertoets.datafile import UnreadableError, read_json
from hertoets.desk.exact_blocks import stacked
from hertoets.errors import HertoetsError
from hertoets.extract.metadata import read_meta
from hertoets.extract.tables import table_at
from hertoets.publish.blocks import Block, paragraphs
from hertoets.publish.numbers import date_nl
from hertoets.publish.tables import table_block, text_table
from hertoets.run.hashes import code_hash
from hertoets.run.record import read_record
from hertoets.runfolder import RunFolder
from hertoets.shipped import PROJECT

Row = tuple[str, str, str]

PLACES: Final = ("data", "runs")
"""The folders in which extracts and runs are looked for."""

_HEADS: Final = {"folder": "map", "about": "wat er ligt", "open": "zo opent u het"}
_NONE: Final = (
    "Er ligt nog niets in de mappen data en runs. Maak een fictieve levering en een run daarvan, "
    "in een terminal: hertoets synth --out data/synthetic; hertoets run data/synthetic --out "
    "runs/synthetic."
)
_OTHER: Final = "Gemaakt met een andere versie van Hertoets: draai haar opnieuw."
_UP: Final = 2  # a notebook lies so many folders below the project


def here_block() -> Block:
    """Show runs and extracts as tables; or how a first one is made."""
    found = {"Runs die klaar zijn": list(_rows(_run)), "Leveringen": list(_rows(_extract))}
    shown = [
        table_block(text_table(title, _HEADS, rows), synthetic=False)
        for title, rows in found.items()
        if rows
    ]
    return stacked(shown) if shown else paragraphs([_NONE], kind="missing")


def _rows(row_of: Callable[[Path], Row | None]) -> Iterator[Row]:
    for folder in _folders():
        try:
            row = row_of(folder)
        except (HertoetsError, UnreadableError, OSError):
            continue  # what cannot be opened is not offered
        if row is not None:
            yield row


def _folders() -> Iterator[Path]:
    """Every folder in `PLACES`, of where the notebook works or of the project; in order of name."""
    here = Path.cwd()
    for top in dict.fromkeys([here, *list(here.parents)[:_UP], PROJECT]):
        if any((top / place).is_dir() for place in PLACES):
            for place in PLACES:
                yield from sorted(path for path in (top / place).glob("*") if path.is_dir())
            return


def _run(folder: Path) -> Row | None:
    run = RunFolder(folder)
    if not run.record.is_file():
        return None
    record, basis = read_record(folder), read_json(run.basis)
    titles = {reading["name"]: reading["title_nl"] for reading in basis["readings"]}
    about = [
        _named(basis["meta"]["name"], synthetic=record.extract.synthetic),
        f"peildatum {date_nl(str(record.parameters['reference_date']))}",
        f"hoofdlezing {titles[record.headline]}",
    ]
    opening = f'open_run("{_said(folder)}")' if record.code == code_hash() else _OTHER
    return _said(folder), "; ".join(about), opening


def _extract(folder: Path) -> Row | None:
    if not any(table_at(path) for path in folder.iterdir()):
        return None
    meta = read_meta(folder)
    delivered = f"geleverd op {date_nl(str(meta.delivered_on))}" if meta.delivered_on else ""
    about = [_named(meta.name, synthetic=meta.synthetic), *([delivered] if delivered else [])]
    run = folder.parent.parent / "runs" / "NAAM"
    return _said(folder), "; ".join(about), f'open_run("{_said(folder)}", "{_said(run)}")'


def _named(name: str, *, synthetic: bool) -> str:
    return f"“{name}”{' (FICTIEF)' if synthetic else ''}"


def _said(folder: Path) -> str:
    """A folder as `open_run` finds it: from the project, else from where the notebook works."""
    if folder.is_relative_to(PROJECT):
        return folder.relative_to(PROJECT).as_posix()
    return Path(os.path.relpath(folder)).as_posix()
