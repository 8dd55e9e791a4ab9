"""What the law ties to what a question asks: nobody is supposed of whom it says that he cannot be.

The persons who might have been are what keeps an attacker from reckoning with chance. One who
cannot be would hide from the attacker what whoever knows the law can work out.
"""

from collections.abc import Iterator
from itertools import product

import polars as pl
import pytest
from hertoets.findings.asked import Published, findings_of
from hertoets.findings.question import Question, question_of
from hertoets.findings.refined import RefinedBasis
from hertoets.outcomes.dimensions import OF_PERSON
from hertoets.release import load_policy
from hertoets.release.asked import control_question
from hertoets.release.counts import round_count

from tests.support.small_runs import compared, found_in

HEADLINE = "publication_exceptions"


def _published(persons: int, seed: int) -> Published:
    return Published(found_in(persons, seed), compared(persons, seed)[0])


def _question(who: object, by: list[str], where: object, published: Published) -> Question:
    readings = list(published.findings.readings)
    return question_of(who, by, where, "", readings, HEADLINE)  # type: ignore[arg-type]


def _profiles(by: list[str], published: Published) -> pl.DataFrame:
    """Every profile by some dimensions, with what the reading in front makes of it."""
    where = dict.fromkeys(by[1:], "unknown")  # named too, and few rows
    basis = findings_of(_question(None, by[:1], where, published), published).basis
    assert isinstance(basis, RefinedBasis)
    own = pl.DataFrame({name: basis.column(name) for name in by})
    frame = published.findings.basis.profiles.frames[HEADLINE, True]  # type: ignore[union-attr]
    made = {
        name: basis.column(name, HEADLINE)
        for name in frame.columns
        if name not in by and name not in OF_PERSON
    }
    return own.with_columns(**made, persons=pl.Series(basis.profiles.persons))


def _is(name: str, *values: str) -> pl.Expr:
    return pl.col(name).is_in(values)


def _known(name: str) -> pl.Expr:
    return ~_is(name, "none", "unknown")


_BOUND = ~_is("duty", "no", "not_yet", "unknown")
_START, _DECIDED, _TOLD = (pl.col(f"month_{name}") for name in ("start", "decided", "notice"))
CANNOT_BE = {
    "no start where there is no Wi2013": (
        ["month_start"], (_START == "none") != _is("regime", "wi2021", "none")),
    "a start under another Act": (["month_start"], _known("month_start") & ~_is("regime", "wi2013")),
    "a start in the cohorts of who is in none": (
        ["month_start"], _START.is_between(pl.lit("2019-11"), pl.lit("2021-12"))
        & ~_is("in_cohort", "yes")),
    "a start in another month than that of the harm": (
        ["month_start"], (pl.col("month_harmed") != "") & _known("month_start")
        & (_START.is_between(pl.lit("2019-11"), pl.lit("2021-12")))
        & (pl.col("month_harmed") != _START)),
    "obliged on the reference date and a start after it": (
        ["month_start"], _known("month_start") & (_START > "2021-12") & _is("obliged", "yes")),
    "a start before the age of 16": (
        ["age", "month_start"], _is("age", "under_18") & (_START < "2020-01")),
    "bound by a notice before the age of 16": (
        ["age", "month_notice"], _is("age", "under_18") & (_TOLD < "2020-01") & _BOUND),
    "bound by a notice before the first decision": (
        ["month_decided", "month_notice"],
        _known("month_decided") & _known("month_notice") & (_TOLD < _DECIDED) & _BOUND),
    "waited for a notice since before the decision": (
        ["month_decided"], pl.col("waits") & _known("month_decided") & (_DECIDED > "2022-05")),
    "a group without a right": (
        ["month_decided"], (_DECIDED == "none") & ~_is("group", "unknown")),
    "waited for a notice that came before the restart": (
        ["month_notice"], pl.col("waits") & (_TOLD < "2022-03")),
    "waited for a notice that came before the stop": (
        ["group"], pl.col("waits") & _is("told_until_stop", "yes")),
    "told before the restart of the group, and after it": (
        ["month_notice"], _is("stated", "wi2021") & _is("group", "family") & _known("month_notice")
        & (pl.col("told_late") != (_TOLD >= "2022-03"))),
    "a Turk with a right of whom the treaty says nothing": (
        ["nationality"], _is("nationality", "TUR") & _is("treaty", "none")
        & ~_is("group", "unknown")),
    "no Turk, of whom the treaty says something": (
        ["nationality"], ~_is("nationality", "TUR", "unknown") & ~_is("treaty", "none")),
    "a free mover who is not excluded": (
        ["nationality"], _is("nationality", "POL", "BGR", "ROU", "DEU", "ESP", "NOR")
        & ~_is("standing", "excluded")),
    "harmed as another nationality": (
        ["nationality"], _is("nationality_harmed", "SYR", "ERI", "TUR")
        & (pl.col("nationality") != pl.col("nationality_harmed"))),
    "harmed as another sex": (
        ["sex"], (pl.col("sex_and_age_harmed") != "")
        & (pl.col("sex_and_age_harmed").str.split(" ").list.first() != pl.col("sex"))),
    "a municipality without a notice": (
        ["municipality"], (pl.col("municipality") == "none") != _is("notice", "no_notice")),
}  # fmt: skip
"""By what the law or a definition rules out: the dimensions that it asks for, and who is so."""


@pytest.mark.parametrize("ruled_out", CANNOT_BE)
@pytest.mark.parametrize(("persons", "seed"), [(300, 3), (700, 5)])
def test_nobody_is_supposed_who_cannot_be(ruled_out: str, persons: int, seed: int) -> None:
    by, wrong = CANNOT_BE[ruled_out]
    profiles = _profiles(by, _published(persons, seed))
    assert (profiles["persons"] == 0).sum() > 100
    assert profiles.filter(wrong.fill_null(False)).is_empty()


NOT_WI2013 = {"regime": ["wi2021", "none"]}
BY_MONTH = {"month_start": "none"}
"""The same persons by another name: who is not under the Wi2013 has no start under it."""


def _hidden_parts(published: Published) -> Iterator[tuple[Question, Question, int]]:
    """Two questions about the same persons, all and all but few, and the row of these few.

    So few that both are rounded to one number: whoever knows both knows that there are four at
    most.
    """
    policy = load_policy()
    groups = (None, {"group": "family"}, {"group": "asylum"}, {"group": "other"})
    for by, where in product(("fine", "breach", "informed", "standing", "loan", "duty"), groups):
        first = _question(NOT_WI2013, [by], where, published)
        [table] = findings_of(first, published).tables.values()
        *counts, whole = (int(row[1] or 0) for row in table.rows)
        for row, count in enumerate(counts):
            rest = whole - count
            if not 0 < count < 10 <= rest:
                continue
            if round_count(whole, policy) == round_count(rest, policy):
                others = [key for key in table.keys[:-1] if key != table.keys[row]]
                second = _question(BY_MONTH, [], {**(where or {}), by: others}, published)
                yield first, second, row


def _values(form: object) -> range:
    """What a count may be by the form in which it is shown."""
    if form == "<10":
        return range(1, 10)
    if form == "x":
        return range(10_000)
    assert isinstance(form, int)
    return range(1) if form == 0 else range(max(form - 2, 10), form + 3)


def test_the_same_persons_by_another_name_do_not_tell_a_hidden_count() -> None:
    published, policy = _published(700, 5), load_policy()
    tried = 0
    for first, second, row in _hidden_parts(published):
        answer = control_question(findings_of(first, published), policy, [], key=b"")
        told = [answer.control.told]
        place = answer.rows.index(row)
        later = findings_of(second, published, [first])
        beside = control_question(later, policy, told, key=b"")
        part, whole, rest = (
            _values(cell)
            for cell in (
                answer.table.rows[place][1], answer.table.rows[-1][1], beside.table.rows[-1][1]
            )
        )  # fmt: skip
        left = {n for n in part if any(n + others in whole for others in rest)}
        if answer.table.rows[place][1] == "<10":
            assert len(left) >= policy.options
        tried += 1
        if tried == 3:
            break
    assert tried
