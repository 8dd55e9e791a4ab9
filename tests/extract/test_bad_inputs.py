"""Some hundreds of bad inputs: one clear message, no value of a person, nothing left behind."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hertoets.cli import main
from hertoets.errors import HertoetsError
from hertoets.extract import Extract, read_extract

from tests.extract.bad_inputs import COUNTED, EXITS, PAGE, READ, Kind, describe, kinds
from tests.extract.planted import planted_values, write_planted

KINDS = kinds()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return read_extract(write_planted(tmp_path_factory.mktemp("whole") / "extract"))


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): _content(path) for path in sorted(folder.rglob("*"))
    }


def _content(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"


def spoiled(kind: Kind, place: Path) -> Iterator[tuple[str, Path]]:
    for table in kind.tables:
        folder = write_planted(place / table, table)
        kind.spoil(folder, table)
        yield table, folder


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.form}, {kind.name}")
def test_a_bad_input_ends_as_the_page_says(
    kind: Kind, whole: Extract, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for table, folder in spoiled(kind, tmp_path):
        before = contents(tmp_path)
        try:
            extract = read_extract(folder)
        except HertoetsError:
            assert main(["check", str(folder), "--quiet", "--json"]) in {
                EXITS[end] for end in kind.ends
            }, table
        else:
            assert {READ, COUNTED}.intersection(kind.ends), table
            print("\n".join(extract.notes))
            # A bit may turn one letter into another, which nothing in the file can tell.
            if len(kind.ends) == 1:
                assert _ended(extract, whole, table) == kind.ends[0], table
        shown = "".join(capsys.readouterr())
        assert "Traceback" not in shown
        assert "internal error" not in shown, (table, shown)
        assert [value for value in planted_values() if value in shown] == [], (table, shown)
        assert contents(tmp_path) == before


def _ended(extract: Extract, whole: Extract, table: str) -> str:
    """Tell how a reading ended that did not stop: with the same rows and values, or counted."""
    aside = extract.set_aside["table"].value_counts()
    assert extract.rows == {
        name: used + int(aside.get(name, 0)) for name, used in extract.rows_used.items()
    }
    if (extract.unknown["table"] == table).any():
        assert extract.rows[table] == whole.rows[table]
        return COUNTED
    for name, frame in extract.tables.items():
        emptied = name == table and not extract.rows[table]
        assert emptied or frame.equals(whole.tables[name]), name
    return READ


@pytest.mark.parametrize("as_json", [False, True])
def test_check_shows_no_value_of_a_whole_extract_either(
    as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_planted(tmp_path / "extract")
    assert main(["check", str(folder), *(["--json"] if as_json else [])]) == 0
    shown = "".join(capsys.readouterr())
    assert [value for value in planted_values() if value in shown] == []


def test_the_page_is_what_is_tried() -> None:
    assert sum(len(kind.tables) for kind in KINDS) >= 300
    assert PAGE.read_text(encoding="utf-8") == describe()
