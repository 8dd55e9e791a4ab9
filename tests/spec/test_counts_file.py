"""``counts.json`` says what each published number counts: counted again by it, each comes out."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hertoets.findings import (
    At,
    Basis,
    Bound,
    Findings,
    PersonSet,
    RowSet,
    Undecided,
    load_definitions,
)
from hertoets.findings.causes import COLUMNS
from hertoets.findings.counting import find
from hertoets.release import WITHHELD, Control, control, load_policy
from hertoets.release.counted import named_places, save_counted
from hertoets.release.counts import round_count
from hertoets.release.proof import _exceptions, _outputs, attacked
from hertoets.runfolder import RunFolder

from tests.handmade import READINGS, Handmade, people

POLICY = load_policy()
HEADLINE = "publication_exceptions"
TOLD_NEW = {"notice": "after", "regime_stated": "wi2021", "notice_date": date(2022, 1, 12)}
PERSONS = (
    people(40)
    + people(23, **TOLD_NEW, outcome="wrong_regime", wrong_notice="yes", breach="visible")
    + people(31, group="family", regime="wi2021", outcome="correct", **TOLD_NEW)
    + people(3, regime="open", outcome="open", certainty="unknown", group="other")
    + people(60, group="family", notice="no_notice", regime_stated=None, outcome="no_notice")
)
MONEY: list[tuple[str | None, int, int, int | None]] = [
    ("GM0363", 20, 31, 75), ("GM0518", 42, 50, 12), ("GM0599", 14, 14, None),
]  # fmt: skip
PERIODS = {"GM0363": (75, 40), "GM0518": (12, 33)}
BY_SIGN = {
    "guidance_overpaid_persons", "guidance_underpaid_persons", "guidance_may_september_more",
    "guidance_may_september_less",
}  # fmt: skip


@pytest.fixture(scope="module")
def findings() -> Findings:
    made: Any = Handmade(PERSONS, money=MONEY, periods=PERIODS)
    return find(made, None, why=undecided)


def undecided(_: Any, __: Any, basis: Basis, names: Sequence[str]) -> pl.DataFrame:
    """Whoever lies between the bounds of a figure is undecided, of the first for one cause."""
    found = []
    for name in names:
        one = load_definitions()[name]
        if one.who is not None:
            ((_, upper),) = one.at_most(HEADLINE).terms
            ((_, lower),) = one.surely(HEADLINE).terms
            assert isinstance(upper, PersonSet)
            assert isinstance(lower, PersonSet)
            between = (basis.mask(upper) & ~basis.mask(lower))[basis.profiles.of_persons]
            cause = "several" if found else "missing:notices.notice_date"
            found += [(person, name, cause) for person in np.flatnonzero(between).tolist()]
    return pl.DataFrame(found, COLUMNS, orient="row")


@pytest.fixture(scope="module")
def controlled(findings: Findings) -> Control:
    return control(findings, POLICY)


@pytest.fixture(scope="module")
def stored(
    findings: Findings, controlled: Control, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("run")
    save_counted(controlled, findings, POLICY, folder)
    text = RunFolder(folder).counts.read_text(encoding="utf-8")
    assert text.endswith("\n")
    found: dict[str, Any] = json.loads(text)
    return found


def test_every_published_count_has_one_name_and_nothing_else_has(
    findings: Findings, controlled: Control, stored: dict[str, Any]
) -> None:
    names = [tuple(name) for name, _ in stored["counts"]]
    assert len(names) == len({*names}) == len(findings.counts)
    kinds = ("finding", "table", "undecided")
    by_kind = {kind: sum(name[0] == kind for name in names) for kind in kinds}
    assert by_kind["finding"] == sum(isinstance(place, Bound) for place in findings.counts)
    assert by_kind["table"] == sum(isinstance(place, At) for place in findings.counts)
    some = {name[1:] for name in names if name[0] == "undecided"}
    assert some == {
        (place.finding, place.cause) for place in findings.counts if isinstance(place, Undecided)
    }
    assert by_kind["undecided"] == len(some) > 0
    assert dict(named_places(controlled, findings, POLICY)).keys() == findings.counts.keys()


def test_each_number_is_what_its_sets_count(
    findings: Findings, controlled: Control, stored: dict[str, Any]
) -> None:
    seen = 0
    for name, terms in stored["counts"]:
        exact = sum(factor * size_of(stored["sets"][number], findings) for factor, number in terms)
        form = published(name, controlled)
        if form != WITHHELD:
            shown = round_count(exact, POLICY)
            assert form == ("<10" if shown is None else shown), name
            seen += 1
    assert seen > 1000


def size_of(one: dict[str, Any], findings: Findings) -> int:
    """How many a set of the file holds, counted anew."""
    basis = findings.basis
    assert basis is not None
    if "rows" in one:
        if one["rows"] in BY_SIGN:
            number = findings.findings[one["rows"]]
            reading, side = one["of"]
            pair = number.records if reading == "records" else number.by_reading[reading]
            return int(pair[("lower", "upper").index(side)] or 0)
        return basis.count_base(RowSet(one["rows"], tuple(one["of"])))
    frame = basis.profiles.frames[one["reading"] or HEADLINE, one["doubted"]]
    inside = np.ones(len(frame), dtype=bool)
    for column, values in one["persons"].items():
        inside &= frame[column].is_in(pl.Series(values).implode()).fill_null(False).to_numpy()
    return int(basis.profiles.persons[inside].sum())


def published(name: list[Any], controlled: Control) -> object:
    """The number as it stands in the place of that name."""
    release = controlled.release
    if name[0] == "table":
        return release.tables[name[1]].rows[name[2]][name[3]]
    figure = release.findings[name[1]]
    if name[0] == "undecided":
        own = figure.undecided[name[2]]
        return WITHHELD if own is None else own  # small or withheld: the figure says no more
    lower, upper = figure.bounds(name[2])
    return (lower if name[3] == "lower" else upper).form


def test_sets_are_told_once_and_each_is_used(stored: dict[str, Any]) -> None:
    sets = [json.dumps(one, sort_keys=True) for one in stored["sets"]]
    assert len(sets) == len({*sets})
    used = {number for _, terms in stored["counts"] for _, number in terms}
    assert used == {*range(len(sets))}


def test_a_set_is_columns_with_values_a_reading_and_a_pass_or_a_kind_of_rows(
    stored: dict[str, Any],
) -> None:
    terms = {tuple(name): terms for name, terms in stored["counts"]}
    [[factor, number]] = terms["finding", "wrong_notice", "duty", "upper"]
    assert (factor, stored["sets"][number]) == (1, {
        "persons": {"wrong_notice": ["yes", "unknown"]}, "reading": "duty", "doubted": True,
    })  # fmt: skip
    [[factor, number]] = terms["finding", "wrong_notice", "records", "lower"]
    assert (factor, stored["sets"][number]) == (1, {
        "persons": {"wrong_notice": ["yes"]}, "reading": HEADLINE, "doubted": False,
    })  # fmt: skip
    [[factor, number]] = terms["finding", "persons_set_aside", "duty", "lower"]
    assert (factor, stored["sets"][number]) == (1, {"rows": "persons_set_aside", "of": []})


@pytest.mark.parametrize("figure", sorted(BY_SIGN))
def test_which_municipalities_have_more_or_less_is_not_told(
    figure: str, stored: dict[str, Any]
) -> None:
    asked = 0
    for name, terms in stored["counts"]:
        if name[:2] == ["finding", figure]:
            [[factor, number]] = terms
            assert (factor, stored["sets"][number]) == (1, {"rows": figure, "of": name[2:]})
            asked += 1
    assert asked == 2 * (len(READINGS) + 1)


def test_the_table_of_the_money_says_them_no_closer(
    findings: Findings, stored: dict[str, Any]
) -> None:
    """A cell that counts what such a figure counts is told as that figure."""
    by_counted = {
        counted
        for place, counted in findings.counts.items()
        if isinstance(place, Bound) and place.finding in BY_SIGN
    }
    others = {
        counted
        for place, counted in findings.counts.items()
        if isinstance(place, Bound) and place.finding not in BY_SIGN
    }
    cells = {
        place
        for place, counted in findings.counts.items()
        if isinstance(place, At) and counted in by_counted - others
    }
    told = [
        (name[1], stored["sets"][terms[0][1]]["rows"])
        for name, terms in stored["counts"]
        if name[0] == "table" and terms and stored["sets"][terms[0][1]].get("rows") in BY_SIGN
    ]
    assert len(told) == len(cells) > 0


def test_each_situation_that_is_listed_is_told_with_facts_and_regimes(
    findings: Findings, stored: dict[str, Any]
) -> None:
    table = findings.tables["situations"]
    assert set(stored["situations"]) == {row[0] for row in table.rows}
    by_persons = {row[0]: row[table.position("persons")] for row in table.rows}
    for name, one in stored["situations"].items():
        facts = ("standing", "treaty", "publication", "decision", "effective", "obliged")
        assert [one[fact] for fact in facts] == [
            "obligable", "none", "before", "before", "before", "yes",
        ]  # fmt: skip
        regime = one[f"regime_{HEADLINE}"]
        expected = {
            ("asylum", "before", "wi2013", "wi2013"): 40,
            ("asylum", "after", "wi2021", "wi2013"): 23,
            ("family", "after", "wi2021", "wi2021"): 31,
            ("other", "before", "wi2013", "open"): 3,
            ("family", "no_notice", "none", "wi2013"): 60,
        }
        key = one["group"], one["notice"], one["stated"], regime
        assert expected[key] == by_persons[name]
        assert {one[f"regime_{reading}"] for reading in READINGS} == {regime}
        rule = "obligable" if regime == "wi2013" else regime
        assert one[f"rule_{HEADLINE}"] == f"{HEADLINE}.{rule}"
        assert [name for name in one if name.startswith("rule")] == [f"rule_{HEADLINE}"]
        assert len(one) == 9 + len(READINGS) + 1


def test_the_checker_reads_which_outputs_stand_without_rounding_and_why(
    controlled: Control,
) -> None:
    release = controlled.release
    median = "een mediaan is geen aantal: onafgerond, over genoeg personen"
    checks = "telt controles, geen personen: onafgerond"
    assert list(_exceptions(release)) == [
        ("cijfer cohort_start_shift_median", median), ("cijfer waited_days_median", median),
        ("cijfer access_late_days_median", median),
        ("tabel waiting_by_group", median),
    ]  # fmt: skip
    of_checks = replace(release.tables["funnel"], unit="controles")
    other = replace(release, findings={}, tables={"quality": of_checks})
    assert list(_exceptions(other)) == [("tabel quality", checks)]


def test_the_checker_reads_of_each_output_how_much_of_it_is_hidden(
    findings: Findings, controlled: Control
) -> None:
    lines = list(attacked(controlled, findings, POLICY))
    outputs = {row[1]: row for row in _outputs(controlled.release, lines)}
    release = controlled.release
    assert set(outputs) == {
        *(f"cijfer {name}" for name in release.findings),
        *(f"tabel {name}" for name in release.tables),
    }
    hidden = 0
    for name, table in release.tables.items():
        cells = [
            cell
            for row in table.rows
            for column, cell in zip(table.columns, row, strict=True)
            if column.kind == "count"
        ]
        row = outputs[f"tabel {name}"]
        assert (row[4], row[5]) == (str(cells.count("<10")), str(cells.count(WITHHELD))), name
        assert (row[0], row[2], row[3]) == (table.title_nl, table.population, table.unit)
        hidden += cells.count(WITHHELD)
    assert hidden > 0
    for line in lines:
        assert line.shown in ("<10", WITHHELD)
        assert line.least <= line.exact <= line.greatest
        assert not line.needs or line.options >= POLICY.options
