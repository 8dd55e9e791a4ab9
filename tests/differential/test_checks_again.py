"""Every check beside the same in plain Python, row by row, on extracts that are hard to judge."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hertoets.extract import Extract, read_extract
from hertoets.quality import Expectation, load_expectations
from hertoets.quality.assessing import TOO_SMALL, run_checks
from hertoets.quality.kinds import KINDS
from hertoets.quality.look import Look
from hertoets.quality.marks import Marks, Tally, measure

from tests.oracle import checks
from tests.oracle.checks import Records, read_places
from tests.oracle.fuzz import Tables, random_extract, write_csv
from tests.oracle.schema import CODES, MUNICIPALITIES, TABLES

SEEDS = {11: date(2022, 11, 30), 12: date(2022, 6, 30), 16: None}
"""Extracts by seed and their day of delivery; of the last one nobody knows it."""
PERSONS = 220
BORDERING = ("GM0003", "GM1979", "GM0370", "GM0439", "GM1991", "GM9998", "GM0001", "GM0786")
"""Municipalities that began or ended in these years, and two that never were."""
Arguments = dict[str, Any]
Case = tuple[str, str, Arguments]
FROM_READING = ("touched", "codes_listed")

MORE: list[Case] = [
    ("together", "choices", {"first": "choice", "second": "chosen_on"}),
    ("days_between", "notices", {"earlier": "start_stated", "later": "notice_date", "never": 1,
                                 "since": "2021-12-31", "until": "2022-01-26"}),
    ("within", "notices", {"column": "notice_date", "first": "2021-12-31", "last": "2022-01-26",
                           "where": {"regime_stated": ["wi2013"]}}),
    ("within", "residence_rights", {"column": "end_date", "last": "2021-12-31"}),
    ("outside", "reception", {"column": "to_date", "first": "2021-12-31", "last": "2021-12-31"}),
    ("apart", "reception", {"begins": "from_date", "ends": "to_date", "by": ["location_kind"]}),
    ("apart", "exemptions", {"begins": "valid_from", "ends": "valid_to", "inclusive": True}),
    ("joined", "reception", {"begins": "from_date", "ends": "to_date", "most": 1,
                             "where": {"location_kind": ["azc", "other"]}}),
    ("once", "notices", {"columns": ["start_stated"]}),
    ("once", "notices", {"columns": ["municipality_informed"], "where": {"regime_stated": ["wi2021"]}}),
    ("once", "choices", {"columns": ["choice", "chosen_on"]}),
    ("has_notice", "registrations", {"column": "valid_from", "since": "2021-01-01",
                                     "until": "2021-12-31"}),
    ("has_notice", "exemptions", {"column": "valid_to"}),
    ("number_between", "extensions", {"column": "days", "least": 30, "most": 365}),
    ("number_between", "guidance_counts", {"column": "persons_counted", "least": 10}),
    ("dated_together", "reception", {"column": "linked_on"}),
    ("burst", "notices", {"column": "notice_date", "times": 3, "least": 5}),
    ("burst", "notices", {"column": "notice_date", "times": 4, "least": 1}),
    ("burst", "extensions", {"column": "granted_on", "times": 1, "least": 1}),
    ("burst", "residence_rights", {"column": "document_collected_date", "times": 2, "least": 1}),
    ("months_steady", "notices", {"column": "notice_date", "times": 2, "least": 12}),
    ("months_steady", "reception", {"column": "linked_on", "times": 1, "least": 1}),
    ("months_filled", "exemptions", {"column": "valid_from", "since": "2013-01"}),
    ("months_filled", "exemptions", {"column": "valid_from", "since": "2019-11", "but": ["2020-01"],
                                     "where": {"kind": ["diploma_a2"]}}),
    ("months_filled", "notices", {"column": "withdrawn_on", "since": "2030-01"}),
    ("has_row_in", "residence_rights", {"other": "choices", "after_days": 333}),
    ("has_row_in", "residence_rights", {"other": "reception", "after_days": 250,
                                        "since": "2021-12-31"}),
    ("within_days", "notices", {"column": "notice_date", "after": "lasting_decision", "least": 1}),
    ("within_days", "notices", {"column": "start_stated", "after": "decision", "least": 0,
                                "most": 0, "where": {"regime_stated": ["wi2021"]}}),
    ("within_days", "registrations", {"column": "valid_from", "after": "publication", "most": 0,
                                      "first_only": True}),
    ("age_between", "notices", {"column": "notice_date", "least_years": 18, "most_years": 65}),
    ("age_between", "exemptions", {"column": "valid_from", "most_years": 17, "most_months": 11}),
    ("nationality_outside", "notices", {"codes": ["SYR", "NLD"]}),
    ("of_nationality", "residence_rights", {"codes": ["TUR", "SYR"]}),
    ("known_beside", "registrations", {"other": "reception", "other_column": "linked_municipality"}),
    ("begins_after_first", "reception", {"column": "from_date", "other": "residence_rights",
                                         "other_column": "effective_date"}),
    ("one_pseudonym", "persons", {"most_days": 365}),
    ("one_pseudonym", "persons", {"most_days": 0}),
    ("periods_agree", "guidance_counts", {"most": 10}),
    ("counted_as_registered", "guidance_counts", {"first": "2019-11-01", "last": "2021-12-31",
                                                  "most": 0, "where_period": "2022-09"}),
    ("linked_in_reception", "reception", {"after_days": 0}),
    ("linked_in_reception", "reception", {"after_days": 365}),
    *(("told_each_month", "residence_rights", {"group": group, "until": until, "share": share,
                                               "least": least, "within_days": days})
      for group in ("asylum", "family", "other")
      for until, share, least, days in (("2022-12", 0.5, 2, 365), ("2022-06", 0.9, 1, 31),
                                        ("2021-12", 0.75, 4, 0), ("2022-03", 0.5, 3, 1000))),
    *(("told_evenly", "residence_rights", {"by": by, "share": share, "least": least,
                                           "after_days": days, **more})
      for by in ("group", "decision_month", "municipality")
      for share, least, days, more in (
          (0.9, 2, 30, {}), (1.0, 1, 183, {"since": "2021-12-31"}),
          (1.0, 4, 0, {"until": "2021-12-31", "months_before": 2}),
          (0.95, 3, 333, {"months_before": 12}), (1.0, 5, -400, {}))),
    # From three groups that are large enough to none.
    *(("told_evenly", "residence_rights", {"by": "group", "share": 1.0, "least": least,
                                           "after_days": 30}) for least in range(5, 90, 5)),
]  # fmt: skip


def spoiled(seed: int) -> Tables:
    """An extract of the oracle, with municipalities at their borders, twins and large counts."""
    rng = random.Random(seed)
    tables = random_extract(seed, PERSONS)
    for table, rows in tables.items():
        for column in {*MUNICIPALITIES, "municipality"} & {*rows[0]} if rows else ():
            for row in rng.sample(rows, len(rows) // 4):
                row[column] = row[column] and rng.choice(BORDERING)
        for row in rng.sample(rows, len(rows) // 3) if table == "registrations" else ():
            row["valid_from"] = rng.choice(("2018-12-31", "2019-01-01", "2020-12-31", "2021-01-01"))
    _make_twins(rng, tables)
    return tables


def _make_twins(rng: random.Random, tables: Tables) -> None:
    """Pairs who look alike, of whom one has no right and the other no notice."""
    names = sorted({row["person_id"] for row in tables["persons"] if row["person_id"]})
    chosen = rng.sample(names, 60)
    of = {row["person_id"]: row for row in tables["persons"]}
    for one, other in zip(chosen[::2], chosen[1::2], strict=True):
        of[other] |= {**of[one], "person_id": other}
    for table, own in (("residence_rights", chosen[::2]), ("notices", chosen[1::2])):
        tables[table] = [row for row in tables[table] if row["person_id"] not in own]


@cache
def asked(seed: int) -> tuple[Extract, Look, Records]:
    with TemporaryDirectory() as folder:
        extract = read_extract(write_csv(spoiled(seed), Path(folder) / "extract", SEEDS[seed]))
    text = files("hertoets.extract").joinpath("municipalities.csv").read_text(encoding="utf-8")
    tables = {name: table.to_dicts() for name, table in extract.tables.items()}
    return extract, Look(extract), Records(tables, SEEDS[seed], read_places(text.splitlines()))


def nearby(arguments: Arguments) -> list[Arguments]:
    """The same with each number one more and one less."""
    return [
        arguments | {name: value + step}
        for name, value in arguments.items()
        if type(value) is int and name != "years"
        for step in (-1, 1)
    ]


ENTRIES = {entry.id: entry for entry in load_expectations()}
CASES: list[Case] = [
    (entry.kind, entry.table, arguments)
    for entry in ENTRIES.values()
    if entry.kind not in FROM_READING
    for arguments in (entry.arguments, *nearby(entry.arguments))
] + MORE


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in CASES}))
def test_the_same_rows_are_judged_and_wrong(kind: str) -> None:
    seen: Counter[bool | None] = Counter()
    for seed in SEEDS:
        _, look, records = asked(seed)
        for _, table, arguments in (case for case in CASES if case[0] == kind):
            if look.extract.has(table):
                ours = checks.KINDS[kind](records, table, **arguments)
                assert told(KINDS[kind](look, table, **arguments)) == ours, (seed, arguments)
                seen.update(ours if isinstance(ours, list) else ())
    # It says something only where some are right, some wrong, and some not to be judged.
    assert kind == "months_filled" or (seen[True] and seen[False])


@pytest.mark.parametrize(("more", "told"), [(0, ""), (1, TOO_SMALL), (-1, "")])
def test_a_check_asks_for_so_many_persons_or_more(more: int, told: str) -> None:
    extract, _, _ = asked(11)
    for entry in (ENTRIES["notices_start_not_after"], ENTRIES["notice_has_right"]):
        asks = replace(entry, least_persons=extract.persons_in_extract + more)
        [result] = run_checks(extract, [asks]).results
        assert (result.state == "not_evaluable", result.reason_nl) == (bool(told), told)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_column_with_the_largest_share_of_foreign_codes_is_counted(seed: int) -> None:
    extract, look, records = asked(seed)
    for _, row in extract.unknown[extract.unknown["check"] == "outside_list"].iterrows():
        place = row["table"], row["column"]
        records.foreign[place] = records.foreign.get(place, 0) + int(row["rows"])
    assert records.foreign
    for table in (name for name in TABLES if look.extract.has(name)):
        columns = [
            name for name in TABLES[table].columns if name in CODES or name in MUNICIPALITIES
        ]
        found = KINDS["codes_listed"](look, table)
        assert told(found) == checks.codes_listed(records, table, columns), table


@pytest.mark.parametrize("seed", SEEDS)
def test_what_reading_made_unknown_is_marked_in_the_rows_where_it_stood(seed: int) -> None:
    extract, look, _ = asked(seed)
    places: dict[tuple[str, str], set[str]] = {}
    for table, column, check in extract.made_unknown.select("table", "column", "check").rows():
        if column in ("birth_date", *look.frame(table).columns):
            places.setdefault((table, column), set()).add(check)
    assert len(places) > 10
    for (table, column), some in places.items():
        each = [KINDS["touched"](look, table, checks=[one], columns=[column]) for one in some]
        found = KINDS["touched"](look, table, checks=sorted(some), columns=[column])
        assert isinstance(found, Marks)
        assert found.judged.all()
        assert found.wrong.tolist() == np.logical_or.reduce([one.wrong for one in each]).tolist()
        values = look.frame(table)[column if column != "birth_date" else "birth_from"]
        assert values.filter(found.wrong).null_count() == found.wrong.sum() > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_set_aside_are_counted_with_the_persons_they_would_be_of(seed: int) -> None:
    extract, look, _ = asked(seed)
    rows = extract.aside.to_dicts()
    for table in (name for name in TABLES if look.extract.has(name)):
        for chosen in (["duplicate_differing"], ["duplicate_identical", "person_not_in_persons"]):
            found = KINDS["touched"](look, table, checks=chosen)
            own = [row for row in rows if row["table"] == table and row["check"] in chosen]
            assert told(found) == (extract.rows[table], len(own))
            assert isinstance(found, Tally)
            assert len(found.persons) <= len(own)
            if table == "exemptions" and chosen == ["duplicate_differing"] and own:
                names = {row["key"].split("|")[0] for row in own}
                held = look.frame("persons")["person_id"].gather(found.persons.tolist())
                assert {*held} <= names


def told(found: Marks | Tally) -> list[bool | None] | tuple[int, int]:
    if isinstance(found, Tally):
        return found.judged, found.rows
    pairs = zip(found.judged.tolist(), found.wrong.tolist(), strict=True)
    return [wrong if judged else None for judged, wrong in pairs]


def test_every_kind_is_restated() -> None:
    assert {*KINDS} - {*FROM_READING} == {*checks.KINDS} == {kind for kind, _, _ in CASES}


DATED = [entry for entry in ENTRIES.values() if entry.kind not in FROM_READING]


@pytest.mark.parametrize("entry", DATED, ids=lambda entry: entry.id)
def test_what_a_check_found_is_counted_by_row_month_and_person(entry: Expectation) -> None:
    _, look, records = asked(11)
    ours = checks.KINDS[entry.kind](records, entry.table, **entry.arguments)
    found = measure(look, entry.table, KINDS[entry.kind](look, entry.table, **entry.arguments),
                    entry.date_column)  # fmt: skip
    if isinstance(ours, tuple):
        assert (found.judged, found.rows, found.wrong_rows) == (*ours, None)
        return
    rows = records.tables[entry.table]
    wrong = [number for number, one in enumerate(ours) if one]
    assert found.judged == len(ours) - ours.count(None)
    assert found.rows == len(wrong)
    assert found.wrong_rows is not None
    assert found.wrong_rows.tolist() == wrong
    persons = {rows[number]["person"] for number in wrong if "person" in rows[number]}
    assert found.persons.tolist() == sorted(persons)
    assert found.persons.dtype == np.int32
    if entry.date_column:
        assert found.by_month == months([rows[n][entry.date_column] for n in wrong])
        judged = [row for row, one in zip(rows, ours, strict=True) if one is not None]
        assert found.judged_by_month == months([row[entry.date_column] for row in judged])
        firsts = {
            person: min(
                (
                    day
                    for number in wrong
                    if rows[number]["person"] == person
                    and (day := checks.known(rows[number][entry.date_column]))
                ),
                default=None,
            )
            for person in persons
        }
        assert found.persons_by_month == months(list(firsts.values()))


def months(days: list[date | None]) -> dict[str, int]:
    known = sorted(day for one in days if (day := checks.known(one)))
    return dict(Counter(f"{day:%Y-%m}" for day in known))
