"""Who moved between outcomes, as counts that do not follow from what both runs publish."""

import random
from itertools import product

import pytest
from hertoets.release import Policy, load_policy
from hertoets.release.counts import Interval, round_count, unround
from hertoets.release.moves import protect_moves, stricter

POLICY = load_policy()


def _interval(count: int) -> Interval:
    shown = round_count(count, POLICY)
    return (1, 9) if shown is None else unround(shown, POLICY)


def test_counts_that_leave_enough_values_are_shown_as_any_other() -> None:
    # Of 500 persons 12 and of 300 persons 4 moved; the totals, rounded to 5, leave much open.
    moved = protect_moves(
        {("a", "b"): 12, ("b", "a"): 4, ("a", "c"): 0},
        {"a": (0, 900), "b": (0, 900)},
        {"a": (0, 900), "b": (0, 900), "c": (0, 900)},
        POLICY,
    )
    assert moved == {("a", "b"): "10", ("b", "a"): "<10", ("a", "c"): "0", ("b", "c"): "0"}


def test_a_small_count_that_follows_from_the_totals_is_not_told() -> None:
    # b had 10 (10 to 12) and has 20 (18 to 22); nobody is shown to have left b, so at least 6
    # came from a, and at most 9: four values, one too few.
    moved = protect_moves(
        {("a", "a"): 12, ("a", "b"): 9, ("b", "b"): 11},
        {"a": _interval(21), "b": _interval(11)},
        {"a": _interval(12), "b": _interval(20)},
        POLICY,
    )
    assert moved == {("a", "b"): "x", ("b", "a"): "x"}


def test_a_hidden_total_keeps_its_values_too() -> None:
    # b had 9, shown as <10; all 9 are shown to go nowhere but to five outcomes of 1 to 9 each,
    # which would leave 5 to 9 of them: just enough. With six it would be 6 to 9.
    into = {("b", name): 1 for name in "cdefgh"}
    open_ = dict.fromkeys("cdefgh", (0.0, 900.0))
    shown = protect_moves(into, {"b": (1, 9)}, {"b": (0, 0), **open_}, POLICY)
    assert "x" in shown.values()
    five = {pair: count for pair, count in into.items() if pair[1] != "h"}
    shown = protect_moves(five, {"b": (1, 9)}, {"b": (0, 0), **open_}, POLICY)
    assert "x" not in shown.values()


def _possible(shown: str) -> range:
    if shown == "x":
        return range(41)
    if shown == "<10":
        return range(1, 10)
    low, high = unround(int(shown), POLICY)
    return range(int(low), int(high) + 1)


def _may_be(total: Interval, moved: int) -> set[int]:
    """The persons who stayed, given those who moved and a total: any number from zero."""
    return {int(value) - moved for value in range(int(total[0]), int(total[1]) + 1)} & set(
        range(99)
    )


@pytest.mark.parametrize("seed", range(40))
def test_five_values_remain_of_every_small_count_or_nothing_is_shown(seed: int) -> None:
    """Every table of two outcomes that fits what is published is tried."""
    draw = random.Random(seed)
    aa, ab, ba, bb = (
        draw.choice([0, 0, draw.randint(0, 12), draw.randint(0, 40)]) for _ in range(4)
    )
    before = {"a": _interval(aa + ab), "b": _interval(ba + bb)}
    after = {"a": _interval(aa + ba), "b": _interval(ab + bb)}
    counted = {("a", "a"): aa, ("a", "b"): ab, ("b", "a"): ba, ("b", "b"): bb}
    shown = protect_moves(counted, before, after, POLICY)
    fits = [
        (out, back)
        for out, back in product(_possible(shown["a", "b"]), _possible(shown["b", "a"]))
        if _may_be(before["a"], out) & _may_be(after["a"], back)
        and _may_be(before["b"], back) & _may_be(after["b"], out)
    ]
    assert (ab, ba) in fits
    if set(shown.values()) != {"x"}:
        for exact, values in ((ab, {out for out, _ in fits}), (ba, {back for _, back in fits})):
            assert not 0 < exact < 10 or len(values) >= 5


def test_of_two_policies_each_number_of_the_stricter_holds() -> None:
    one = Policy(threshold=10, rounding=10, percentage_base=100, median_base=10, options=5)
    other = Policy(threshold=15, rounding=5, percentage_base=50, median_base=20, options=6)
    # A rounding of 10 divides no threshold of 15: the next that it divides is 20.
    assert stricter(one, other) == Policy(20, 10, 100, 20, 6)
