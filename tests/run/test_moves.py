"""Who moved between outcomes, as counts that do not follow from what both runs told."""

import random
import shutil
from collections.abc import Mapping
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
from hertoets.between.moved import GONE, Move, count_moves, find_moves, protect_moves
from hertoets.between.told import AllTold, Side, told_by, under_key
from hertoets.findings import Findings
from hertoets.findings.sets import persons
from hertoets.release import Control, Policy, control, load_policy, marked
from hertoets.release.counts import unround
from hertoets.release.policy import stricter
from hertoets.release.system import Builder
from hertoets.run.record import read_record
from hertoets.run.register import Register
from hertoets.run.registered import ALONE
from hertoets.run.tables import write_table
from small_run import write_run

from tests.support.invented import basis_of, findings_of, listed
from tests.support.small_runs import compared, found_in

POLICY = load_policy()
Outcomes = Mapping[str, str]
"""The outcome of each person of a run."""


def _people(*kinds: tuple[int, str, str]) -> tuple[Outcomes, Outcomes]:
    """So many persons of each outcome in the first and in the second run; empty: not in it."""
    pairs = [(before, after) for number, before, after in kinds for _ in range(number)]
    named = {f"p{number:04d}": pair for number, pair in enumerate(pairs)}
    before, after = ({name: pair[side] for name, pair in named.items()} for side in (0, 1))
    return ({n: o for n, o in before.items() if o}, {n: o for n, o in after.items() if o})


def _told(outcomes: Outcomes, policy: Policy = POLICY, key: bytes = b"") -> Control:
    """A run that publishes how many persons each outcome has."""
    basis = basis_of([(1, {"outcome": outcome}) for outcome in outcomes.values()])
    basis.person_ids = list(outcomes)
    table = listed("readings", "outcome", sorted(set(outcomes.values())), totalled=False)
    return control(findings_of(basis, table), policy, key=key)


def _counted(one: Outcomes, other: Outcomes) -> Findings:
    return count_moves(*(_frame(outcomes, "outcome") for outcomes in (one, other)))


def _frame(outcomes: Outcomes, name: str) -> pl.DataFrame:
    return pl.DataFrame({"person_id": list(outcomes), name: list(outcomes.values())})


def _moves(people: tuple[Outcomes, Outcomes], *controls: Control) -> dict[tuple[str, str], str]:
    told = AllTold(told=[one.told for one in controls or map(_told, people)])
    moves = protect_moves(_counted(*people), POLICY, told)
    return {(move.before, move.after): move.persons for move in moves}


def test_counts_that_leave_enough_values_are_shown_as_any_other() -> None:
    # Of a 1 to 9 more left than came, of b 6 to 14 more came than left; 10 to 12 are shown to have
    # gone from a to b, so 1 to 6 went back.
    people = _people((500, "a", "a"), (12, "a", "b"), (4, "b", "a"), (296, "b", "b"))
    assert _moves(people) == {("a", "b"): "10", ("b", "a"): "<10"}


def test_a_small_count_that_follows_from_the_totals_is_not_told() -> None:
    # b had 10 to 12 and has 18 to 22, and nobody is listed as leaving it: at least 6 came from a,
    # and were it shown as <10 at most 9: four values, one too few.
    people = _people((12, "a", "a"), (9, "a", "b"), (11, "b", "b"))
    assert _moves(people) == {("a", "b"): "x"}
    # What does not lie beside what both runs told is not protected from it.
    assert protect_moves(_counted(*people), POLICY, AllTold()) == (Move("a", "b", "<10"),)


def test_a_hidden_total_keeps_its_values_too() -> None:
    # b had 5, shown as <10. Five moves of which each is one or more leave 5 to 9; six leave 6 to 9.
    others = [(62, name, name) for name in "cdefgh"]
    five = [(1, "b", name) for name in "cdefg"]
    assert set(_moves(_people(*others, *five)).values()) == {"<10"}
    six = [(1, "b", name) for name in "cdefgh"]
    assert set(_moves(_people(*others, *six)).values()) == {"x"}


def test_who_is_in_one_extract_only_comes_from_nowhere_or_goes_there() -> None:
    people = _people((336, "a", "a"), (4, "a", ""), (300, "b", "b"), (12, "", "b"))
    assert _moves(people) == {("a", GONE): "<10", (GONE, "b"): "10"}


def test_where_both_runs_told_too_much_together_every_move_is_withheld() -> None:
    # The first run hides that b are 4, the second shows it of the same persons.
    people = _people((300, "a", "a"), (20, "a", "c"), (4, "b", "b"))
    open_ = Policy(
        threshold=2, rounding=1, percentage_base=100, median_base=10, amount_persons=25, options=1
    )
    controls = _told(people[0]), _told(people[1], open_)
    pairs = [(one, other) for one, other in product("ab", "abc") if one != other]
    assert _moves(people, *controls) == dict.fromkeys(pairs, "x")


def _possible(cell: object, least: int = 0) -> range:
    if cell == "x":
        return range(least, 53)
    if cell == "<10":
        return range(1, 10)
    low, high = unround(int(str(cell)), POLICY)
    return range(int(low), int(high) + 1)


def _totals(run: Control) -> dict[str, range]:
    shown = {row[0]: row[1] for row in run.release.tables["readings"].rows}
    return {name: _possible(shown.get(name, 0)) for name in "ab"}


def test_five_values_remain_of_every_hidden_count_whoever_moved() -> None:
    """Every population of two outcomes that fits what is published is tried."""
    shown = 0
    for seed in range(40):
        draw = random.Random(seed)
        numbers = [draw.choice([0, draw.randint(0, 12), draw.randint(0, 40)]) for _ in range(4)]
        exactly = numbers[0], numbers[1], numbers[2], numbers[3]
        routes = list(product("ab", "ab"))
        people = _people(*((n, *route) for n, route in zip(numbers, routes, strict=True)))
        if not people[0]:
            continue
        runs = [_told(one) for one in people]
        told = AllTold(told=[run.told for run in runs])
        listed_ = protect_moves(_counted(*people), POLICY, told)
        if len(told.told) == len(runs):
            continue  # refused: nothing is told
        moves = {(move.before, move.after): move.persons for move in listed_}
        shown += 1
        before, after = map(_totals, runs)
        # What is listed occurs.
        out, back = (_possible(moves.get(pair, 0), 1) for pair in (("a", "b"), ("b", "a")))
        fits = [
            (stay_a, ab, ba, stay_b)
            for ab, ba, stay_a, stay_b in product(out, back, range(53), range(53))
            if stay_a + ab in before["a"]
            and stay_b + ba in before["b"]
            and stay_a + ba in after["a"]
            and stay_b + ab in after["b"]
        ]
        assert exactly in fits
        aa, ab, ba, bb = np.array(fits).T
        for count in (ab, ba, aa + ab, ba + bb, aa + ba, ab + bb):
            exact = count[fits.index(exactly)]
            assert not 0 < exact < 10 or len(set(count.tolist())) >= 5, (seed, moves)
    assert shown >= 15


def test_the_totals_are_those_that_a_run_publishes() -> None:
    """A set of the same persons is one count: what a run told of outcomes binds who moved."""
    findings, (comparison, _) = found_in(1200, 3), compared(1200, 3)
    headline = findings.settings["headline"]
    told = control(findings, replace(POLICY, options=1), key=b"k").told  # withholds nothing: quick
    frames = []
    for people in (comparison.doubted, comparison.people):
        table = pl.DataFrame(people.outcomes)
        frames.append(table.select("person_id", outcome=pl.col(f"outcome_{headline}").cast(str)))
    builder = Builder(count_moves(frames[0], frames[0]), [told], b"k")
    numbers = builder.numbers_before(0, told)
    said = {one.key[-1]: one for one in told.said if one.key[:3] == ("readings", "", headline)}
    outcomes = frames[0]["outcome"].unique().to_list()
    assert len(outcomes) > 4
    for outcome in outcomes:
        [(factor, base)] = said[outcome].terms
        assert factor == 1
        assert builder.number(persons({"before": (outcome,)})) == numbers[base]
    # The records alone give others.
    assert not frames[0].sort("person_id").equals(frames[1].sort("person_id"))


def _run(folder: Path, outcomes: Outcomes) -> Side:
    """A run of which the register of its folder knows what it told."""
    write_run(folder, seal=f"{folder.name:0<64}", policy_settings=asdict(POLICY))
    column = f"outcome_{read_record(folder).headline}"
    for name in ("outcomes", "doubted"):
        write_table(_frame(outcomes, column), folder / "protected" / f"{name}.parquet")
    register = Register.of(folder)
    register.add(folder, folder, ALONE, _told(outcomes, key=register.key).told)
    return Side(folder, read_record(folder))


TIED = _people((12, "a", "a"), (9, "a", "b"), (11, "b", "b"))
"""Only both runs together tell too much of who moved."""


def test_runs_of_one_register_are_laid_beside_who_moved(tmp_path: Path) -> None:
    sides = [_run(tmp_path / name, one) for name, one in zip("mn", TIED, strict=True)]
    told = told_by(sides)
    assert [one.run for one in told.told] == ["m", "n"]
    assert find_moves(sides[0], sides[1], told).listed == (Move("a", "b", "x"),)
    assert len(told.told) == 3  # what was shown lies beside what is shown next


def test_runs_of_registers_with_keys_of_their_own_are_too(tmp_path: Path) -> None:
    sides = [_run(tmp_path / name / name, one) for name, one in zip("mn", TIED, strict=True)]
    keys = {Register.of(side.run).key for side in sides}
    assert len(keys) == 2
    told = told_by(sides)
    assert told.key == Register.of(sides[0].run).key
    for one in told.told:
        assert set(one.members.persons) == set(marked(list(TIED[0]), told.key))
    assert find_moves(sides[0], sides[1], told).listed == (Move("a", "b", "x"),)


def test_another_key_changes_the_marks_of_the_persons_that_are_known_alone() -> None:
    told = _told(TIED[0], key=b"old").told
    names = list(TIED[0])
    other = under_key(told, [*names[5:], "stranger"], b"old", b"new")
    assert (other.members.persons[5:] == marked(names[5:], b"new")).all()
    assert (other.members.persons[:5] == marked(names[:5], b"old")).all()
    assert other.members.profile is told.members.profile


def test_without_the_register_nobody_is_told_who_moved_and_it_is_said_why(tmp_path: Path) -> None:
    sides = [_run(tmp_path / name / name, one) for name, one in zip("mn", TIED, strict=True)]
    shutil.rmtree(tmp_path / "n" / "register")
    told = told_by(sides)
    moves = find_moves(sides[0], sides[1], told)
    assert moves.listed is None
    [why] = moves.because
    assert why.startswith("what n told is not known")
    assert str(tmp_path / "n" / "register") in why


def test_a_register_that_moved_with_its_runs_is_found_beside_them(tmp_path: Path) -> None:
    sides = [_run(tmp_path / "then" / name, one) for name, one in zip("mn", TIED, strict=True)]
    (tmp_path / "then").rename(tmp_path / "now")
    moved = [
        Side(
            tmp_path / "now" / side.run.name,
            side.record.model_copy(update={"register_at": str(tmp_path / "then" / "register")}),
        )
        for side in sides
    ]
    assert not told_by(moved).lacking


def test_of_two_policies_each_number_of_the_stricter_holds() -> None:
    one = Policy(
        threshold=10, rounding=10, percentage_base=100, median_base=10, amount_persons=30, options=5
    )
    other = Policy(
        threshold=15, rounding=5, percentage_base=50, median_base=20, amount_persons=25, options=6
    )
    # A rounding of 10 divides no threshold of 15: the next that it divides is 20.
    assert stricter(one, other) == Policy(20, 10, 100, 20, 30, 6)
