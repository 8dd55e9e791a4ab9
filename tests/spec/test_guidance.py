"""Social guidance and the wait: whom a municipality should be paid for, who may have waited.

Source: contract, sections 4 and 5. Every case has a municipality of its own, so all are counted in
one extract.
"""

import numpy as np
import pandas as pd
import pytest
from hertoets.extract.doubt import Doubt

from tests.support.cases import Case, Row, compared, tables_of

HEADLINE = "publication_exceptions"
HERE, THERE = "GM0001", "GM0002"


def asylum(decision: str = "2020-05-04") -> Case:
    return Case("x").right("asylum", decision)


def family(of_asylum: str) -> Case:
    case = Case("x").right("family", "2020-05-04")
    case.rows[-1][1]["family_of_asylum"] = of_asylum
    return case


def lives(case: Case, *registered: tuple[str, str]) -> Case:
    for municipality, since in registered:
        case.add("registrations", municipality=municipality, valid_from=since, valid_to="")
    return case


def stays(case: Case, since: str, until: str, municipality: str = HERE) -> Case:
    return case.add(
        "reception",
        location_municipality=municipality,
        location_kind="azc",
        from_date=since,
        to_date=until,
    )


def bridged() -> Case:
    case = Case("x").right("asylum", "2020-01-01", end="2021-06-30")
    return case.right("asylum", "2022-07-15", effective="2022-06-30").notice("2022-07-20")


JUNE = (HERE, "2021-06-01")
NOBODY: dict[str, tuple[int, int]] = {}
ONE, MAYBE = {HERE: (1, 1)}, {HERE: (0, 1)}
# case: who, and for each municipality how many it surely and at most should be paid for
EXPECTED = {
    "asylum in the window": (lives(asylum(), JUNE), ONE),
    "the day before the window": (lives(asylum(), (HERE, "2020-12-31")), NOBODY),
    "its first day": (lives(asylum(), (HERE, "2021-01-01")), ONE),
    "its last day": (lives(asylum(), (HERE, "2021-12-31")), ONE),
    "the day after it": (lives(asylum(), (HERE, "2022-01-01")), NOBODY),
    "family of others": (lives(family("false"), JUNE), NOBODY),
    "family of an asylum holder": (lives(family("true"), JUNE), ONE),
    "family of whom is not known": (lives(family(""), JUNE), MAYBE),
    "a right of unknown group": (lives(Case("x").right("", "2020-05-04"), JUNE), MAYBE),
    "under the Wi2021": (lives(asylum("2022-01-05"), JUNE), NOBODY),
    "which Act is not known": (lives(Case("x").right(decision="", effective="2020-05-04"), JUNE), MAYBE),
    "which Act the sources do not say": (lives(bridged(), (HERE, "2021-03-01")), MAYBE),
    "at school on the day of registration": (
        lives(asylum().exempt("compulsory_education", "2021-01-01", "2021-12-01"), JUNE), NOBODY,
    ),
    "before the right has effect": (lives(asylum("2021-06-02"), JUNE), NOBODY),
    "the day on which it has effect": (lives(asylum("2021-06-01"), JUNE), ONE),
    "in reception in that municipality": (stays(lives(asylum(), JUNE), "2021-05-01", "2021-07-01"), NOBODY),
    "in reception without an end": (stays(lives(asylum(), JUNE), "2021-05-01", ""), NOBODY),
    "in reception elsewhere": (stays(lives(asylum(), JUNE), "2021-05-01", "2021-07-01", THERE), ONE),
    "in reception until that day": (stays(lives(asylum(), JUNE), "2021-05-01", "2021-06-01"), ONE),
    "in reception until the next day": (stays(lives(asylum(), JUNE), "2021-05-01", "2021-06-02"), NOBODY),
    "in reception from that day": (stays(lives(asylum(), JUNE), "2021-06-01", "2021-07-01"), NOBODY),
    "in reception from the next day": (stays(lives(asylum(), JUNE), "2021-06-02", "2021-07-01"), ONE),
    "in reception perhaps": (stays(lives(asylum(), JUNE), "", "2021-07-01"), MAYBE),
    "in reception, then a home": (
        stays(lives(asylum(), JUNE, (THERE, "2021-09-01")), "2021-05-01", "2021-07-01"), {THERE: (1, 1)},
    ),
    "in reception perhaps, then a home": (
        stays(lives(asylum(), JUNE, (THERE, "2021-09-01")), "", "2021-07-01"),
        {HERE: (0, 1), THERE: (0, 1)},
    ),
    "a home, then in reception perhaps": (
        stays(lives(asylum(), (THERE, "2021-03-01"), JUNE), "", "2021-07-01"), {THERE: (1, 1)},
    ),
    "of two homes the first": (lives(asylum(), JUNE, (THERE, "2021-09-01")), ONE),
    "a home before the window and one in it": (lives(asylum(), JUNE, (THERE, "2020-09-01")), NOBODY),
    "a home in the window and one after it": (lives(asylum(), JUNE, (THERE, "2022-02-01")), ONE),
    "registered on an unknown day": (lives(asylum(), (HERE, "")), MAYBE),
    "of two homes one on an unknown day": (
        lives(asylum(), JUNE, (THERE, "")), {HERE: (0, 1), THERE: (0, 1)},
    ),
    "no right": (lives(Case("x").right("family", temporary="true"), JUNE), NOBODY),
}  # fmt: skip


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, tuple[int, int]]]:
    """For each case the municipalities of its own, under the names that the case gives them."""
    own = {}
    for number, (name, (case, _)) in enumerate(EXPECTED.items()):
        case.renamed(f"p{number}")
        for _, row in case.rows:
            for column in ("municipality", "location_municipality"):
                if column in row:
                    place = f"GM{100 + 2 * number + (row[column] == THERE):04}"
                    own[place] = (name, row[column])
                    row[column] = place
    cases = [case for case, _ in EXPECTED.values()]
    rows = counted(tables_of(cases, "registrations", "reception"))
    found: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in EXPECTED}
    for row in rows.itertuples():
        name, place = own[row.municipality]
        if row.expected_upper:
            found[name][place] = (row.expected_lower, row.expected_upper)
    return found


def counted(tables: dict[str, list[Row]]) -> pd.DataFrame:
    found = compared(tables).guidance(HEADLINE)
    assert found is not None
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_a_municipality_is_paid_for_an_obliged_asylum_holder_at_the_first_home(
    name: str, expected: dict[str, dict[str, tuple[int, int]]]
) -> None:
    assert expected[name] == EXPECTED[name][1]


def test_whose_municipality_is_not_known_is_expected_in_none_that_is_named() -> None:
    rows = counted(tables_of([lives(asylum(), ("GM0000", "2021-06-01"))], "reception"))
    assert rows[["expected_lower", "expected_upper"]].to_numpy().tolist() == [[1, 1]]
    assert rows["municipality"].isna().all()


# municipality: the counts of May and September, and what was paid for
COUNTS = {
    "GM0001": ("4", "7", 7),  # September goes first
    "GM0002": ("4", None, 4),
    "GM0003": (None, "0", 0),
    "GM0004": ("4", "", None),  # the count that goes first is not known
    "GM0005": (None, None, 0),  # in no count
}


def test_a_municipality_was_paid_for_the_count_of_september_or_else_of_may() -> None:
    tables = tables_of([lives(asylum(), ("GM0005", "2021-06-01"))], "reception", "guidance_counts")
    tables["guidance_counts"] = [
        {"municipality": place, "period": period, "persons_counted": count}
        for place, (may, september, _) in COUNTS.items()
        for period, count in (("2022-05", may), ("2022-09", september))
        if count is not None
    ]
    # Of which municipality this is, is not known: it is counted for none.
    tables["guidance_counts"].append(
        {"municipality": "", "period": "2022-09", "persons_counted": "9"}
    )
    rows = counted(tables).set_index("municipality")
    found = rows["counted"].astype(object).where(rows["counted"].notna(), None).to_dict()
    assert found == {place: paid for place, (_, _, paid) in COUNTS.items()}
    assert rows["expected_lower"].to_dict() == {place: int(place == "GM0005") for place in COUNTS}


def test_municipalities_stand_in_order_and_whom_no_named_one_is_paid_for_last() -> None:
    homes = {"a": "GM0002", "b": "GM0000", "c": "GM0001"}  # GM0000: the municipality is unknown
    cases = [lives(asylum().renamed(name), (place, "2021-06-01")) for name, place in homes.items()]
    tables = tables_of(cases, "reception", "guidance_counts")
    unnamed = {"municipality": "", "period": "2022-05", "persons_counted": "3"}
    tables["guidance_counts"] = [unnamed]  # a count for nobody knows whom is paid to nobody
    rows = counted(tables)
    assert rows["municipality"].astype(object).fillna("-").tolist() == ["GM0001", "GM0002", "-"]
    assert rows["counted"].fillna(-1).tolist() == [0, 0, -1]


def test_without_counts_nothing_was_counted_and_without_registrations_nothing_is_expected() -> None:
    homes = lives(asylum(), JUNE)
    assert counted(tables_of([homes], "reception"))["counted"].isna().all()
    assert compared(tables_of([homes])).guidance(HEADLINE) is None
    assert compared(tables_of([asylum()], "reception")).guidance(HEADLINE) is None


def late(second: str = "", **right: str) -> Case:
    """Published after the restart, so no wait by that right; a second one may tell otherwise."""
    case = Case("x").right("asylum", "2022-03-28")
    if second:
        case.right("family", second, **right)
    return case.notice("2022-04-01")


def ending(day: str) -> Case:
    """Of one right, collected on an unknown day."""
    case = Case("x").right("family", "2022-01-05", collected="", end=day)
    return case.notice("2022-04-01")


def both_ending(day: str) -> Case:
    """Obliged by the one, while the other was collected on an unknown day."""
    case = Case("x").right("asylum", "2022-03-28", end=day)
    return case.right("family", "2022-01-05", collected="", end=day).notice("2022-04-01")


# case: who, and whether the person may have waited though for no known number of days
MAY_HAVE_WAITED = {
    "the wait is known": (asylum().notice("2022-04-01"), False),
    "no notice": (asylum(), False),
    "told before the restart": (asylum().notice("2022-03-24"), False),
    "an undated notice": (asylum().notice("", start=""), True),
    "an undated notice and no duty": (asylum().exempt("diploma", "2020-01-01").notice(""), False),
    "the Act told of is not known": (asylum().notice("2022-04-01", ""), True),
    "not known, on the first day of any restart": (asylum().notice("2022-03-01", ""), True),
    "not known, the day before": (asylum().notice("2022-02-28", ""), False),
    "the duty is not known": (Case("x", birth_date="").right().notice("2022-04-01"), True),
    "not known, told before the restart": (Case("x", birth_date="").right().notice("2022-03-24"), False),
    "not known, told on its day": (Case("x", birth_date="").right().notice("2022-03-25"), True),
    "no duty": (Case("x", nationality="DEU").right().notice("2022-04-01", ""), False),
    "published after the restart": (late(), False),
    "beside it a right collected on an unknown day": (late("2022-01-05", collected=""), True),
    "the same, ended before the other began": (late("2022-01-05", collected="", end="2022-03-26"), False),
    "the same, joined by the other": (late("2022-01-05", collected="", end="2022-03-27"), True),
    "the only right ended on the day of the notice": (ending("2022-04-01"), True),
    "two rights ended on the day of the notice": (both_ending("2022-04-01"), True),
    "the only right ended the day before": (ending("2022-03-31"), False),
    "beside it a right that may qualify": (late("2022-01-05", temporary=""), True),
    "beside it a right of unknown end": (late("2022-01-05", end="1899-01-01"), True),
    "beside it a right that does not qualify": (late("2022-01-05", collected="", temporary="true"), False),
    "beside it a right that is known": (late("2022-01-05"), False),
}  # fmt: skip


@pytest.fixture(scope="module")
def waiting() -> dict[str, bool]:
    cases = [case.renamed(name) for name, (case, _) in MAY_HAVE_WAITED.items()]
    rows = compared(tables_of(cases)).under(HEADLINE)
    return dict(zip(rows["person_id"], rows["waiting"], strict=True))


@pytest.mark.parametrize("name", MAY_HAVE_WAITED)
def test_who_may_have_waited_is_known_from_what_is_missing(
    name: str, waiting: dict[str, bool]
) -> None:
    assert waiting[name] == MAY_HAVE_WAITED[name][1]


def test_each_situation_is_told_once_the_largest_first_with_every_reading() -> None:
    cases = [Case(f"a{n}").right().notice() for n in range(3)]
    cases += [Case(f"b{n}").right(decision="2022-01-05").notice() for n in range(2)]
    table = compared(tables_of([*cases, Case("c").right()])).situations
    assert table["persons"].tolist() == [3, 2, 1]
    assert table["notice"].tolist() == ["after", "after", "no_notice"]
    assert table["situation_id"].is_unique
    assert table[f"regime_{HEADLINE}"].tolist() == ["wi2013", "wi2021", "wi2013"]


@pytest.mark.parametrize(
    ("case", "judged_up_to"),
    [
        (asylum(), "2021-12-31"),
        (asylum().notice("2021-06-01"), "2021-12-31"),
        (asylum().notice("2022-02-01"), "2022-02-01"),
        (asylum().notice("2022-02-01").add("choices", offered_on="2022-06-01", choice="", chosen_on="2022-06-05"), "2022-06-05"),
    ],
)  # fmt: skip
def test_without_a_day_of_delivery_the_last_known_day_is_looked_back_from(
    case: Case, judged_up_to: str
) -> None:
    assert str(compared(tables_of([case.renamed("x")])).settings.as_of) == judged_up_to


def test_who_was_visible_to_whom_is_told_by_person() -> None:
    seen: Row = {
        "municipality": HERE,
        "visible_from": "2022-01-03",
        "visible_to": "",
        "viewed": "true",
    }
    cases = [asylum().renamed("a"), asylum().renamed("b").add("data_access", **seen)]
    access = compared(tables_of(cases)).access
    assert access is not None
    assert access.rows(named=True) == [{"person": 1, "municipality": HERE, "in_doubt": False}]
    assert compared(tables_of(cases[:1])).access is None


LISTED = [(HERE, "2022-05", "3"), (HERE, "2022-09", "4"), (THERE, "2022-05", "5")]
ELSEWHERE = "GM0003"
IN_DOUBT = {
    # What is in doubt, and the count of each municipality then (None: not known).
    "a number": (("persons_counted",), 1, (), {HERE: None, THERE: 5, ELSEWHERE: 0}),
    "a period": (("period",), 0, (), {HERE: None, THERE: 5, ELSEWHERE: 0}),
    "a municipality": (("municipality",), 1, (), {HERE: None, THERE: None, ELSEWHERE: None}),
    "a row": ((), 0, ("guidance_counts",), {HERE: 4, THERE: None, ELSEWHERE: None}),
    "nothing": ((), 0, (), {HERE: 4, THERE: 5, ELSEWHERE: 0}),
}


@pytest.mark.parametrize("name", IN_DOUBT)
def test_a_count_in_doubt_is_not_known(name: str) -> None:
    """A missing row may be of the later period, or of a municipality that has none."""
    columns, row, missing, expected = IN_DOUBT[name]
    tables = tables_of([lives(asylum(), (ELSEWHERE, "2021-06-01"))], "reception")
    tables["guidance_counts"] = [
        {"municipality": place, "period": period, "persons_counted": persons}
        for place, period, persons in LISTED
    ]
    doubt = Doubt(
        "odd", "guidance_counts", columns, np.array([row], dtype=np.int32), missing=missing
    )
    found = compared(tables).with_doubts([doubt]).basis.guidance(HEADLINE)
    assert found is not None
    counted = found.set_index("municipality")["counted"]
    assert {place: None if pd.isna(n) else int(n) for place, n in counted.items()} == expected


def test_a_registration_that_may_be_missing_may_be_the_first_anywhere() -> None:
    comparison = compared(tables_of([lives(asylum(), JUNE)], "reception"))
    doubt = Doubt(
        "lost", "persons", missing=("registrations",), persons=np.array([0], dtype=np.int32)
    )
    found = comparison.with_doubts([doubt]).basis.guidance(HEADLINE)
    assert found is not None
    bounds = found[["municipality", "expected_lower", "expected_upper"]]
    rows = bounds.astype(object).where(bounds.notna(), None).to_numpy().tolist()
    assert rows == [[HERE, 0, 1], [None, 0, 1]]
