"""Every table of persons counted again, person by person; and what each table is headed by."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import product
from math import inf
from statistics import median
from typing import Any

import numpy as np
import polars as pl
import pytest
from hertoets.findings import Findings, RawTable, load_definitions
from hertoets.findings.facts import _verdict
from hertoets.findings.guidance import Money
from hertoets.findings.model import Fact
from hertoets.findings.sets import Counted, persons, rows
from hertoets.findings.tables_quality import _counted_elsewhere
from hertoets.outcomes import Settings
from hertoets.quality import Assessment, CheckResult, Expectation
from hertoets.quality.marks import Measure
from pandas import NA

from tests.handmade import OPTIONAL, READINGS, Handmade, Kind, find
from tests.handmade_persons import Row, Said, completed, lawful, row_of

HEADLINE = "publication_exceptions"
SETTINGS = Settings()
TOTAL = "totaal"
GROUPS = {"asiel": "asylum", "gezin": "family", "overig": "other", "onbekend": "unknown"}
MONEY: list[tuple[str | None, int, int, int | None]] = [
    ("GM0363", 10, 12, 15), ("GM0518", 20, 21, 18), ("GM0599", 5, 9, 7), ("GM0344", 4, 4, None),
    ("GM9998", 3, 3, 3),
]  # fmt: skip
Who = Callable[[Row], bool]


def drawn_persons() -> list[Said]:
    """Three hundred persons who differ in everything that a table asks."""
    draw = random.Random(5)
    found = []
    for _ in range(300):
        notice = draw.choice(("before", "before", "after", "after", "unknown", "no_notice"))
        day = date(2022, 1, 20) if notice == "after" else date(2020, 3, 1)
        sent = day + timedelta(days=draw.choice((0, 5, 6, 40, 63, 64, 200)))
        start = date(2019, 11, 1) + timedelta(days=draw.choice((-1, 0, 30, 400, 790, 791, 830)))
        shift = draw.choice((-400, -200, -91, -90, -30, -2, 0, 2, 3, 31, 365, 366))
        said: Said = {
            "group": draw.choice(tuple(GROUPS.values())),
            "notice": notice,
            "notice_date": None if notice in ("unknown", "no_notice") else sent,
            "regime_stated": draw.choice(("wi2013", "wi2013", "wi2021", None)),
            "regime": draw.choice(("wi2013", "wi2013", "wi2021", "none", "open", "unknown")),
            "certainty": draw.choice(("certain", "reading_dependent", "unknown")),
            "start_stated": draw.choice((None, start)),
            "start": draw.choice((None, start + timedelta(days=2))),
            "start_shift_days": shift,
            "start_class": "on_time" if abs(shift) <= 2 else "late" if shift > 0 else "early",
            "term_class": draw.choice(("on_time", "longer", "shorter", "unknown")),
            "wrong_notice": draw.choice(("yes", "no", "unknown")),
            "in_cohort": draw.choice(("yes", "yes", "no", "unknown")),
            "breach": draw.choice(("viewed", "visible", "elsewhere", "unknown", "no")),
            "informed": draw.choice(("right", "wrong_reception", "wrong_other", "unknown")),
            "reception_kind": draw.choice((None, "azc", "logeerregeling", "other")),
            "regime_by_choice": draw.choice(("wi2013", "wi2021", "no_choice", "not_offered")),
            "waited_days": draw.choice((None, 10, 21, 40)),
            "waiting": draw.random() < 0.5,
            "fine": draw.choice(("no_fine", "without_duty", "too_early", "other", "unknown")),
            "loan": draw.choice(("no_loan", "not_written_off", "late_access", "other", "unknown")),
            "plan": draw.choice(("no_plan", "without_basis", "other", "unknown")),
            "under_wi2013": draw.choice(("yes", "no", "unknown")),
            "lawful_term": draw.choice((None, "on_time", "shorter", "unknown")),
            "nationality": draw.choice(("SYR", "TUR", "other", "unknown")),
            "sex_and_age": draw.choice(("f 18_to_29", "m 50_or_older", "unknown unknown")),
        }
        found.append(lawful(said))
    return found


class Those(Handmade):
    """Nobody else might have been: who is published of is not asked here."""

    @cached_property
    def _others(self) -> list[Kind]:
        return []


@cache
def made() -> tuple[list[Row], list[Said], Findings]:
    persons = drawn_persons()
    frame = [row_of(said, said, SETTINGS, ()) for said in persons]
    comparison = Those(persons, money=MONEY, synthetic=False, set_aside=4)
    return frame, [completed(said) for said in persons], find(comparison)


def counted(*whos: Who) -> int:
    frame, _, _ = made()
    return sum(all(who(row) for who in whos) for row in frame)


def has(column: str, *values: object) -> Who:
    return lambda row: row[column] in values


def anybody(_: Row) -> bool:
    return True


def by(column: str, values: Mapping[str, str] | None = None, **more: Who) -> dict[str, Who]:
    """Those who hold a value of a column, by heading; and others."""
    return {name: has(column, value) for name, value in (values or {}).items()} | more


OF_GROUP: dict[str, Who] = by("group", GROUPS) | {TOTAL: anybody}
TERMS = ("on_time", "longer", "shorter", "unknown", "not_applicable")
BREACHES = ("viewed", "visible", "elsewhere", "unknown", "no")
INFORMED = ("right", "wrong_reception", "wrong_other", "unknown", "not_informed")
CHOICES = ("wi2013", "wi2021", "no_choice", "unknown")
IN_COHORT = has("in_cohort", "yes")
FINE_WRONG = has("fine", "without_duty", "too_early")
NOT_WRITTEN_OFF, WITHOUT_BASIS = has("loan", "not_written_off"), has("plan", "without_basis")
HARMED = {
    "fine_wrong": FINE_WRONG, "loan_not_written_off": NOT_WRITTEN_OFF,
    "plan_without_basis": WITHOUT_BASIS,
}  # fmt: skip
OF_TERM = by("term_class", {
    "zoals de wet": "on_time", "te lang": "longer", "te kort": "shorter", "onbekend": "unknown",
    "niet van toepassing": "not_applicable",
}, totaal=anybody)  # fmt: skip
AZC: dict[str, Who] = {
    "azc": has("reception_kind", "azc"), "logeerregeling": has("reception_kind", "logeerregeling"),
    "overig": has("reception_kind", "other"),
    TOTAL: has("reception_kind", "azc", "logeerregeling", "other"),
}  # fmt: skip


def same(*values: str) -> dict[str, str]:
    return {value: value for value in values}


def both(*whos: Who) -> Who:
    return lambda row: all(who(row) for who in whos)


BANDS: dict[str, tuple[float, float]] = {
    "meer dan 365 dagen te vroeg": (-inf, -366), "181 tot en met 365 dagen te vroeg": (-365, -181),
    "91 tot en met 180 dagen te vroeg": (-180, -91), "31 tot en met 90 dagen te vroeg": (-90, -31),
    "3 tot en met 30 dagen te vroeg": (-30, -3), "ten hoogste 2 dagen verschil": (-2, 2),
    "3 tot en met 30 dagen te laat": (3, 30), "31 tot en met 90 dagen te laat": (31, 90),
    "91 tot en met 180 dagen te laat": (91, 180), "181 tot en met 365 dagen te laat": (181, 365),
    "meer dan 365 dagen te laat": (366, inf),
}  # fmt: skip

CROSSED: dict[str, tuple[dict[str, Who], dict[str, Who]]] = {
    "certainty": (OF_GROUP, by("certainty", same("certain", "reading_dependent", "unknown"),
                               total=anybody)),
    "wrong_notice_by_group": (OF_GROUP, by("wrong_notice", same("yes", "unknown", "no"),
                                           total=anybody)),
    "term_class_by_group": (OF_GROUP, by("term_class", same(*TERMS), total=anybody)),
    "breach": (OF_GROUP, by("breach", same(*BREACHES), total=anybody)),
    "informed": (OF_GROUP, by("informed", same(*INFORMED), total=anybody)),
    "choices": (OF_GROUP, by("regime_by_choice", same(*CHOICES),
                             total=has("regime_by_choice", *CHOICES))),
    "waiting_by_group": (OF_GROUP, {
        "waited": has("through_stop", "yes"), "maybe": has("through_stop", "unknown"),
        "not": has("through_stop", "no"), "total": anybody,
    }),
    "cohort_by_group": ({name: both(IN_COHORT, who) for name, who in OF_GROUP.items()}, {
        "persons": anybody, "wrong_regime": has("outcome", "wrong_regime"),
        "undecided": has("outcome", "unknown", "open"), "late": has("start_class", "late"),
        "early": has("start_class", "early"), "longer": has("term_class", "longer"),
        "shorter": has("term_class", "shorter"),
    }),
    "followed_by_group": ({name: both(IN_COHORT, who) for name, who in OF_GROUP.items()}, {
        "fine_without_duty": has("fine", "without_duty"), "fine_too_early": has("fine", "too_early"),
        "loan_not_written_off": NOT_WRITTEN_OFF, "loan_late_access": has("loan", "late_access"),
        "plan_without_basis": WITHOUT_BASIS,
    }),
    "lawful_term_class": (
        {label: both(IN_COHORT, who) for label, who in OF_TERM.items()},
        by("lawful_term", same(*TERMS), total=anybody),
    ),
    "informed_by_kind": (AZC, {
        f"{what}_{name}": both(has("told_from_restart", said), *also)
        for name, said in (("before", "no"), ("from", "yes"))
        for what, also in (("told", ()), ("wrong", (has("informed", "wrong_reception"),)))
    }),
}  # fmt: skip


def as_rows(table: RawTable) -> dict[str, dict[str, Any]]:
    names = [column.name for column in table.columns]
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in table.rows}


@pytest.mark.parametrize("name", CROSSED)
def test_each_cell_is_who_meets_row_and_column(name: str) -> None:
    down, along = CROSSED[name]
    shown = as_rows(made()[2].tables[name])
    assert list(shown) == list(down)
    seen = 0
    for (row, one), (column, other) in product(down.items(), along.items()):
        expected = counted(one, other)
        assert shown[row][column] == expected, (row, column)
        seen += bool(expected)
    assert seen > len(down) * len(along) / 3


def test_the_median_of_a_group_is_of_who_surely_waited_in_it() -> None:
    frame, persons, found = made()
    shown = as_rows(found.tables["waiting_by_group"])
    for label, who in OF_GROUP.items():
        days = [
            int(str(person["waited_days"]))
            for row, person in zip(frame, persons, strict=True)
            if who(row) and person["waited_days"] is not None
        ]
        assert shown[label]["median_days"] == median(days)


def test_shifts_of_the_start_stand_in_their_bands_by_group() -> None:
    frame, persons, found = made()
    shown = as_rows(found.tables["start_shift"])
    assert list(shown) == [*BANDS, TOTAL]
    cells: Counter[tuple[str, str]] = Counter()
    for row, person in zip(frame, persons, strict=True):
        days = person["start_shift_days"]
        if row["in_cohort"] == "yes" and person["regime"] == "wi2013" and isinstance(days, int):
            [band] = [name for name, (low, high) in BANDS.items() if low <= days <= high]
            for place in product((band, TOTAL), (str(row["group"]), "total")):
                cells[place] += 1
    assert len(cells) > 20
    for band, group in product([*BANDS, TOTAL], [*GROUPS.values(), "total"]):
        assert shown[band][group] == cells[band, group], (band, group)


def months(first: date, last: date) -> list[str]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12}-{number % 12 + 1:02}" for number in numbers]


@pytest.mark.parametrize(
    ("name", "column", "along", "values", "who"),
    [
        ("wrong_notice_by_month", "notice_month", "wrong_notice", ("yes", "unknown"), anybody),
    ],
)
def test_each_month_holds_who_was_told_in_it(
    name: str, column: str, along: str, values: tuple[str, ...], who: Who
) -> None:
    frame, _, found = made()
    shown = as_rows(found.tables[name])
    window = months(SETTINGS.reference_date, SETTINGS.reference_date)
    occur = {str(row[column]) for row in frame if who(row) and row[column] is not None}
    expected = sorted({month or "onbekend" for month in occur} | {*window})
    assert list(shown) == expected
    assert TOTAL not in shown
    seen = 0
    for month, value in product(shown, values):
        code = "" if month == "onbekend" else month
        cell = counted(who, has(column, code), has(along, value))
        assert shown[month][value] == cell
        seen += cell
    assert seen > 50
    for row in shown.values():
        assert row["total"] == sum(row[value] for value in values)


def test_each_month_of_the_cohorts_holds_who_began_in_it() -> None:
    _, _, found = made()
    shown = as_rows(found.tables["cohort_by_month"])
    window = months(SETTINGS.cohort_from, SETTINGS.cohort_to)
    assert list(shown) == [*window, "een andere maand"]
    kinds = {
        "persons": anybody,
        "late": has("start_class", "late"),
        "early": has("start_class", "early"),
    }
    inside: Counter[str] = Counter()
    for month, (column, kind) in product(window, kinds.items()):
        assert shown[month][column] == counted(IN_COHORT, kind, has("cohort_month", month))
        inside[column] += int(str(shown[month][column]))
    for column, kind in kinds.items():
        assert shown["een andere maand"][column] == counted(IN_COHORT, kind) - inside[column]
    assert inside["persons"] > 50
    assert inside["late"]


def month_of(person: Said) -> str:
    """The month of the lawful start, of the stated one where that is not known."""
    lawful = person["start"] if person["regime"] == "wi2013" else None
    day = lawful or person["start_stated"]
    first, last = SETTINGS.cohort_from, SETTINGS.cohort_to
    inside = isinstance(day, date) and first <= day <= last
    return f"{day:%Y-%m}" if inside else "een andere maand"


NATIONS = {"Syrië": "SYR", "Turkije": "TUR", "andere nationaliteit": "other", "onbekend": "unknown"}
KINDS = {
    "vrouw, 18 tot en met 29": "f 18_to_29", "man, 50 en ouder": "m 50_or_older",
    "geslacht onbekend, leeftijd onbekend": "unknown unknown",
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMED)
def test_who_was_harmed_stands_by_month_nationality_sex_and_age(harm: str) -> None:
    frame, persons, found = made()
    harmed = [
        (row, person)
        for row, person in zip(frame, persons, strict=True) if HARMED[harm](row)
    ]  # fmt: skip
    assert len(harmed) > 9
    own = {name: as_rows(found.tables[f"followed_by_{name}"]) for name in (
        "month", "nationality", "sex_and_age",
    )}  # fmt: skip
    of_cohort = Counter(month_of(person) for row, person in harmed if IN_COHORT(row))
    assert list(own["month"]) == [
        *months(SETTINGS.cohort_from, SETTINGS.cohort_to), "een andere maand",
    ]  # fmt: skip
    assert {month: row[harm] for month, row in own["month"].items() if row[harm]} == of_cohort
    for table, column, labels in (
        ("nationality", "nationality", NATIONS), ("sex_and_age", "sex_and_age", KINDS),
    ):  # fmt: skip
        counts = Counter(person[column] for _, person in harmed)
        shown = {label: row[harm] for label, row in own[table].items() if row[harm]}
        assert shown.pop(TOTAL) == len(harmed)
        assert shown == {label: counts[code] for label, code in labels.items() if counts[code]}


MAY = ("unknown",)
POINTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "start_better": ("start_class", ("late",)), "start_worse": ("start_class", ("early",)),
    "term_better": ("term_class", ("shorter",)), "term_worse": ("term_class", ("longer",)),
    "fine_better": ("fine", ("without_duty", "too_early")),
    "loan_better": ("loan", ("not_written_off",)), "plan_worse": ("plan", ("without_basis",)),
}  # fmt: skip


def test_each_solution_says_who_is_better_and_who_is_worse_off_at_least_and_at_most() -> None:
    table = made()[2].tables["solutions"]
    names = [column.name for column in table.columns]
    shown = dict(zip(table.keys, table.rows, strict=True))
    better = [point for point in POINTS if point.endswith("better")]
    assert list(shown) == [
        *(f"{name}.{point}" for name in ("law", "choice") for point in POINTS),
        *(f"standstill.{point}" for point in better),
    ]
    seen = 0
    for key, row in shown.items():
        solution, point = key.split(".")
        column, values = POINTS[point]
        whom = {"yes": ("yes",), "wi2013": ("wi2013",)} if solution == "choice" else {}
        for side, more in (("lower", ()), ("upper", MAY)):
            own = [has(column, *values, *more)]
            if whom:
                own.append(has("under_wi2013", "yes", *more))
                own.append(has("regime", "wi2013", *more, *(["open"] if more else [])))
            for group in GROUPS.values():
                cell = row[names.index(f"{group}_{side}")]
                assert cell == counted(*own, has("group", group)), (key, group, side)
            cell = row[names.index(f"everyone_{side}")]
            assert cell == counted(*own), (key, side)
            seen += bool(cell)
    assert seen > len(shown)


def test_a_solution_without_its_table_has_no_rows() -> None:
    """As told nothing changes for anybody; the choice asks for the choices."""
    found = find(Those([{}], absent=("choices",))).tables["solutions"]
    assert {key.split(".")[0] for key in found.keys} == {"law", "standstill"}


def test_by_each_reading_everybody_has_one_outcome() -> None:
    _, _, found = made()
    table = found.tables["readings"]
    assert table.keys == tuple(READINGS)
    outcomes = ("correct", "wrong_regime", "no_duty", "open", "unknown", "no_notice")
    for label, row in as_rows(table).items():
        assert label in READINGS.values()
        assert {name: row[name] for name in outcomes} == {
            name: counted(has("outcome", name)) for name in outcomes
        }
        assert row["total"] == 300
    funnel = [row[1] for row in found.tables["funnel"].rows]
    assert funnel == [304, 4, *(counted(has("outcome", name)) for name in outcomes)]


def test_each_rule_and_each_situation_has_its_persons() -> None:
    frame, _, found = made()
    by_rule = as_rows(found.tables["rules"])
    regimes = Counter(str(row["regime"]) for row in frame)
    assert {name: row["persons"] for name, row in by_rule.items()} == {
        f"{HEADLINE}.{'obligable' if regime == 'wi2013' else regime}": persons
        for regime, persons in regimes.items()
    }
    names = {"wi2013": "Wi2013", "wi2021": "Wi2021"}
    stated: Counter[object] = Counter(
        "geen kennisgeving"
        if row["stated"] == "none"
        else names.get(str(row["stated"]), "onbekend")
        for row in frame
    )
    situations = as_rows(found.tables["situations"])
    told: Counter[object] = Counter()
    for row in situations.values():
        told[row["regime_stated"]] += row["persons"]
        assert row["persons"] > 0
    assert told == stated
    sizes = [row["persons"] for row in situations.values()]
    assert sizes == sorted(sizes, reverse=True)


def test_own_figures_beside_published_ones_count_first_notices_of_2022() -> None:
    _, _, found = made()
    new, maybe = has("stated", "wi2021"), has("stated", "wi2021", "unknown")
    sets = {"until": "told_until_stop", "year": "told_in_2022"}
    expected = [
        ("F1", "until", None), ("F2", "year", None), ("F2", "year", ("asylum",)),
        ("F2", "year", ("family", "other")), ("F3", "year", None), ("F3", "year", ("asylum",)),
        ("F3", "year", ("family", "other")),
    ]  # fmt: skip
    shown = [(row[0], row[2], row[3]) for row in found.tables["reconciliation"].rows]
    assert shown == [
        (
            name,
            counted(new, has(sets[when], "yes"), has("group", *groups) if groups else anybody),
            counted(
                maybe,
                has(sets[when], "yes", "unknown"),
                has("group", *groups, "unknown") if groups else anybody,
            ),
        )
        for name, when, groups in expected
    ]
    published = [row[4] for row in found.tables["reconciliation"].rows]
    assert published == [
        "ongeveer 500, waarvan een deel ten onrechte", "ongeveer 26,5 duizend (voorlopig)",
        "ongeveer 19 duizend (voorlopig)", "ongeveer 7,4 duizend (voorlopig)",
        "26,2 duizend (herzien)", "18,9 duizend (herzien)", "7,3 duizend (herzien)",
    ]  # fmt: skip


def test_the_money_stands_by_municipality_with_what_is_too_much_and_too_little() -> None:
    found = made()[2]
    by_code = {row[0]: row[1:] for row in found.tables["guidance"].rows}
    assert by_code["GM0363"] == (10, 12, 15, "Amsterdam")
    assert by_code["GM9998"] == (3, 3, 3, "onbekend (GM9998)")
    assert by_code[TOTAL] == (42, 49, None, TOTAL)
    # Only of municipalities of which the count is known: 38 to 45 expected, 43 counted.
    total = {row[0]: row[1:3] for row in found.tables["guidance_total"].rows}
    assert total == {
        "verwacht": (38, 45), "geteld": (43, 43), "verschil, geteld min verwacht": (-2, 5),
        "te veel geteld": (3, 7), "te weinig geteld": (2, 5),
    }  # fmt: skip
    assert found.tables["guidance_total"].signed_rows == (2,)


def test_what_is_known_of_the_sign_of_a_municipality() -> None:
    """Counted less expected: above none where more were counted; else none or below, both none."""
    money = Handmade([{}], money=[("GM0001", 3, 5, 4), ("GM0002", 2, 2, 2), ("GM0003", 1, 9, 9)])
    table = money.guidance(HEADLINE)
    assert table is not None

    def apart(code: str, side: str) -> Counted:
        return rows("counted", code) - rows(f"expected_{side}", HEADLINE, code)

    facts = {(fact.counted, fact.least, fact.most) for fact in Money(HEADLINE, table).facts()}
    assert facts == {
        (apart("GM0001", "lower"), 0, inf), (apart("GM0001", "upper"), -inf, 0),
        (apart("GM0002", "lower"), -inf, 0), (apart("GM0002", "upper"), -inf, 0),
        (apart("GM0003", "lower"), 0, inf), (apart("GM0003", "upper"), -inf, 0),
        (apart("GM0002", "lower"), 0, 0),
        (apart("GM0002", "upper") + apart("GM0003", "upper"), 0, 0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("nowhere", "ends"), [(3, (0, inf)), (4, (-inf, 0)), (5, (-inf, 0)), (0, None)]
)
def test_who_lives_nowhere_known_may_take_all_that_is_too_much(
    nowhere: int, ends: tuple[float, float] | None
) -> None:
    """In one municipality four more were counted than may be expected, in another one less."""
    money: list[tuple[str | None, int, int, int | None]] = [
        ("GM0001", 3, 5, 9), ("GM0002", 2, 2, 1), (None, 0, nowhere, None),
    ]  # fmt: skip
    table = Handmade([{}], money=money).guidance(HEADLINE)
    assert table is not None
    over = rows("counted", "GM0001") - rows("expected_upper", HEADLINE, "GM0001")
    left = over - rows("expected_upper", HEADLINE, "unknown")
    facts = [one for one in Money(HEADLINE, table).facts() if one.counted == left]
    assert [(one.least, one.most) for one in facts] == ([] if ends is None else [ends])


def test_whoever_it_is_known_of_has_a_row_of_it() -> None:
    """Where a table was delivered with rows; of persons there is one row each."""
    one = pl.DataFrame({"person": [0]}, schema={"person": pl.Int32})
    whose = {
        "notices": {"has_notice": ("yes",)}, "choices": {"was_offered": ("yes",)},
        "data_access": {"breach": ("viewed", "visible", "elsewhere")},
        "fines": {"fine": ("without_duty", "too_early", "other")},
        "loans": {"loan": ("not_written_off", "late_access", "other")},
        "plans": {"plan": ("without_basis", "other")},
    }  # fmt: skip
    for delivered in ((), ("notices",), ("choices", "data_access"), ("fines", "loans", "plans")):
        found = find(Those([{}], tables=dict.fromkeys(delivered, one)))
        facts = {(fact.counted, fact.least, fact.most) for fact in found.facts}
        assert (rows("used", "persons") - persons({}), 0, 0) in facts
        for name, where in whose.items():
            known = rows("used", name) - persons(where, HEADLINE, doubted=False)
            assert ((known, 0, inf) in facts) == (name in delivered)


def test_what_is_published_of_the_size_of_an_extract_is_whether_doubt_counts() -> None:
    came_in = persons({}) + rows("persons_set_aside")
    for number, ends in ((995, (0, 999)), (996, (1000, inf))):
        found = find(Those([{}] * number, set_aside=4))
        own = [(fact.least, fact.most) for fact in found.facts if fact.counted == came_in]
        assert own == [ends]


@pytest.mark.parametrize(
    ("absent", "is_told"), [((), True), (("reception",), False), (("registrations",), False)]
)
def test_that_the_period_of_the_money_is_assumed_is_told_where_it_is_used(
    absent: tuple[str, ...], is_told: bool
) -> None:
    said = "De telperiode voor maatschappelijke begeleiding, 2021-01-01 tot en met 2021-12-31, is een aanname."
    notes = find(Those([{}], absent=absent)).notes
    assert (said in notes) is is_told
    assert len(notes) == len(absent) + is_told


def check(state: str, judged: int = 40, *, rows_laid: bool = True, **entry: Any) -> CheckResult:
    expectation = Expectation(
        "own", "notices", "?", "rijen", entry.pop("kind", "filled"), "low", "note", **entry
    )
    wrong = np.arange(3, dtype=np.int32) if rows_laid else None
    measure = Measure(judged, 3, np.arange(3, dtype=np.int32), wrong_rows=wrong)
    return CheckResult(expectation, state, measure=measure)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("result", "ends"),
    [
        (check("passed", at_most=3), (0, 3)),
        (check("failed", at_most=3), (4, inf)),
        (check("failed", at_most=0), (1, inf)),
        (check("passed", at_most=None, at_most_share=0.1), (0, 4)),
        (check("passed", 39, at_most=None, at_most_share=0.1), (0, 3)),
        (check("failed", 39, at_most=None, at_most_share=0.05), (2, inf)),
        (check("failed", at_most=None), None),
        (check("failed", at_most=3, at_least=2), None),
        (check("failed", at_most=3, rows_laid=False), None),
    ],
)
def test_a_verdict_says_between_which_ends_the_wrong_rows_lie(
    result: CheckResult, ends: tuple[float, float] | None
) -> None:
    own = rows("failed", "own")
    expected = [] if ends is None else [Fact(own, *ends, "de uitkomst van de controle")]
    assert list(_verdict(result)) == expected


def test_wrong_rows_of_a_check_are_counted_once_whether_persons_have_them_or_not() -> None:
    notices = pl.DataFrame({"person": [0, 0, 1, 2, 2]}, schema={"person": pl.Int32})
    nobody = np.empty(0, dtype=np.int32)
    entries = {
        name: replace(check("failed").expectation, id=name, question_nl=f"{name}?")
        for name in ("laid", "of_nobody", "passed", "unknown")
    }
    results = (
        CheckResult(entries["passed"], "passed", measure=Measure(5, 0, nobody, wrong_rows=nobody)),
        CheckResult(entries["unknown"], "not_evaluable", "waarom"),
        replace(check("failed"), expectation=entries["laid"]),
        CheckResult(entries["of_nobody"], "failed", measure=Measure(9, 4, nobody)),
    )
    found = find(Those([{}] * 3, tables={"notices": notices}), Assessment(results))
    shown = as_rows(found.tables["quality"])
    assert {name: row["rows"] for name, row in shown.items()} == {
        "laid": 3, "of_nobody": 4, "unknown": None, "passed": 0,
    }  # fmt: skip
    assert list(shown) == ["laid", "of_nobody", "unknown", "passed"]  # failed ones first
    assert [row["question"] for row in shown.values()] == [f"{name}?" for name in shown]
    assert shown["unknown"]["reason"] == "waarom"
    summary = {row[0]: row[1:] for row in found.tables["quality_summary"].rows}
    assert summary["notices"] == ("2", "1", "1")
    assert summary["persons"] == ("0", "0", "0")


@pytest.mark.parametrize(
    ("kind", "state", "expected"),
    [("touched", "failed", True), ("touched", "passed", False), ("filled", "failed", False),
     ("filled", "passed", False)],
)  # fmt: skip
def test_codes_that_fail_are_counted_in_another_table(
    kind: str, state: str, expected: bool
) -> None:
    assert _counted_elsewhere(check(state, kind=kind)) is expected


HEADINGS = {
    "delivery": "table tabel, used gebruikt, set_aside terzijde gelegd, rows_in geleverd",
    "set_aside": "table tabel, check reden, rows rijen",
    "unknown_values": "table tabel, column kolom, check controle, rows rijen",
    "funnel": "step stap, persons personen",
    "readings": "reading lezing, correct juiste wet genoemd, wrong_regime andere wet genoemd, "
    "no_duty geen plicht, open bronnen zwijgen, unknown gegevens ontbreken, "
    "no_notice geen kennisgeving, total totaal",
    "rules": "rule regel, regime wet, citation bron, persons personen",
    "certainty": "label groep, certain zeker, reading_dependent hangt van de lezing af, "
    "unknown onbekend, total totaal, share aandeel zeker",
    "wrong_notice_by_group": "label groep, yes ten onrechte, unknown niet vast te stellen, "
    "no niet ten onrechte, total totaal",
    "wrong_notice_by_month": "label maand, yes ten onrechte, unknown niet vast te stellen, total totaal",
    "cohort_by_month": "label maand, persons personen, late begin te laat, early begin te vroeg",
    "told_without_duty_by_duty": "label waarom geen plicht, persons personen",
    "offer_by_group": "label groep, reached zeker ten onrechte@ keuze aangeboden, "
    "missed zeker ten onrechte@ geen aanbod, reached_maybe niet vast te stellen@ keuze aangeboden, "
    "missed_maybe niet vast te stellen@ geen aanbod",
    "cohort_by_group": "label groep, persons personen, wrong_regime andere wet genoemd, "
    "undecided wet niet vast te stellen, late begin te laat, early begin te vroeg, "
    "longer termijn te lang, shorter termijn te kort",
    "start_shift": "label afwijking van het begin, asylum asiel, family gezin, other overig, "
    "unknown onbekend, total totaal",
    "term_class_by_group": "label groep, on_time zoals de wet, longer te lang, shorter te kort, "
    "unknown onbekend, not_applicable niet van toepassing, total totaal",
    "breach": "label groep, viewed bekeken, visible zichtbaar, elsewhere bij de verkeerde gemeente, "
    "unknown niet vast te stellen, no niet, total totaal",
    "informed": "label groep, right juiste gemeente, wrong_reception gemeente van de opvang, "
    "wrong_other andere verkeerde gemeente, unknown niet vast te stellen, "
    "not_informed geen gemeente, total totaal",
    "informed_by_kind": "label soort opvang, told_before kennisgeving vóór 25 maart 2022, "
    "wrong_before bericht naar de opvang vóór 25 maart 2022, "
    "told_from kennisgeving vanaf 25 maart 2022, "
    "wrong_from bericht naar de opvang vanaf 25 maart 2022",
    "guidance_total": "label , lower personen@ zeker, upper personen@ ten hoogste, "
    "euro_lower euro@ zeker, euro_upper euro@ ten hoogste",
    "guidance": "municipality code, expected_lower verwacht@ zeker, expected_upper verwacht@ ten hoogste, "
    "counted geteld, name gemeente",
    "waiting_by_group": "label groep, waited wachtten, maybe wachtten misschien, not wachtten niet, "
    "total totaal, median_days mediaan in dagen",
    "choices": "label groep, wi2013 Wi2013 gekozen, wi2021 Wi2021 gekozen, "
    "no_choice geen keuze vastgelegd, unknown onbekend, total totaal",
    "reconciliation": "id cijfer, what wat, lower eigen cijfer@ zeker, upper eigen cijfer@ ten hoogste, "
    "published gepubliceerd, source bron",
    "followed_by_group": "label groep, fine_without_duty boete zonder plicht, "
    "fine_too_early boete vóór het einde van de termijn, "
    "loan_not_written_off lening ten onrechte niet kwijtgescholden, "
    "loan_late_access lening pas na een te laat vermeld begin, plan_without_basis plan zonder grond",
    **{
        f"followed_by_{name}": f"label {title}, fine_wrong boete zonder plicht of te vroeg, "
        "loan_not_written_off lening ten onrechte niet kwijtgescholden, "
        "plan_without_basis plan zonder grond"
        for name, title in (
            ("month", "maand"),
            ("nationality", "nationaliteit"),
            ("sex_and_age", "geslacht en leeftijd op de peildatum"),
        )
    },
    "lawful_term_class": "label zonder verlengingen, on_time zoals de wet, longer te lang, "
    "shorter te kort, unknown onbekend, not_applicable niet van toepassing, total totaal",
    "solutions": "label oplossing, point punt, side beter of slechter af, "
    "asylum_lower asiel@ ten minste, asylum_upper asiel@ ten hoogste, "
    "family_lower gezin@ ten minste, family_upper gezin@ ten hoogste, "
    "other_lower overig@ ten minste, other_upper overig@ ten hoogste, "
    "unknown_lower onbekend@ ten minste, unknown_upper onbekend@ ten hoogste, "
    "everyone_lower totaal@ ten minste, everyone_upper totaal@ ten hoogste",
    "records": "finding cijfer, lower_records ten minste@ volgens de gegevens alleen, "
    "lower ten minste, upper_records ten hoogste@ volgens de gegevens alleen, upper ten hoogste, "
    "id naam",
    "undecided": "finding cijfer, cause oorzaak, persons personen, id naam, code code",
    "situations": "situation_id situatie, standing persoon, treaty verdrag, publication bekendmaking, "
    "decision beschikking, effective ingang, obliged plicht op de peildatum, notice kennisgeving, "
    "group groep, regime_stated wet volgens kennisgeving, persons personen, "
    "regime wet volgens hoofdlezing, rule regel, citation bron, regime_publication Bekendmaking, "
    "regime_became_obliged Plichtig geworden, regime_decision Beschikking, regime_duty Plicht, "
    "regime_scope Werkingssfeer, regime_effective Ingangsdatum, regime_notice Kennisgeving",
}
"""Names, by which other programmes read a table, and headings; a comma in one is written as @."""


@pytest.mark.parametrize("name", HEADINGS)
def test_columns_have_their_names_and_headings(name: str) -> None:
    table = made()[2].tables[name]
    shown = [f"{column.name} {column.title_nl.replace(',', '@')}" for column in table.columns]
    assert ", ".join(shown) == HEADINGS[name]


def test_every_table_of_this_extract_is_one_of_those() -> None:
    assert set(made()[2].tables) == set(HEADINGS)


def test_rows_are_found_again_by_codes_that_say_what_they_are() -> None:
    tables = made()[2].tables
    groups = (*GROUPS.values(), "total")
    for name in ("certainty", "breach", "cohort_by_group", "waiting_by_group", "choices"):
        assert tables[name].keys == groups
    assert tables["informed_by_kind"].keys == ("azc", "logeerregeling", "other", "total")
    bands = tuple(str(number) for number in range(-5, 6))
    assert tables["start_shift"].keys == (*bands, "total")
    assert tables["guidance"].keys == ("GM0344", "GM0363", "GM0518", "GM0599", "GM9998", "total")


def test_what_was_delivered_is_used_or_set_aside() -> None:
    found = made()[2]
    assert found.tables["delivery"].rows == (("persons", 300, 4, 304),)
    assert [row[0] for row in found.tables["set_aside"].rows] == ["persons"]
    assert found.tables["set_aside"].rows[0][2] == 4
    unknown = {(row[0], row[1]): row[3] for row in found.tables["unknown_values"].rows if row[3]}
    assert unknown == {("persons", "birth_date"): 12, ("notices", "x"): 3}
    assert isinstance(found.causes, pl.DataFrame)


FOLLOWED = {
    kind: [f"{kind}_{name}" for name in names] + [f"cohort_{kind}_{name}" for name in of_cohort]
    for kind, names, of_cohort in (
        ("fine", ("no_fine", "wrong", "without_duty", "too_early", "other", "euro"),
         ("wrong", "without_duty", "too_early", "euro")),
        ("loan", ("no_loan", "not_written_off", "late_access", "other", "euro"),
         ("not_written_off", "late_access")),
        ("plan", ("no_plan", "without_basis", "other"), ("without_basis",)),
    )
}  # fmt: skip
PORTAL, PLACES, COUNTED = "data_access", ("registrations", "reception"), "guidance_counts"
NEEDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("breach_any", "breach_persons", "breach_viewed", "breach_municipalities"), (PORTAL,)
    ),
    "breach_medical": (PORTAL, "exemptions"),
    "breach_elsewhere": (PORTAL, *PLACES),
    **dict.fromkeys(
        ("informed_wrong", "informed_wrong_reception", "informed_wrong_reception_before",
         "informed_wrong_reception_from", "informed_wrong_other", "guidance_expected"), PLACES,
    ),
    **{
        f"guidance_{name}_{unit}": (*PLACES, COUNTED)
        for name in ("difference", "overpaid", "underpaid") for unit in ("persons", "euro")
    },
    **{f"guidance_may_september_{name}": (COUNTED,) for name in ("difference", "more", "less")},
    **dict.fromkeys(
        ("choices_offered", "choices_made", "choices_none", "choices_offered_to_wronged",
         "wronged_without_offer"), ("choices",),
    ),
    **{name: (f"{kind}s",) for kind in ("fine", "plan") for name in FOLLOWED[kind]},
    **dict.fromkeys((*FOLLOWED["loan"], "access_late_days_median"), ("loans",)),
}  # fmt: skip
"""Without which tables a figure cannot be measured (contract, section 5); the others need none."""


@pytest.mark.parametrize("absent", [(), *((name,) for name in OPTIONAL)])
def test_without_a_table_what_needs_it_is_not_measured_and_all_else_is(
    absent: tuple[str, ...],
) -> None:
    money: Any = MONEY
    if COUNTED in absent:  # then nobody was counted anywhere
        money = [(*row[:3], None) for row in MONEY]
    comparison = Those([{}], money=money, periods={"GM0363": (3, 4)}, absent=absent)
    found = find(comparison).findings
    gone = {name for name, needed in NEEDS.items() if {*needed} & {*absent}}
    not_measured = {name for name, one in found.items() if one.status == "not_measured"}
    assert not_measured == gone | {"delay_wi2013_measures"}


def test_below_zero_lies_only_a_difference() -> None:
    signed = {name for name, one in load_definitions().items() if one.signed}
    assert signed == {
        "cohort_start_shift_median", "guidance_difference_persons", "guidance_difference_euro",
        "guidance_may_september_difference",
    }  # fmt: skip


def test_only_what_was_delivered_and_sent_is_the_same_by_every_reading() -> None:
    """And what lies in none or in all of them: whether an outcome is certain."""
    same_by_all = {name for name, one in load_definitions().items() if not one.depends}
    assert same_by_all == {
        "persons_in_extract", "persons_set_aside", "persons_with_notice", "january_notices",
        "outcome_no_notice", "certain", "reading_dependent", "certainty_unknown",
        *(name for name in NEEDS if name.startswith(("informed_", "guidance_may_"))),
        "choices_offered", "choices_made", "choices_none", "delay_wi2013_measures",
    }  # fmt: skip


def test_the_list_of_checks_holds_a_row_for_each_and_one_for_each_month_of_it() -> None:
    """As they stand under ``protected``: every column, of a check that failed and of one that broke."""
    entry = Expectation(
        "one", "notices", "?", "rijen", "filled", "high", "widen", lesson="L9", date_column="notice_date",
        doubts=("notice_date", "start_stated"), missing=("notices", "choices"),
    )  # fmt: skip
    two = np.arange(2, dtype=np.int32)
    measure = Measure(
        9, 3, two, {"2021-03": 3}, {"2021-02": 4, "2021-03": 5}, {"2021-03": 2}, two
    )  # fmt: skip
    other = replace(entry, id="other", consequence="note", doubts=(), missing=(), lesson="")
    assessment = Assessment(
        (CheckResult(entry, "failed", measure=measure), CheckResult(other, "not_evaluable", "stuk"))
    )
    told = assessment.as_frame()
    assert {name: told[name].tolist() for name in told.columns if name != "reason"} == {
        "id": ["one", "other"], "table": ["notices", "notices"],
        "state": ["failed", "not_evaluable"], "severity": ["high", "high"],
        "consequence": ["widen", "note"], "doubts": ["notice_date start_stated", ""],
        "missing": ["notices choices", ""], "lesson": ["L9", ""],
        "counted_by": ["hertoets", "hertoets"], "judged": [9, NA], "rows": [3, NA],
        "persons": [2, NA],
    }  # fmt: skip
    assert told["reason"].tolist() == ["", "stuk"]
    assert assessment.months_frame().to_dict("records") == [
        {"id": "one", "month": "2021-02", "judged": 4, "rows": 0, "persons_first": 0},
        {"id": "one", "month": "2021-03", "judged": 5, "rows": 3, "persons_first": 2},
    ]
