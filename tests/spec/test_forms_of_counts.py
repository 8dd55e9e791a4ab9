"""What each form of a count tells, asked of every number there is, under several policies."""

from dataclasses import replace
from itertools import product
from math import inf

import numpy as np
import pytest
from hertoets.findings import Place
from hertoets.findings.model import Bound
from hertoets.release import Policy, load_policy
from hertoets.release.count import WITHHELD, Count
from hertoets.release.counts import (
    has_median,
    hidden_range,
    is_small,
    limit_of,
    median_range,
    round_count,
    unround,
    withheld_range,
)
from hertoets.release.model import ReleasedFinding
from hertoets.release.variables import Note, People, System, Variable, values_between
from scipy.sparse import csr_array

POLICY = load_policy()
POLICIES = [
    POLICY,
    replace(POLICY, rounding=1),
    replace(POLICY, rounding=2),
    replace(POLICY, rounding=10),
    replace(POLICY, threshold=12, rounding=4, options=6),
    replace(POLICY, threshold=6, rounding=3, median_base=20),
]
FAR = 60
HERE: list[Place] = [Bound("wrong_notice", "publication", "lower")]


@pytest.mark.parametrize(
    "policy", POLICIES, ids=lambda policy: f"{policy.threshold}, {policy.rounding}"
)
def test_what_is_shown_leaves_exactly_the_counts_that_are_shown_so(policy: Policy) -> None:
    for value in range(-FAR, FAR + 1):
        shown = round_count(value, policy)
        alike = [other for other in range(-2 * FAR, 2 * FAR) if round_count(other, policy) == shown]
        if shown is None:
            assert 0 < abs(value) < policy.threshold
            assert is_small(value, policy)
            assert (alike[0], alike[-1]) == hidden_range(policy, signed=True)
            assert hidden_range(policy) == (1, alike[-1])
        else:
            assert abs(shown - value) * 2 <= policy.rounding
            assert shown % policy.rounding == 0
            assert (alike[0], alike[-1]) == unround(shown, policy)
            assert not 0 < abs(shown) < policy.threshold
            assert round_count(-value, policy) == -shown


@pytest.mark.parametrize(
    "policy", POLICIES, ids=lambda policy: f"{policy.threshold}, {policy.rounding}"
)
def test_a_median_that_is_shown_or_not_leaves_exactly_the_counts_for_which_it_is_so(
    policy: Policy,
) -> None:
    for value in range(FAR):
        alike = [
            other for other in range(FAR) if has_median(other, policy) == has_median(value, policy)
        ]
        least, most = median_range(value, policy)
        assert alike == [other for other in range(FAR) if least <= other <= most]
    assert [has_median(value, POLICY) for value in (9, 10)] == [False, True]
    high = replace(POLICY, threshold=15)  # over a hidden count it is never shown
    assert [has_median(value, high) for value in (14, 15)] == [False, True]


def test_what_is_withheld_may_be_anything_of_its_sign() -> None:
    assert withheld_range() == (0, inf)
    assert withheld_range(signed=True) == (-inf, inf)


@pytest.mark.parametrize(
    ("unit", "limit"),
    [("personen", 10), ("gemeenten", 10), ("euro", 23_700), ("dagen", 0)],
)
def test_the_limit_of_a_figure_is_in_its_own_unit(unit: str, limit: int) -> None:
    assert limit_of(unit, 10) == limit


@pytest.mark.parametrize(
    ("least", "most", "not_zero", "values"),
    [(1, 9, False, 9), (-4, 4, True, 8), (0, 3, True, 3), (-3, 0, True, 3), (1, 3, True, 3),
     (-3, -1, True, 3), (5, 5, False, 1)],
)  # fmt: skip
def test_zero_is_left_out_where_it_is_no_option(
    least: int, most: int, not_zero: bool, values: int
) -> None:
    assert values_between(least, most, not_zero) == values


@pytest.mark.parametrize(
    ("variable", "shown", "withheld"),
    [
        pytest.param(Variable(7, places=HERE), (1, 9), (0, inf), id="a small one"),
        pytest.param(Variable(0, places=HERE), (0, 0), (0, inf), id="none"),
        pytest.param(Variable(13, places=HERE), (13, 17), (0, inf), id="a rounded one"),
        pytest.param(Variable(13), (0, inf), (0, inf), id="what stands nowhere"),
        pytest.param(Variable(-7, signed=True, places=HERE), (-9, 9), (-inf, inf), id="a difference"),
        pytest.param(Variable(13, signed=True), (-inf, inf), (-inf, inf), id="one that ties others"),
        pytest.param(Variable(13, places=HERE, known=(14, 16)), (14, 16), (14, 16), id="told before"),
        pytest.param(Variable(13, places=HERE, ruled=(0, 15)), (13, 15), (0, 15), id="ruled"),
        pytest.param(Variable(13, places=HERE, known=(0, 14), ruled=(12, 99)), (13, 14), (12, 14),
                     id="told and ruled"),
        pytest.param(Variable(13, places=HERE, under_median=True), (13, 17), (10, inf), id="median"),
        pytest.param(Variable(7, places=HERE, under_median=True), (1, 9), (0, 9), id="no median"),
    ],
)  # fmt: skip
def test_what_a_count_leaves_by_itself(
    variable: Variable, shown: tuple[float, float], withheld: tuple[float, float]
) -> None:
    assert variable.interval(POLICY, withheld=False) == shown
    assert variable.interval(POLICY, withheld=True) == withheld


def told(shown: str, options: int) -> list[Note]:
    return [Note("eerder", "t", "", shown, options)]


@pytest.mark.parametrize(
    ("variable", "shown", "withheld"),
    [
        pytest.param(Variable(7, places=HERE), 5, 5, id="a small one"),
        pytest.param(Variable(7), 0, 5, id="one that stands nowhere, as long as nobody hides it"),
        pytest.param(Variable(13, places=HERE), 0, 0, id="a large one is withheld for another"),
        pytest.param(Variable(0, places=HERE), 0, 0, id="none"),
        pytest.param(Variable(7, shown_before=True), 0, 0, id="shown before, and nowhere now"),
        pytest.param(Variable(7, places=HERE, shown_before=True), 5, 5, id="shown before"),
        pytest.param(Variable(7, differs="t since r"), 5, 5, id="a change of a few"),
        pytest.param(Variable(13, differs="t since r"), 0, 0, id="a change of more"),
        pytest.param(Variable(7, differs="t since r", shown_before=True), 5, 5, id="still a change"),
        pytest.param(Variable(13, told=told("<10", 3)), 3, 3, id="what an earlier run promised"),
        pytest.param(Variable(13, told=[*told("x", 2), *told("<10", 4)]), 4, 4, id="the most of it"),
        pytest.param(Variable(13, told=told("<10", 8)), 5, 5, id="no more than the policy of now"),
        pytest.param(Variable(2, places=HERE, ruled=(0, 3)), 4, 4, id="0, 1, 2, 3 by a rule"),
        pytest.param(Variable(2, places=HERE, ruled=(2, 4)), 3, 3, id="2, 3, 4 by a rule"),
        pytest.param(Variable(2, places=HERE, ruled=(-5, 3)), 4, 4, id="less than none is no value"),
        pytest.param(Variable(2, signed=True, places=HERE, ruled=(0, 1)), 5, 5, id="a difference"),
    ],
)  # fmt: skip
def test_how_many_values_a_count_must_keep(variable: Variable, shown: int, withheld: int) -> None:
    assert variable.needs(POLICY, withheld=False) == shown
    assert variable.needs(POLICY, withheld=True) == withheld


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        (Variable(7, places=HERE), False),
        (Variable(-7, signed=True, places=HERE), True),
        (Variable(-7, signed=True), False),
        (Variable(-12, signed=True, places=HERE), False),
        (Variable(-7, signed=True, told=told("<10", 5)), True),
        (Variable(-7, signed=True, told=told(WITHHELD, 5)), False),
        (Variable(7, told=told("<10", 5)), False),
    ],
)
def test_zero_is_no_value_of_a_difference_that_is_told_to_be_small(
    variable: Variable, expected: bool
) -> None:
    assert variable.is_not_zero(POLICY) is expected


def test_the_forms_of_all_counts_are_those_of_each() -> None:
    variables = [
        Variable(7, places=HERE), Variable(13, places=HERE), Variable(0, places=HERE),
        Variable(-7, signed=True, places=HERE), Variable(4), Variable(13, told=told("<10", 3)),
    ]  # fmt: skip
    forms = System.forms(system_of(variables), POLICY)
    for gone in map(frozenset, ((), (1,), (0, 1, 3), range(6))):
        low, high = forms.box(gone)
        needed = forms.needed(gone)
        for number, one in enumerate(variables):
            assert (low[number], high[number]) == one.interval(POLICY, withheld=number in gone)
            assert needed[number] == one.needs(POLICY, withheld=number in gone)
    assert forms.asked(frozenset()) == [0, 3, 5]
    assert forms.asked(frozenset({1, 3})) == [0, 1, 3, 5]
    assert forms.not_zero.tolist() == [False, False, False, True, False, False]
    low, high = forms.box(frozenset())
    assert forms.options(low, high).tolist() == [9, 5, 1, 18, inf, inf]


def system_of(variables: list[Variable]) -> System:
    nobody, nothing = np.empty(0, np.int64), np.empty(0)
    people = People(csr_array((0, 0)), nobody, nobody)
    return System(variables, nobody, nobody, nothing, nothing, nothing, {}, people, 0)


def finding(**other: object) -> ReleasedFinding:
    base = ReleasedFinding(
        id="wrong_notice", title_nl="", definition="", population="", within=None, unit="personen",
        source="", reading="publication", lower=None, upper=15, records=(5, None),
        by_reading={"publication": (None, 15)}, undecided={}, display_nl="", status="measured",
        withheld=(("records", "upper"),), below=10,
    )  # fmt: skip
    return replace(base, **other)  # type: ignore[arg-type]


def test_a_bound_that_is_null_is_small_withheld_or_not_measured() -> None:
    small, shown, gone = Count("small", 10), Count("shown", 15), Count("withheld")
    none = Count("not_measured")
    assert finding().bounds("publication") == (small, shown)
    assert finding().bounds("records") == (Count("shown", 5), gone)
    assert finding().bounds("duty") == (small, small)
    assert finding(below=0).bounds("publication") == (gone, shown)  # a median is not a small one
    assert finding(status="not_measured").bounds("publication") == (none, none)
    assert finding(withheld=(("publication", "lower"),)).bounds("publication") == (gone, shown)
    assert finding(withheld=(("duty", "lower"),)).bounds("publication") == (small, shown)


@pytest.mark.parametrize("kind", ["count", "euro", "percent"])
def test_each_state_of_a_count_has_one_form_and_one_word(kind: str) -> None:
    for state, number in product(("shown", "small", "withheld", "not_measured"), (10,)):
        count = Count(state, number if state in ("shown", "small") else 0)  # type: ignore[arg-type]
        assert count.form == {"shown": 10, "small": "<10", "withheld": "x"}.get(state)
        assert count.shown == (10 if state == "shown" else None)
        assert count.is_hidden == (state in ("small", "withheld"))
        assert count.in_workbook() == {
            "shown": 10, "small": "<10", "withheld": "afgeschermd", "not_measured": "niet gemeten",
        }[state]  # fmt: skip
        quantity = {"count": "10", "euro": "€\N{NO-BREAK SPACE}10", "percent": "10%"}[kind]
        assert count.nl(kind) == {
            "shown": quantity, "small": f"minder dan {quantity}", "withheld": "afgeschermd",
            "not_measured": "niet gemeten",
        }[state]  # fmt: skip
        assert count.mark(kind) == (count.nl(kind) if state != "small" else "<10")
        short = {"withheld": "afg.", "not_measured": ""}
        assert count.short_mark(kind) == short.get(state, count.mark(kind))
