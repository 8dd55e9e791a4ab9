"""Rows of a CSV: none vanishes, and a fault names the rows as the file has them."""

from io import BytesIO
from pathlib import Path

import pytest
from hertoets.errors import UseError
from hertoets.extract import read_extract
from hertoets.extract.blocks import Dialect
from hertoets.extract.misread import MisreadError
from hertoets.extract.records import Records, count_records

from tests.extract.planted import as_csv, planted_tables, planted_values, write_planted

NAMED = frozenset({"a", "b", "c"})


def counted(text: str) -> Records:
    return count_records(BytesIO(text.encode()), Dialect(), NAMED)


# A file with the header a,b,c,note (the last is no column of ours), its rows, whether a cell is
# broken over lines, and the lines on which its rows stand.
READ = {
    "LF": ("a,b,c,note\n1,2,3,4\n5,6,7,8\n", False, [2, 3]),
    "CR LF": ("a,b,c,note\r\n1,2,3,4\r\n5,6,7,8\r\n", False, [2, 3]),
    "CR": ("a,b,c,note\r1,2,3,4\r5,6,7,8\r", False, [2, 3]),
    "mixed": ("a,b,c,note\r1,2,3,4\r\n5,6,7,8\n", False, [2, 3]),
    "no last line end": ("a,b,c,note\n1,2,3,4\n5,6,7,8", False, [2, 3]),
    "blank first": ("\n\r\na,b,c,note\n1,2,3,4\n", False, [4]),
    "blank between": ("a,b,c,note\n\n1,2,3,4\n\n\n5,6,7,8\n\n", False, [3, 6]),
    "empty cells": ("a,b,c,note\n,,,\n", False, [2]),
    "quoted": ('"a","b","c","note"\n"1","2","3","x, ""y"""\n', False, [2]),
    "break in the note": ('a,b,c,note\n1,2,3,"4\n4"\n5,6,7,8\n', True, [2, 4]),
    "breaks and blanks in the note": ('a,b,c,note\n1,2,3,"4\n\n\r4"\n5,6,7,8\n', True, [2, 6]),
    "a note first": ('note,a,b,c\n"4\n4",1,2,3\n8,5,6,7\n', True, [2, 4]),
    "a note of many commas": ('a,b,c,note\n1,2,3,"x,\ny"\n5,6,7,8\n', True, [2, 4]),
    "a broken name": ('a,b,c,"no\nte"\n1,2,3,4\n', False, [3]),
    "only a header": ("a,b,c,note\n", False, []),
}


@pytest.mark.parametrize("claim", READ)
def test_rows_are_counted_and_keep_their_place(claim: str) -> None:
    text, breaks, lines = READ[claim]
    found = counted(text)
    assert (found.rows, found.uneven_rows, found.breaks) == (len(lines), 0, breaks)
    assert [found.line(row) for row in range(found.rows)] == lines
    below = text.encode()[found.start :].decode()
    assert not any(name in below for name in "abc")  # what is parsed begins below the header


# A file that loses rows in a parser, the first and last line at fault, and what is said.
REFUSED = {
    "swallowed": ('a,b,c,note\n1,2,3,"4\n5,6,7,8\n1,2,3,4"\n', (2, 4), "swallows rows"),
    "swallowed, two rows": ('a,b,c,note\n1,2,3,"4\n5,6,7,8"\n', (2, 3), "swallows rows"),
    "swallowed, first cell": ('note,a,b,c\n"4,1,2,3\n8",5,6,7\n', (2, 3), "swallows rows"),
    "swallowed by a name": ('a,b,c,"note\n1,2,3,4\n5,6,7,8"\n', (1, 3), "swallows rows"),
    "in a column of ours": ('a,b,c,note\n1,2,"3\n3",4\n', (2, 3), "over several lines"),
    "never closed": ('a,b,c,note\n1,2,3,4\n5,6,7,"8\n1,2,3,4\n', (3, 4), "never closes"),
    "closed by one that opens": ('a,b,c,note\n1,2,3,"4\n5,6,"7,8\n', (2, 3), "opens in the first"),
    "in the middle": ('a,b,c,note\n1,2,3,4\n5,6,7,8" x\n1,2,3,"4"\n', (3, 3), "in the middle of a cell"),
    "in the middle, twice": ('a,b,c,note\n1,2,3,4" x "y\n', (2, 2), "in the middle of a cell"),
    "behind a cell": ('a,b,c,note\n1,2,3,"4" x\n', (2, 2), "in the middle of a cell"),
    "behind a cell, odd": ('a,b,c,note\n1,2,3,"4" x"\n', (2, 2), "never closes"),
    "zero bytes": ("a,b,c,note\n1,2,3,\0\n", (2, 2), "zero bytes"),
}  # fmt: skip


@pytest.mark.parametrize("claim", REFUSED)
def test_what_would_lose_rows_is_refused_with_the_first_and_the_last(claim: str) -> None:
    text, places, what = REFUSED[claim]
    with pytest.raises(MisreadError) as error:
        counted(text)
    assert [(one.first, one.last) for one in error.value.found] == [places]
    assert what in error.value.found[0].what


def test_rows_are_cut_alike_wherever_a_block_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for text, _, _ in READ.values()]
    whole = [counted(text) for text in texts]
    for size in (11, 12, 13, 17, 29):
        monkeypatch.setattr("hertoets.extract.blocks._BLOCK_BYTES", size)
        for text, expected in zip(texts, whole, strict=True):
            found = counted(text)
            assert (found.header, found.start, found.rows, found.breaks) == (
                expected.header,
                expected.start,
                expected.rows,
                expected.breaks,
            )
            lines = [found.line(row) for row in range(found.rows)]
            assert lines == [expected.line(row) for row in range(found.rows)]


@pytest.mark.parametrize("spare", [False, True])
def test_of_two_hundred_rows_none_is_swallowed_in_silence(spare: bool, tmp_path: Path) -> None:
    """A mark in row 12 that closes in row 62; where the cell is ours or a remark."""
    rows = [{**planted_tables()["persons"][0], "person_id": f"ZQ7X{n}"} for n in range(200)]
    text = as_csv("persons", rows).splitlines()
    column = -1 if not spare else 2
    for line, mark in ((11, '"{}'), (61, '{}"')):
        cells = text[line].split(",")
        cells[column] = mark.format(cells[column])
        text[line] = ",".join(cells)
    folder = write_planted(tmp_path / "extract")
    (folder / "persons.csv").write_text("\n".join(text), encoding="utf-8")
    with pytest.raises(UseError, match=r"persons\.csv  rows 12 to 62: ") as error:
        read_extract(folder)
    assert [value for value in planted_values() if value in str(error.value)] == []


def test_a_fault_names_the_line_of_the_file_behind_blank_lines_and_breaks(tmp_path: Path) -> None:
    folder = write_planted(tmp_path / "extract")
    text = as_csv("fines").replace("ZQ7 note 0", '"one\ntwo\nthree"')
    first, second, third, *rest = text.splitlines()
    assert rest[-1].startswith("ZQ7fines2")
    rest[-1] = rest[-1].replace(planted_tables()["fines"][2]["imposed_on"], "31-12-2021")
    lines = [first, "", second, third, *rest]
    (folder / "fines.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UseError, match=r"fines\.csv  row 7, imposed_on: not a date"):
        read_extract(folder)


def test_many_faults_of_a_column_are_one_that_counts_them(tmp_path: Path) -> None:
    folder = write_planted(tmp_path / "extract")
    rows = [{**planted_tables()["fines"][0], "fine_id": f"F{n}"} for n in range(90)]
    for row in rows:
        row["imposed_on"] = "31-12-2021"
    (folder / "fines.csv").write_text(as_csv("fines", rows), encoding="utf-8")
    with pytest.raises(UseError) as error:
        read_extract(folder)
    assert [fault.at for fault in error.value.faults] == ["rows 2, 3, 4 and 87 more, imposed_on"]


def test_the_names_of_columns_that_are_not_ours_are_told_by_place(tmp_path: Path) -> None:
    folder = write_planted(tmp_path / "extract")
    path = folder / "plans.csv"
    lines = [f"{line},x{n},y{n}" for n, line in enumerate(path.read_text("utf-8").splitlines())]
    path.write_text("\n".join(lines), encoding="utf-8")
    told = "plans.csv: 3 columns are not part of the extract and were ignored (columns 3, 5 and 6)."
    assert told in read_extract(folder).notes
