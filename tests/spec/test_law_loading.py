"""Decision tables are data that outsiders write: good ones overlay, broken ones are refused."""

from dataclasses import replace
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
    '{ rule = "mine.bridged", standing = "any", date = "bridged", '
    'regime = "open", source = "W2 Besluit art. 2.2(2)", says_nl = "De bronnen zwijgen." }',
    '{ rule = "mine.before", treaty = "any", date = "before", '
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
OBLIGED_2021 = Situation(
    standing="obligable",
    treaty="none",
    publication="before",
    decision="before",
    effective="before",
    obliged="yes",
    notice="after",
)


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
    assert len(law.readings) == 10
    assert check_law(law) == []
    judgement = judge(law.readings["mine"], OBLIGED_2021)
    assert (judgement.regime, judgement.rule) == ("wi2021", "mine.before")
    assert judgement.citation == "S2; S3"


def test_a_table_of_the_same_name_replaces_the_built_in_one_in_its_place(tmp_path: Path) -> None:
    law = load_law(folder_with(tmp_path, scope=table().replace("mine", "scope")))
    assert list(law.readings) == list(load_law().readings)
    assert judge(law.readings["scope"], OBLIGED_2021).regime == "wi2021"
    assert judge(law.readings["publication"], OBLIGED_2021).regime == "wi2013"


def test_a_row_of_ones_own_may_ask_for_the_notice_and_for_the_duty(tmp_path: Path) -> None:
    told = (
        ROWS[1].replace("mine.before", "mine.told").replace("date =", 'notice = "before", date =')
    )
    obliged = (
        ROWS[1]
        .replace("mine.before", "mine.obliged")
        .replace("date =", 'obliged = "not no", date =')
    )
    rows = [ROWS[0], told.replace("wi2021", "wi2013"), obliged.replace("wi2021", "none"), ROWS[1]]
    law = load_law(folder_with(tmp_path, mine=table(rows=rows)))
    mine = law.readings["mine"]
    assert check_law(law) == []
    assert mine.facts == ("standing", "treaty", "decision", "obliged", "notice")
    assert judge(mine, replace(OBLIGED_2021, notice="before")).rule == "mine.told"
    assert judge(mine, OBLIGED_2021).rule == "mine.obliged"
    assert judge(mine, replace(OBLIGED_2021, obliged="no")).rule == "mine.before"


COMMON = (
    'reading = "common"\ntitle_nl = "Alles open"\nquestion_nl = "Wat staat vast?"\n'
    'rules = [{ rule = "C1", regime = "open", source = "S2", says_nl = "Niets staat vast." }]\n'
)


def test_replaced_common_rules_go_first_in_every_reading_that_asks_for_them(
    tmp_path: Path,
) -> None:
    law = load_law(folder_with(tmp_path, common=COMMON))
    rules = {name: judge(each, OBLIGED_2021).rule for name, each in law.readings.items()}
    assert rules.pop("notice") == "notice.after"
    assert set(rules.values()) == {"C1"}
    faults = {fault.at: fault.what for fault in check_law(law)}
    assert faults["rule publication.bridged"].endswith("C1 decide before it")


@pytest.mark.parametrize(
    ("leaves", "told"),
    [
        ('leaves.right = ["none"]', "leaves: unknown column right"),
        ('leaves.treaty = ["turkish"]', "leaves: unknown value turkish"),
        ('leaves.treaty = "none"', "leaves, treaty: not a list"),
    ],
)
def test_what_the_common_rules_leave_is_named_by_values_that_exist(
    tmp_path: Path, leaves: str, told: str
) -> None:
    with pytest.raises(UseError, match=rf"common\.toml  {told}"):
        load_law(folder_with(tmp_path, common=f"{leaves}\n{COMMON}"))


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


def test_the_digest_changes_with_each_part_of_the_law() -> None:
    law = load_law()
    term = replace(law.constants.entries["term"], value=4)
    others = [
        replace(law, common=replace(law.common, rules=law.common.rules[:-1])),
        replace(law, readings=dict(list(law.readings.items())[:-1])),
        replace(law, sources=dict(list(law.sources.items())[:-1])),
        replace(law, vocabulary=dict(list(law.vocabulary.items())[:-1])),
        replace(law, constants=replace(law.constants, entries={"term": term})),
    ]
    assert len({law.digest, *(other.digest for other in others)}) == 1 + len(others)


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


ROW = r"row 2, rule mine\.before"
BROKEN_ROWS = {
    "unknown column": (
        changed_row('regime = "', 'remark = "x", regime = "'),
        ROW + ", remark: unknown field. Use only rule, standing, treaty, notice, obliged, date",
    ),
    "unknown standing": (
        changed_row('treaty = "any"', 'standing = "exempt"'),
        ROW + ", standing: unknown value exempt. Use one of: any, excluded, completed",
    ),
    "unknown treaty": (
        changed_row('treaty = "any"', 'treaty = "not turkish"'),
        ROW + ", treaty: unknown value not turkish",
    ),
    "unknown obliged": (
        changed_row('treaty = "any"', 'obliged = "maybe"'),
        ROW + ", obliged: unknown value maybe. Use one of: any, yes, no, unknown",
    ),
    "unknown notice": (
        changed_row('treaty = "any"', 'notice = "bridged"'),
        ROW + ", notice: unknown value bridged. Use one of: any, before, after, no_notice",
    ),
    "unknown date": (
        changed_row('date = "before"', 'date = "2021"'),
        ROW + ", date: unknown value 2021",
    ),
    "date value of a notice": (
        changed_row('date = "before"', 'date = "no_notice"'),
        ROW + ", date: unknown value no_notice",
    ),
    "date that is a date": (
        changed_row('date = "before"', "date = 2021-12-31"),
        ROW + ", date: not text",
    ),
    "unknown regime": (
        changed_row('regime = "wi2021"', 'regime = "wi2007"'),
        ROW + ", regime: unknown value wi2007. Use one of: wi2013, wi2021",
    ),
    "no regime": (
        changed_row('regime = "wi2021", ', ""),
        ROW + ", regime: missing",
    ),
    "empty sentence": (
        changed_row('says_nl = "De nieuwe wet geldt."', 'says_nl = ""'),
        ROW + ", says_nl: empty",
    ),
    "value that is no text": (
        changed_row('treaty = "any"', "treaty = true"),
        ROW + ", treaty: not text",
    ),
    "no citation": (
        changed_row('source = "S2; S3", ', ""),
        ROW + ", source: missing",
    ),
    "empty citation": (
        changed_row('source = "S2; S3"', 'source = " "'),
        ROW + ", source: empty",
    ),
    "empty second citation": (
        changed_row('source = "S2; S3"', 'source = "S2;"'),
        ROW + ", source: empty citation",
    ),
    "citation of unknown sources": (
        changed_row('source = "S2; S3"', 'source = "Q8; S2; Q9 p. 1"'),
        ROW + r", source: source Q8, Q9 is not in sources\.toml",
    ),
    "duplicate rule id": (
        changed_row('"mine.before"', '"mine.bridged"'),
        r"row 2, rule mine\.bridged, rule: an earlier row has the same rule id",
    ),
    "rule id of another reading": (
        changed_row('"mine.before"', '"scope.before"'),
        r"row 2, rule scope\.before, rule: rule id of another form. Write mine\. and a name",
    ),
    "no rule id": (
        changed_row('rule = "mine.before", ', ""),
        "row 2, rule: missing",
    ),
    "row that is no row": (
        table(rows=[ROWS[0], '"mine.before"']),
        "row 2: not an entry. Write an entry with rule, standing",
    ),
    "no rows": (HEADER, "rules: missing"),
    "empty rows": (table(rows=[]), "rules: no rows"),
    "rows that are no list": (HEADER + "rules = 1\n", "rules: not a list"),
}
BROKEN_HEADERS = {
    **{
        f"no {field}": (
            table(header="".join(line for line in HEADER.splitlines(True) if field not in line)),
            f"  {field}: missing",
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
    "no reading": (changed_header('reading = "mine"\n', ""), "  reading: missing"),
    "unknown field": (
        changed_header("common =", "colour = 1\ncommon ="),
        "  colour: unknown field. Use only reading, title_nl",
    ),
    "other reading than the file": (
        changed_header('reading = "mine"', 'reading = "yours"'),
        r"reading: says yours in a file named mine\.toml",
    ),
    "empty title": (changed_header('"Eigen lezing"', '""'), "title_nl: empty"),
    "unknown date fact": (
        changed_header('"decision"', '"birth"'),
        "date_fact: unknown value birth. Use one of: publication, decision, effective, notice",
    ),
    "date fact that is a list": (
        changed_header('"decision"', '["decision"]'),
        "date_fact: not text",
    ),
    "unknown status": (changed_header('"defensible"', '"true"'), "status: unknown value true"),
    "common is text": (changed_header("= true", '= "yes"'), "common: neither true nor false"),
    "unknown source": (
        changed_header('["S2"]', '["Q9"]'),
        r"sources_for: source Q9 is not in sources\.toml",
    ),
    "sources as text": (changed_header('["S2"]', '"S2"'), "sources_for: not a list"),
    "source that is no text": (changed_header('["S2"]', "[2]"), "row 1: not text"),
    "no source at all": (
        changed_header('["S2"]', "[]"),
        "sources_against: no source for or against",
    ),
    "common rules on a notice": (
        changed_header('"decision"', '"notice"').replace('date = "bridged"', 'date = "after"'),
        "common: the common rules judge a date of a right",
    ),
    "a notice asked twice": (
        changed_header('"decision"', '"notice"')
        .replace("common = true", "common = false")
        .replace('standing = "any", date = "bridged"', 'notice = "after"'),
        r"notice: the date of this reading is the notice already\. Ask it under date",
    ),
}
UNREADABLE = {
    "no TOML": (b"reading = mine\n", "not TOML at line 1, column 11"),
    "nested too deeply": (b"a = " + 5000 * b"[", "nested too deep"),
    "a number of thousands of digits": (
        b"a = " + 5000 * b"1" + b"\n",
        "holds a number that is none, or too large",
    ),
    "a day that is none": (b"a = 2021-02-30\n", "not TOML at line 1, column 5"),
    "not UTF-8": (table().replace("Eigen", "Één").encode("latin-1"), "not UTF-8 text"),
    "a null byte": (b"a = \x00\n", "not TOML at line 1, column 5"),
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
        (SOURCE.replace('date = "2024-01-01"\n', ""), "X1, date: missing"),
        (SOURCE.replace('"2024-01-01"', "2024-01-01"), "X1, date: not text"),
        (SOURCE.replace('"seen"', '"heard"'), "X1, read: unknown value heard"),
        (SOURCE + 'colour = "red"\n', "X1, colour: unknown field"),
        ('X1 = "Brief"\n', "X1: not an entry. Write an entry with document, date"),
        ("[X1\n", "not TOML at line 1, column 4"),
    ],
)
def test_a_broken_source_is_refused_with_its_id(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UseError, match=rf"sources\.toml.*{told}"):
        load_law(folder_with(tmp_path, sources=text))


@pytest.mark.parametrize("stem", ["mine", "sources", "common", "scope"])
@pytest.mark.parametrize(("content", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_told_in_one_message(
    tmp_path: Path, stem: str, content: bytes, told: str
) -> None:
    folder = folder_with(tmp_path, mine=table())
    (folder / f"{stem}.toml").write_bytes(content)
    with pytest.raises(UseError, match=rf"{stem}\.toml: {told}") as info:
        load_law(folder)
    assert len(info.value.faults) == 1


def test_a_message_shows_a_value_short(tmp_path: Path) -> None:
    text = changed_row('treaty = "any"', f'treaty = "{300 * "x"}"')
    with pytest.raises(UseError, match=r"unknown value x+…") as info:
        load_law(folder_with(tmp_path, mine=text))
    assert len(info.value.faults[0].what) < 100


def test_a_character_that_cannot_be_seen_is_refused_and_does_not_reach_the_message(
    tmp_path: Path,
) -> None:
    text = changed_row('treaty = "any"', f'treaty = "\\u001b[31m{300 * "x"}"')
    with pytest.raises(UseError, match=r"mine\.toml  rules: holds a character that") as info:
        load_law(folder_with(tmp_path, mine=text))
    assert len(info.value.faults) == 1
    assert "\x1b" not in str(info.value)
    assert "xxx" not in str(info.value)


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


def test_constants_in_a_folder_of_readings_are_refused_each_with_its_entry(tmp_path: Path) -> None:
    constants = (
        '[term]\nvalue = 4\nunit = "years"\nin_force = 2013-01-01\nmeaning_nl = "t"\n'
        '[bridge]\nvalue = 1\nunit = "years"\nsource = "W1"\nmeaning_nl = "t"\n'
        '[pension_age]\nin_force = 2013-01-01\nmeaning_nl = "t"\n'
        "rows = [{ years = 67, months = 0 }]\n"
    )
    with pytest.raises(UseError, match=r"^4 faults\.") as info:
        load_law(folder_with(tmp_path, mine=table(), parameters=constants))
    assert {Path(fault.where).name for fault in info.value.faults} == {"parameters.toml"}
    told = str(info.value)
    assert "cannot change the constants of the law. Leave the file out" in told
    assert "term, source: missing" in told
    assert "bridge, in_force: missing" in told
    assert "pension_age, source: missing" in told


def test_sound_constants_and_a_vocabulary_are_refused_as_no_reading(tmp_path: Path) -> None:
    ours = Path(hertoets.law.__file__).parent
    names = ("parameters", "vocabulary")
    copied = {name: (ours / f"{name}.toml").read_text(encoding="utf-8") for name in names}
    with pytest.raises(UseError, match=r"^2 faults\.") as info:
        load_law(folder_with(tmp_path, **copied))
    assert [Path(fault.where).stem for fault in info.value.faults] == list(names)
    assert "reading: missing" not in str(info.value)
