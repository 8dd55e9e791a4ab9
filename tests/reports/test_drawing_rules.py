"""The rules of drawing: paper is proportional, what is hidden is words, a title claims what is so."""

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.style
import pytest
from hertoets.publish import balance, steps, tiles, timeline
from hertoets.publish.canvas import Mark, plane_of
from hertoets.publish.chart import Cells
from hertoets.publish.dumbbells import outside
from hertoets.publish.figures import (
    FORMS,
    TITLE_WORDS,
    Picture,
    figure_specs,
    missing_for,
    picture_of,
)
from hertoets.publish.style import FIGURE_WIDTH_INCHES, STYLE, TEXT_POINTS
from hertoets.release import Release, load_release, read_count
from invented_findings import (
    BY_MONTH,
    EVERY_TABLE,
    FUNNEL,
    GUIDANCE,
    SOLUTIONS,
    drawn_findings,
    finding,
    release,
    table,
)
from matplotlib.figure import Figure

NARROW_PIXELS = 342
SMALLEST_PIXELS = 9
KEY = "key"


def drawn_release(**changed: object) -> Release:
    """A release of which every figure can be drawn; tables by name in the place of others."""
    tables = {one.id: one for one in EVERY_TABLE} | changed
    return release(*drawn_findings(), tables=tuple(tables.values()))  # type: ignore[arg-type]


def marks_of(picture: Picture) -> list[Mark]:
    """What stands for a number in a figure."""
    drawing = picture.drawing
    with matplotlib.style.context(STYLE):
        figure = Figure(figsize=(FIGURE_WIDTH_INCHES, drawing.height))
        plane = plane_of(figure)
        drawing.fill(plane)
    return [mark for mark in plane.marks if mark.scale != KEY]


@pytest.fixture(scope="module", params=["by hand", "a small run"])
def shown(request: pytest.FixtureRequest) -> Release:
    if request.param == "by hand":
        return drawn_release()
    run: Path = request.getfixturevalue("full_run")
    return load_release(run)


@pytest.mark.parametrize("name", figure_specs())
def test_paper_is_proportional_to_numbers_on_each_scale(shown: Release, name: str) -> None:
    assert not missing_for(shown, name)
    scales = defaultdict(list)
    for mark in marks_of(picture_of(shown, name)):
        if mark.number:
            scales[mark.scale].append(mark.paper / mark.number)
        else:
            assert mark.paper == 0
    drawn = name != "guidance" or outside(Cells(shown.tables["guidance"]))
    assert scales or not drawn or name == "municipalities"
    for scale, units in scales.items():
        assert units == pytest.approx([units[0]] * len(units)), scale


@pytest.mark.parametrize("name", figure_specs())
def test_a_hidden_number_has_no_mark(shown: Release, name: str) -> None:
    """Every mark stands for a number that is shown beside the figure, or the distance of two."""
    picture = picture_of(shown, name)
    numbers = {
        cell for row in picture.numbers.rows for cell in row if isinstance(cell, int | float)
    }
    if name == "flow":
        numbers.add(shown.bounds("persons_with_notice")[1].shown or 0)
    if name == "guidance":
        numbers |= {one - two for one in numbers for two in numbers}
    assert {mark.number for mark in marks_of(picture)} <= numbers


@pytest.mark.parametrize("name", figure_specs())
def test_a_figure_is_drawn_without_hatching(shown: Release, name: str) -> None:
    assert b"hatch" not in picture_of(shown, name).svg()
    assert b"<pattern" not in picture_of(shown, name).svg()


@pytest.mark.parametrize("name", figure_specs())
def test_letters_are_nine_pixels_on_the_narrowest_telephone(shown: Release, name: str) -> None:
    """Letters are outlines of a hundred units, each put on paper at a hundredth of its size."""
    svg = picture_of(shown, name).svg()
    width = float(ElementTree.fromstring(svg).get("viewBox", "").split()[2])  # in points
    sizes = {100 * float(found) for found in re.findall(rb"scale\(([\d.]+) -", svg)}
    assert sizes
    assert min(sizes) * NARROW_PIXELS / width >= SMALLEST_PIXELS
    assert min(sizes) >= TEXT_POINTS - 1e-6


@pytest.mark.parametrize("name", figure_specs())
def test_no_letter_lies_outside_the_paper(shown: Release, name: str) -> None:
    picture = picture_of(shown, name)
    with matplotlib.style.context(STYLE):
        figure = Figure(figsize=(FIGURE_WIDTH_INCHES, picture.drawing.height))
        picture.drawing.fill(plane_of(figure))
        edges = figure.bbox
        for text in figure.axes[0].texts:
            box = text.get_window_extent()
            assert edges.x0 - 1 <= box.x0 <= box.x1 <= edges.x1 + 1, text.get_text()
            assert edges.y0 - 1 <= box.y0 <= box.y1 <= edges.y1 + 1, text.get_text()


@pytest.mark.parametrize("name", figure_specs())
def test_a_title_has_ten_words_or_fewer_and_never_says_circa(shown: Release, name: str) -> None:
    picture = picture_of(shown, name)
    assert 0 < len(picture.frame.title.split()) <= TITLE_WORDS
    assert len(figure_specs()[name]["plain"].split()) <= TITLE_WORDS
    for words in (picture.frame.title, picture.frame.subtitle, picture.alt):
        assert not re.search(r"\bcirca\b|\btussen\b.*\ben\b \d", words)


@pytest.mark.parametrize("name", figure_specs())
def test_the_subtitle_says_of_whom_and_in_what_and_the_alt_says_the_title(
    shown: Release, name: str
) -> None:
    picture = picture_of(shown, name)
    for word in ("Populatie: ", "Eenheid: "):
        assert word in picture.frame.subtitle
    assert f": {picture.frame.title}. " in picture.alt
    assert picture.alt.endswith("De cijfers staan in de tabel bij de figuur.")
    assert picture.numbers.columns[0].title_nl


@pytest.mark.parametrize("name", figure_specs())
def test_a_figure_on_scales_of_its_own_says_so(shown: Release, name: str) -> None:
    picture = picture_of(shown, name)
    units = {mark.scale for mark in marks_of(picture) if mark.number}
    if len(units) > 1 and name != "readings":  # there it stands in the drawing, above the row
        assert "eigen schaal" in picture.frame.subtitle


def test_every_figure_has_a_form_and_every_form_a_figure() -> None:
    assert {spec["form"] for spec in figure_specs().values()} == set(FORMS)


TITLES = {
    "flow": "Ten minste 200 mensen kregen een verkeerde eerste kennisgeving",
    "readings": "Per lezing ten minste 175, ten hoogste 325 verkeerde kennisgevingen",
    "timeline": "Na de peildatum: meeste verkeerde kennisgevingen in januari 2022",
    "start_shift": "Bij de helft: begin ten hoogste 33 dagen te laat",
    "guidance": "Geteld en verwacht aantal personen, per gemeente",
    "municipalities": "Geteld naast verwacht, gemeente voor gemeente",
    "repair": "Voor ten minste 25 mensen is geen herstel vastgelegd",
    "lessons": "Het vroegste alarm was mogelijk in maart 2021",
    "solutions": "De wet: einddatum bij ten minste 1.100 eerder, 40 later",
}


@pytest.mark.parametrize("name", TITLES)
def test_a_title_tells_the_message_where_the_numbers_prove_it(name: str) -> None:
    assert picture_of(drawn_release(), name).frame.title == TITLES[name]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("guidance", "In ten minste 12 gemeenten wijkt de telling af"),
        ("municipalities", "In ten minste 12 gemeenten zijn te veel mensen geteld"),
    ],
)
def test_municipalities_are_a_number_only_where_they_are_many(name: str, title: str) -> None:
    codes = tuple(one.code for one in tiles.tiles()[:12])
    rows = tuple((code, 10, 15, 25, code) for code in codes)
    shown = drawn_release(guidance=replace(GUIDANCE, rows=rows, keys=codes))
    assert picture_of(shown, name).frame.title == title


HIDDEN = {
    "flow": "misclassified",
    "start_shift": "cohort_start_shift_median",
    "repair": "repair_nothing",
    "readings": "wrong_notice",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_title_is_plain_where_its_number_is_hidden(name: str) -> None:
    shown = drawn_release()
    hidden = finding(HIDDEN[name], None, None, "", by_reading={"publication": (None, None)})
    shown = replace(shown, findings=shown.findings | {HIDDEN[name]: hidden})
    assert picture_of(shown, name).frame.title == figure_specs()[name]["plain"]


@pytest.mark.parametrize(
    ("month", "unknown"),
    [
        pytest.param(("2022-03", 60, 50, 110), 15, id="another month may hold as many"),
        pytest.param(("2022-03", 20, "<10", 25), 90, id="those of no known month may tip it"),
        pytest.param(("2022-03", 20, "x", "x"), 15, id="another month is withheld"),
    ],
)
def test_no_month_is_named_the_largest_unless_it_surely_is(
    month: tuple[str | int, ...], unknown: int
) -> None:
    rows = (BY_MONTH.rows[0], month, BY_MONTH.rows[2], ("onbekend", 0, unknown, unknown))
    shown = drawn_release(wrong_notice_by_month=replace(BY_MONTH, rows=rows))
    title = picture_of(shown, "timeline").frame.title
    assert title == figure_specs()["timeline"]["plain"]


def test_the_title_of_the_timeline_never_dates_a_notice_before_the_new_act() -> None:
    """A notice of the new Act before the reference date is no row of the figure."""
    rows = (("2019-12", 0, 0, 0), *BY_MONTH.rows)
    early = replace(BY_MONTH, rows=rows, keys=("2019-12", *BY_MONTH.keys))
    assert timeline.months_of(Cells(early), "2021-12") == ["2022-01", "2022-03", "2022-04", ""]


def test_every_event_of_the_timeline_has_a_day_and_a_source() -> None:
    for event in timeline.events():
        assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", event.day), event
        assert event.source, event
    named = {event.day for event in timeline.events()}
    assert {"2022-01-01", "2022-01-26", "2022-03-01", "2022-03-21", "2022-03-25", "2022-04-20"} <= (
        named
    )


def test_only_a_municipality_surely_outside_its_interval_is_a_dumbbell() -> None:
    """Inside, hidden, of no known place and total are not; the farthest stands first."""
    assert [(one.code, one.apart) for one in outside(Cells(GUIDANCE))] == [
        ("GM0363", 20),
        ("GM0014", -10),
    ]


def test_a_tile_tells_the_side_and_is_pale_where_a_number_is_hidden() -> None:
    assert tiles.signs_of(Cells(GUIDANCE)) == {
        "GM0363": "over",
        "GM0599": "within",
        "GM0014": "under",
        "GM0153": "none",
        "GM0718": "none",
    }


def test_every_municipality_of_2022_has_one_tile_and_no_two_share_a_place() -> None:
    assert len({one.code for one in tiles.tiles()}) == len(tiles.tiles()) == 345
    assert len({(one.row, one.column) for one in tiles.tiles()}) == 345


def test_a_step_of_the_repair_begins_where_the_last_shown_one_ended() -> None:
    marks = marks_of(picture_of(drawn_release(), "repair"))
    assert [(mark.meaning, mark.number) for mark in marks] == [
        ("none", 175), ("mended", 50), ("mended", 60), ("underway", 15), ("wrong", 25),
    ]  # fmt: skip
    assert {mark.meaning for mark in marks[1:]} == set(steps.KEYS)


def test_better_and_worse_stand_back_to_back_on_one_scale_and_are_never_netted() -> None:
    marks = marks_of(picture_of(drawn_release(), "solutions"))
    assert [(mark.meaning, mark.number) for mark in marks] == [
        ("better", 1050), ("better", 1250), ("worse", 30), ("worse", 50),
        ("better", 40), ("better", 60), ("worse", 1100), ("worse", 1300),
        ("better", 25),
        ("better", 40), ("better", 60),
    ]  # fmt: skip
    assert {mark.scale for mark in marks} == {"persons"}


@pytest.mark.parametrize(
    ("lower", "upper", "said"),
    [
        pytest.param(45, 60, "45–60", id="both"),
        pytest.param(40, 40, "40", id="one number"),
        pytest.param(0, 0, "0", id="nobody"),
        pytest.param(0, 25, "ten hoogste 25", id="nobody surely"),
        pytest.param("<10", 25, "ten hoogste 25", id="a few surely"),
        pytest.param("<10", "<10", "minder dan 10", id="few"),
        pytest.param("x", "x", "afgeschermd", id="withheld"),
        pytest.param(45, "x", "ten minste 45", id="most withheld"),
        pytest.param("<10", "x", "afgeschermd", id="few, and withheld"),
    ],
)
def test_a_row_says_its_bounds_in_few_letters_and_what_is_hidden_in_words(
    lower: str | int, upper: str | int, said: str
) -> None:
    told = balance.said(read_count(lower), read_count(upper))
    assert told.replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize("hidden", ["law.term_worse", "law.term_better"])
def test_the_title_of_the_solutions_names_both_sides_or_none(hidden: str) -> None:
    rows = tuple(
        (*row[:3], "<10", *row[4:]) if key == hidden else row
        for key, row in SOLUTIONS.by_key().items()
    )
    picture = picture_of(drawn_release(solutions=replace(SOLUTIONS, rows=rows)), "solutions")
    assert picture.frame.title == figure_specs()["solutions"]["plain"]


def test_the_solutions_are_told_side_by_side_in_the_text_alternative() -> None:
    alt = picture_of(drawn_release(), "solutions").alt.replace("\N{NO-BREAK SPACE}", " ")
    assert (
        "De wet voor iedereen: begin slechter af ten minste 30, ten hoogste 50; begin beter af ten "
        "minste 1.050, ten hoogste 1.250; einde slechter af ten minste 1.100"
    ) in alt
    assert "plan slechter af afgeschermd." in alt


def test_a_point_of_the_solutions_that_is_not_measured_is_named_under_the_title() -> None:
    whole = picture_of(drawn_release(), "solutions")
    assert "Niet gemeten" not in whole.frame.subtitle
    kept = {key: row for key, row in SOLUTIONS.by_key().items() if "fine" not in key}
    some = replace(SOLUTIONS, rows=tuple(kept.values()), keys=tuple(kept))
    assert (
        "Niet gemeten: boete."
        in picture_of(drawn_release(solutions=some), "solutions").frame.subtitle
    )


def test_without_its_table_a_figure_says_why() -> None:
    assert missing_for(release(), "start_shift")
    assert not missing_for(drawn_release(), "start_shift")


def test_a_bar_that_hides_nothing_and_counts_nobody_is_not_drawn() -> None:
    rows = tuple((label, 0 if label == "bronnen zwijgen" else cell) for label, cell in FUNNEL.rows)
    marks = marks_of(picture_of(drawn_release(funnel=replace(FUNNEL, rows=rows)), "flow"))
    assert "open" not in {mark.meaning for mark in marks}


def test_a_name_from_a_delivery_is_shown_as_it_is_and_fits() -> None:
    rows = [("GM0363", 100, 110, 130, "'s-Gravenhage & <b>"), ("totaal", 0, 0, 0, "")]
    named = table(
        "guidance", {c.name: c.title_nl for c in GUIDANCE.columns}, rows, keys=("GM0363", "total")
    )
    assert "<b>" in picture_of(drawn_release(guidance=named), "guidance").alt
