"""What each conversion makes of a cell, worked out by hand."""

import hmac
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from hertoets.prepare import dates
from hertoets.prepare.codelists import shipped_lists
from hertoets.prepare.converting import UNKNOWN_DATE
from hertoets.prepare.leaks import holds_number
from hertoets.prepare.pseudonyms import pseudonym, why_no_bsn
from small_delivery import KEY, PEOPLE, PERSONS, column, one_rule, prepare

ACCEPT = ", accept_unmapped = true }"
DAY = date(2021, 12, 31)

# form, what is written, the day; None: does not map
FORMS = [
    ("%d-%m-%Y", "31-12-2021", DAY),
    ("%d-%m-%Y", "1-2-2021", date(2021, 2, 1)),
    ("%d-%m-%Y", "2021-12-31", None),
    ("%d-%m-%Y", "31-12-21", None),
    ("%d/%m/%Y", "31/12/2021", DAY),
    ("%m/%d/%Y", "12/31/2021", DAY),
    ("%Y%m%d", "20211231", DAY),
    ("%Y%m%d", "2021123", None),
    ("%Y-%m-%d", "2021-12-31", DAY),
    ("%Y-%m-%dT%H:%M:%S", "2021-12-31T00:00:00", DAY),
    ("%Y-%m-%dT%H:%M:%S", "2021-12-31T23:59:59.999", DAY),
    # A moment with a zone may be another day in the Netherlands: not guessed.
    ("%Y-%m-%dT%H:%M:%S", "2021-12-31T23:30:00Z", None),
    ("%d-%m-%Y %H:%M", "31-12-2021 14:05", DAY),
    ("excel", "44561", DAY),  # 1 January 2021 is 44197; 364 days later
    ("excel", "44561.75", DAY),
    ("excel", "61", date(1900, 3, 1)),  # the first day on which spreadsheets count right
    ("excel", "60", None),  # 29 February 1900, which never was
    ("excel", "31-12-2021", None),
]


@pytest.mark.parametrize(("form", "text", "day"), FORMS)
def test_a_date_is_read_in_the_form_that_the_mapping_names(
    form: str, text: str, day: date | None, tmp_path: Path
) -> None:
    rule = f'{{ from = "a", dates = "{form}"{ACCEPT}'
    found, report = one_rule(tmp_path, "notices", "notice_date", rule, [text, ""])
    assert found == [day, None]
    assert report["unmapped_by_reason"] == ({} if day else {"not_a_date": 1})


def test_forms_are_tried_in_the_order_given(tmp_path: Path) -> None:
    rule = '{ from = "a", dates = ["excel", "%d-%m-%Y"] }'
    found, _ = one_rule(tmp_path, "notices", "notice_date", rule, ["44561", "31-12-2021"])
    assert found == [DAY, DAY]


@pytest.mark.parametrize("form", ["%d-%m-%y", "%d-%m", "dd-mm-jjjj", "%Y-%m-%d%d", "%j-%Y", ""])
def test_a_form_without_year_month_and_day_is_no_form(form: str) -> None:
    assert not dates.is_form(form)


# What the BRP writes, what the contract takes, why not.
BIRTHS = [
    ("19900502", "1990-05-02", None),
    ("19900500", "1990-05-00", None),
    ("19900000", "1990-00-00", None),
    ("00000000", "0000-00-00", None),
    ("19900230", None, "no_such_date"),
    ("19901300", None, "no_such_date"),
    ("00000502", None, "partly_unknown"),
    ("18991231", "1899-12-31", None),  # before 1900: for the reading of the extract to count
]


@pytest.mark.parametrize(("text", "birth", "reason"), BIRTHS)
def test_a_birth_date_keeps_what_the_brp_knows(
    text: str, birth: str | None, reason: str | None, tmp_path: Path
) -> None:
    rule = '{ from = "a", dates = "%Y%m%d"' + ACCEPT
    found, report = one_rule(tmp_path, "persons", "birth_date", rule, [text])
    assert found == [birth]
    assert report["unmapped_by_reason"] == ({reason: 1} if reason else {})


def test_another_date_that_is_partly_unknown_is_unknown_and_counted(tmp_path: Path) -> None:
    rule = '{ from = "a", dates = "%Y%m%d"' + ACCEPT
    found, report = one_rule(tmp_path, "notices", "notice_date", rule, ["20210500", "20210501"])
    assert found == [None, date(2021, 5, 1)]
    assert report["unmapped_by_reason"] == {"partly_unknown": 1}


# DUO's term ends on the day after the last one, as the contract's; its temporary exemption ends
# on the last day, as the contract's. A register that does it otherwise is one day off.
ENDS = [
    ("notices", "term_end_stated", "exclusive", date(2024, 3, 1)),
    ("notices", "term_end_stated", "inclusive", date(2024, 3, 2)),
    ("exemptions", "valid_to", "inclusive", date(2024, 3, 1)),
    ("exemptions", "valid_to", "exclusive", date(2024, 2, 29)),
    ("registrations", "valid_to", "inclusive", date(2024, 3, 2)),
    ("registrations", "valid_to", "exclusive", date(2024, 3, 1)),
    ("reception", "to_date", "inclusive", date(2024, 3, 2)),
    ("residence_rights", "end_date", "inclusive", date(2024, 3, 1)),
    ("residence_rights", "end_date", "exclusive", date(2024, 2, 29)),
]


@pytest.mark.parametrize(("table", "name", "ends", "day"), ENDS)
def test_an_end_becomes_the_end_that_the_contract_means(
    table: str, name: str, ends: str, day: date, tmp_path: Path
) -> None:
    rule = f'{{ from = "a", ends = "{ends}" }}'
    assert one_rule(tmp_path, table, name, rule, ["2024-03-01"])[0] == [day]


def test_a_date_without_end_is_open_whatever_the_kind_of_end(tmp_path: Path) -> None:
    rule = '{ from = "a", dates = "%d-%m-%Y", ends = "inclusive" }'
    extra = "open_ends = [2999-12-31]"
    cells = ["31-12-2999", "31-12-9999", "", "30-12-2999"]
    found, report = one_rule(tmp_path, "registrations", "valid_to", rule, cells, extra)
    assert found == [None, None, None, date(2999, 12, 31)]
    assert report["unmapped"] == 0


def test_an_open_end_in_a_column_that_cannot_be_open_is_unknown_and_counted(tmp_path: Path) -> None:
    rule = '{ from = "a", dates = "%d-%m-%Y"' + ACCEPT
    extra = "open_ends = [2999-12-31]"
    found, report = one_rule(
        tmp_path, "notices", "term_end_stated", rule, ["31-12-2999", "01-03-2024"], extra
    )
    assert found == [None, date(2024, 3, 1)]
    assert report["unmapped_by_reason"] == {"end_in_a_column_without_open_end": 1}


def test_what_does_not_map_in_an_open_column_is_not_taken_for_open(tmp_path: Path) -> None:
    rule = '{ from = "a", dates = "%d-%m-%Y"' + ACCEPT
    found, _ = one_rule(tmp_path, "exemptions", "valid_to", rule, ["31-02-2021", "soon", ""])
    assert found == [UNKNOWN_DATE, UNKNOWN_DATE, None]
    assert UNKNOWN_DATE.year < 1900  # the contract reads such a date as unknown


def test_a_municipality_that_is_none_is_written_as_the_unknown_one_where_empty_would_be_open(
    tmp_path: Path,
) -> None:
    rule = '{ from = "a", codes = "municipality"' + ACCEPT
    found, report = one_rule(
        tmp_path, "notices", "municipality_informed", rule, ["0363", "Utrecht", "", "0000"]
    )
    assert found == ["GM0363", "GM0000", None, "GM0000"]
    assert report["codes_outside_the_list"] == {"Utrecht": 1}


# list, delivered, what the contract says
CODES = [
    ("brp_sex", {"M": "m", "V": "f", "O": "x", "m": None}),
    ("yes_no", {"J": True, "N": False, "1": True, "0": False, "true": True, "onbekend": None}),
    (
        "municipality",
        {"0363": "GM0363", "GM0363": "GM0363", "363": None, "GM363": None, "1999": "unknown"},
    ),
    ("iso_alpha_2", {"SY": "SYR", "EL": "GRC", "GR": "GRC", "UK": "GBR", "XK": "XKX", "QQ": None}),
    ("brp_residence_title", {"26": "asylum", "27": "asylum", "21": "", "98": "", "77": None}),
    (
        "brp_nationality",
        {
            "0339": "TUR",
            "0336": "SYR",
            "0001": "NLD",
            "0002": "NLD",  # who by law is treated as Dutch is no alien
            "0084": "ERI",
            "0086": "MKD",
            "0088": "MKD",  # from 12 February 2019 in the place of 0086
            "0087": "XKX",
            "0141": "SWZ",
            "0499": "XXA",
            "0000": "",
            "0500": "",
            "0065": "",  # Yugoslavia: no one state came after it
            "9999": None,
        },
    ),
    (
        "duo_exemption",
        {
            "AVI": "integrated",
            "DIP": "diploma",
            "DOC": "diploma",
            "GED": "partial",
            "INB": "completed",
            "INS": "follow_on_education",
            "OPL": "follow_on_education",
        },
    ),
    ("duo_dispensation", {"MED": "medical", "BIO": None}),
    (
        "duo_target_group",
        {
            "Asielstatushouder": "asylum",
            "Gezinshereniger met Asielstatushouder": "family",
            "Gezinsvormer": "family",
            "Geestelijk bedienaar": "other",
            "Gezinsmigrant en overige migrant": None,  # may be either
        },
    ),
]


@pytest.mark.parametrize(("name", "pairs"), CODES, ids=[name for name, _ in CODES])
def test_a_shipped_list_says_what_a_code_of_the_register_means(
    name: str, pairs: dict[str, object]
) -> None:
    assert {code: shipped_lists()[name].translate(code) for code in pairs} == pairs


def test_a_code_by_which_the_register_says_unknown_is_counted_apart(tmp_path: Path) -> None:
    rule = '{ from = "a", codes = "brp_nationality", pad = 4' + ACCEPT
    cells = ["336", "0500", "0000", "9998", ""]
    found, report = one_rule(tmp_path, "persons", "nationality", rule, cells)
    assert found == ["SYR", None, None, None, None]
    assert (report["filled"], report["register_says_unknown"], report["unmapped"]) == (4, 2, 1)
    assert report["codes_outside_the_list"] == {"9998": 1}


def test_codes_of_a_personal_column_are_counted_and_not_shown(tmp_path: Path) -> None:
    rule = '{ from = "a", codes = "brp_nationality", personal = true' + ACCEPT
    _, report = one_rule(tmp_path, "persons", "nationality", rule, ["9999"])
    assert (report["unmapped"], report["codes_outside_the_list"]) == (1, {})


def test_a_long_number_in_a_column_of_codes_is_not_shown(tmp_path: Path) -> None:
    # The key is another column: a number in it would be refused.
    rule = '{ from = "b", codes = "brp_sex"' + ACCEPT
    _, report = one_rule(tmp_path, "persons", "sex", rule, ["k1;111222333", "k2;W"])
    assert report["codes_outside_the_list"] == {"W": 1}
    assert report["codes_not_shown"] == 1


def test_several_columns_are_joined_and_a_part_that_is_missing_is_counted(tmp_path: Path) -> None:
    rule = '{ from = ["a", "b"], how = "join", glue = "-"' + ACCEPT
    found, report = one_rule(tmp_path, "notices", "notice_id", rule, ["7;1", "7;2", "7;", ";"])
    assert found == ["7-1", "7-2", None, None]
    assert report["unmapped_by_reason"] == {"part_empty": 1}


def test_the_first_column_that_is_filled_counts(tmp_path: Path) -> None:
    rule = '{ from = ["a", "b"], how = "first_filled", dates = ["%d-%m-%Y", "%Y%m%d"] }'
    cells = ["31-12-2021;20220101", ";20211231", ";"]
    assert one_rule(tmp_path, "notices", "notice_date", rule, cells)[0] == [DAY, DAY, None]


def test_parts_of_a_date_make_one_date_and_a_missing_part_is_unknown(tmp_path: Path) -> None:
    rule = '{ from = ["a", "b", "c"], how = "year_month_day"' + ACCEPT
    cells = ["1990;5;2", "1990;5;", "1990;;", ";5;2", "90;5;2", ";;"]
    found, report = one_rule(tmp_path, "persons", "birth_date", rule, cells)
    assert found == ["1990-05-02", "1990-05-00", "1990-00-00", None, None, None]
    assert report["unmapped_by_reason"] == {"not_a_date": 1, "part_empty": 1}


def test_texts_that_stand_for_empty_and_blanks_around_a_value_are_nothing(tmp_path: Path) -> None:
    extra = 'empty = ["NULL", "n.v.t."]'
    rule = '{ from = "a", codes = "brp_sex" }'
    found, report = one_rule(tmp_path, "persons", "sex", rule, [" V ", "NULL", "n.v.t."], extra)
    assert found == ["f", None, None]
    assert (report["filled"], report["unmapped"]) == (1, 0)


def test_a_count_is_a_whole_number_of_zero_or_more(tmp_path: Path) -> None:
    rule = '{ from = "a"' + ACCEPT
    cells = ["0", "12", "-1", "1.5", "een"]
    found, report = one_rule(tmp_path, "guidance_counts", "persons_counted", rule, cells)
    assert found == [0, 12, None, None, None]
    assert report["unmapped_by_reason"] == {"not_a_count": 3}


# 111222333: 9+8+7+12+10+8+9+6-3 = 66 = 6 x 11.
NUMBERS = [
    ("111222333", None),
    ("123456782", None),
    ("010464554", None),
    ("111222334", "elfproef"),
    ("000000000", "elfproef"),
    ("11122233", "not_nine_digits"),
    ("1112223334", "not_nine_digits"),
    ("١١١٢٢٢٣٣٣", "not_nine_digits"),
]


@pytest.mark.parametrize(("number", "reason"), NUMBERS)
def test_a_bsn_has_nine_digits_and_passes_the_elfproef(number: str, reason: str | None) -> None:
    assert why_no_bsn(number) == reason


def test_a_pseudonym_is_a_keyed_hash_without_a_digit() -> None:
    digest = hmac.new(KEY, b"111222333", sha256).hexdigest()
    expected = "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:32])
    assert pseudonym("111222333", KEY) == expected
    assert pseudonym("111222333", b"x" * 32) != expected


def test_a_number_that_is_no_bsn_leaves_its_row_without_a_person(tmp_path: Path) -> None:
    text = PEOPLE + "111222334;01-01-1980;M;0336\n12345;01-01-1980;M;0336\n10464554;;O;0000\n"
    rule = 'person_id = { from = "bsn", hash = "bsn", pad = 9, accept_unmapped = true }'
    mapping = PERSONS.replace('person_id = { from = "bsn", hash = "bsn" }', rule)
    prepared, out = prepare(tmp_path, mapping, {"personen.csv": text})
    expected = [pseudonym("111222333", KEY), pseudonym("123456782", KEY), None, None]
    # A spreadsheet dropped the zero of the last one.
    assert column(out, "persons", "person_id") == [*expected, pseudonym("010464554", KEY)]
    assert dict(prepared.columns[0].unmapped) == {"elfproef": 2}  # 000012345 has nine digits


def test_windows_1252_is_read_as_it_is_written(tmp_path: Path) -> None:
    mapping = PERSONS.replace("[source.columns]", 'encoding = "windows-1252"\n[source.columns]')
    mapping = mapping.replace('codes = "brp_sex"', 'codes = { "Één" = "f", "€" = "m" }')
    text = PEOPLE.replace(";V;", ";Één;").replace(";M;", ";€;")
    _, out = prepare(tmp_path, mapping, {"personen.csv": text}, "windows-1252")
    assert column(out, "persons", "sex") == ["f", "m"]


def test_a_byte_order_mark_is_no_part_of_the_first_column_name(tmp_path: Path) -> None:
    _, out = prepare(tmp_path, PERSONS, {"personen.csv": PEOPLE}, "utf-8-sig")
    assert len(column(out, "persons", "person_id")) == 2


def test_a_quoted_cell_may_hold_the_separator_and_a_line_end(tmp_path: Path) -> None:
    text = PEOPLE.replace("land\n", "land;adres\n").replace("0336\n", '0336;"a;b\nc"\n')
    text = text.replace("0339\n", "0339;d\n")
    _, out = prepare(tmp_path, PERSONS, {"personen.csv": text})
    assert column(out, "persons", "nationality") == ["SYR", "TUR"]


def test_rows_in_are_rows_out_and_the_rows_that_were_filtered(tmp_path: Path) -> None:
    extra = 'only = { geslacht = ["V"] }\none_of = "leave"\n[source.columns]'
    text = PEOPLE + ";;;\n111222333;;V;0000\n"
    prepared, out = prepare(
        tmp_path, PERSONS.replace("[source.columns]", extra), {"personen.csv": text}
    )
    assert prepared.sources[0].values() == {
        "table": "persons",
        "source": "mapping.toml, source 1 (persons)",
        "files": {"personen.csv": 4},
        "rows_in": 4,
        "rows_made_of_columns": 0,
        "filtered": {"only geslacht": 2},
        "rows_out": 2,
        "unused_columns": [],
    }
    assert column(out, "persons", "sex") == ["f", "f"]


def test_several_files_of_one_form_become_one_table_by_name(tmp_path: Path) -> None:
    mapping = PERSONS.replace('files = ["personen.csv"]', 'glob = ["personen_*.csv"]')
    head, first, second = PEOPLE.splitlines(keepends=True)
    files = {"personen_b.csv": head + second, "personen_a.csv": head + first}
    prepared, out = prepare(tmp_path, mapping, files)
    assert prepared.sources[0].files == {"personen_a.csv": 1, "personen_b.csv": 1}
    assert column(out, "persons", "nationality") == ["SYR", "TUR"]


def test_cells_of_a_workbook_are_read_as_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "delivery").mkdir()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["bsn", "geboren", "geslacht", "land", None])
    sheet.append([111222333, datetime(1990, 2, 1, 12, 30), "V", 336, None])
    sheet.append([None, None, None, None, None])
    sheet.append([10464554, 31229, "M ", "0339", "x"])  # 31229 days after 1899-12-30: 1985-07-01
    book.save(tmp_path / "delivery" / "personen.xlsx")
    mapping = PERSONS.replace("personen.csv", "personen.xlsx").replace('separator = ";"', "")
    mapping = mapping.replace('hash = "bsn"', 'hash = "bsn", pad = 9')
    mapping = mapping.replace('"brp_nationality"', '"brp_nationality", pad = 4')
    mapping = mapping.replace('"%d-%m-%Y"', '"excel"')
    prepared, out = prepare(tmp_path, mapping, {})
    assert column(out, "persons", "birth_date") == ["1990-02-01", "1985-07-01"]
    assert column(out, "persons", "sex") == ["f", "m"]
    assert column(out, "persons", "nationality") == ["SYR", "TUR"]
    assert column(out, "persons", "person_id") == [
        pseudonym("111222333", KEY),
        pseudonym("010464554", KEY),
    ]
    assert prepared.sources[0].values()["filtered"] == {"blank_row": 1}
    assert prepared.sources[0].values()["rows_in"] == 3


def test_dates_of_parquet_are_days_and_a_moment_with_a_zone_is_not_guessed() -> None:
    assert dates.read_date(date(2021, 12, 31), ()) == (2021, 12, 31)
    assert dates.read_date(datetime(2021, 12, 31, 23, 30), ()) == (2021, 12, 31)
    assert dates.read_date(datetime(2021, 12, 31, 23, 30, tzinfo=UTC), ()) is None


# A text, and whether 111222333 or 010464554 stands in it.
TEXTS = [
    ("111222333", True),
    ("KG-111222333-1", True),
    ("KG1112.22.333", True),
    ("0111222333", True),
    ("10464554", True),  # without its zero
    ("111222334", False),
    ("1046-4554", False),
    ("abcdefghijklmnop", False),
    ("2021-12-31", False),
]


@pytest.mark.parametrize(("text", "found"), TEXTS)
def test_a_number_is_found_wherever_it_stands_in_a_text(text: str, found: bool) -> None:
    assert holds_number(text, frozenset({"111222333", "010464554"})) is found
