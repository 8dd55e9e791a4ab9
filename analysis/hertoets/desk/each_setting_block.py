"""The main figures with each setting otherwise, as blocks: a picture of one, a table of all."""

import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from hertoets.desk.exact_blocks import exact_table, stacked
from hertoets.desk.setting_words import INSIDE, setting_nl, value_nl
from hertoets.findings import Pair, load_definitions
from hertoets.law import STANDARD_READINGS
from hertoets.publish.blocks import Block, block, paragraphs
from hertoets.publish.canvas import LINE, Drawing, Mark, Plane, width_of, wrap
from hertoets.publish.numbers import listed_nl
from hertoets.publish.sentences import DISPUTED
from hertoets.publish.style import FIGURE_WIDTH_INCHES
from hertoets.release import NO_BREAK, write_number

if TYPE_CHECKING:
    from hertoets.desk.each_setting import Sensitivity, Trial

_WIDTH: Final = FIGURE_WIDTH_INCHES - 0.04
_PLOT_LEFT, _PLOT_RIGHT = 2.2, 3.6
_ROW: Final = 0.25
_GAP: Final = 0.1
_UNMEASURED: Final = "niet gemeten"
_SETTINGS_APART: Final = "de instellingen een voor een anders"


def sensitivity_block(found: "Sensitivity") -> Block:
    """Show the picture of the most telling figure and the table of all."""
    said = ["Elke instelling is een voor een veranderd; de andere bleven zoals in de run."]
    opening = paragraphs(said, kind="answer", title="Hoe gevoelig zijn de hoofdcijfers?")
    return stacked([opening, found.picture(), _table(found)])


def _table(found: "Sensitivity") -> Block:
    """Every main figure: in the run, and from the least to the most that each setting makes."""
    names = list(dict.fromkeys(trial.setting for trial in found.trials))
    rows = []
    for figure, pair in found.run.items():
        cells = []
        for name in names:
            tried = [
                one.figures[figure]
                for one in found.trials
                if one.setting == name and _defended(one) and figure in one.figures
            ]
            moved = [one for one in tried if one != pair]
            cells.append(_between(_reach([pair, *moved])) if moved else "gelijk")
        title = load_definitions()[figure].title_nl
        rows.append((title, _between(pair), *cells))
    heads = {"cijfer": "text", "in de run": "number"}
    heads |= dict.fromkeys(map(setting_nl, names), "number")
    note = (
        "Per instelling staat er de laagste ondergrens en de hoogste bovengrens, die van de run "
        f"meegerekend{_left_out(found)}. figures() geeft elk cijfer bij elke waarde."
    )
    title = f"De hoofdcijfers, met {_SETTINGS_APART}"
    return exact_table(title, heads, rows, synthetic=found.synthetic, note=note)


def _reach(pairs: Sequence[Pair]) -> Pair:
    lows = [low for low, _ in pairs if low is not None]
    highs = [high for _, high in pairs if high is not None]
    return min(lows, default=None), max(highs, default=None)


def picture_block(found: "Sensitivity", figure: str) -> Block:
    """Show one figure with each setting otherwise; or say why there is no picture."""
    definition = load_definitions()[figure]
    if figure not in found.run:
        return paragraphs([f"{definition.title_nl}: {_UNMEASURED}."], kind="missing")
    own = found.run[figure]
    tried = [one for one in found.trials if figure in one.figures]
    moved = [one for one in tried if one.figures[figure] != own]
    still = [
        n for n in dict.fromkeys(t.setting for t in tried) if n not in {m.setting for m in moved}
    ]
    drawn = [one for one in moved if _defended(one)]
    said = [f"Eenheid: {definition.unit}.", f"In de run: {_between(own)}."]
    if still:
        said.append(f"Geen verschil door {listed_nl(map(setting_nl, still))}.")
    if len(drawn) < len(moved):
        left = [_value(found, one) for one in moved if not _defended(one)]
        said.append(f"Niet getekend, wel in de cijfers: {listed_nl(left)}.")
    title = f"{definition.title_nl}, met {_SETTINGS_APART}"
    alt = " ".join([f"Stippen met lijnen: {title}.", *said[1:], _most(found, drawn, figure)])
    rows = [
        (setting_nl(one.setting), _value(found, one), _between(one.figures[figure]))
        for one in moved
    ]
    heads = {"instelling": "text", "waarde": "text", definition.unit: "number"}
    numbers = exact_table(title, heads, rows, synthetic=found.synthetic)
    return block(
        "figure",
        "\n".join([title, *said, alt, numbers.text, INSIDE]),
        id="",
        title=title,
        subtitle=" ".join(said),
        alt=alt,
        drawn=_drawn(_ranges(found, drawn, figure), title, alt, synthetic=found.synthetic),
        source=f"{'FICTIEVE GEGEVENS. ' if found.synthetic else ''}{INSIDE}",
        numbers=numbers.html,
    )


def _defended(one: "Trial") -> bool:
    """Whether a value is more than a test: of the readings, those that somebody defends."""
    tests = set(STANDARD_READINGS) - set(DISPUTED)
    return one.setting != "headline" or one.value not in tests


def _left_out(found: "Sensitivity") -> str:
    names = [_value(found, one) for one in found.trials if not _defended(one)]
    return f"; zonder {listed_nl(names)}" if names else ""


def _most(found: "Sensitivity", moved: Sequence["Trial"], figure: str) -> str:
    """Which setting moves the lower bound most, for who cannot see the picture."""
    own = found.run[figure][0]
    apart = {
        number: abs((one.figures[figure][0] or 0) - (own or 0)) for number, one in enumerate(moved)
    }
    if not apart:
        return "Geen enkele instelling maakt verschil."
    most = moved[max(apart, key=lambda number: apart[number])]
    said = f"{setting_nl(most.setting)} {_value(found, most)}"
    return f"De ondergrens verandert het meest met {said}: {_between(most.figures[figure])}."


def _drawn(drawing: Drawing, title: str, alt: str, *, synthetic: bool) -> str:
    from hertoets.publish.sheet import described, render

    drawn = render(drawing, None, synthetic=synthetic, forms=["page"])["page"]
    return base64.b64encode(described(drawn, title, alt)).decode("ascii")


def _ranges(found: "Sensitivity", moved: Sequence["Trial"], figure: str) -> Drawing:
    """Draw the bounds of the run, and of each value below the name of its setting."""
    own = found.run[figure]
    least, most = _reach([own, *(one.figures[figure] for one in moved)])
    low, high = least or 0, most or 0
    unit = (_PLOT_RIGHT - _PLOT_LEFT) / ((high - low) or 1)
    labels = {one: wrap(_value(found, one), _PLOT_LEFT - 0.35) for one in moved}
    heights = {one: max(_ROW, len(labels[one]) * LINE + 0.05) for one in moved}
    names = list(dict.fromkeys(one.setting for one in moved))
    begin = 2 * LINE + 0.12
    height = begin + 2 * _ROW + sum(heights.values()) + len(names) * (_ROW + _GAP) + 0.05

    def bounds(plane: Plane, pair: Pair, middle: float) -> None:
        places = [_PLOT_LEFT + ((bound or 0) - low) * unit for bound in pair]
        if pair[0] != pair[1]:
            plane.line((places[0], middle), (places[1], middle), meaning="unknown", width=3)
            mark = Mark("unknown", pair[1] or 0, places[1] - _PLOT_LEFT, "trials")
            plane.dot(places[1], middle, mark, filled=False)
        mark = Mark("wrong", pair[0] or 0, places[0] - _PLOT_LEFT, "trials")
        plane.dot(places[0], middle, mark)
        plane.words(_WIDTH, middle - 0.08, _between(pair), align="right")

    def fill(plane: Plane) -> None:
        plane.dot(0.1, 0.08, Mark("wrong", 0, 0, "key"))
        plane.words(0.24, 0, "ten minste (zeker)")
        at = 0.24 + width_of("ten minste (zeker)") + 0.25
        plane.dot(at, 0.08, Mark("unknown", 0, 0, "key"), filled=False)
        plane.words(at + 0.14, 0, "ten hoogste")
        top = begin
        for bound in own:
            place = _PLOT_LEFT + ((bound or 0) - low) * unit
            plane.line((place, top), (place, height - 0.05), soft=True, width=0.8)
        plane.words(0.02, top, "in de run", bold=True)
        bounds(plane, own, top + 0.1)
        top += _ROW
        for name in names:
            top += _GAP
            plane.line((0.02, top - 0.03), (_WIDTH, top - 0.03))
            plane.words(0.02, top, setting_nl(name), bold=True)
            top += _ROW
            for one in moved:
                if one.setting == name:
                    for number, line in enumerate(labels[one]):
                        plane.words(0.14, top + number * LINE, line)
                    bounds(plane, one.figures[figure], top + 0.1)
                    top += heights[one]

    return Drawing(height=height, fill=fill)


def _value(found: "Sensitivity", one: "Trial") -> str:
    return value_nl(one.setting, one.value, found.readings)


def _between(pair: Pair) -> str:
    """Bounds on one line, however narrow its column is."""
    lower, upper = pair
    if lower is None or upper is None:
        return "niet te bepalen"
    said = [write_number(bound) for bound in dict.fromkeys(pair) if bound is not None]
    return f"{NO_BREAK}tot{NO_BREAK}".join(said)
