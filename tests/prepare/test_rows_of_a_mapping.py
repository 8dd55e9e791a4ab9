"""What a mapping says of rows: which count, which become one, and what follows from other rows."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hertoets.errors import DataError, UseError
from hertoets.prepare import load_mappings
from hertoets.prepare.choosing import has_form
from hertoets.prepare.codelists import shipped_lists
from small_delivery import PERSONS, column, one_rule, prepare, write

COUNTS = """\
[[source]]
table = "guidance_counts"
files = ["g.csv"]
separator = ";"
{extra}
[source.columns]
municipality = {{ from = "regio", codes = "municipality" }}
period = {period}
persons_counted = {{ from = "aantal" }}
"""
PERIOD = '{ constant = "2022-05" }'
REGIONS = "regio;aantal\nNL01    ; 1234\nPV20    ;  900\nGM0363  ;  120\nGM0518  ;\n"

# what the mapping says, the municipalities that are left, the count by filter
FILTERS = {
    "by pattern": (
        'only = { regio = { form = "GM*" } }',
        ["GM0363", "GM0518"],
        {"only regio with form GM*": 2},
    ),
    "by a form that has a name": (
        'only = { regio = { form = "municipality" } }',
        ["GM0363", "GM0518"],
        {"only regio with form municipality": 2},
    ),
    "filled, and by pattern": (
        'only = { aantal = { filled = true }, regio = { form = "GM####" } }',
        ["GM0363"],
        {"only aantal filled": 1, "only regio with form GM####": 2},
    ),
    "empty": ("only = { aantal = { filled = false } }", ["GM0518"], {"only aantal empty": 3}),
    "by value": ('only = { regio = ["GM0363"] }', ["GM0363"], {"only regio": 3}),
}


@pytest.mark.parametrize("case", FILTERS)
def test_rows_count_by_value_form_and_fill_and_the_others_are_counted(
    case: str, tmp_path: Path
) -> None:
    extra, left, filtered = FILTERS[case]
    mapping = COUNTS.format(extra=extra, period=PERIOD)
    prepared, out = prepare(tmp_path, mapping, {"g.csv": REGIONS})
    assert column(out, "guidance_counts", "municipality") == left
    counts = prepared.sources[0].values()
    assert counts["filtered"] == filtered
    assert counts["rows_in"] == counts["rows_out"] + sum(filtered.values())


@pytest.mark.parametrize(
    ("form", "text", "has"),
    [
        ("GM*", "GM", True),
        ("GM####", "GM036", False),
        ("?", "M", True),
        ("a.c*", "abc", False),
        ("bsn", "111222333", True),
        ("bsn", "111222334", False),
        ("alpha_3", "SYR", True),
    ],
)
def test_a_form_is_a_pattern_or_a_name(form: str, text: str, has: bool) -> None:
    assert has_form(form, text) is has


TWICE = "bsn;geboren;geslacht;land;sinds\n"
TWICE += "111222333;01-02-1990;V;0336;01-01-2001\n111222333;01-02-1990;V;0339;01-01-2010\n"
TWICE += "123456782;15-07-1985;M;0336;\n"

# the ground, the nationality that is left of 0336 (since 2001) and 0339 (since 2010)
WINS = {
    'prefer = { land = ["0339", "0336"] }': "TUR",
    'prefer = { land = ["0336"] }': "SYR",
    'latest = "sinds"': "TUR",
    'earliest = "sinds"': "SYR",
    "first = true": "SYR",
    'filled = "sinds", latest = "sinds"': "TUR",
}


@pytest.mark.parametrize("ground", WINS)
def test_one_row_of_several_wins_on_the_ground_that_the_mapping_states(
    ground: str, tmp_path: Path
) -> None:
    mapping = PERSONS.replace(
        "[source.columns]", f'one_of = {{ same = ["bsn"], {ground} }}\n[source.columns]'
    )
    prepared, out = prepare(tmp_path, mapping, {"personen.csv": TWICE})
    assert column(out, "persons", "nationality") == [WINS[ground], "SYR"]
    assert dict(prepared.sources[0].filtered) == {"one_of: another row won": 1}


def test_several_rows_of_a_person_without_a_rule_stop(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"1 keys .* 2 rows that differ.*one_of") as caught:
        prepare(tmp_path, PERSONS, {"personen.csv": TWICE})
    assert "111222333" not in str(caught.value)


def test_a_ground_that_leaves_more_than_one_row_stops(tmp_path: Path) -> None:
    mapping = PERSONS.replace(
        "[source.columns]", 'one_of = { same = "bsn", latest = "geboren" }\n[source.columns]'
    )
    with pytest.raises(DataError, match="1 times more than one row wins"):
        prepare(tmp_path, mapping, {"personen.csv": TWICE})


def test_rows_that_are_the_same_need_no_rule_and_rows_may_be_left_to_the_extract(
    tmp_path: Path,
) -> None:
    head, first, second, _ = TWICE.splitlines(keepends=True)
    _, out = prepare(tmp_path / "a", PERSONS, {"personen.csv": head + first + first})
    assert column(out, "persons", "nationality") == ["SYR", "SYR"]
    left = PERSONS.replace("[source.columns]", 'one_of = "leave"\n[source.columns]')
    _, out = prepare(tmp_path / "b", left, {"personen.csv": head + first + second})
    assert column(out, "persons", "nationality") == ["SYR", "TUR"]


def test_a_key_that_stands_once_is_carried_down(tmp_path: Path) -> None:
    mapping = COUNTS.format(
        extra='carry_down = "regio"',
        period='{ from = "p", codes = { mei = "2022-05", sep = "2022-09" } }',
    )
    text = "regio;p;aantal\n0363;mei;1\n;sep;2\n0518;mei;3\n"
    _, out = prepare(tmp_path, mapping, {"g.csv": text})
    assert column(out, "guidance_counts", "municipality") == ["GM0363", "GM0363", "GM0518"]


def test_columns_become_rows_and_an_empty_cell_becomes_none(tmp_path: Path) -> None:
    mapping = COUNTS.format(
        extra='to_rows = { columns = { aantal = ["mei", "sept"] }, name = "welke" }',
        period='{ from = "welke", codes = { mei = "2022-05", sept = "2022-09" } }',
    )
    prepared, out = prepare(tmp_path, mapping, {"g.csv": "regio;mei;sept\n0363;1;2\n0518;;3\n"})
    rows = pq.read_table(out / "guidance_counts.parquet").to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("GM0363", "2022-05", 1),
        ("GM0363", "2022-09", 2),
        ("GM0518", "2022-09", 3),
    ]
    counts = prepared.sources[0].values()
    assert (counts["rows_in"], counts["rows_made_of_columns"], counts["rows_out"]) == (2, 2, 3)
    assert counts["filtered"] == {"to_rows: no cell is filled": 1}


HISTORY = '{ from = "b", how = "next_begin", same = "a", dates = "%Y%m%d" }'
UNKNOWN = date(1, 1, 1)

# rows of person and begin, and the end of each
HISTORIES = {
    "the next one": (["p;20200101", "p;20210301"], [date(2021, 3, 1), None]),
    "in any order": (["p;20210301", "q;20200101", "p;20200101"], [None, None, date(2021, 3, 1)]),
    "two on one day": (
        ["p;20200101", "p;20200101", "p;20210301"],
        [date(2021, 3, 1), date(2021, 3, 1), None],
    ),
    "a begin that is not known": (
        ["p;20200101", "p;20200000", "q;20200101"],
        [UNKNOWN] * 2 + [None],
    ),
    "a begin that is empty": (["p;20200101", "p;"], [UNKNOWN] * 2),
}


@pytest.mark.parametrize("case", HISTORIES)
def test_an_end_is_the_next_begin_and_never_open_where_a_begin_is_unknown(
    case: str, tmp_path: Path
) -> None:
    cells, ends = HISTORIES[case]
    rule = HISTORY.replace(" }", ", accept_unmapped = true }")
    if ends == [UNKNOWN] * 2:  # nothing is known of two: below what tells of a wrong rule
        assert len(cells) == 2
    assert one_rule(tmp_path, "registrations", "valid_to", rule, cells)[0] == ends


@pytest.mark.parametrize(
    ("text", "marks", "count"),
    [
        ("1.204", 'thousands = "."', 1204),
        ("1.204.000", 'thousands = "."', 1204000),
        ("12,0", 'decimal = ","', 12),
        ("1.204,00", 'thousands = ".", decimal = ","', 1204),
        ("12,5", 'decimal = ","', None),
        ("12.04", 'thousands = "."', None),
        ("1204", 'thousands = "."', 1204),
        ("<5", 'thousands = "."', None),
        ("-1", 'decimal = ","', None),
    ],
)
def test_a_count_is_read_with_the_marks_that_the_mapping_names(
    text: str, marks: str, count: int | None, tmp_path: Path
) -> None:
    rule = f'{{ from = "a", {marks}, accept_unmapped = true }}'
    assert one_rule(tmp_path, "guidance_counts", "persons_counted", rule, [text])[0] == [count]


def test_a_column_of_which_nothing_maps_stops_whatever_is_accepted(tmp_path: Path) -> None:
    mapping = COUNTS.format(extra="", period=PERIOD)
    mapping = mapping.replace('"aantal"', '"aantal", accept_unmapped = true')
    text = "regio;aantal\n0363;1.204\n0518;<5\n0599;12,0\n"
    with pytest.raises(DataError, match=r"3 of 3 .* thousands"):
        prepare(tmp_path, mapping, {"g.csv": text})


def test_codes_that_do_not_map_are_named_when_it_stops_and_the_list_that_has_them(
    tmp_path: Path,
) -> None:
    text = "bsn;geboren;geslacht;land\n111222333;;V;SY\n123456782;;M;EL\n010464554;;M;XK\n"
    mapping = PERSONS.replace(', codes = "brp_nationality"', "")
    with pytest.raises(DataError, match=r"EL \(1\), SY \(1\), XK \(1\).*iso_alpha_2"):
        prepare(tmp_path, mapping, {"personen.csv": text})


def test_a_word_that_may_be_a_name_is_not_shown_when_it_stops(tmp_path: Path) -> None:
    text = "bsn;geboren;geslacht;land\n111222333;;Jansen;0336\n123456782;;De Wit;0336\n"
    with pytest.raises(DataError, match="2 codes: 2 not shown") as caught:
        prepare(tmp_path, PERSONS, {"personen.csv": text})
    assert "Jansen" not in str(caught.value)


def test_what_the_reading_of_an_extract_would_refuse_is_not_accepted(tmp_path: Path) -> None:
    rule = '{ from = "b", codes = { oud = "wi2013" }, accept_unmapped = true }'
    cells = [f"p{n};{'oud' if n < 8 else 'anders'}" for n in range(10)]
    with pytest.raises(DataError, match="which no check accepts"):
        one_rule(tmp_path, "choices", "choice", rule, cells)


def test_a_shipped_list_is_extended_in_the_mapping(tmp_path: Path) -> None:
    own = '[codes.land]\nextends = "brp_nationality"\n"ZZ" = "SYR"\n'
    mapping = own + PERSONS.replace('"brp_nationality"', '"land"', 1).replace(
        'codes = "land"', 'codes = "land"'
    )
    text = "bsn;geboren;geslacht;land\n111222333;;V;ZZ\n123456782;;M;0339\n"
    _, out = prepare(tmp_path, mapping, {"personen.csv": text})
    assert column(out, "persons", "nationality") == ["SYR", "TUR"]


def test_a_municipality_that_ended_stays_unless_its_successor_is_asked_for(tmp_path: Path) -> None:
    known = shipped_lists()["municipality"]
    assert known.translate("0457") == "GM0457"
    assert known.with_successors().translate("0457") == "GM0363"  # Weesp, 24 March 2022
    assert known.with_successors().translate("0788") == "GM0788"  # Haaren was split in four
    mapping = "[extract]\ndelivered_on = 2022-09-30\n" + COUNTS.format(extra="", period=PERIOD)
    prepared, out = prepare(tmp_path, mapping, {"g.csv": "regio;aantal\nGM0457;3\nGM0363;4\n"})
    assert column(out, "guidance_counts", "municipality") == ["GM0457", "GM0363"]
    assert any("1 rows hold a code that had ended" in note for note in prepared.notes)


FAULTS = {
    "a form without a pattern": ('only = { regio = { form = "gemeente" } }', "not a form"),
    "two conditions": ('only = { regio = { form = "GM*", filled = true } }', "not one condition"),
    "columns of unequal number": (
        'to_rows = { columns = { a = ["x", "y"], b = ["z"] } }',
        "equally many",
    ),
    "one of, and not of what": ("one_of = { first = true }", "missing"),
    "an unknown ground": ('one_of = { same = "regio", newest = "d" }', "unknown key"),
    "a list that extends none": (
        'only = {}\n[codes.x]\nextends = "nowhere"\n[[source]]\ntable = "guidance_counts"',
        "not a value known here",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_in_what_is_said_of_rows_is_named(case: str, tmp_path: Path) -> None:
    extra, said = FAULTS[case]
    path = write(tmp_path, "m.toml", COUNTS.format(extra=extra, period=PERIOD))
    with pytest.raises(UseError) as caught:
        load_mappings([path])
    assert said in str(caught.value)


def test_a_choice_that_is_unknown_in_every_row_cannot_be_read(tmp_path: Path) -> None:
    mapping = """[[source]]
table = "choices"
files = ["c.csv"]
[source.columns]
person_id = { from = "id" }
offered_on = { from = "d" }
choice = { absent = "unknown" }
chosen_on = { absent = "unknown" }
"""
    with pytest.raises(UseError, match="cannot be read"):
        load_mappings([write(tmp_path, "m.toml", mapping)])
