"""A picture of the flow of data: the rooms of the code, in the order of `.importlinter`."""

import configparser
import importlib
import textwrap
from dataclasses import dataclass
from pathlib import Path

import hertoets

from tools.site.writing import filled

ROOT = Path(__file__).resolve().parents[2]
CODE = Path(hertoets.__file__).parent

MAKERS = ("prepare", "synth")
"""They make an extract: data pass through them first, which their imports do not tell."""

DOOR = "release"
"""From here on every number is one that may be published."""

WIDTH, LEFT, GAP, BETWEEN, LETTER = 900, 20, 16, 28, 6.4
_LINES, _LINE, _HEAD, _DOOR = 2, 15, 33, 26


@dataclass(frozen=True)
class Room:
    """One room: its name, its one reason, and where it is drawn."""

    name: str
    reason: tuple[str, ...]
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Tier:
    """Rooms side by side that do not import each other."""

    y: float
    high: float
    rooms: tuple[Room, ...]
    published: bool


def order() -> list[list[str]]:
    """The rooms from delivery to reader, those of one layer together."""
    rules = configparser.ConfigParser()
    rules.read_string((ROOT / ".importlinter").read_text(encoding="utf-8"))
    layers = rules["importlinter:contract:flow"]["layers"].split("\n")
    found = [
        [_bare(name) for name in layer.split("|")] for layer in reversed(layers) if layer.strip()
    ]
    rooms = [[name for name in layer if (CODE / name).is_dir()] for layer in found]
    kept = [[name for name in layer if name not in MAKERS] for layer in rooms]
    return [list(MAKERS), *(layer for layer in kept if layer)]


def reason(room: str) -> str:
    """Why a room exists: the first sentence of its docstring."""
    told = importlib.import_module(f"hertoets.{room}").__doc__ or ""
    return " ".join(told.split("\n\n")[0].split()).rstrip(".")


def tiers() -> list[Tier]:
    """Every layer with its rooms, placed."""
    placed: list[Tier] = []
    y, published = 40.0, False
    for names in order():
        if DOOR in names:
            y, published = y + _DOOR, True
        width = (WIDTH - LEFT * 2 - GAP * (len(names) - 1)) / len(names)
        rooms = [_room(name, LEFT + i * (width + GAP), y, width) for i, name in enumerate(names)]
        high = _HEAD + _LINE * max(len(room.reason) for room in rooms)
        placed.append(Tier(y, high, tuple(rooms), published))
        y += high + BETWEEN
    return placed


def picture() -> str:
    """The picture as SVG."""
    found = tiers()
    door = next(tier.y for tier in found if tier.published)
    last = found[-1]
    return filled(
        "rooms.svg.j2",
        tiers=found, width=WIDTH, height=last.y + last.high + 36, door=door, middle=WIDTH / 2,
    )  # fmt: skip


def page() -> str:
    """The page that shows it, with its text alternative."""
    return filled("rooms.md.j2", picture=picture(), layers=order(), reason=reason, door=DOOR)


def _room(name: str, x: float, y: float, width: float) -> Room:
    letters = int((width - 20) / LETTER)
    lines = textwrap.wrap(reason(name), letters, max_lines=_LINES, placeholder=" …")
    return Room(name, tuple(lines), x, y, width)


def _bare(name: str) -> str:
    return name.strip(" ()").removeprefix("hertoets.")
