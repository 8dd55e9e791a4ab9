"""Disclosure control: what is hidden, rounded, withheld, and how it is kept on disk."""

import json
from dataclasses import replace
from datetime import date
from itertools import product

import pandas as pd
import pytest
from hertoets.errors import DataError, UseError
from hertoets.findings import Column, RawTable, RowSet, find
from hertoets.findings.basis import Rows
from hertoets.findings.guidance import Money
from hertoets.law import load_law
from hertoets.release import (
    WITHHELD,
    Rule,
    ensure_released,
    load_policy,
    load_release,
    released,
    rules_nl,
    save_exact,
    save_release,
)
from hertoets.release.counts import round_count, unround
from hertoets.release.tables import protect_table

from tests.support.cases import Case, compared, tables_of
from tests.support.invented import HEADLINE, LABEL, basis_of, findings_of, listed, parts

POLICY = load_policy()
WHOLE_POLICY = (
    "threshold = 10\nrounding = 5\npercentage_base = 100\nmedian_base = 10\noptions = 5\n"
)


def test_the_policy_that_comes_along_is_that_of_the_contract():
    assert (POLICY.threshold, POLICY.rounding, POLICY.percentage_base) == (10, 5, 100)
    assert (POLICY.median_base, POLICY.options) == (10, 5)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (WHOLE_POLICY + "treshold = 10\n", "treshold: unknown setting. Nearest is threshold"),
        (WHOLE_POLICY.replace("options = 5\n", ""), "options: setting missing. Add it"),
        (WHOLE_POLICY.replace("= 100", '= "100"'), "percentage_base: not a whole number"),
        (WHOLE_POLICY.replace("rounding = 5", "rounding = true"), "rounding: not a whole number"),
        (WHOLE_POLICY.replace("rounding = 5", "rounding = 0"), "rounding: not a whole number"),
        (WHOLE_POLICY.replace("rounding = 5", "rounding = 4"), "does not divide the threshold"),
        (WHOLE_POLICY.replace("threshold = 10", "threshold = 5"), "more than the values under"),
        ("threshold 10", "not TOML at line 1"),
    ],
    ids=["unknown", "missing", "text", "boolean", "zero", "odd rounding", "no options", "no TOML"],
)
def test_a_policy_that_is_not_whole_refuses_the_run(tmp_path, text, complaint):
    path = tmp_path / "own.toml"
    path.write_text(text)
    with pytest.raises(UseError, match=complaint) as caught:
        load_policy(path)
    assert all(fault.where == str(path) and fault.mend for fault in caught.value.faults)


def test_a_policy_that_is_not_there_refuses_the_run(tmp_path):
    with pytest.raises(UseError, match=r"none\.toml: cannot be opened: No such file"):
        load_policy(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("exact", "shown"),
    [(0, 0), (1, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1234, 1235),
     (-1, None), (-9, None), (-10, -10), (-12, -10), (-13, -15)],
)  # fmt: skip
def test_small_counts_are_hidden_and_others_rounded_to_five(exact, shown):
    assert round_count(exact, POLICY) == shown


def test_halves_are_rounded_away_from_zero():
    by_ten = replace(POLICY, rounding=10)
    assert [round_count(value, by_ten) for value in (15, 25, -15)] == [20, 30, -20]


@pytest.mark.parametrize(("shown", "low", "high"), [(0, 0, 0), (10, 10, 12), (15, 13, 17)])
def test_an_outsider_knows_a_rounded_count_to_within_two(shown, low, high):
    assert unround(shown, POLICY) == (low, high)
    rounds_to = [value for value in range(40) if round_count(value, POLICY) == shown]
    assert (rounds_to[0], rounds_to[-1]) == (low, high)


def figure(people, name, *also):
    return released(findings_of(people, figures=[name, *also]), POLICY).findings[name]


@pytest.mark.parametrize(
    ("sure", "maybe", "expected", "text"),
    [
        (0, 0, (0, 0), "geen personen"),
        (3, 0, (None, None), "minder dan 10\u00a0personen"),
        (0, 4, (0, None), "minder dan 10\u00a0personen"),
        (12, 0, (10, 10), "10\u00a0personen"),
        (3, 20, (None, 25), "ten hoogste 25\u00a0personen (minder dan 10 zeker)"),
        (0, 20, (0, 20), "ten hoogste 20\u00a0personen"),
        (13, 20, (15, 35), "ten minste 15 en ten hoogste 35\u00a0personen"),
        (13, 1, (15, 15), "15\u00a0personen"),
    ],
)
def test_a_figure_is_protected_at_both_bounds_and_says_so(sure, maybe, expected, text):
    people = [(sure, {"wrong_notice": "yes"}), (maybe, {"wrong_notice": "unknown"})]
    found = figure([*people, (1, {"wrong_notice": "no"})], "wrong_notice")
    assert (found.lower, found.upper) == expected
    assert found.by_reading == {HEADLINE: expected}
    assert found.records == expected
    assert found.display_nl == text


def money_figure(name, counted, expected=10):
    """What is published of one municipality where ten persons were expected."""
    row = ["GM0363", expected, expected, counted]
    columns = ["municipality", "expected_lower", "expected_upper", "counted"]
    money = Money(HEADLINE, pd.DataFrame([row], columns=columns))
    rows = Rows(
        {
            RowSet("expected_lower", (HEADLINE, "GM0363")): expected,
            RowSet("expected_upper", (HEADLINE, "GM0363")): expected,
            RowSet("counted", ("GM0363",)): counted,
        }
    )
    basis = basis_of([(expected, {"wrong_notice": "no"})], rows=rows)
    figures = money.figures()
    if name.endswith("_euro"):
        figures[name] = figures[name.replace("_euro", "_persons")]
    found = findings_of(basis, figures=figures, facts=list(money.facts()))
    return released(found, POLICY).findings[name]


def test_money_is_made_from_the_protected_persons():
    # Over by 13 persons, shown as 15; the exact EUR 30,810 would tell the 13.
    found = money_figure("guidance_overpaid_euro", counted=23)
    assert (found.lower, found.upper) == (15 * 2370, 15 * 2370)
    assert found.display_nl == "€\u00a035.550"


def test_money_for_hidden_persons_is_hidden():
    found = money_figure("guidance_underpaid_euro", counted=7)
    assert (found.lower, found.display_nl) == (None, "minder dan €\u00a023.700")


def test_a_small_difference_is_hidden_on_either_side_of_zero():
    found = money_figure("guidance_difference_persons", counted=7)
    assert (found.lower, found.upper) == (None, None)
    assert found.display_nl == "een verschil van minder dan 10\u00a0personen"


@pytest.mark.parametrize(
    ("known", "maybe", "expected"),
    [(9, 0, (None, None)), (10, 0, (14.5, 14.5)), (10, 5, (14.5, 14.5)), (9, 5, (None, None))],
    ids=["nine", "ten", "ten and some in doubt", "nine and some in doubt"],
)
def test_a_median_needs_ten_persons_who_surely_waited(known, maybe, expected):
    # Days 10, 11, 12 …
    people = [(known, {"through_stop": "yes"}), (maybe, {"through_stop": "unknown"})]
    basis = basis_of(people, waited=[10 + place for place in range(known)])
    found = figure(basis, "waited_days_median", "waited_persons")
    assert (found.lower, found.upper) == expected
    assert (found.display_nl.startswith("afgeschermd")) is (expected[0] is None)


SHOWN = Column("persons", "personen", "count")


def with_total(*numbers):
    names = [f"r{place}" for place in range(len(numbers))]
    return findings_of(parts(*numbers), listed("table", "part", names))


def make_table(rows, columns=(LABEL, SHOWN), **rest):
    """A table as it would be counted."""
    return RawTable("table", "", columns, tuple(rows), "", "personen", "DATA", None, **rest)


def shown(findings):
    """The table as a run that publishes nothing else would show it."""
    return released(findings, POLICY).tables["table"]


def shown_counts(findings):
    return [row[1] for row in shown(findings).rows]


def test_a_lone_small_count_beside_a_total_needs_company():
    # 13 and 14 are shown as 15 and 15: at most four would be left for the 1, so 13 goes too.
    assert shown_counts(with_total(13, 1)) == [WITHHELD, "<10", 15]


def test_a_small_count_keeps_its_options_where_rounding_leaves_enough():
    # 22 as 20 and 27 as 25: the 5 may be 1 to 9.
    assert shown_counts(with_total(22, 5)) == [20, "<10", 25]


def test_a_total_of_many_small_counts_would_bound_them_all():
    # Six ones and a total under ten: each could be 1 to 4 at most.
    assert shown_counts(with_total(1, 1, 1, 1, 1, 1)) == ["<10"] * 6 + [WITHHELD]


def stay_possible(shown):
    """All values of each hidden part that agree with what is shown, by trying every one."""

    def values(cell):
        if cell == "<10":
            return range(1, 10)
        if cell == WITHHELD:
            return range(60)
        return [value for value in range(60) if round_count(value, POLICY) == cell]

    *parts, total = shown
    allowed = set(values(total))
    agreeing = [case for case in product(*map(values, parts)) if sum(case) in allowed]
    return [
        len({case[place] for case in agreeing}) for place, cell in enumerate(parts) if cell == "<10"
    ]


@pytest.mark.parametrize("first", range(31))
def test_at_least_five_values_stay_possible_by_trying_all(first):
    for small in range(1, 10):
        for third in (0, 4, 11):
            shown = shown_counts(with_total(first, small, third))
            assert min(stay_possible(shown)) >= POLICY.options, (first, small, third, shown)


def test_percentages_come_from_rounded_counts_over_a_base_of_a_hundred():
    columns = (
        Column("label", "", "label"),
        Column("part", "", "count"),
        Column("whole", "", "count"),
        Column("share", "", "percent", ("part", "whole")),
    )
    rows = [("a", 33, 102, None), ("b", 33, 97, None), ("c", 4, 200, None), ("d", 0, 200, None)]
    table = protect_table(make_table(rows, columns), POLICY)
    # 35 of 100; 95 is too small a whole; 4 is hidden; none of 200.
    assert [row[3] for row in table.rows] == [35, None, None, 0]


def test_a_table_ordered_by_count_is_ordered_by_what_is_shown():
    # 12 and 10 are both shown as 10, 9 and 2 both hidden: their exact order may not show.
    rows = [("S4", 12), ("S1", 10), ("S3", 9), ("S2", 2)]
    table = protect_table(make_table(rows, order_by="persons"), POLICY)
    assert table.rows == (("S1", 10), ("S4", 10), ("S2", "<10"), ("S3", "<10"))


def test_a_median_in_a_table_needs_ten_persons():
    columns = (LABEL, SHOWN, Column("median_days", "", "days", ("persons",)))
    table = protect_table(make_table([("a", 9, 4), ("b", 10, 20)], columns), POLICY)
    assert [row[1:] for row in table.rows] == [("<10", None), (10, 20)]


def test_a_table_says_what_was_done_to_it():
    rules = shown(with_total(13, 1)).rules
    assert rules == (Rule("small", 10), Rule("rounded", 5), Rule("withheld"))
    assert rules_nl(rules) == (
        "Minder dan 10 staat voor 1 tot en met 9. Andere aantallen zijn afgerond op 5 en tellen dus "
        "niet altijd op. Afgeschermd: weggelaten, omdat daaruit een klein aantal zou zijn af te "
        "leiden."
    )


@pytest.fixture(scope="module")
def found():
    """Of 40 who were told right, 13 told wrong, and 4 of whom the decision is unknown."""
    told = [Case(f"a{n}").right().notice("2021-06-01", "wi2013") for n in range(40)]
    wrong = [Case(f"b{n}").right().notice("2022-01-10") for n in range(13)]
    unknown = [Case(f"c{n}").right(decision="").notice("2022-01-10") for n in range(4)]
    return find(compared(tables_of([*told, *wrong, *unknown])))


@pytest.fixture(scope="module")
def release(found):
    return released(found, POLICY)


def test_what_was_not_measured_stays_so(release):
    choices = release.findings["choices_made"]
    assert (choices.lower, choices.by_reading, choices.status) == (None, {}, "not_measured")
    assert choices.display_nl == "niet gemeten"


def test_what_is_saved_is_loaded_again(tmp_path, release):
    save_release(release, tmp_path)
    assert load_release(tmp_path) == release
    assert list(load_release(tmp_path).readings) == list(load_law(None).readings)


def test_the_day_of_delivery_is_loaded_again(tmp_path, release):
    dated = replace(release, meta=replace(release.meta, delivered_on=date(2022, 9, 30)))
    save_release(dated, tmp_path)
    assert load_release(tmp_path).meta.delivered_on == date(2022, 9, 30)


def test_the_same_findings_make_the_same_files(tmp_path, found, release):
    for name, one in (("one", release), ("two", released(found, POLICY))):
        save_release(one, tmp_path / name)
    one = {p.relative_to(tmp_path / "one"): p for p in (tmp_path / "one").rglob("*.*")}
    assert len(one) > 20
    for name, path in one.items():
        assert path.read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_exact_figures_go_to_the_protected_folder_only(tmp_path, found, release):
    save_exact(found, tmp_path)
    save_release(release, tmp_path)
    exact = {entry["id"]: entry for entry in read(tmp_path / "protected" / "findings.json")}
    shown = {entry["id"]: entry for entry in read(tmp_path / "findings.json")}
    assert exact["wrong_notice"]["by_reading"]["duty"] == [13, 17]
    # The lower one may be left out for the 4 between them, which a table shows as hidden.
    lower, upper = shown["wrong_notice"]["by_reading"]["duty"]
    assert lower in (None, 15)
    assert upper == 15
    assert exact.keys() == shown.keys()


def read(path):
    text = path.read_text(encoding="utf-8")
    assert text.endswith("]\n")
    return json.loads(text)


def test_a_table_in_csv_holds_the_values_as_shown(tmp_path, release):
    save_release(release, tmp_path)
    path = tmp_path / "report" / "tables" / "wrong_notice_by_group.csv"
    lines = path.read_bytes().decode("utf-8").split("\n")
    assert lines[0].startswith("groep,ten onrechte,niet vast te stellen,")
    # Which cells go for the 4 of whom it is unknown, several choices would do equally well.
    rows = release.tables["wrong_notice_by_group"].rows
    shown = [["" if cell is None else str(cell) for cell in row] for row in rows]
    assert [line.split(",") for line in lines[1:]] == [*shown, [""]]
    assert not {"4", "13", "17"} & {cell for row in shown for cell in row}


def test_a_missing_or_spoiled_file_is_named(tmp_path, release):
    with pytest.raises(UseError, match=r"basis\.json.*cannot be opened"):
        load_release(tmp_path)
    save_release(release, tmp_path)
    (tmp_path / "findings.json").write_text('[{"id": "wrong_notice"}]')
    with pytest.raises(UseError, match="not what this version of Hertoets writes"):
        load_release(tmp_path)


def test_exact_findings_are_refused_where_protected_ones_are_asked(tmp_path, found, release):
    with pytest.raises(DataError, match="Findings did not go through disclosure control"):
        save_release(found, tmp_path)
    smuggled = replace(release, findings=found.findings)
    with pytest.raises(DataError, match="did not go through disclosure control"):
        ensure_released(smuggled)
    assert not list(tmp_path.iterdir())
