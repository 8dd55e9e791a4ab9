"""Decision tables are data that outsiders write: good ones overlay, broken ones are refused."""

from pathlib import Path

import hertoets.law
import pytest
from hertoets.errors import UseError
from hertoets.law import Situation, check_law, judge, load_law

HEADER = """\
reading = "mine"
title_nl = "Eigen lezing"
question_nl = "Was er op de peildatum een recht?"
date_fact = "decision"
status = "defensible"
common = true
sources_for = ["S2"]
sources_against = []
"""
ROWS = [
    '{ rule = "mine.bridged", standing = "any", treaty = "any", date = "bridged", '
    'regime = "open", source = "W2 Besluit art. 2.2(2)", says_nl = "De bronnen zwijgen." }',
    '{ rule = "mine.before", standing = "any", treaty = "any", date = "before", '
    'regime = "wi2021", source = "S2; S3", says_nl = "De nieuwe wet geldt." }',
]
SOURCE = """\
[X1]
document = "Brief"
date = "2024-01-01"
address = "archief"
establishes_nl = "Een eigen lezing."
read = "seen"
extent_nl = "geheel"
"""
OBLIGED_2021 = Situation("obligable", "none", "before", "before", "before", "after")


def table(header: str = HEADER, rows: list[str] | None = None) -> str:
    lines = ROWS if rows is None else rows
    return header + "rules = [\n" + "".join(f"  {row},\n" for row in lines) + "]\n"


def folder_with(tmp_path: Path, **texts: str) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir()
    for stem, text in texts.items():
        (folder / f"{stem}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_table_of_another_name_adds_a_reading_after_the_standard_ones(tmp_path: Path) -> None:
    other = table().replace("mine", "also_mine")
    law = load_law(folder_with(tmp_path, mine=table(), also_mine=other))
    assert list(law.readings)[-3:] == ["notice", "also_mine", "mine"]
    assert len(law.readings) == 9
    assert check_law(law) == []
    judgement = judge(law.readings["mine"], OBLIGED_2021)
    assert (judgement.regime, judgement.rule) == ("wi2021", "mine.before")
    assert judgement.citation == "S2; S3"


def test_a_table_of_the_same_name_replaces_the_built_in_one_in_its_place(tmp_path: Path) -> None:
    law = load_law(folder_with(tmp_path, scope=table().replace("mine", "scope")))
    assert list(law.readings) == list(load_law().readings)
    assert judge(law.readings["scope"], OBLIGED_2021).regime == "wi2021"
    assert judge(law.readings["publication"], OBLIGED_2021).regime == "wi2013"


def test_replaced_common_rules_go_first_in_every_reading_that_asks_for_them(
    tmp_path: Path,
) -> None:
    common = (
        'reading = "common"\ntitle_nl = "Alles open"\nquestion_nl = "Wat staat vast?"\n'
        'rules = [{ rule = "C1", standing = "any", treaty = "any", date = "any", '
        'regime = "open", source = "S2", says_nl = "Niets staat vast." }]\n'
    )
    law = load_law(folder_with(tmp_path, common=common))
    rules = {name: judge(each, OBLIGED_2021).rule for name, each in law.readings.items()}
    assert rules.pop("notice") == "notice.after"
    assert set(rules.values()) == {"C1"}
    assert "rule publication.bridged" in [fault.at for fault in check_law(law)]


def test_a_folder_may_bring_its_own_sources(tmp_path: Path) -> None:
    rows = [ROWS[0], ROWS[1].replace("S2; S3", "X1 p. 4")]
    law = load_law(folder_with(tmp_path, mine=table(rows=rows), sources=SOURCE))
    assert law.sources["X1"].document == "Brief"
    assert "D1" in law.sources


def test_a_source_already_known_cannot_be_given_another_meaning(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, mine=table(), sources=SOURCE.replace("X1", "D1"))
    with pytest.raises(UseError, match=r"sources\.toml  D1: this id is already taken"):
        load_law(folder)


def test_a_copied_source_may_stay(tmp_path: Path) -> None:
    path = Path(hertoets.law.__file__).parent / "sources.toml"
    folder = folder_with(tmp_path, sources=path.read_text(encoding="utf-8"))
    assert load_law(folder).digest == load_law().digest


def test_the_digest_changes_with_any_word_and_not_with_the_place(tmp_path: Path) -> None:
    built_in = load_law().digest
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = load_law(folder_with(tmp_path / "a", mine=table()))
    other = load_law(folder_with(tmp_path / "b", mine=table().replace("zwijgen.", "zwijgen!")))
    assert len({built_in, one.digest, other.digest}) == 3
    assert load_law(tmp_path / "a" / "tables").digest == one.digest
    assert len(built_in) == 64


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UseError, match="nowhere: folder not found"):
        load_law(tmp_path / "nowhere")


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(table(), encoding="utf-8")
    with pytest.raises(UseError, match=r"mine\.toml: not a folder"):
        load_law(path)


def test_a_folder_without_a_table_is_refused_rather_than_ignored(tmp_path: Path) -> None:
    with pytest.raises(UseError, match="no decision table in this folder"):
        load_law(folder_with(tmp_path))


def changed_row(old: str, new: str) -> str:
    assert old in ROWS[1]
    return table(rows=[ROWS[0], ROWS[1].replace(old, new)])


def changed_header(old: str, new: str) -> str:
    assert old in HEADER
    return table(header=HEADER.replace(old, new))


ROW = r"row 2, rule mine\.before: "
BROKEN_ROWS = {
    "unknown column": (
        changed_row('regime = "', 'remark = "x", regime = "'),
        ROW + "unknown column remark",
    ),
    "missing column": (
        changed_row('treaty = "any", ', ""),
        ROW + "column treaty missing",
    ),
    "unknown standing": (
        changed_row('standing = "any"', 'standing = "exempt"'),
        ROW + "unknown value exempt in standing",
    ),
    "unknown treaty": (
        changed_row('treaty = "any"', 'treaty = "turkish"'),
        ROW + "unknown value turkish in treaty",
    ),
    "unknown date": (
        changed_row('date = "before"', 'date = "2021"'),
        ROW + "unknown value 2021 in date",
    ),
    "date value of a notice": (
        changed_row('date = "before"', 'date = "no_notice"'),
        ROW + "unknown value no_notice in date",
    ),
    "unknown regime": (
        changed_row('regime = "wi2021"', 'regime = "wi2007"'),
        ROW + "unknown regime wi2007",
    ),
    "empty sentence": (
        changed_row('says_nl = "De nieuwe wet geldt."', 'says_nl = ""'),
        ROW + "says_nl is empty",
    ),
    "value that is no text": (
        changed_row('standing = "any"', "standing = true"),
        ROW + "standing is empty, or not text",
    ),
    "no citation": (
        changed_row('source = "S2; S3", ', ""),
        ROW + "no citation",
    ),
    "empty citation": (
        changed_row('source = "S2; S3"', 'source = " "'),
        ROW + "empty citation",
    ),
    "empty second citation": (
        changed_row('source = "S2; S3"', 'source = "S2;"'),
        ROW + "empty citation",
    ),
    "citation of an unknown source": (
        changed_row('source = "S2; S3"', 'source = "S2; Q9 p. 1"'),
        ROW + r"source Q9 is not in sources\.toml",
    ),
    "duplicate rule id": (
        changed_row('"mine.before"', '"mine.bridged"'),
        r"row 2, rule mine\.bridged: same rule id as row 1",
    ),
    "rule id of another reading": (
        changed_row('"mine.before"', '"scope.before"'),
        r"row 2, rule scope\.before: rule id of another form",
    ),
    "no rule id": (
        changed_row('rule = "mine.before", ', ""),
        "row 2: column rule missing",
    ),
    "row that is no row": (table(rows=[ROWS[0], '"mine.before"']), "row 2: not a row"),
    "no rows": (HEADER, "rules: no rows"),
    "empty rows": (table(rows=[]), "rules: no rows"),
}
BROKEN_HEADERS = {
    **{
        f"no {field}": (
            table(header="".join(line for line in HEADER.splitlines(True) if field not in line)),
            f"{field}: header field missing",
        )
        for field in (
            "title_nl",
            "question_nl",
            "date_fact",
            "status",
            "common",
            "sources_for",
            "sources_against",
        )
    },
    "no reading": (changed_header('reading = "mine"\n', ""), "reading: header field missing"),
    "unknown field": (changed_header("common =", "colour = 1\ncommon ="), "colour: unknown header"),
    "other reading than the file": (
        changed_header('reading = "mine"', 'reading = "yours"'),
        r"reading: says yours in a file named mine\.toml",
    ),
    "empty title": (changed_header('"Eigen lezing"', '""'), "title_nl: empty"),
    "unknown date fact": (changed_header('"decision"', '"birth"'), "date_fact: not a value known"),
    "unknown status": (changed_header('"defensible"', '"true"'), "status: not a value known"),
    "common is text": (changed_header("= true", '= "yes"'), "common: neither true nor false"),
    "unknown source": (
        changed_header('["S2"]', '["Q9"]'),
        r"sources_for: source Q9 is not in sources\.toml",
    ),
    "sources as text": (changed_header('["S2"]', '"S2"'), "sources_for: not a list of source ids"),
    "no source at all": (changed_header('["S2"]', "[]"), "sources_for: no source for or against"),
    "common rules on a notice": (
        changed_header('"decision"', '"notice"'),
        "common: the common rules judge a date of a right",
    ),
    "no TOML": ("reading = mine\n", "mine.toml: not TOML at line 1"),
}


@pytest.mark.parametrize(("text", "told"), BROKEN_ROWS.values(), ids=BROKEN_ROWS)
def test_a_broken_row_is_refused_with_file_and_row(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UseError, match=r"mine\.toml  " + told) as info:
        load_law(folder_with(tmp_path, mine=text))
    assert len(info.value.faults) == 1
    assert info.value.faults[0].mend


@pytest.mark.parametrize(("text", "told"), BROKEN_HEADERS.values(), ids=BROKEN_HEADERS)
def test_a_broken_table_is_refused_with_file_and_field(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(UseError, match=told) as info:
        load_law(folder_with(tmp_path, mine=text))
    assert all(fault.where.endswith("mine.toml") for fault in info.value.faults)


@pytest.mark.parametrize(
    ("stem", "told"),
    [
        ("Mine", "cannot serve as the id of a reading"),
        ("my-reading", "cannot serve as the id of a reading"),
        ("stated", "taken by a column of the outcomes"),
    ],
)
def test_a_file_name_that_cannot_be_a_reading_is_refused(
    tmp_path: Path, stem: str, told: str
) -> None:
    with pytest.raises(UseError, match=told):
        load_law(folder_with(tmp_path, **{stem: table().replace("mine", stem)}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SOURCE.replace('date = "2024-01-01"\n', ""), "X1: date missing or not text"),
        (SOURCE.replace('"seen"', '"heard"'), "X1: read has an unknown mark"),
        (SOURCE + 'colour = "red"\n', "X1: unknown field colour"),
        ('X1 = "Brief"\n', "X1: not a source"),
        ("[X1\n", "not TOML at line 1"),
    ],
)
def test_a_broken_source_is_refused_with_its_id(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UseError, match=rf"sources\.toml.*{told}"):
        load_law(folder_with(tmp_path, sources=text))


def test_a_table_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, mine=table())
    (folder / "mine.toml").write_bytes(table().replace("Eigen", "Één").encode("latin-1"))
    with pytest.raises(UseError, match=r"mine\.toml: not UTF-8 text"):
        load_law(folder)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    worst = changed_row('regime = "wi2021", source = "S2; S3"', 'regime = "wi2007", source = "Q9"')
    folder = folder_with(
        tmp_path, mine=worst, scope="reading = \n", sources=SOURCE.replace('"seen"', '"heard"')
    )
    with pytest.raises(UseError, match=r"^4 faults\.") as info:
        load_law(folder)
    assert [Path(fault.where).name for fault in info.value.faults] == [
        "sources.toml",
        "scope.toml",
        "mine.toml",
        "mine.toml",
    ]
    assert info.value.exit_code == 2


def test_hidden_files_and_other_files_are_left_alone(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, mine=table())
    (folder / ".hidden.toml").write_text("not toml", encoding="utf-8")
    (folder / "README.md").write_text("# Eigen lezingen", encoding="utf-8")
    assert "mine" in load_law(folder).readings
