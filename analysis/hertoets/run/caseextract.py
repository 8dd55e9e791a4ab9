"""Hand-worked persons as an extract, judged by the steps that judge everybody.

Persons know nothing of each other, so those with the same settings and tables are judged together.
One rule looks at a whole column: too many codes outside their list stop a run. Where cases hold
such codes, ordinary persons are put beside them.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from hertoets.extract import read_extract, schema
from hertoets.extract.metadata import FILE as META_FILE
from hertoets.law import Law
from hertoets.outcomes import Comparison, Settings, compare
from hertoets.outcomes.as_of import TOLD_OR_CHOSEN
from hertoets.run.casefile import HandCase
from hertoets.run.caserows import OF_A_PERSON, Row
from hertoets.run.leftovers import scratch

_KEYS: Final = {
    "residence_rights": "right_id",
    "notices": "notice_id",
    "fines": "fine_id",
    "loans": "loan_id",
}
_OPEN: Final = "9999-12-31"
_BESIDE_EACH: Final = 20
"""Ordinary rows beside each that may hold a code outside its list: 1 of 21 is under 5%."""

ORDINARY: Final = HandCase(
    file="",
    name="",
    rows={
        "persons": [{"birth_date": "1990-05-15", "sex": "f", "nationality": "SYR"}],
        "residence_rights": [
            {
                "migrant_group": "family",
                "spiritual_minister": "false",
                "temporary_purpose": "false",
                "family_of_asylum": "false",
                "decision_date": "2019-02-01",
                "document_collected_date": "2019-02-01",
                "effective_date": "2019-02-01",
            }
        ],
        "notices": [
            {
                "notice_date": "2019-02-10",
                "regime_stated": "wi2013",
                "start_stated": "2019-02-10",
                "municipality_informed": "GM0363",
            }
        ],
        "registrations": [{"municipality": "GM0363", "valid_from": "2019-02-01"}],
        "reception": [
            {
                "location_municipality": "GM0599",
                "location_kind": "azc",
                "linked_municipality": "GM0363",
                "from_date": "2018-01-01",
                "to_date": "2018-06-01",
            }
        ],
        "exemptions": [{"kind": "partial", "valid_from": "2020-01-01"}],
        "data_access": [
            {"municipality": "GM0363", "visible_from": "2019-02-10", "viewed": "false"}
        ],
        "extensions": [{"granted_on": "2021-01-01", "days": "30", "reason": "corona"}],
        "plans": [{"plan_date": "2019-04-01", "municipality": "GM0363"}],
        "choices": [{"offered_on": "2020-01-01", "choice": "wi2013", "chosen_on": "2020-01-02"}],
    },
)
"""Somebody with a row in each table that holds codes."""


def grouped(cases: Iterable[HandCase]) -> list[list[HandCase]]:
    """Put cases together that may be judged in one extract."""
    groups: dict[str, list[HandCase]] = defaultdict(list)
    for case in cases:
        key = repr((_settings(case), case.delivered_on, case.absent))
        groups[key].append(case)
    return list(groups.values())


def judged(cases: Sequence[HandCase], law: Law) -> Comparison:
    """Apply the law to cases that go together.

    Parameters
    ----------
    cases : sequence of HandCase
        One of the lists of `grouped`.
    law : Law

    Returns
    -------
    Comparison
        The persons of the cases in their order, then ordinary ones if there had to be any.
    """
    one = cases[0]
    strange = sum(len(rows) for case in cases if case.as_delivered for rows in case.rows.values())
    everybody = [*cases, *[ORDINARY] * (_BESIDE_EACH * strange)]
    with scratch() as folder:
        _write(everybody, one.absent, folder)
        if one.delivered_on is not None:
            text = f"delivered_on = {one.delivered_on.isoformat()}\n"
            (folder / META_FILE).write_text(text, encoding="utf-8")
        extract = read_extract(folder)
    return compare(extract, law, _settings(one))


def _settings(case: HandCase) -> Settings:
    """The settings of a case; what was known last is known of this person alone."""
    settings = case.parameters.settings()
    if settings.as_of is not None or case.delivered_on is not None:
        return settings
    days = [
        date.fromisoformat(row[column])
        for rows in case.rows.values()
        for row in rows
        for column in TOLD_OR_CHOSEN
        if _is_day(row.get(column, ""))
    ]
    return replace(settings, as_of=max([settings.reference_date, *days]))


def _is_day(text: str) -> bool:
    try:
        return bool(text) and date.fromisoformat(text).year >= 1900 and text != _OPEN
    except ValueError:
        return False


def _write(cases: Sequence[HandCase], absent: Sequence[str], folder: Path) -> None:
    for name in OF_A_PERSON:
        if name in absent:
            continue
        columns = [
            column for column in schema()[name].column_names if f"{name}.{column}" not in absent
        ]
        rows = [
            _keyed(row, name, f"{number:07d}", place)
            for number, case in enumerate(cases)
            for place, row in enumerate(case.rows.get(name, ()))
        ]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([columns, *([row.get(c, "") for c in columns] for row in rows)])


def _keyed(row: Row, table: str, person: str, place: int) -> Row:
    """A row with the keys that its case leaves out; its own keep their order, and are unique."""
    keyed = {**row, "person_id": person}
    if (key := _KEYS.get(table)) is not None:
        own = row.get(key, f"{place:04d}")
        keyed[key] = f"{person}-{own}" if own else ""
    return keyed
