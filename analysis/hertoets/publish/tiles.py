"""The municipalities of 2022 as equal tiles, each where it lies as nearly as a grid allows.

Where a tile lies stands in ``tile_places.csv``. A tile tells which way the count surely lies beside
what was expected, never how much; where a number is hidden it is pale, and the table says why.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hertoets.publish.canvas import LINE, Drawing, Plane, wrap
from hertoets.publish.chart import Cells, Made
from hertoets.publish.dumbbells import FEW, NO_PLACE, TABLE, outside, places_of
from hertoets.publish.style import FIGURE_WIDTH_INCHES
from hertoets.release import Release, write_number

SIGNS: Mapping[str, str] = {
    "over": "te veel geteld",
    "under": "te weinig geteld",
    "within": "geteld zoals verwacht kon worden",
    "none": "niet te zeggen: een getal is afgeschermd of ontbreekt",
}
"""What a tile tells, by its meaning."""

NAMED: Mapping[str, str] = {
    "GM0363": "Amsterdam",
    "GM0599": "Rotterdam",
    "GM0014": "Groningen",
    "GM0935": "Maastricht",
    "GM0153": "Enschede",
    "GM0718": "Vlissingen",
}
"""Tiles that carry the first letter of their name, to find one's way by."""

_WIDTH = FIGURE_WIDTH_INCHES - 0.04


@dataclass(frozen=True)
class Tile:
    """A municipality on the grid."""

    code: str
    row: int
    column: int


@cache
def tiles() -> tuple[Tile, ...]:
    """Every tile."""
    source = files("hertoets.publish").joinpath("tile_places.csv")
    lines = [line for line in source.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return tuple(
        Tile(entry["code"], int(entry["row"]), int(entry["column"]))
        for entry in csv.DictReader(lines)
    )


def made(release: Release, _: Mapping[str, object]) -> Made:
    """Make the figure of the table ``guidance``."""
    cells = Cells(release.tables[TABLE])
    signs = signs_of(cells)
    drawn = {one.code for one in tiles()}
    numbers = {
        sign: sum(own == sign for code, own in signs.items() if code in drawn) for sign in SIGNS
    }
    left_out = len(signs.keys() - drawn)
    also = (
        "Gemeenten die in 2022 niet meer bestonden staan alleen in de tabel. " if left_out else ""
    )
    return Made(
        claim={"places": write_number(numbers["over"])} if numbers["over"] >= FEW else None,
        draw=lambda: tile_map(signs),
        told=(
            "; ".join(f"{SIGNS[sign]}: {_many(n)} gemeenten" for sign, n in numbers.items()) + ".",
        ),
        numbers=places_of(cells.table),
        also=also,
    )


def _many(number: int) -> str:
    if number and number < FEW:
        return f"minder dan {FEW}"
    return write_number(number) if number else "geen"


def signs_of(cells: Cells) -> dict[str, str]:
    """By code what a tile tells."""
    beyond = {one.code: "over" if one.apart > 0 else "under" for one in outside(cells)}
    found = {}
    for key in cells.keys:
        names = ("expected_lower", "expected_upper", "counted")
        known = all(cells.count(key, name).shown is not None for name in names)
        if key not in NO_PLACE:
            found[key] = beyond.get(key, "within" if known else "none")
    return found


def tile_map(signs: Mapping[str, str]) -> Drawing:
    """Draw every municipality of 2022; one of which the table says nothing is pale."""
    columns = max(one.column for one in tiles()) + 1
    rows = max(one.row for one in tiles()) + 1
    size = _WIDTH / columns
    keys = {sign: wrap(words, _WIDTH - 0.3) for sign, words in SIGNS.items()}
    letters = ", ".join(f"{name[0]} {name}" for name in NAMED.values())
    note = wrap(f"Letters: {letters}.", _WIDTH)
    begin = rows * size + 0.12

    def fill(plane: Plane) -> None:
        for one in tiles():
            left, top = 0.02 + one.column * size, one.row * size
            plane.block(left, top, size - 0.02, size - 0.02, signs.get(one.code, "none"))
            if one.code in NAMED:
                sign = signs.get(one.code, "none")
                plane.words(
                    left + size / 2 - 0.01, top + 0.03, NAMED[one.code][0],
                    align="center", bold=True, light=sign in ("over", "under"),
                )  # fmt: skip
        top = begin
        for sign, lines in keys.items():
            plane.block(0.02, top + 0.01, 0.13, 0.13, sign)
            for line in lines:
                plane.words(0.24, top, line)
                top += LINE
            top += 0.03
        for line in note:
            plane.words(0.02, top, line, soft=True)
            top += LINE

    height = begin + sum(len(lines) * LINE + 0.03 for lines in keys.values()) + len(note) * LINE
    return Drawing(height=height, fill=fill)
