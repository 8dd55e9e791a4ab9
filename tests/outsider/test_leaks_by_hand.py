"""A hidden count that follows from what is published is found, whatever it takes; its twin is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hertoets.errors import DataError
from hertoets.outsider import examine, refuse_exposed

from tests.outsider.by_hand import HEADLINE, Form, Hand, Sets, rows, situation, who

GROUPS = ("asylum", "family", "other", "unknown")
SOME = [
    situation(regime, group=group, stated=stated, notice=notice)
    for group in GROUPS
    for regime in ("wi2013", "wi2021", "none", "unknown")
    for stated, notice in (("wi2013", "before"), ("wi2021", "after"), ("unknown", "unknown"))
]


def _wrong(*, maybe: bool = False, **where: str) -> Sets:
    return who(wrong_notice=["yes", "unknown"] if maybe else ["yes"], **where)


def _sum(*sets: Sets) -> Sets:
    return [(1, one) for one in sets if isinstance(one, dict)]


def _total(family: Form, total: Form) -> Hand:
    """Asylum hidden; family and total tell it, since nobody else is wronged."""
    cells = [_wrong(group=group) for group in GROUPS]
    shown: list[Form] = ["<10", family, 0, 0]
    body = [(form, cell) for form, cell in zip(shown, cells, strict=True)]
    return Hand(SOME).table("wrong_notice_by_group", [*body, (total, _sum(*cells))])


def _cross(grand: Form) -> Hand:
    """One row leaves room by itself; with the total of all rows it does not."""
    values = ("right", "wrong_other")
    cells = [[who("", group=group, informed=one) for one in values] for group in GROUPS[:2]]
    shown: list[list[Form]] = [["<10", 10, 15], [10, 15, 25], [15, 25, grand]]
    sets = [[*own, _sum(*own)] for own in cells]
    sets.append([_sum(cells[0][n], cells[1][n]) for n in range(2)] + [_sum(*cells[0], *cells[1])])
    body = [list(zip(forms, own, strict=True)) for forms, own in zip(shown, sets, strict=True)]
    return Hand(SOME).table("informed", *body)


def _pairs(third: Form) -> Hand:
    """No relation tells by itself; three of them together say half of a sum."""
    ways = ("right", "wrong_reception", "wrong_other")
    hand = Hand(SOME).table("informed", [("<10", who("", informed=one)) for one in ways])
    pairs = [who("", informed=[ways[0], other]) for other in ways[1:]]
    pairs.append(who("", informed=[*ways[1:]]))
    return hand.table("pairs", list(zip((10, 10, third), pairs, strict=True)))


def _two_tables(by_rule: Form) -> Hand:
    """The same persons by group and by outcome: one table tells what the other hides."""
    by_group = [who(outcome="wrong_regime", group=group) for group in GROUPS]
    hand = Hand(SOME).table(
        "cohort", [("<10", by_group[0]), (10, by_group[1]), (0, by_group[2]), (0, by_group[3])]
    )
    return hand.table("readings", [(by_rule, who(outcome="wrong_regime"))])


def _two_readings(other: Form) -> Hand:
    """Whoever is undecided is so for every step of the repair: one figure tells another."""
    hand = Hand(SOME)
    for name, step, lower, upper in (
        ("repair_chose", "chose", 100, other),
        ("repair_offered", "offered", "<10", 50),
    ):
        hand.figure(name, (lower, who(repair=step)), (upper, who(repair=[step, "unknown"])))
    return hand


def _by_another_reading(other: Form) -> Hand:
    """A reading that says the same of everybody counts the same persons."""
    hand = Hand(SOME)
    for name, outcomes, form, reading in (
        ("outcome_wrong_regime", ["wrong_regime"], "<10", HEADLINE),
        ("outcome_no_duty", ["no_duty"], 10, HEADLINE),
        ("misclassified", ["wrong_regime", "no_duty"], other, "scope"),
    ):
        counted = who(reading, outcome=outcomes)
        hand.figure(name, (form, counted), (form, counted), reading)
    return hand


def _part_and_whole(part: Form) -> Hand:
    """Misclassified is another Act or no duty."""
    hand = Hand(SOME)
    for name, outcomes, form in (
        ("misclassified", ["wrong_regime", "no_duty"], 10),
        ("outcome_no_duty", ["no_duty"], part),
        ("outcome_wrong_regime", ["wrong_regime"], "<10"),
    ):
        counted = who(outcome=outcomes)
        hand.figure(name, (form, counted), (form, counted))
    return hand


def _causes(upper: Form) -> Hand:
    """Who is undecided lies between the bounds; who has several causes has no single one."""
    hand = Hand(SOME).figure("wrong_notice", ("<10", _wrong()), (upper, _wrong(maybe=True)))
    return hand.cause("wrong_notice", "several", 20).cause("wrong_notice", "missing:a.b", "<10")


def _definition(whole: Form) -> Hand:
    """Who was looked at is who was viewed, though the columns have other names."""
    hand = Hand(SOME)
    for name, form, counted in (
        ("breach_persons", whole, who(breach=["viewed", "visible"])),
        ("breach_viewed", 10, who(looked_at="yes")),
    ):
        hand.figure(name, (form, counted), (form, counted))
    return hand.table("breach", [("<10", who(breach="visible"))])


def _rows(failed: Form) -> Hand:
    """The months of a check's first wrong rows are no more than its wrong rows."""
    months = [("<10", rows("first_month", "a_check", f"2021-0{n}")) for n in range(1, 7)]
    return (
        Hand(SOME)
        .table("lessons_by_month", months)
        .table("quality", [(failed, rows("failed", "a_check"))])
    )


LEAKS: dict[str, tuple[Callable[[Form], Hand], Form, Form]] = {
    "a total": (lambda total: _total(10, total), 10, 15),
    "a cross table": (_cross, 35, 40),
    "three pairs": (_pairs, 10, "x"),
    "two tables": (_two_tables, 10, 15),
    "two figures with the same undecided": (_two_readings, 135, 145),
    "two readings that say the same": (_by_another_reading, 10, 15),
    "part and whole": (_part_and_whole, 10, "x"),
    "causes of who is undecided": (_causes, 20, 30),
    "what follows from a definition": (_definition, 10, 15),
    "rows of a check by month": (_rows, "<10", 15),
}


@pytest.mark.parametrize("kind", LEAKS)
def test_a_leak_is_refused(kind: str, tmp_path: Path) -> None:
    make, leaking, _ = LEAKS[kind]
    run = make(leaking).write(tmp_path / "run")
    with pytest.raises(DataError, match="can work out this hidden count too closely"):
        refuse_exposed(examine(run))


@pytest.mark.parametrize("kind", LEAKS)
def test_its_safe_twin_is_accepted(kind: str, tmp_path: Path) -> None:
    make, _, safe = LEAKS[kind]
    verdict = examine(make(safe).write(tmp_path / "run"))
    refuse_exposed(verdict)
    assert verdict.hidden > 0
    assert verdict.least == 5


def test_a_refusal_says_where_and_no_number_that_is_hidden(tmp_path: Path) -> None:
    verdict = examine(_total(10, 10).write(tmp_path / "run"))
    assert verdict.exposed == ("table wrong_notice_by_group, row 1, column c0",)
    assert verdict.least == 2  # one or two: what 10 to 12 in all leaves beside 10 or more


def test_a_withheld_count_that_is_surely_small_is_refused_too(tmp_path: Path) -> None:
    """Ten to twelve less ten to twelve, and somebody stands in every situation that is listed."""
    hand = Hand([situation(), situation(group="family")])
    cells = [who("", situation_id=f"s{number}") for number in range(2)]
    body = [
        [(None, cell)] * 10 + [(form, cell)] for form, cell in zip(("x", 10), cells, strict=True)
    ]
    hand.table("situations", *body).table("all", [(10, who(""))])
    assert examine(hand.write(tmp_path / "run")).exposed == ("table situations, row 1, column c0",)


def test_a_withheld_count_that_may_be_none_or_large_is_nobody_s_secret(tmp_path: Path) -> None:
    for number, total in enumerate((10, 30)):
        hand = Hand(SOME).table(
            "t", [("x", who(outcome="no_duty")), (10, who(outcome="wrong_regime"))]
        )
        hand.table("u", [(total, who(outcome=["no_duty", "wrong_regime"]))])
        assert examine(hand.write(tmp_path / f"run{number}")).exposed == ()


def test_what_contradicts_itself_stops(tmp_path: Path) -> None:
    run = _total(20, 10).write(tmp_path / "run")
    with pytest.raises(DataError, match="what is published contradicts itself"):
        examine(run)


def test_a_count_without_a_meaning_stops(tmp_path: Path) -> None:
    hand = _total(10, 15)
    hand._counts.pop()
    with pytest.raises(DataError, match="of which nothing says what it counts"):
        examine(hand.write(tmp_path / "run"))


def test_a_set_of_which_no_definition_tells_stops(tmp_path: Path) -> None:
    hand = Hand(SOME).table("t", [("<10", who(shoe_size="43"))])
    with pytest.raises(DataError, match=r"shoe_size: a count is published of which no definition"):
        examine(hand.write(tmp_path / "run"))
