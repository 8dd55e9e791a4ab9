"""The published sets of persons as one pool, and one variable for those of several runs."""

from itertools import combinations

import numpy as np
import pytest
from hertoets.findings import Counted
from hertoets.findings.drafts import Draft
from hertoets.findings.model import Column
from hertoets.findings.sets import Value, persons, times, total
from hertoets.release import load_policy, pool
from hertoets.release.earlier import _moved
from hertoets.release.numbering import keys_here, keys_told, numbered
from hertoets.release.pool import (
    Members,
    families_of,
    marked,
    marks_of,
    members_of,
    people_of,
    pool_of,
)
from hertoets.release.sets import Sets
from hertoets.release.told import Said, Told

from tests.support.invented import LABEL, drawn, findings_of, listed

PEOPLE: list[tuple[int, dict[str, Value]]] = [
    (3, {"part": "a", "wrong_notice": "yes", "sex": "f"}),
    (2, {"part": "a", "wrong_notice": "no", "sex": "m"}),
    (4, {"part": "a", "wrong_notice": "no", "sex": "f"}),
    (5, {"part": "b", "wrong_notice": "unknown", "sex": "f"}),
    (0, {"part": "b", "wrong_notice": "yes", "sex": "m"}),
    (0, {"part": "c", "wrong_notice": "no", "sex": "m"}),
]
"""By which nobody asks for sex: who differs in nothing else is of one kind."""


def members(persons: list[int], profile: list[int], sets: list[list[int]]) -> Members:
    held = np.array(sets, dtype=bool)
    return Members(
        np.array(persons, np.uint64), np.array(profile, np.int32), Sets.of(held, *held.shape)
    )


def of(*said: tuple[str, str]) -> Counted:
    return persons({column: (value,) for column, value in said})


def asked() -> tuple[Members, dict[Counted, int]]:
    figures = {"wrong_notice": (of(("wrong_notice", "yes")),
                                persons({"wrong_notice": ("yes", "unknown")}))}  # fmt: skip
    tables = listed("t", "part", ["a", "b", "c"]), listed("twee", "part", ["a"], totalled=False)
    return members_of(findings_of(PEOPLE, *tables, figures=figures))


def test_every_count_of_persons_is_a_set_of_so_many() -> None:
    run, set_of = asked()
    exact = pool_of(run).exact
    sizes = {
        of(("part", "a")): 9, of(("part", "b")): 5, of(("part", "c")): 0,
        of(("wrong_notice", "yes")): 3, persons({"wrong_notice": ("yes", "unknown")}): 8,
        total([of(("part", one)) for one in "abc"]): 14,
    }  # fmt: skip
    assert {
        counted: exact[number] for counted, number in set_of.items() if counted in sizes
    } == sizes


def test_who_lies_between_the_bounds_of_a_figure_is_a_set_too() -> None:
    run, set_of = asked()
    between = persons({"wrong_notice": ("yes", "unknown")}) - of(("wrong_notice", "yes"))
    assert pool_of(run).exact[set_of[between]] == 5


def test_the_same_persons_and_might_have_been_are_one_set() -> None:
    """Nobody is in `c`, and it is shown: so nobody can be. Then `a`, `b` are all there are."""
    run, set_of = asked()
    of_people = total([of(("part", one)) for one in "abc"])
    assert len({set_of[of_people], set_of[of(("part", "a"))], set_of[of(("part", "c"))]}) == 3
    assert not run.sets.one(set_of[of(("part", "c"))]).any()


def test_who_lies_in_the_same_sets_is_of_one_kind() -> None:
    """Men and women of `a` who were told rightly are; of `b` somebody wronged might have been."""
    run, set_of = asked()
    assert len(run.persons) == len(run.profile) == 14
    first = run.profile[:3].tolist(), run.profile[3:9].tolist(), run.profile[9:].tolist()
    assert [len({*some}) for some in first] == [1, 1, 1]
    assert len({*run.profile.tolist()}) == 3
    # The fourth kind is that of `b` and wronged, of whom there are none; the fifth lies nowhere.
    assert run.sets.profiles == 5
    own = run.sets.some(slice(None))[:, run.profile[0]]
    assert [number for number in range(len(own)) if own[number]] == sorted(
        {number for counted, number in set_of.items() if holds_the_first(counted)}
    )


def holds_the_first(counted: Counted) -> bool:
    """Whether a sum of sets holds who is in `a` and was wronged."""
    told = PEOPLE[0][1]
    inside = 0
    for factor, base in counted.terms:
        inside += factor * all(told[column] in values for column, values in base.where)  # type: ignore[union-attr]
    return inside == 1


def test_a_sum_that_holds_somebody_twice_or_less_than_not_is_no_set() -> None:
    a, wrong = of(("part", "a")), of(("wrong_notice", "yes"))
    cells = {
        "twice": total([a, wrong]),
        "less": wrong - a,
        "whole": a - wrong,
        "times": times(2, a),
    }
    rows: list[tuple[Draft, ...]] = [*cells.items()]
    _, set_of = members_of(findings_of(PEOPLE, drawn("t", (LABEL, Column("n", "", "count")), rows)))
    # Nobody of `b` who was wronged is there, but somebody might be: then `a` is not the whole.
    assert {name for name, counted in cells.items() if counted in set_of} == set()
    inside = persons({"part": ("a",), "wrong_notice": ("yes",)})
    rows = [("whole", a - inside), ("rest", inside - inside), ("less", inside - a)]
    _, set_of = members_of(findings_of(PEOPLE, drawn("t", (LABEL, Column("n", "", "count")), rows)))
    assert a - inside in set_of
    assert inside - a not in set_of


def test_a_mark_says_who_is_in_a_set_and_nothing_else() -> None:
    """Two runs cut the same five persons otherwise; sets of the same persons get the same mark."""
    one = members(
        [11, 22, 33, 44, 55], [0, 0, 1, 2, 1], [[1, 0, 0], [0, 1, 0], [1, 1, 1], [0, 0, 0]]
    )
    other = members([55, 44, 33, 22, 11], [1, 0, 1, 2, 2], [[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    first, second = (marks_of(run, pool_of(run)).tolist() for run in (one, other))
    assert first == [33, 88, 165, 0]  # the sum of the marks of the persons
    assert second == [33, 44, 88]


def test_marks_are_those_of_one_key() -> None:
    names = ["p1", "p2"]
    assert marked(names, b"k").tolist() == marked(["p2", "p1"], b"k")[::-1].tolist()
    assert set(marked(names, b"k").tolist()).isdisjoint(marked(names, b"l").tolist())
    assert marked(names, b"").dtype == np.uint64
    assert len({*marked(names, b"").tolist()}) == 2


def test_kinds_of_persons_are_those_that_count_somewhere_with_differences_below() -> None:
    run = members([1, 2, 3, 4, 5, 6], [0, 0, 1, 3, 3, 3], [[1, 0, 0, 1], [1, 1, 0, 0]])
    found = people_of(pool_of(run), np.array([7, 9]), {12: [(1, 0), (-1, 1)], 13: [(2, 1)]})
    assert found is not None
    assert found.number.tolist() == [7, 9, 12, 13]
    assert found.there.tolist() == [2, 1, 3]  # who counts nowhere is of no account
    assert found.held.todense().tolist() == [[1, 0, 1], [1, 1, 0], [0, -1, 1], [2, 2, 0]]
    assert (found.held @ found.there).tolist() == [5, 3, 2, 6]


def test_without_differences_there_are_only_the_sets() -> None:
    run = members([1], [0], [[1]])
    found = people_of(pool_of(run), np.array([3]), {})
    assert found is not None
    assert (found.number.tolist(), found.held.todense().tolist()) == ([3], [[1]])


@pytest.mark.parametrize(("most", "is_told"), [(2, True), (1, False)])
def test_of_too_many_kinds_no_whole_persons_are_asked(
    most: int, is_told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two kinds count somewhere; the third counts nowhere and is of no account."""
    monkeypatch.setattr(pool, "KINDS", most)
    run = members([1, 2, 3], [0, 1, 2], [[1, 0, 0], [1, 1, 0]])
    assert (people_of(pool_of(run), np.array([3, 4]), {}) is not None) is is_told


def test_a_family_shares_nobody_and_takes_the_smallest_first() -> None:
    parts = listed("t", "part", ["a", "b"])
    findings = findings_of(
        PEOPLE, parts, figures={"wrong_notice": (of(("wrong_notice", "yes")),) * 2}
    )
    run, set_of = members_of(findings)
    whole = pool_of(run)
    families = families_of(findings, set_of, whole)
    assert families
    held = run.sets.some(slice(None))
    for family in families:
        assert len(family) > 1
        assert (np.diff(family) > 0).all()
        for one, other in combinations(family.tolist(), 2):
            assert not (held[one] & held[other]).any()
        assert (whole.exact[family] > 0).all()
    cells = sorted({set_of[of(("part", "a"))], set_of[of(("part", "b"))]})
    assert cells in [family.tolist() for family in families]  # and not their total


@pytest.mark.parametrize(
    ("marks", "keys", "expected", "exact"),
    [
        pytest.param([[(5, 2)], [(5, 2)]], [["x"], ["y"]], [[0], [0]], [2], id="the same persons"),
        pytest.param([[(5, 2)], [(6, 2)]], [["x"], ["x"]], [[0], [1]], [2, 2], id="other persons"),
        pytest.param([[(5, 2)], [(5, 3)]], [["x"], ["x"]], [[0], [1]], [2, 3], id="another number"),
        pytest.param([[(5, 2), (5, 2)]], [["x", "x"]], [[0, 1]], [2, 2], id="two of one run are two"),
        pytest.param([[(5, 2), (5, 2)], [(5, 2), (5, 2)]], [["x", "y"], ["y", "x"]],
                     [[0, 1], [1, 0]], [2, 2], id="the one of the same name first"),
        pytest.param([[(5, 2), (5, 2)], [(5, 2), (5, 2)]], [["x", "y"], ["z", "x"]],
                     [[0, 1], [1, 0]], [2, 2], id="and the next for who has no name in common"),
        pytest.param([[(5, 2)], [(5, 2), (5, 2)]], [["x"], ["x", "y"]],
                     [[0], [0, 1]], [2, 2], id="one that is taken is free no more"),
        pytest.param([[(5, 2)], [(5, 2), (5, 2)], [(5, 2), (5, 2)]],
                     [["x"], ["y", "z"], ["z", "y"]],
                     [[0], [0, 1], [1, 0]], [2, 2], id="a variable has the names of every run"),
        pytest.param([[], [(1, 1), (2, 4)], [(2, 4), (3, 0)]], [[], ["", ""], ["", ""]],
                     [[], [0, 1], [1, 2]], [1, 4, 0], id="three runs"),
    ],
)  # fmt: skip
def test_sets_of_several_runs_that_hold_the_same_persons_are_one_variable(
    marks: list[list[tuple[int, int]]],
    keys: list[list[str]],
    expected: list[list[int]],
    exact: list[int],
) -> None:
    named = [[{(one,)} for one in run] for run in keys]
    numbers, found = numbered(marks, named)
    assert [run.tolist() for run in numbers] == expected
    assert found == exact


def test_a_set_is_named_by_every_place_where_it_stands() -> None:
    tables = listed("t", "part", ["a", "b"]), listed("twee", "part", ["a"], totalled=False)
    figures = {"wrong_notice": (of(("wrong_notice", "yes")),) * 2}
    findings = findings_of(PEOPLE, *tables, figures=figures)
    _, set_of = members_of(findings)
    keys = keys_here(findings, set_of)
    assert len(keys) == len({*set_of.values()})
    assert keys[set_of[of(("part", "a"))]] == {
        ("t", "", "a", "persons"),
        ("twee", "", "a", "persons"),
    }
    assert {(key[0], key[-1]) for key in keys[set_of[of(("wrong_notice", "yes"))]]} == {
        ("wrong_notice", "lower"), ("wrong_notice", "upper"),
    }  # fmt: skip
    assert keys[set_of[total([of(("part", "a")), of(("part", "b"))])]] == {
        ("t", "", "totaal", "persons")
    }


def test_of_an_earlier_run_only_what_is_one_set_names_it() -> None:
    run = members([1, 2], [0, 1], [[1, 0], [0, 1]])
    said = [
        Said(("t", "one"), "t", "", ((1, 0),), 5),
        Said(("t", "two"), "t", "", ((1, 1),), 5),
        Said(("t", "again"), "t", "", ((1, 1),), 5),
        Said(("t", "less"), "t", "", ((-1, 0),), 5),
        Said(("t", "sum"), "t", "", ((1, 0), (1, 1)), 5),
        Said(("t", "rows"), "t", "", ((1, 2),), 5),
    ]
    told = Told("eerder", load_policy(), run, (), (), tuple(said))
    assert keys_told(told) == [{("t", "one")}, {("t", "two"), ("t", "again")}]


@pytest.mark.parametrize("seed", range(20))
def test_who_came_into_a_set_and_who_left_it_is_seen_person_by_person(seed: int) -> None:
    """Of two runs that share some persons; somebody who is not in a run is in none of its sets."""
    draws = np.random.default_rng(seed)
    runs = []
    for _ in range(2):
        persons = draws.choice(np.arange(10, 19), int(draws.integers(1, 8)), replace=False)
        sets = draws.integers(0, 2, (3, 4)).astype(bool)
        profile = draws.integers(0, 4, len(persons)).tolist()
        runs.append(members(persons.tolist(), profile, sets.tolist()))
    pairs = [(0, 0), (1, 2), (2, 1)]
    expected = set()
    for person in {*runs[0].persons.tolist(), *runs[1].persons.tolist()}:
        now, then = (
            run.sets.some(slice(None))[:, run.profile[run.persons == person][0]].tolist()
            if person in run.persons
            else [False] * 3
            for run in runs
        )
        came = tuple(now[here] and not then[there] for here, there in pairs)
        left = tuple(then[there] and not now[here] for here, there in pairs)
        expected.add((came, left))
    came, left = _moved(*runs, pairs)
    assert {
        (tuple(a), tuple(b)) for a, b in zip(came.T.tolist(), left.T.tolist(), strict=True)
    } == expected
