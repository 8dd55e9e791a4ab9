"""The places of a law table that can be changed: a date, a number, a code, a condition.

Not counted: sources, vocabulary and sentences, which no calculation reads.
"""

import re
from datetime import date, timedelta

from benchmarks.mutants.mutant import Edit

TEXTS = re.compile(
    rb"^\s*(source|\w+_nl|reading|unit|status)\s*=|^\s*(in_force|sources_\w+)\s*=|^\s*#"
)
SENTENCES = re.compile(rb'\b(rule|source|says_nl)\s*=\s*"[^"]*"')
DATE = re.compile(rb"\b\d{4}-\d\d-\d\d\b")
NUMBER = re.compile(rb"=\s*(\d+)\b(?!-)")
CODE = re.compile(rb'"\w+",\s*|,\s*"\w+"(?=\s*\])')
CONDITION = re.compile(
    rb'\b(?:standing|treaty|date|notice|scope|obliged|duty|publication|decision|effective)\s*=\s*"[^"]*",\s*'
)
ACT = re.compile(rb'\bregime\s*=\s*"(\w+)"')
OTHER_ACT = {
    "wi2013": "wi2021",
    "wi2021": "wi2013",
    "none": "open",
    "open": "none",
    "unknown": "none",
}


def toml_edits(source: bytes) -> list[list[Edit]]:
    """The edits at each place of a table, in the order of the text."""
    places: list[list[Edit]] = []
    begin = 0
    for line in source.splitlines(keepends=True):
        if not TEXTS.match(line):
            bare = SENTENCES.sub(lambda found: b" " * len(found[0]), line)
            places += [[_moved(edit, begin) for edit in edits] for edits in _of_line(bare)]
        begin += len(line)
    return places


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(edit.kind, edit.begin + by, edit.end + by, edit.becomes)


def _of_line(line: bytes) -> list[list[Edit]]:
    places = []
    for found in DATE.finditer(line):
        day = date.fromisoformat(found[0].decode())
        near = [(day + timedelta(days=by)).isoformat() for by in (1, -1)]
        places.append([Edit("date in a table", *found.span(), text) for text in near])
    for found in NUMBER.finditer(line):
        near = [str(int(found[1]) + by) for by in (1, -1) if int(found[1]) + by >= 0]
        places.append([Edit("number in a table", *found.span(1), text) for text in near])
    if b"regime" in line:
        for found in CONDITION.finditer(line):
            places.append([Edit("condition of a row left out", *found.span(), "")])
        for found in ACT.finditer(line):
            other = OTHER_ACT[found[1].decode()]
            places.append([Edit("Act of a row", *found.span(1), other)])
    elif b"{" not in line:
        for found in CODE.finditer(line):
            places.append([Edit("code of a list left out", *found.span(), "")])
    return places
