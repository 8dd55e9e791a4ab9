"""The page of what was measured last, ``docs/speed.md``, and the same for another programme.

A part can be measured by itself: the others stay as they were measured. Numbers of one part come
from one run, and only within a part is something laid beside something else.
"""

import json
from collections.abc import Callable, Mapping
from textwrap import fill
from typing import NamedTuple

from benchmarks.speed import counting, engines, figure, more, toy, whole
from benchmarks.speed.growth import growths
from benchmarks.speed.place import PROJECT, Place
from benchmarks.speed.row import Row

WIDTH = 100
PAGE = PROJECT / "docs" / "speed.md"
NUMBERS = PAGE.with_suffix(".json")

OPENING = """# What the work costs

Written by `make bench`; do not edit. CPU seconds are those of the whole process and its children;
memory is the greatest resident at once. Where something is laid beside something else, both were
measured by turns in the same minutes, and of three times the one that took least counts: that ratio
is what may be compared between machines. Each section is measured by itself
(`make bench ONLY=toy`), the others stay as they were. *At most* is what is aimed at: a row may lie
above its aim, and then the work is not done.

{figure}
"""

GROWTH = """## Growth

The exponent by which CPU seconds grow with the persons: 1 is twice the seconds for twice the
persons; less, where a part of the work is the same whatever their number.

| what | from | to | exponent |
| --- | ---: | ---: | ---: |
"""

CLOSING = """Not measured: extracts as CSV, more persons than a row names, and other
systems than Linux.
"""


class Part(NamedTuple):
    """A section of the page.

    Attributes
    ----------
    title, text : str
        What stands above its table.
    measure : callable
        Gives its rows.
    beside : str
        The heading of the column that lays one thing beside another; empty: there is none.
    as_percent : bool
        Whether that is told as so much more.
    systems : tuple of str
        Those that the section is about; one that was not measured is named.
    """

    title: str
    text: str
    measure: Callable[[Place], list[Row]]
    beside: str = ""
    as_percent: bool = False
    systems: tuple[str, ...] = ()


PARTS: Mapping[str, Part] = {
    "whole": Part(
        "Commands",
        "As a user gives them, one time each but help and check.",
        whole.measure,
    ),
    "outcomes": Part(
        "Outcomes",
        "The *yardstick* reads every column of the extract once and writes its outcome file once, "
        "with Polars, and does no law at all. *Outcomes* are `protected/outcomes.parquet`, "
        "`situations.parquet` and what was set aside; the work list and the day of judging are "
        "written by a run besides. *DuckDB* is the same contract written by hand as SQL "
        "(`benchmarks/duckdb`), for less: the eight facts, and regime and outcome by the headline "
        "alone; no start and no other column, and no rules for impossible values. On an extract "
        "without faults a test holds every answer of it against ours. *Figures* are all of it up "
        "to every figure with both bounds, with the checks and the second pass over what is in "
        "doubt, by each engine ([by ranges](larger-than-memory.md), [by Spark](on-a-cluster.md) on "
        "this one machine).",
        engines.measure,
        "× yardstick",
    ),
    "counting": Part(
        "Figures and checks",
        "*Find* counts every figure and table with both bounds under every reading, once outcomes "
        "and checks are there: its seconds are those of that step, its memory that of the whole "
        "process.",
        counting.measure,
    ),
    "more": Part(
        "One more",
        "What a line adds to the last above it that adds nothing: the middle one of the ratios in "
        "the same round of turns. *The same again* adds nothing either: what it shows is how far "
        "two turns differ by themselves, and no smaller share means anything. The reading is a "
        f"copy of one that ships (`{more.READING}`), and so is the check (`{more.CHECK}`): others "
        "cost another share.",
        more.measure,
        "more CPU",
        as_percent=True,
    ),
    "toy": Part(
        "The toy rules, in other systems",
        "Three facts and one decision table (`benchmarks/toy/rules.py`) of people with one right "
        "of whom everything is known, the same people in each system, every answer equal. With one "
        "person it is the start that is measured. Hertoets asks all its readings and keeps the "
        "headline's. OpenFisca and ttsim run in environments of their own "
        "(`benchmarks/toy/requirements-*.lock`), with the rules written as their users write them.",
        toy.measure,
        "× Hertoets",
        systems=tuple(toy.SYSTEMS),
    ),
}


def kept() -> dict[str, list[Row]]:
    """What was measured before, by part."""
    if not NUMBERS.is_file():
        return {}
    parts = json.loads(NUMBERS.read_text(encoding="utf-8"))
    return {name: [Row(**row) for row in rows] for name, rows in parts.items() if name in PARTS}


def write(measured: Mapping[str, list[Row]]) -> str:
    """Write the page, its figure and the numbers, and give the page's text."""
    in_order = {name: measured[name] for name in PARTS if name in measured}
    values = {name: [row.as_values() for row in rows] for name, rows in in_order.items()}
    NUMBERS.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    figure.draw(in_order)
    text = as_markdown(in_order)
    PAGE.write_text(text, encoding="utf-8")
    return text


def as_markdown(measured: Mapping[str, list[Row]]) -> str:
    """The page, of these parts."""
    rows = [row for part in measured.values() for row in part]
    sections = [OPENING.format(figure=figure.as_markdown(measured))]
    for name, some in measured.items():
        part = PARTS[name]
        text = fill(part.text + _left_out(part, some), WIDTH, break_on_hyphens=False)
        sections.append(f"## {part.title}\n\n{text}\n\n{_table(part, some)}")
    grown = "".join(
        f"| {one.system} | {one.smaller:,} | {one.larger:,} | {one.exponent:.2f} |\n"
        for one in growths(rows)
    )
    return "\n".join([*sections, *([GROWTH + grown] if grown else []), CLOSING])


def _left_out(part: Part, rows: list[Row]) -> str:
    missing = [name for name in part.systems if all(row.system != name for row in rows)]
    return f" Left out, since it could not be installed: {', '.join(missing)}." if missing else ""


def _table(part: Part, rows: list[Row]) -> str:
    columns: dict[str, tuple[str, Callable[[Row], str]]] = {
        "what": ("---", lambda row: row.what),
        "CPU s": ("---:", lambda row: f"{row.cpu:.2f}"),
        "wall s": ("---:", lambda row: f"{row.wall:.1f}"),
        "GiB": ("---:", lambda row: f"{row.gib:.2f}"),
    }
    if part.beside:
        columns[part.beside] = ("---:", lambda row: _beside(part, row))
    if any(row.budget for row in rows):
        columns["at most"] = ("---", lambda row: row.budget)
    lines = [list(columns), [rule for rule, _ in columns.values()]]
    lines += [[told(row) for _, told in columns.values()] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _beside(part: Part, row: Row) -> str:
    if row.times is None:
        return ""
    return f"{100 * (row.times - 1):+.1f} %" if part.as_percent else f"{row.times:.1f}"
