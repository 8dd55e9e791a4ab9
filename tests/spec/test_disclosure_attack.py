"""What an outsider can solve from everything that one run publishes, and that it is never too much."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hertoets.errors import DataError
from hertoets.findings import At, Findings, Place, RowSet
from hertoets.findings.basis import Rows
from hertoets.findings.guidance import Money
from hertoets.findings.sets import persons
from hertoets.release import WITHHELD, Policy, control, load_policy, released
from hertoets.release.attack import attack
from hertoets.release.counts import round_count
from hertoets.release.derived import Row
from hertoets.release.narrowing import narrow
from hertoets.release.proof import Line, attacked
from hertoets.release.seen import Bounds, Seen
from hertoets.release.system import Builder
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.invented import HEADLINE, basis_of, cells, crossing, findings_of, listed, parts

POLICY = load_policy()
EXACT_TOTALS = replace(POLICY, rounding=1)


def with_total(*numbers: int) -> Findings:
    names = [f"r{place}" for place in range(len(numbers))]
    return findings_of(parts(*numbers), listed("t", "part", names))


def shown_of(findings: Findings, policy: Policy, name: str = "t") -> list[object]:
    return [row[1] for row in released(findings, policy).tables[name].rows]


def solve(findings: Findings, policy: Policy) -> dict[Place, Bounds]:
    """Attack what would be published if nothing were withheld."""
    system = Builder(findings).system()
    forms = system.forms(policy)
    box, asked = forms.box(frozenset()), forms.asked(frozenset())
    found = attack(system, *box, asked, Seen(system), np.full(len(system.variables), 100))
    return {system.variables[number].places[0]: bounds for number, bounds in found.items()}


def lines_of(findings: Findings, policy: Policy) -> list[Line]:
    """What the attacker leaves of each hidden count after control."""
    return [line for line in attacked(control(findings, policy), findings, policy) if line.needs]


def test_without_protection_a_hidden_cell_follows_from_the_total_and_the_others() -> None:
    # The leak of tools that print margins as they were: 40 - 21 - 16 = 3.
    found = solve(with_total(21, 16, 3), EXACT_TOTALS)
    assert found == {At("t", 2, 1): Bounds(3, 3)}


def test_with_protection_five_values_stay_possible() -> None:
    findings = with_total(21, 16, 3)
    assert shown_of(findings, EXACT_TOTALS).count(WITHHELD) == 1
    [line] = lines_of(findings, EXACT_TOTALS)
    assert line.options >= POLICY.options


def test_what_only_several_sums_together_tell_is_seen() -> None:
    # Each row and column leaves its cells their options by itself: rows 10 and 13, columns the
    # same. Together: a is 10 - b, c is 10 - a, d is 13 - 10 + a; all in 1 to 9, so a in 1 to 6.
    table = [[4, 6], [6, 7]]
    found = solve(findings_of(cells(table), crossing("t", table)), EXACT_TOTALS)
    assert found[At("t", 0, 1)] == Bounds(1, 6)


def test_a_count_hidden_in_one_table_is_not_told_by_another() -> None:
    # 16 persons in both tables; only the first shows how many they are.
    people = cells([[8, 4], [2, 2]])
    tables = (
        listed("t", "down", ["r0", "r1"]),
        listed("twee", "along", ["k0", "k1"], totalled=False),
    )
    findings = findings_of(people, *tables)
    hidden = solve(findings, EXACT_TOTALS)
    assert hidden == {At("t", 1, 1): Bounds(4, 4), At("twee", 1, 1): Bounds(6, 6)}
    assert min(line.options for line in lines_of(findings, EXACT_TOTALS)) >= POLICY.options


def test_the_same_count_is_withheld_wherever_it_stands() -> None:
    # The 13 goes for the 1 beside their total; in the second table nothing asks for it.
    people = [
        (number, {"part": f"r{place}", "all": whole})
        for place, (number, whole) in enumerate([(13, "a"), (1, "a"), (200, "b")])
    ]
    beside = listed("twee", "part", ["r0", "r2"])
    tables = listed("t", "part", ["r0", "r1"]), beside, listed("drie", "all", ["a"], totalled=False)
    findings = findings_of(people, *tables)
    assert shown_of(findings, POLICY) == [WITHHELD, "<10", 15]
    assert shown_of(findings, POLICY, "twee")[0] == WITHHELD
    assert shown_of(findings_of(people, beside), POLICY, "twee")[0] == 15


def test_a_relation_that_is_not_so_stops_the_run_and_tells_no_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def wrong(*_: object) -> list[Row]:
        return [Row(((0, 1), (1, -1)))]

    monkeypatch.setattr("hertoets.release.system.derive", wrong)
    with pytest.raises(DataError, match="t: what was derived of these counts does not") as caught:
        released(with_total(13, 1), POLICY)
    assert "13" not in str(caught.value)


def over_and_under(over: int, under: int) -> Findings:
    """Two municipalities where fifty were expected; more were counted in one, fewer in the other."""
    numbers = {"GM0363": 50 + over, "GM0518": 50 - under}
    table = pd.DataFrame(
        [(code, 50, 50, counted) for code, counted in numbers.items()],
        columns=["municipality", "expected_lower", "expected_upper", "counted"],
    )
    money = Money(HEADLINE, table)
    counts = {
        RowSet(f"expected_{side}", (HEADLINE, code)): 50
        for code in numbers
        for side in ("lower", "upper")
    }
    counts |= {RowSet("counted", (code,)): counted for code, counted in numbers.items()}
    basis = basis_of([(100, {"wrong_notice": "no"})], rows=Rows(counts))
    return findings_of(basis, figures=money.figures(), facts=list(money.facts()))


@pytest.mark.parametrize(("over", "under"), [(30, 4), (4, 30), (12, 9), (7, 7), (31, 2)])
def test_over_and_under_are_not_told_by_their_difference(over: int, under: int) -> None:
    # Shown as they are, 30 over and 26 together would tell the 4 under.
    findings = over_and_under(over, under)
    lines = lines_of(findings, EXACT_TOTALS)
    assert {line.output for line in lines} & {
        "guidance_overpaid_persons",
        "guidance_underpaid_persons",
    }
    assert min(line.options for line in lines) >= POLICY.options


def test_a_part_is_never_more_than_its_whole() -> None:
    """The wronged of January are wronged: whoever learns of few of these knows there are few of those."""
    whole, part = persons({"wrong_notice": ("yes",)}), persons({"january": ("yes",)})
    people = [
        (5, {"wrong_notice": "yes", "january": "yes"}),
        (8, {"wrong_notice": "yes", "january": "no"}),
        (7, {"wrong_notice": "no", "january": "no"}),
    ]
    figures = {"wrong_notice": (whole, whole), "wrong_notice_january": (part, part)}
    builder = Builder(findings_of(people, figures=figures))
    system, numbers = builder.system(), [builder.number(one) for one in (part, whole)]
    assert [system.variables[number].exact for number in numbers] == [5, 13]
    low, high = np.zeros(len(system.variables)), np.full(len(system.variables), 100.0)
    high[numbers[1]], low[numbers[0]] = 6, 4
    low, high = narrow(system, low, high)
    assert [high[numbers[0]], low[numbers[1]]] == [6, 4]


def test_a_part_that_might_not_be_one_is_no_part() -> None:
    """All the wronged were told in January, which need not be: there might have been another."""
    people = [
        (5, {"wrong_notice": "yes", "january": "yes"}),
        (7, {"wrong_notice": "no", "january": "yes"}),
        (0, {"wrong_notice": "yes", "january": "no"}),
    ]
    whole, part = persons({"january": ("yes",)}), persons({"wrong_notice": ("yes",)})
    figures = {"wrong_notice": (part, part), "wrong_notice_january": (whole, whole)}
    builder = Builder(findings_of(people, figures=figures))
    system, numbers = builder.system(), [builder.number(one) for one in (part, whole)]
    low, high = np.zeros(len(system.variables)), np.full(len(system.variables), 100.0)
    high[numbers[1]] = 6
    assert narrow(system, low, high)[1][numbers[0]] == 100


SMALL = st.integers(0, 24)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(counts=st.tuples(SMALL, SMALL, SMALL, SMALL), rounding=st.sampled_from([1, 5]))
def test_by_trying_every_table_five_values_stay_possible_and_the_truth_is_one(
    counts: tuple[int, int, int, int], rounding: int
) -> None:
    policy = replace(POLICY, rounding=rounding)
    numbers = [counts[:2], counts[2:]]
    table = findings_of(cells(numbers), crossing("t", numbers))
    shown = [row[1:] for row in released(table, policy).tables["t"].rows]
    possible = agreeing(shown, policy)
    for row, column in product(range(3), range(3)):
        exact = table.tables["t"].rows[row][column + 1]
        values = {case[row][column] for case in possible}
        assert exact in values
        if shown[row][column] == "<10":
            assert len(values) >= policy.options, (shown, row, column)


def agreeing(shown: Sequence[Sequence[object]], policy: Policy) -> list[list[list[int]]]:
    """Every table whose published form is this one."""

    def fits(value: int, cell: object) -> bool:
        form = round_count(value, policy)
        return cell == WITHHELD or ("<10" if form is None else form) == cell

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
