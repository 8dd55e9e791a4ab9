"""``--force`` replaces what the same command made, and nobody's files beside it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hertoets.cli import main
from hertoets.errors import UseError
from hertoets.run.replacing import INVENTED, PREPARED, RUN, refuse_foreign
from small_run import record_of, write_run


def _extract_toml(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "extract.toml").write_text(text, encoding="utf-8")


def _note(name: str) -> Callable[[Path], object]:
    def put(folder: Path) -> None:
        write_run(folder)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("dear", encoding="utf-8")

    return put


def _linked(name: str) -> Callable[[Path], object]:
    def put(folder: Path) -> None:
        write_run(folder)
        (folder / name).symlink_to(folder.parent)

    return put


def _record(text: str) -> Callable[[Path], object]:
    def put(folder: Path) -> None:
        write_run(folder)
        (folder / "record.json").write_text(text, encoding="utf-8")

    return put


def _link(folder: Path) -> None:
    folder.symlink_to(write_run(folder.with_name("elsewhere")))


# what lies in the place, and what the refusal says
NO_RUN: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder of letters": (
        lambda f: (f.mkdir(), (f / "x").write_text("")),
        "no record.json of a run",
    ),
    "a record.json of something else": (
        _record('{"title": "my records"}'),
        "no record.json of a run",
    ),
    "a record.json that is no JSON": (_record("{"), "no record.json of a run"),
    "a record.json that lacks one thing": (
        lambda f: write_run(f, packages=None),
        "no record.json of a run",
    ),
    "a letter beside the record": (_note("letter.txt"), "1 file that no command made"),
    "a note in the report": (_note("report/note.txt"), "report/note.txt"),
    "a table of one's own": (_note("protected/mine.parquet"), "protected/mine.parquet"),
    "a notebook of one's own": (_note("protected/notebooks/mine.ipynb"), "1 file that no"),
    "a hidden file": (_note(".git/config"), r"\.git/config"),
    "a link inside": (_linked("more"), "1 file that no command made"),
    "an empty folder inside": (
        lambda f: (write_run(f) / "mine").mkdir(),
        "mine/",
    ),
    "a link to a run": (_link, "is a link"),
    "a file": (lambda f: f.write_text("dear"), "is not a folder"),
    "an extract": (
        lambda f: _extract_toml(f, 'source = "hertoets.synth: 5"\nsynthetic = true\n'),
        "no record.json of a run",
    ),
}


@pytest.mark.parametrize("case", NO_RUN)
def test_a_folder_that_is_no_run_alone_is_not_replaced(case: str, tmp_path: Path) -> None:
    put, said = NO_RUN[case]
    put(tmp_path / "there")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UseError, match=said):
        refuse_foreign(tmp_path / "there", RUN)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_run_is_replaced_and_so_is_an_empty_folder(tmp_path: Path) -> None:
    refuse_foreign(write_run(tmp_path / "a"), RUN)
    (tmp_path / "b").mkdir()
    refuse_foreign(tmp_path / "b", RUN)


def test_the_home_folder_the_working_folder_and_the_root_are_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = write_run(tmp_path / "a")
    monkeypatch.setenv("HOME", str(run))
    with pytest.raises(UseError, match="the home folder"):
        refuse_foreign(run, RUN)
    monkeypatch.setenv("HOME", str(run / "protected"))  # or a folder that holds it
    with pytest.raises(UseError, match="the home folder"):
        refuse_foreign(run, RUN)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(run / "protected")
    with pytest.raises(UseError, match="the working folder"):
        refuse_foreign(run, RUN)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UseError, match="a disk of its own"):
        refuse_foreign(Path("/"), RUN)
    monkeypatch.setattr(os.path, "ismount", lambda path: path == run)
    with pytest.raises(UseError, match="a disk of its own"):
        refuse_foreign(run, RUN)


# what lies in the place where an extract is asked for, and what the refusal says
NO_EXTRACT = {
    "a delivery with a description": ('name = "BRP"\nsynthetic = false\n', "was not made by"),
    "an invented extract of somebody else": ('name = "x"\nsynthetic = true\n', "was not made by"),
    "a description that is no TOML": ("name = ", "no extract.toml that"),
}


@pytest.mark.parametrize("case", NO_EXTRACT)
def test_synth_never_replaces_what_it_did_not_make(case: str, tmp_path: Path) -> None:
    text, said = NO_EXTRACT[case]
    _extract_toml(tmp_path / "there", text)
    (tmp_path / "there" / "persons.csv").write_text("dear", encoding="utf-8")
    with pytest.raises(UseError, match=said):
        refuse_foreign(tmp_path / "there", INVENTED)
    with pytest.raises(UseError, match=r"no prepared\.json"):
        refuse_foreign(tmp_path / "there", PREPARED)


def test_synth_replaces_its_own_extract_unless_something_was_put_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x"
    words = ["synth", "--out", str(out), "--persons", "5", "--quiet", "--force"]
    assert [main(words), main([*words, "--csv"])] == [0, 0]
    assert not list(out.glob("*.parquet"))
    (out / "truth" / "notes.txt").write_text("dear", encoding="utf-8")
    before = sorted(out.rglob("*"))
    assert main(words) == 2
    assert "1 file that no command made" in capsys.readouterr().err
    assert sorted(out.rglob("*")) == before
    with pytest.raises(UseError, match="is not a run"):
        refuse_foreign(out, RUN)


def test_the_record_by_hand_has_what_a_record_must_have() -> None:
    assert {"extract", "results", "earlier"} <= record_of().keys()
