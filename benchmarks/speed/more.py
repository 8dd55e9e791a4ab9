"""What one more of a thing costs: a reading of the law, a check on the data, a table delivered."""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from statistics import median

import hertoets.law
from hertoets.quality.loading import expectations_folder

from benchmarks.measure import Cost
from benchmarks.speed.place import Place, by_turns, least, module
from benchmarks.speed.row import Row, counted

PERSONS = 1_000_000
TIMES = 3
READING, CHECK, CHECKED_IN, TABLE = "duty", "notice_has_right", "between.toml", "loans"
"""Of these there is one more; without the table the others stay as they are."""

WITHOUT, AS_SHIPPED, AGAIN = f"outcomes without {TABLE}", "outcomes", "the same again"
READING_MORE, CHECKED, CHECK_MORE = "a ninth reading more", "every check", "a check more"
TABLE_MORE = f"the table {TABLE} more"


def measure(place: Place) -> list[Row]:
    """Measure with and without one more, by turns; each beside what it has one more than."""
    persons = min(PERSONS, place.most)
    extract, folder = place.extract(persons), place.empty("more")
    fewer, out = folder / "without", place.empty("more/out")
    # The same files under another folder: only what is left out differs.
    shutil.copytree(
        extract, fewer, copy_function=os.link, ignore=shutil.ignore_patterns(f"{TABLE}*")
    )
    readings = f"readings={reading_again(place.empty('more/readings'))}"
    expectations = check_again(folder / "expectations")
    costs = by_turns(
        {
            WITHOUT: module("outcomes", fewer, out),
            AS_SHIPPED: module("outcomes", extract, out),
            AGAIN: module("outcomes", extract, out),
            READING_MORE: module("outcomes", extract, out, readings),
            CHECKED: module("checking", extract),
            CHECK_MORE: module("checking", extract, expectations),
        },
        TIMES,
    )
    size = counted(persons)
    return [
        Row.of(f"{AS_SHIPPED}, {size}", least(costs[AS_SHIPPED])),
        _beside(AGAIN, costs[AGAIN], costs[AS_SHIPPED]),
        _beside(READING_MORE, costs[READING_MORE], costs[AS_SHIPPED]),
        Row.of(f"{WITHOUT}, {size}", least(costs[WITHOUT])),
        _beside(TABLE_MORE, costs[AS_SHIPPED], costs[WITHOUT]),
        Row.of(f"{CHECKED}, {size}", least(costs[CHECKED])),
        _beside(CHECK_MORE, costs[CHECK_MORE], costs[CHECKED]),
    ]


def _beside(what: str, costs: list[Cost], without: list[Cost]) -> Row:
    """Lay each turn beside the one without of the same round; the middle ratio counts."""
    times = median(one.cpu / other.cpu for one, other in zip(costs, without, strict=True))
    return replace(Row.of(what, least(costs)), times=round(times, 3))


def reading_again(folder: Path) -> Path:
    """Write a reading of the project into a folder under another name, and give the folder."""
    table = Path(hertoets.law.__file__).with_name("tables") / f"{READING}.toml"
    text, name = table.read_text(encoding="utf-8"), f"{READING}_again"
    # Its own name and those of its rules; a value that happens to be the same word stays.
    text = text.replace(f'"{READING}"', f'"{name}"', 1).replace(f'"{READING}.', f'"{name}.')
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def check_again(folder: Path) -> Path:
    """Copy the expectations into a folder with one of them twice, and give the folder."""
    shutil.copytree(expectations_folder(), folder)
    path = folder / CHECKED_IN
    text = path.read_text(encoding="utf-8")
    head = "[[expectation]]"
    (entry,) = (part for part in text.split(head) if f'id = "{CHECK}"' in part)
    again = entry.replace(f'id = "{CHECK}"', f'id = "{CHECK}_again"')
    path.write_text(f"{text.rstrip()}\n\n{head}{again.rstrip()}\n", encoding="utf-8")
    return folder
