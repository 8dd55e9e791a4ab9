"""What an outsider can solve who lays runs beside one another, and that it is never too much."""

from dataclasses import replace

import pytest
from hertoets.errors import DataError
from hertoets.findings import Findings
from hertoets.release import (
    WITHHELD,
    Control,
    EarlierClashError,
    Policy,
    Release,
    control,
    load_policy,
    released,
)
from hertoets.release.proof import attacked

from tests.support.invented import findings_of, listed, parts

POLICY = load_policy()
EXACT_TOTALS = replace(POLICY, rounding=1)


def counting(*numbers: int, name: str = "t", totalled: bool = True) -> Findings:
    names = [f"r{place}" for place in range(len(numbers))]
    return findings_of(parts(*numbers), listed(name, "part", names, totalled=totalled))


def shown_of(release: Release, name: str = "t") -> list[object]:
    return [row[1] for row in release.tables[name].rows]


def run_of(findings: Findings, policy: Policy) -> Control:
    return control(findings, policy, run="eerder")


def least_options(findings: Findings, policy: Policy, earlier: Control) -> float:
    lines = attacked(control(findings, policy, [earlier.told]), findings, policy)
    return min(line.options for line in lines if line.needs)


def test_an_earlier_run_that_shows_a_number_now_hidden_refuses_this_one() -> None:
    findings = counting(300, 7)
    shows = replace(POLICY, threshold=6, rounding=1)
    refusal = r"t: .*fewer than 5.*Earlier runs on these people tell too much"
    with pytest.raises(DataError, match=refusal) as no:
        control(findings, POLICY, [run_of(findings, shows).told])
    assert "7" not in str(no.value)


def test_earlier_runs_that_give_each_other_away_are_told_from_a_run_that_is_too_much() -> None:
    # The second was made without the first, and shows the 7 that the first one hid.
    findings = counting(300, 7, totalled=False)
    shows = replace(POLICY, threshold=6, rounding=1)
    first, second = control(findings, POLICY, run="een"), control(findings, shows, run="twee")
    with pytest.raises(EarlierClashError, match=r"een: the earlier runs .*whatever this run"):
        control(findings, POLICY, [first.told, second.told])
    with pytest.raises(DataError) as refused:
        control(findings, POLICY, [second.told])
    assert not isinstance(refused.value, EarlierClashError)


def test_a_refusal_says_what_to_do_in_order() -> None:
    findings = counting(300, 7)
    shows = replace(POLICY, threshold=6, rounding=1)
    with pytest.raises(DataError) as refused:
        control(findings, POLICY, [run_of(findings, shows).told])
    said = str(refused.value)
    places = [said.index(word) for word in ("by_reading", "--register DIR", "--without RUN")]
    assert places == sorted(places)
    assert "When a run is refused" in said


def test_an_earlier_run_that_shows_more_makes_this_one_show_less() -> None:
    # The earlier run showed 302 and the total of 317 as they are, and withheld the 12 for the 3.
    # To show 10 for the 12 now (10 to 12) would leave 3, 4 and 5 for the 3.
    findings = counting(302, 12, 3)
    before = run_of(findings, EXACT_TOTALS)
    assert shown_of(before.release) == [302, WITHHELD, "<10", 317]
    assert shown_of(released(findings, POLICY)) == [300, 10, "<10", 315]
    assert shown_of(control(findings, POLICY, [before.told]).release)[1] == WITHHELD
    assert least_options(findings, POLICY, before) >= POLICY.options


def test_what_an_earlier_run_hid_is_not_shown_by_this_one() -> None:
    # By its own policy this run would show the 7 that the earlier one showed as <10.
    findings = counting(300, 7, totalled=False)
    shows = replace(POLICY, threshold=6, rounding=1)
    assert shown_of(released(findings, shows)) == [300, 7]
    both = control(findings, shows, [run_of(findings, POLICY).told])
    assert shown_of(both.release) == [300, WITHHELD]
    [line, before] = attacked(both, findings, shows)
    assert (line.shown, before.shown) == (WITHHELD, "<10")
    assert line.options >= 5
    assert "eerdere run eerder" in before.place


def test_an_earlier_run_promised_no_more_than_its_own_policy() -> None:
    # With a threshold of 3 the earlier run left two values for its <3, and could leave no more.
    findings = counting(300, 2, totalled=False)
    few = replace(POLICY, threshold=3, rounding=1, options=2)
    before = run_of(findings, few)
    with pytest.raises(DataError, match="t of eerder: "):
        control(findings, POLICY, [before.told])  # where 2 is hidden by the ten of now
    assert shown_of(control(findings, few, [before.told]).release) == [300, "<3"]


def test_the_same_run_again_shows_the_same() -> None:
    findings = counting(13, 1)
    alone = control(findings, POLICY).release
    assert WITHHELD in shown_of(alone)
    assert control(findings, POLICY, [run_of(findings, POLICY).told]).release == alone


def test_the_tables_that_only_an_earlier_run_had_are_laid_beside() -> None:
    # Shown exactly now, the 26 would give the 4 from the total of the earlier run.
    before = run_of(counting(26, 4, name="toen"), EXACT_TOTALS)
    assert shown_of(before.release, "toen") == [WITHHELD, "<10", 30]
    now = counting(26, 4, totalled=False)
    assert shown_of(released(now, EXACT_TOTALS)) == [26, "<10"]
    assert shown_of(control(now, EXACT_TOTALS, [before.told]).release) == [WITHHELD, "<10"]
    assert least_options(now, EXACT_TOTALS, before) >= POLICY.options


def test_a_count_that_came_out_the_same_under_another_setting_stays_hidden() -> None:
    findings = counting(300, 7, totalled=False)
    other = replace(findings, settings={**findings.settings, "tolerance_days": "5"})
    shows = replace(POLICY, threshold=6, rounding=1)
    both = control(other, shows, [run_of(findings, POLICY).told])
    assert shown_of(both.release) == [300, WITHHELD]


def test_what_lies_between_two_windows_is_what_their_totals_differ_by() -> None:
    # Under the longer window there is one row more, hidden, in a total that is shown as it is.
    people = parts(43, 21, 4)
    longer, shorter = (
        findings_of(people, listed("t", "part", [f"r{place}" for place in range(rows)]))
        for rows in (3, 2)
    )
    before = run_of(longer, EXACT_TOTALS)
    assert shown_of(before.release) == [43, WITHHELD, "<10", 68]
    assert shown_of(released(shorter, EXACT_TOTALS)) == [43, 21, 64]
    assert shown_of(control(shorter, EXACT_TOTALS, [before.told]).release).count(WITHHELD) == 2
    assert least_options(shorter, EXACT_TOTALS, before) >= POLICY.options


def test_a_count_that_changed_by_a_few_does_not_tell_how_many() -> None:
    # 300 before and 304 now: shown as they are, that four came to it.
    before, now = counting(300, 40, totalled=False), counting(304, 40, totalled=False)
    assert shown_of(released(now, EXACT_TOTALS)) == [304, 40]
    both = control(now, EXACT_TOTALS, [run_of(before, EXACT_TOTALS).told])
    assert shown_of(both.release) == [WITHHELD, 40]


def test_a_change_of_a_few_may_be_shown_where_rounding_leaves_enough() -> None:
    # 298 to 302 before, 303 to 307 now: anything from 1 to 9 came to it.
    before, now = counting(300, 40, totalled=False), counting(304, 40, totalled=False)
    both = control(now, POLICY, [run_of(before, POLICY).told])
    assert shown_of(both.release) == [305, 40]


def test_a_change_of_ten_or_more_is_no_secret() -> None:
    before, now = counting(300, 40, totalled=False), counting(310, 40, totalled=False)
    both = control(now, EXACT_TOTALS, [run_of(before, EXACT_TOTALS).told])
    assert shown_of(both.release) == [310, 40]


def test_small_steps_of_a_setting_do_not_add_up_to_exact_counts() -> None:
    """A window moved in steps, one run after another: each shows what is between it and the last."""
    people = parts(40, 3, 5, 2, 60)
    runs: list[Control] = []
    for rows in (1, 2, 3, 4):
        names = [f"r{place}" for place in range(rows)]
        findings = findings_of(people, listed("t", "part", names))
        done = control(findings, EXACT_TOTALS, [run.told for run in runs], run=f"run {rows}")
        lines = [line for line in attacked(done, findings, EXACT_TOTALS) if line.needs]
        assert all(line.options >= POLICY.options for line in lines)
        runs.append(done)
    totals = [shown_of(run.release)[-1] for run in runs]
    assert totals[0] == 40
    assert WITHHELD in totals[1:]


@pytest.mark.parametrize(("then", "now"), [(300, 302), (302, 300)])
def test_where_some_only_came_or_only_left_an_outsider_knows_which(then: int, now: int) -> None:
    """Both are shown as 300, so up to four came, or left; that others did instead, nobody holds.

    Five values are left of the change, which is too few where six are asked; nine would be enough.
    """
    six = replace(POLICY, options=6)
    before = run_of(counting(then, 40, totalled=False), six)
    assert shown_of(before.release)[0] == 300
    both = control(counting(now, 40, totalled=False), six, [before.told])
    assert shown_of(both.release)[0] == WITHHELD
    five = control(counting(now, 40, totalled=False), POLICY, [before.told])
    assert shown_of(five.release)[0] == 300
