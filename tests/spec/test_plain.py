"""A text from outside is text in every format, and shows all that it holds."""

import ast
import csv
import io
import json
import os
import re
from importlib.resources import files
from pathlib import Path

import pytest
from hertoets.cli import main
from hertoets.errors import Fault, UseError
from hertoets.law import load_law
from hertoets.markup import page_policy, templates
from hertoets.plain import csv_text, json_text, markdown, one_line, visible
from hertoets.publish.blocks import Block, paragraphs
from hertoets.publish.shown import shown_html
from hertoets.run.page import Page, Section, show_page
from hertoets.run.voice import Voice, say_error
from markdown_it import MarkdownIt

from tests.support.hostile import LONG, SEEN, UNSEEN

PACKAGE = Path(str(files("hertoets")))
MADE_MARKUP = {
    "markup.py",
    "publish/downloads.py",
    "publish/once.py",
    "publish/report.py",
    "publish/shown.py",
}
"""The only modules that call a text of their own HTML: each says in a comment why it may."""
PUBLISHING = {"disclosure", "publish", "run", "notebook.py"}
TEMPLATES = sorted(path for path in PACKAGE.rglob("*") if path.suffix in (".j2", ".html"))
ELEMENT = re.compile(r"(?<!\?P)</?[a-z][a-z0-9]*(\s[^<>]*)?>")


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
def test_what_cannot_be_seen_is_shown_as_its_code_point(text: str) -> None:
    shown = visible(text)
    assert shown != text
    assert "[U+" in shown
    assert visible(shown) == shown
    assert shown.encode("utf-8")
    assert json.loads(json_text({"a": text})) == {"a": text}
    assert visible(json_text({"a": text})) == json_text({"a": text})


@pytest.mark.parametrize("text", SEEN, ids=ascii)
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert visible(text) == text
    assert visible(str(Fault("a", "", text))) == str(Fault("a", "", text))


@pytest.mark.parametrize("text", SEEN, ids=ascii)
def test_markdown_shows_a_text_to_the_letter(text: str) -> None:
    (paragraph,) = [t for t in MarkdownIt("commonmark").parse(markdown(text)) if t.type == "inline"]
    assert {child.type for child in paragraph.children or ()} <= {"text", "text_special"}
    assert "".join(child.content for child in paragraph.children or ()) == text


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\uff1d1", "'\uff1d1"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "[U+000D]=1"),
        ("a;=1", "a;'=1"),
        ("a\n-1", "a\n'-1"),
        (-1, "-1"),
        (-1.5, "-1.5"),
        ("\u22121", "\u22121"),
        ("<10", "<10"),
        ("a-b", "a-b"),
        ("", ""),
        (None, ""),
    ],
    ids=ascii,
)
def test_in_csv_a_text_is_no_formula_and_a_number_stays_a_number(
    cell: object, written: str
) -> None:
    assert next(csv.reader(io.StringIO(csv_text([("x", cell)])))) == ["x", written]


def test_a_name_is_one_line_of_limited_length() -> None:
    assert one_line(LONG, 20) == f"{'w' * 19}…"
    assert one_line("a\n\n b\tc") == "a b c"


@pytest.mark.parametrize("text", SEEN, ids=ascii)
def test_a_block_holds_a_text_as_text_in_elements_and_in_attributes(text: str) -> None:
    html = paragraphs([text], kind=text).html
    assert set(re.findall(r"<(\w+)", html)) == {"div", "p"}
    opening = html[html.index("<div") :].split(">")[0]
    assert re.findall(r"[\s\"'](\w+)=", opening) == ["class"] or "=" in text


def test_a_block_that_no_template_made_is_refused() -> None:
    with pytest.raises(TypeError, match="made by a template"):
        Block("<b>", "b")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p class='note' onclick='x()' style='color:red'>a</p>", '<p class="note">a</p>'),
        ("a<script>alert(1)</script><style>*{}</style>", "a"),
        ("<svg onload=x()><circle/></svg><iframe src=x></iframe>", ""),
        ("<img alt='a' src='http://example.org/x.png'>", '<img alt="a">'),
        ("<img alt='a' src='data:text/html;base64,eA=='>", '<img alt="a">'),
        ("<a href='javascript:x()'>a</a>", "<a>a</a>"),
        ("<!--files table funnel-->", "<!--files table funnel-->"),
    ],
)
def test_of_a_notebook_only_what_a_block_is_made_of_is_shown(html: str, kept: str) -> None:
    assert shown_html(html) == kept


def test_no_module_that_publishes_puts_html_together() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, text in _texts(ast.parse(path.read_text(encoding="utf-8")))
        if ELEMENT.search(text) and path.relative_to(PACKAGE).parts[0] in PUBLISHING
    ]
    assert found == []


def test_only_few_modules_call_a_text_html() -> None:
    calls = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"\bMarkup\(", path.read_text(encoding="utf-8"))
    }
    assert calls == MADE_MARKUP


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_template_escapes_and_every_page_has_its_policy(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape|<script|\bon[a-z]+=", source)
    if "<html" in source:
        head = source.index("Content-Security-Policy")
        assert source.index("<head>") < head < source.index("<title>") < source.index("<style>")
        assert len(re.findall("<style", source)) == 1


def test_a_policy_allows_nothing_but_the_style_of_the_page() -> None:
    assert "'unsafe" not in page_policy("p {}")
    assert page_policy("p {}") != page_policy("p { }")
    assert templates("hertoets.release").autoescape is True


def test_a_decision_table_with_what_cannot_be_seen_is_refused_by_its_place(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[X1]\ndocument = "a\\u202eb"\n', encoding="utf-8")
    with pytest.raises(UseError, match=r"sources\.toml  X1: holds a character that cannot be seen"):
        load_law(tmp_path)


def test_a_name_on_disk_that_is_no_text_is_refused_at_the_door(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", os.fsdecode(b"/nowhere/\xff\x1b[31m")]) == 2
    said = capsys.readouterr().err
    assert "/nowhere/[U+DCFF][U+001B][31m: the name is not UTF-8 text." in said


@pytest.mark.parametrize("text", [*SEEN, *UNSEEN], ids=ascii)
def test_on_a_terminal_only_our_own_styles_are_codes(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "400")
    voice = Voice()
    voice.note(text)
    voice.result(text, {})
    show_page(Page(text, (Section(text, ("a",), ((text,),)),)), voice.out)
    with voice.progress() as progress, progress.step(text):
        pass
    said = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue())  # rich's own codes
    assert visible(said.replace("\r", "")) == said.replace("\r", "")
    assert "\x1b]" not in screen.getvalue()
    for ours in ("[31m", "\x9b", text if text in UNSEEN else "\x1b]"):
        assert f"\x1b{ours}" not in screen.getvalue()
    assert "".join(said.split()).count("".join(visible(text).split())) >= 5


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
def test_a_result_or_a_fault_as_json_shows_a_terminal_no_code(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Voice(as_json=True).result("", {"name": text})
    say_error(UseError.of(where=text, what="not there"), as_json=True)
    result, fault = capsys.readouterr().out.splitlines()
    assert visible(result) == result
    assert visible(fault) == fault
    assert json.loads(result)["name"] == json.loads(fault)["faults"][0]["where"] == text


def _texts(tree: ast.Module) -> list[tuple[int, str]]:
    """Give the texts of a module that are no documentation."""
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
    ]
