"""Contract section 1: comparisons between cells, in the order of the text."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from .logic import UNKNOWN, known

Row = dict[str, Any]
NOT_AFTER_DELIVERY = {
    "decision_date",
    "document_collected_date",
    "dutch_since",
    "notice_date",
    "withdrawn_on",
    "linked_on",
    "offered_on",
    "chosen_on",
}
SPELLS = {
    "exemptions": ("valid_from", "valid_to"),
    "registrations": ("valid_from", "valid_to"),
    "reception": ("from_date", "to_date"),
    "residence_rights": ("effective_date", "end_date"),
}


def compare_values(
    tables: dict[str, list[Row]],
    delivered_on: date | None,
    unknown: Counter[tuple[str, str, str]],
) -> None:
    """Make unknown what cannot be, beside another cell that is still known."""

    def drop(table: str, row: Row, column: str, check: str) -> None:
        row[column] = UNKNOWN
        unknown[table, column, check] += 1

    # Nothing that was delivered can have happened after the delivery.
    for name, rows in tables.items():
        for row in rows if delivered_on else ():
            for column, value in row.items():
                if column == "birth_date" and known(value):
                    late = value[0] > delivered_on
                else:
                    late = column in NOT_AFTER_DELIVERY and known(value) and value > delivered_on
                if late:
                    drop(name, row, column, "after_delivery")
    # Nobody gets a decision before being born.
    decisions = defaultdict(list)
    for row in tables["residence_rights"]:
        if known(row["decision_date"]):
            decisions[row["person_id"]].append(row["decision_date"])
    for row in tables["persons"]:
        birth = row["birth_date"]
        if known(birth) and any(birth[0] > day for day in decisions[row["person_id"]]):
            drop("persons", row, "birth_date", "after_decision")
    # No document is collected before its decision.
    for row in tables["residence_rights"]:
        decided, collected = row["decision_date"], row["document_collected_date"]
        if known(decided) and known(collected) and collected < decided:
            drop("residence_rights", row, "document_collected_date", "before_decision")
    # Where an end lies before its begin, neither can be trusted.
    for name, (begin, end) in SPELLS.items():
        for row in tables.get(name, ()):
            if known(row[begin]) and known(row[end]) and row[end] < row[begin]:
                drop(name, row, begin, "end_before_begin")
                drop(name, row, end, "end_before_begin")
    # A term does not end before it starts.
    for row in tables["notices"]:
        start, end = row["start_stated"], row["term_end_stated"]
        if known(start) and known(end) and end < start:
            drop("notices", row, "term_end_stated", "before_start")
