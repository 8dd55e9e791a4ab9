"""Texts from outside stay texts in everything that a run leaves and says.

The outputs are not listed: whatever lies in a run's folder is opened as its reader would open it,
and a kind of file that nobody opens here fails.
"""

import csv
import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

import docx
import nbformat
import openpyxl
import pikepdf
import pyarrow.parquet as pq
import pytest
from browser import browser
from hertoets.cli import main
from hertoets.findings import Origin
from hertoets.law.sources import built_in_sources
from hertoets.plain import NAME_LENGTH, visible
from hertoets.publish import build_report
from hertoets.publish.document import write_annex
from hertoets.publish.figures import draw_figures
from hertoets.publish.workbook import build_workbook
from hertoets.release import Release, ReleasedTable, load_release, save_release
from hertoets.run.crate import write_crate
from hertoets.run.parameters import Parameters
from hertoets.run.record import read_record
from hertoets.run.run import _law_words
from hertoets.runfolder import RunFolder
from hertoets.synth import write_synthetic_extract
from markdown_it import MarkdownIt
from PIL import Image
from playwright.sync_api import Browser
from published_text import docx_text, pdf_pieces

from tests.support.hostile import LONG, SEEN, UNSEEN

NAME = f'=1+1 <script>alert(1)</script> "><img src=x onerror=alert(1)> [red]x[/red] {SEEN[6]} {{7*7}} $x^2$'
SOURCE = f"@SUM(A1) {' '.join(SEEN)}"
OWN_NAME = re.compile(r"[\w-]+\.(?:json|md|parquet|csv)")
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
BESIDE = ("bijlage", "lessons", "index.html", "verantwoording.html")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
READING = """\
reading = "hostile"
title_nl = {title}
question_nl = {question}
date_fact = "notice"
status = "sensitivity"
common = false
sources_for = ["X0"]
sources_against = ["D1"]
rules = [
  {{ rule = "hostile.before", standing = "any", treaty = "any", date = "before", regime = "wi2013", source = "X1", says_nl = {says} }},
  {{ rule = "hostile.after", standing = "any", treaty = "any", date = "not before", regime = "wi2021", source = "X2", says_nl = {says} }},
]
"""


@dataclass(frozen=True)
class Hostile:
    """A run made of hostile texts, what its commands said, and the texts that must be shown."""

    run: Path
    said: dict[str, str]
    shown: tuple[str, ...]


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _said(*words: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(list(words))
    said = out.getvalue() + err.getvalue()
    assert code == 0, said
    return said


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """A whole run: name, source, a reading, its sources and the folders are hostile."""
    base = tmp_path_factory.mktemp("hostile")
    extract = base / "<img src=x onerror=alert(1)> [red]x\x1b[31m\u202e"
    write_synthetic_extract(extract, persons=300, seed=7)
    (extract / "extract.toml").write_text(
        f"name = {_toml(NAME)}\nsource = {_toml(SOURCE)}\ndelivered_on = 2022-09-30\n",
        encoding="utf-8",
    )
    (extract / os.fsdecode(b"\x1b[2J\xff[red].csv")).write_text("x\n")
    readings = base / "readings"
    readings.mkdir()
    texts = {name: _toml(f"{name} {SEEN[0]}") for name in ("question", "says")}
    (readings / "hostile.toml").write_text(
        READING.format(title=_toml(SEEN[8] + SEEN[1]), **texts), encoding="utf-8"
    )
    (readings / "sources.toml").write_text(
        "".join(
            f"[X{number}]\ndocument = {told}\ndate = '2022-01-01'\naddress = {told}\n"
            f"establishes_nl = {told}\nread = 'seen'\nextent_nl = {told}\n"
            for number, told in enumerate(map(_toml, SEEN))
        ),
        encoding="utf-8",
    )
    run = base / "run <b>x [link=x]y\x9b31m"
    law = ("--set", f"readings={readings}")
    said = {
        "run": _said("run", str(extract), "--out", str(run), *law),
        "check": _said("check", str(extract)),
        "check --json": _said("check", str(extract), "--json", "--quiet"),
        "law": _said("law", *law),
        "law --markdown": _said("law", "--markdown", *law),
    }
    other = base / "other \x1b]0;t\x07"
    shutil.copytree(run, other)
    person = pq.read_table(run / "protected" / "outcomes.parquet")["person_id"][0].as_py()
    said["compare"] = _said("compare", str(run), str(other), "--quick")
    said["explain"] = _said("explain", str(run), person)
    return Hostile(run, said, (NAME, *SEEN))


@pytest.fixture(scope="module")
def unseen(seen: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """The same run published again with texts in which something cannot be seen."""
    run = tmp_path_factory.mktemp("unseen") / "run"
    shutil.copytree(seen.run, run)
    release = _spoiled(load_release(run))
    save_release(release, run)
    law, report = _law_words(Parameters()), run / "report"
    build_workbook(
        release,
        report,
        readings=law.readings,
        sources=law.sources,
    )
    write_annex(release, law, report)
    draw_figures(release, RunFolder(run))
    executed = sorted((run / "protected" / "notebooks").glob("*.ipynb"))
    build_report(executed, release, report)
    write_crate(read_record(run), release, run)
    return Hostile(run, {}, tuple(visible(text).replace("\r", "[U+000D]") for text in UNSEEN[:9]))


def _spoiled(release: Release) -> Release:
    """Put each text in the name, the notes, the title of a reading and the cells of every table."""

    def spoil(table: ReleasedTable) -> ReleasedTable:
        rows = tuple(
            tuple(
                f"{cell}{UNSEEN[(number + place) % len(UNSEEN)]}" if column.kind == "text" else cell
                for place, (cell, column) in enumerate(zip(row, table.columns, strict=True))
            )
            for number, row in enumerate(table.rows)
        )
        return replace(table, rows=rows)

    return replace(
        release,
        meta=Origin(" ".join(UNSEEN), release.meta.delivered_on, False, LONG),
        notes=(*release.notes, *UNSEEN),
        readings=release.readings | {release.settings["headline"]: f"Lezing {UNSEEN[0]}"},
        tables={name: spoil(table) for name, table in release.tables.items()},
    )


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with browser() as one:
        yield one


@pytest.fixture(params=["seen", "unseen"])
def hostile(request: pytest.FixtureRequest) -> Hostile:
    return request.getfixturevalue(request.param)


# One reader for each kind of file: opens it as its reader would and fails where a text worked.


def _html(path: Path, started: Browser) -> str:
    """Open a page with every script that would run telling of itself; give its text."""
    context = started.new_context(viewport={"width": 360, "height": 800})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.add_init_script("window.ran = 0; window.alert = () => { window.ran += 1 }")
    page = context.new_page()
    page.goto(path.as_uri())
    page.mouse.move(50, 50)
    loaded = [url for url in asked if not url.startswith("data:image/svg+xml;base64,")]
    assert loaded == [path.as_uri()]
    assert page.evaluate("window.ran") == 0
    made = "[...document.querySelectorAll('*')].map(e => e.localName)"
    assert not {"script", "iframe", "object", "embed", "svg", "link", "b", "base", "form"} & set(
        page.evaluate(made)
    )
    attributes = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())"
    assert not [name for name in page.evaluate(attributes) if name.startswith("on")]
    places = (
        "[...document.querySelectorAll('[href], [src]')].map(e => e.getAttribute('href') || e.src)"
    )
    for place in page.evaluate(places):
        assert place.startswith(
            ("#", "tables", "figures/", *BESIDE, "data:image/svg+xml;base64,")
        ), place
    policy = page.evaluate("document.querySelector('meta[http-equiv]').content")
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert "unsafe" not in policy
    assert (
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        == 0
    )
    styled = page.evaluate("getComputedStyle(document.querySelector('th')).textAlign")
    assert styled == "left"  # the policy lets the page's own style through
    text: str = page.evaluate("document.documentElement.textContent")
    context.close()
    return text


def _docx(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                tree = ElementTree.fromstring(package.read(name))
                outside = [e for e in tree.iter() if e.get("TargetMode") == "External"]
                assert {e.get("Type", "").rpartition("/")[2] for e in outside} <= {"hyperlink"}
                assert {e.get("Target") for e in outside} <= ADDRESSES
        body = ElementTree.fromstring(package.read("word/document.xml"))
    fields = [e.text.split()[0] for e in body.iter() if e.tag.endswith("}instrText") and e.text]
    assert set(fields) <= {"SEQ", "PAGE", "NUMPAGES", "TOC"}
    assert docx.Document(str(path)).paragraphs
    text = docx_text(path.read_bytes())
    return "\n".join([*text.prose, *text.cells])


def _pdf(path: Path) -> str:
    with pikepdf.open(path) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary):
                keys = set(thing.keys())
                assert not {"/JS", "/JavaScript", "/Launch", "/EmbeddedFile"} & keys
                assert "/URI" not in keys or str(thing.URI) in ADDRESSES
    # A long word holds marks at which it may break.
    return " ".join(pdf_pieces(path.read_bytes())).replace("\u200b", "")


def _xlsx(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            tree = ElementTree.fromstring(package.read(name))
            assert not [e for e in tree.iter() if e.get("TargetMode") == "External"]
            assert not [e for e in tree.iter() if e.tag.endswith("}f")], "a formula"
    book, texts = openpyxl.load_workbook(path), []
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type in ("s", "n"), cell.coordinate
            assert cell.hyperlink is None or cell.hyperlink.target is None
            texts += [cell.value] if isinstance(cell.value, str) else []
    return "\n".join(texts)


def _csv(path: Path) -> str:
    dutch = path.name.endswith(".nl.csv")
    text = path.read_text(encoding="utf-8-sig" if dutch else "utf-8")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if dutch else ","))
    # As a spreadsheet with Dutch settings would part them, too.
    cells = [part for row in rows for cell in row for part in re.split("[;\t\n]", cell)]
    assert cells
    for cell in cells:
        assert NUMBER.fullmatch(cell) or not FORMULA.match(cell), cell
    return text


def _json(path: Path) -> str:
    raw = path.read_text(encoding="utf-8")
    assert visible(raw) == raw
    # A place on disk is escaped, and read back as it is.
    return visible("\n".join(_strings(json.loads(raw))))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for entry in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from _strings(entry)


def _svg(path: Path) -> str:
    tree = ElementTree.parse(path).getroot()
    kinds = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert not kinds & {"script", "a", "foreignObject", "image"}
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert not name.endswith("href") or value.startswith("#")
    return "".join(tree.itertext())


def _png(path: Path) -> str:
    with Image.open(path) as picture:
        picture.load()
        assert picture.height < 3 * picture.width  # no name makes a figure endless
    return ""


def _md(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    tokens = MarkdownIt("commonmark").parse(text)
    every = [*tokens, *(child for token in tokens for child in token.children or ())]
    assert not {"html_block", "html_inline", "link_open", "image", "fence"} & {
        t.type for t in every
    }
    return text


def _ipynb(path: Path) -> str:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    shown = [
        out["data"] for cell in notebook.cells for out in cell.get("outputs", ()) if "data" in out
    ]
    for html in (data["text/html"] for data in shown if "text/html" in data):
        assert "<script" not in html
        assert "<img src=x" not in html
    return "\n".join(data.get("text/plain", "") for data in shown)


def _parquet(path: Path) -> str:
    assert pq.read_table(path).num_columns
    return ""


ADDRESSES = {source.address for source in built_in_sources().values()}
"""Where a file may lead: to the sources that the project itself names, and nowhere else."""

READERS: dict[str, Callable[[Path], str]] = {
    ".docx": _docx,
    ".pdf": _pdf,
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".json": _json,
    ".svg": _svg,
    ".png": _png,
    ".md": _md,
    ".ipynb": _ipynb,
    ".parquet": _parquet,
    ".txt": lambda path: path.read_text(encoding="utf-8"),
    ".key": lambda path: path.read_text(encoding="ascii"),
}
# The files in which the delivery's own name must stand, to the letter.
NAMED = (
    "report/index.html",
    "report/bijlage.docx",
    "report/bijlage.pdf",
    "report/tables.xlsx",
    "report/basis.json",
    "ro-crate-metadata.json",
)


def _read(path: Path, started: Browser) -> str:
    if path.suffix == ".html":
        return _html(path, started)
    assert path.suffix in READERS, f"no reader for {path.name}: say here how it is opened"
    return READERS[path.suffix](path)


def _plain(text: str) -> str:
    return "".join(text.split())


def test_in_every_file_of_a_run_a_text_from_outside_is_text(
    hostile: Hostile, started: Browser
) -> None:
    files = sorted(path for path in hostile.run.rglob("*") if path.is_file())
    assert {".html", *READERS} >= {path.suffix for path in files}
    assert len(files) > 100
    name = _plain(load_release(hostile.run).meta.name)
    for path in files:
        text = _read(path, started)
        assert visible(text) == text, f"{path.name} holds what cannot be seen"
        if path.relative_to(hostile.run).as_posix() in NAMED:
            assert name in _plain(text), path.name
    assert all((hostile.run / path).is_file() for path in NAMED)


def test_every_text_stands_to_the_letter_where_the_sources_are_listed(
    seen: Hostile, started: Browser
) -> None:
    page = _plain(_html(seen.run / "report" / "verantwoording.html", started))
    book = _xlsx(seen.run / "report" / "tables.xlsx").split("\n")
    for text in SEEN:
        assert _plain(text) in page, text
        assert text in book, text


def test_no_command_says_what_a_terminal_would_obey(seen: Hostile) -> None:
    for command, said in seen.said.items():
        assert said, command
        assert visible(said) == said, command
    assert NAME in seen.said["check"]
    assert "[U+001B][2J[U+DCFF][red].csv" in seen.said["check"]
    assert json.loads(seen.said["check --json"])["name"] == NAME
    assert "run <b>x [link=x]y[U+009B]31m" in seen.said["run"]
    assert all(" ".join(text.split()) in " ".join(seen.said["law"].split()) for text in SEEN)


def test_the_law_as_markdown_makes_no_element_and_no_link(seen: Hostile) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(seen.said["law --markdown"])
    children = [child for token in tokens for child in token.children or ()]
    assert not {"html_block", "html_inline", "link_open", "image"} & {
        token.type for token in (*tokens, *children)
    }


def test_a_name_without_end_is_cut_off_on_one_line(unseen: Hostile) -> None:
    source = load_release(unseen.run).meta.source
    assert source.endswith("w…")
    assert len(load_release(unseen.run).meta.name) <= NAME_LENGTH


def test_a_script_would_have_been_seen_and_the_policy_stops_it(
    seen: Hostile, started: Browser, tmp_path: Path
) -> None:
    """The check is alive: a script put into the page by hand does not run, and does without policy."""
    whole = (seen.run / "report" / "index.html").read_text(encoding="utf-8")
    spoiled = whole.replace("<main", "<script>document.title = 'ran'</script><main")
    bare = re.sub(r"<meta http-equiv=[^>]*>", "", spoiled)
    titles = []
    for name, text in (("kept.html", spoiled), ("bare.html", bare)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        page = started.new_page()
        page.goto((tmp_path / name).as_uri())
        titles.append(page.title())
        page.close()
    assert titles[0] != "ran"
    assert titles[1] == "ran"
