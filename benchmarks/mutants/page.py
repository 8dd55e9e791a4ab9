"""The page: how many mutants were caught in each room, and every one that was not."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

REASONS = Path(__file__).with_name("reasons.toml")
OPENING = """\
# Mutants: do the quick tests notice a changed operator?

`make mutants` writes this page. It makes one change at a time in the rooms {rooms}
(a comparison, *and* and *or*, a constant, *surely* and *maybe*, a filter left out, a
date or a condition of a decision table) and runs the quick tests of that room on a copy. A
mutant that no test notices has survived: either the change makes no difference, or a test is
missing. Docstrings, annotations, the words of errors, sources, vocabulary, decorators and
guards that only stop a wrong programme are not counted; of the texts one in four is.
"""
NO_DIFFERENCE = "No difference"
"""How the reason of a mutant begins that no test can catch, because nothing changes."""

Row = Mapping[str, Any]


def reasons() -> dict[tuple[str, str, str], str]:
    """The reason of each survivor that has one, by file, text of the line and change."""
    entries = tomllib.loads(REASONS.read_text(encoding="utf-8")).get("reason", [])
    return {(entry["file"], entry["line"], entry["change"]): entry["why"] for entry in entries}


def page(trials: Sequence[Row], places: Mapping[str, int], seed: int, size: int) -> str:
    """The Markdown page of one run of ``make mutants``."""
    survivors = [trial for trial in trials if trial["result"] == "survived"]
    others = [trial for trial in trials if trial["kind"] != "text"]
    result = (
        f"**{_share(trials)} of {len(trials)} mutants were caught**, drawn with seed {seed} from "
        f"{sum(places.values()):,} places, each file by its number of places. Without the texts "
        f"that another text of the module replaced: {_share(others)} of {len(others)}."
    )
    told = reasons()
    same = [trial for trial in survivors if _why(trial, told).startswith(NO_DIFFERENCE)]
    those_that_differ = [trial for trial in trials if trial not in same]
    result += (
        f" Without the {len(same)} survivors that make no difference: {_share(those_that_differ)} "
        f"of {len(those_that_differ)}."
    )
    if untried := size - len(trials):
        result += f" {untried} more were drawn and not tried yet (`--go-on`)."
    lines = [
        OPENING.format(rooms=_listed(places)),
        result,
        "",
        *_by_room(trials, places),
        "",
        *_by_kind(trials),
        "",
    ]
    lines += [f"## Survivors ({len(survivors)})", "", *_survivors(survivors, reasons()), ""]
    return "\n".join(lines)


def _listed(rooms: Iterable[str]) -> str:
    *most, last = (f"`{room}`" for room in rooms)
    return f"{', '.join(most)} and {last}"


def _why(trial: Row, told: Mapping[tuple[str, str, str], str]) -> str:
    return told.get((trial["file"], trial["text"], trial["change"]), "")


def _share(trials: Sequence[Row]) -> str:
    caught = sum(trial["result"] != "survived" for trial in trials)
    return f"{100 * caught / len(trials):.1f}%" if trials else "–"


def _by_room(trials: Sequence[Row], places: Mapping[str, int]) -> list[str]:
    lines = ["| room | places | tried | caught | out of time | survived | caught, share |"]
    lines.append("|---|---:|---:|---:|---:|---:|---:|")
    for room in (*places, "together"):
        here = [t for t in trials if room in ("together", t["file"].partition("/")[0])]
        counts = Counter(trial["result"] for trial in here)
        total = sum(places.values()) if room == "together" else places[room]
        cells = (room, f"{total:,}", len(here), counts["caught"], counts["out of time"])
        lines.append(_row(*cells, counts["survived"], _share(here)))
    return lines


def _by_kind(trials: Sequence[Row]) -> list[str]:
    lines = ["| change | tried | survived |", "|---|---:|---:|"]
    for kind, number in Counter(trial["kind"] for trial in trials).most_common():
        alive = sum(t["kind"] == kind and t["result"] == "survived" for t in trials)
        lines.append(_row(kind, number, alive))
    return lines


def _survivors(survivors: Sequence[Row], known: Mapping[tuple[str, str, str], str]) -> list[str]:
    if not survivors:
        return ["None."]
    lines = ["| file | line | change | reason |", "|---|---|---|---|"]
    for trial in sorted(survivors, key=lambda trial: (trial["file"], trial["line"])):
        why = known.get((trial["file"], trial["text"], trial["change"]), "*not yet looked at*")
        where = f"{trial['line']}: {_code(trial['text'])}"
        lines.append(_row(trial["file"], where, _code(trial["change"]), why))
    return lines


def _code(text: str) -> str:
    return "`` " + text.replace("|", "\\|") + " ``"


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
