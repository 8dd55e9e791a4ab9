"""What an outsider can solve from everything published, and that it is never too much."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hertoets.errors import DataError
from hertoets.findings import At, Column, RawTable, Relation, Sum, find
from hertoets.findings.cross import cross
from hertoets.findings.tallies import tally
from hertoets.release import WITHHELD, Earlier, control, load_policy, released
from hertoets.release.attack import Seen, attack
from hertoets.release.counts import round_count
from hertoets.release.proof import attacked
from hertoets.release.system import build_system
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.handmade import READINGS, Handmade, findings_of, people

POLICY = load_policy()
COLUMNS = (Column("label", "", "label"), Column("persons", "personen", "count"))
AB = {"a": "a", "b": "b"}


def listed(name, *parts, total=True):
    """A table of one column, with its total below."""
    rows = [(f"r{place}", part) for place, part in enumerate(parts)]
    sums = (Sum((len(parts), 1), tuple((place, 1) for place in range(len(parts)))),)
    rows += [("totaal", sum(parts))] if total else []
    return RawTable(
        name, "", COLUMNS, tuple(rows), "", "personen", "DATA", None, sums=sums if total else ()
    )


def crossed(counts, name="kruis"):
    columns, rows, sums = cross(np.array(counts), "", AB, AB)
    return RawTable(name, "", columns, tuple(rows), "", "personen", "DATA", None, sums=tuple(sums))


def solve(findings, policy):
    """Attack what would be published if nothing were withheld."""
    system = build_system(findings)
    forms = system.forms(policy)
    box, asked = forms.box(frozenset()), forms.asked(frozenset())
    found = attack(system, *box, asked, Seen(system), enough=100)
    return {system.variables[number].places[0]: bounds for number, bounds in found.items()}


EXACT_TOTALS = replace(POLICY, rounding=1)


def test_without_protection_a_hidden_cell_follows_from_the_total_and_the_others():
    # The leak of tools that print margins as they were: 40 − 21 − 16 = 3.
    found = solve(findings_of(listed("t", 21, 16, 3)), EXACT_TOTALS)
    assert {(at.row, bounds.least, bounds.greatest) for at, bounds in found.items()} == {(2, 3, 3)}


def test_with_protection_five_values_stay_possible():
    findings = findings_of(listed("t", 21, 16, 3))
    controlled = control(findings, EXACT_TOTALS)
    shown = [row[1] for row in controlled.release.tables["t"].rows]
    assert shown.count(WITHHELD) == 1
    assert all(line.options >= 5 for line in attacked(controlled, findings, EXACT_TOTALS))


def test_what_only_several_sums_together_tell_is_seen():
    # Four cells of which each row and column keeps its options alone: rows 10 and 13, columns the
    # same. Narrowing sums one by one is an outer bound; solving them together is not.
    found = solve(findings_of(crossed([[4, 6], [6, 7]])), EXACT_TOTALS)
    # a is 10 − b, c is 10 − a, d is 13 − 10 + a; all in 1 to 9: a from 1 to 6.
    bounds = found[At("kruis", 0, 1)]
    assert (bounds.least, bounds.greatest) == (1, 6)


def test_a_count_hidden_in_one_table_is_not_told_by_another():
    # 12 persons in both; the second table splits them otherwise and shows all but the one hidden.
    one, other = listed("een", 12, 4), listed("twee", 10, 6, total=False)
    whole = Relation(((1, At("een", 2, 1)), (-1, At("twee", 0, 1)), (-1, At("twee", 1, 1))), "")
    exact = solve(findings_of(one, other, relations=(whole,)), EXACT_TOTALS)
    assert all(bounds.least == bounds.greatest for bounds in exact.values())
    findings = findings_of(one, other, relations=(whole,))
    controlled = control(findings, EXACT_TOTALS)
    assert min(line.options for line in attacked(controlled, findings, EXACT_TOTALS)) >= 5


def test_the_same_count_is_withheld_wherever_it_stands():
    one, other = listed("een", 13, 1), listed("twee", 13, 200)
    same = Relation(((1, At("een", 0, 1)), (-1, At("twee", 0, 1))), "")
    tables = released(findings_of(one, other, relations=(same,)), EXACT_TOTALS).tables
    assert (tables["een"].rows[0][1] == WITHHELD) == (tables["twee"].rows[0][1] == WITHHELD)


def test_a_relation_that_is_not_so_stops_the_run_and_tells_no_number():
    wrong = Relation(((1, At("een", 0, 1)), (-1, At("een", 1, 1))), "zij zijn gelijk")
    with pytest.raises(DataError, match="een: these counts should satisfy") as caught:
        released(findings_of(listed("een", 13, 1), relations=(wrong,)), POLICY)
    assert "13" not in str(caught.value)


def test_over_and_under_are_not_told_by_their_difference():
    # 30 too many in one municipality and 4 too few in another: 26 together. Rounded these leave
    # 28–32 less 25–27, so 1 to 7 for the 4; exact, nothing but the 4.
    money = [("GM0363", 50, 50, 80), ("GM0518", 50, 50, 46)]
    findings = find(Handmade(people(200), money=money))
    controlled = control(findings, EXACT_TOTALS)
    lines = [
        line for line in attacked(controlled, findings, EXACT_TOTALS) if "guidance" in line.output
    ]
    assert lines
    assert min(line.options for line in lines) >= 5


def test_a_part_is_never_more_than_its_whole_under_any_reading():
    """Who was told of another Act in the cohort was told of another Act, and is in the cohort."""
    persons = people(5, outcome="wrong_regime") + people(8, outcome="wrong_regime", in_cohort="no")
    findings = find(Handmade(persons + people(7)))
    told = {tie.terms: tie.sense for tie in findings.relations}
    for reading in READINGS:
        part, *wholes = (
            tally(reading, where)
            for where in (
                {"in_cohort": "yes", "outcome": "wrong_regime"},
                {"outcome": "wrong_regime"},
                {"in_cohort": "yes"},
            )
        )
        assert [findings.tallies[one] for one in (part, *wholes)] == [5, 13, 12]
        for whole in wholes:
            assert any(
                sense == ">=" and (1, whole) in terms and (-1, part) in terms
                for terms, sense in told.items()
            )


def test_a_small_count_that_another_headline_would_publish_keeps_its_options():
    table = listed("delivery", 26, 22, total=False)
    behind = tally("duty", {"breach": "visible"})
    less = Relation(((1, At("delivery", 0, 1)), (-1, At("delivery", 1, 1)), (-1, behind)), "")
    findings = replace(findings_of(table, relations=(less,)), tallies={behind: 4})
    # Exact, the two tell the 4 of whom another run would say <10.
    assert WITHHELD in shown_of(released(findings, EXACT_TOTALS))


def run_of(findings, policy):
    return Earlier("eerder", control(findings, policy).release, policy, findings)


def test_an_earlier_run_that_shows_a_number_now_hidden_refuses_this_one():
    findings = findings_of(listed("delivery", 300, 7))
    shows = replace(POLICY, threshold=6, rounding=1)
    with pytest.raises(
        DataError, match=r"delivery: .*fewer than 5.*earlier run already shows"
    ) as no:
        control(findings, POLICY, [run_of(findings, shows)])
    assert "7" not in str(no.value)


def test_an_earlier_run_that_shows_more_makes_this_one_show_less():
    # The earlier run showed 302 and the total of 317 as they are, and withheld the 12 for the 3.
    # To show 10 for the 12 now (10 to 12) would leave 3, 4 and 5 for the 3.
    findings = findings_of(listed("delivery", 302, 12, 3))
    before = run_of(findings, EXACT_TOTALS)
    assert shown_of(before.release) == [302, WITHHELD, "<10", 317]
    both = control(findings, POLICY, [before])
    assert shown_of(released(findings, POLICY)) == [300, 10, "<10", 315]
    assert shown_of(both.release)[1] == WITHHELD
    assert all(line.options >= 5 for line in attacked(both, findings, POLICY))


def shown_of(release):
    return [row[1] for row in release.tables["delivery"].rows]


def test_what_an_earlier_run_hid_is_not_shown_by_this_one():
    # By its own policy this run would show the 7 that the earlier one showed as <10.
    findings = findings_of(listed("delivery", 300, 7, total=False))
    shows = replace(POLICY, threshold=6, rounding=1)
    assert shown_of(released(findings, shows)) == [300, 7]
    both = control(findings, shows, [run_of(findings, POLICY)])
    assert shown_of(both.release) == [300, WITHHELD]
    [line, before] = attacked(both, findings, shows)
    assert (line.shown, before.shown, line.least, line.greatest) == (WITHHELD, "<10", 1, 9)
    assert "eerdere run eerder" in before.place


def test_an_earlier_run_promised_no_more_than_its_own_policy():
    # With a threshold of 3 the earlier run left two values for its <3, and could leave no more.
    findings = findings_of(listed("delivery", 300, 2, total=False))
    few = replace(POLICY, threshold=3, rounding=1, options=2)
    before = run_of(findings, few)
    with pytest.raises(DataError, match="delivery"):
        control(findings, POLICY, [before])  # where 2 is hidden by the ten of now
    assert shown_of(control(findings, few, [before]).release) == [300, "<3"]


def test_the_same_run_again_shows_the_same():
    findings = find(
        Handmade([*people(200), *people(7, outcome="wrong_regime"), *people(12, group="family")])
    )
    alone = control(findings, POLICY).release
    assert control(findings, POLICY, [run_of(findings, POLICY)]).release == alone


def test_the_tables_of_an_earlier_run_with_another_headline_are_laid_beside():
    # The earlier run had a table that this one has not; its rows and the figure tell the hidden 4.
    now, then = listed("delivery", 26, 4, total=False), listed("rules", 26, 4)
    settings = {"reference_date": "2021-12-31", "headline": "publication"}
    run = replace(findings_of(now), settings=settings)
    other = {**settings, "headline": "duty"}
    before = replace(findings_of(now, then), settings=other)
    published = control(replace(before, tables={"rules": then}), EXACT_TOTALS).release
    assert [row[1] for row in published.tables["rules"].rows] == [WITHHELD, "<10", 30]
    # Shown exactly now, the 26 would give the 4 from the total of the earlier run.
    same = Relation(((1, At("delivery", 0, 1)), (-1, At("rules", 0, 1))), "")
    before = replace(before, relations=(same,))
    earlier = Earlier("eerder", published, EXACT_TOTALS, before)
    assert shown_of(released(run, EXACT_TOTALS)) == [26, "<10"]
    both = control(run, EXACT_TOTALS, [earlier])
    assert shown_of(both.release) == [WITHHELD, "<10"]
    assert all(line.options >= 5 for line in attacked(both, run, EXACT_TOTALS))


def test_a_count_that_came_out_the_same_under_another_setting_stays_hidden():
    findings = findings_of(listed("delivery", 300, 7, total=False))
    other = replace(findings, settings={**findings.settings, "tolerance_days": "5"})
    shows = replace(POLICY, threshold=6, rounding=1)
    both = control(other, shows, [run_of(findings, POLICY)])
    assert shown_of(both.release) == [300, WITHHELD]


def test_what_lies_between_two_windows_is_what_their_totals_differ_by():
    # Under the longer window there is one row more, hidden, in a total that is shown as it is.
    longer, shorter = listed("delivery", 43, 21, 4), listed("delivery", 43, 21)
    before = run_of(findings_of(longer), EXACT_TOTALS)
    assert shown_of(before.release) == [43, WITHHELD, "<10", 68]
    both = control(findings_of(shorter), EXACT_TOTALS, [before])
    assert shown_of(released(findings_of(shorter), EXACT_TOTALS)) == [43, 21, 64]
    assert shown_of(both.release).count(WITHHELD) >= 1
    lines = attacked(both, findings_of(shorter), EXACT_TOTALS)
    assert all(line.options >= 5 for line in lines if line.needs)


SMALL = st.integers(0, 24)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(counts=st.tuples(SMALL, SMALL, SMALL, SMALL), rounding=st.sampled_from([1, 5]))
def test_by_trying_every_table_five_values_stay_possible_and_the_truth_is_one(counts, rounding):
    policy = replace(POLICY, rounding=rounding)
    table = crossed([counts[:2], counts[2:]])
    findings = findings_of(table)
    shown = [row[1:] for row in released(findings, policy).tables["kruis"].rows]
    possible = agreeing(shown, policy)
    for row, column in product(range(3), range(3)):
        exact = table.rows[row][column + 1]
        values = {case[row][column] for case in possible}
        assert exact in values
        if shown[row][column] in (WITHHELD, "<10"):
            assert len(values) >= policy.options, (shown, row, column)


def agreeing(shown, policy):
    """Every table whose published form is this one."""

    def fits(value, cell):
        if cell == WITHHELD:
            return True
        return (round_count(value, policy) or (0 if value == 0 else "<10")) == cell

    values = [
        [v for v in range(36) if fits(v, shown[r][c])] for r, c in product(range(2), range(2))
    ]
    found = []
    for a, b in product(*values[:2]):
        if not fits(a + b, shown[0][2]):
            continue
        for c, d in product(*values[2:]):
            whole = [[a, b, a + b], [c, d, c + d], [a + c, b + d, a + b + c + d]]
            if all(fits(whole[r][k], shown[r][k]) for r, k in product((1, 2), range(3))):
                found.append(whole)
    return found
