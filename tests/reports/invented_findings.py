"""Protected findings and tables written by hand, for the tests of what is published."""

from dataclasses import asdict
from datetime import date

from hertoets.release import (
    Origin,
    Release,
    ReleasedFinding,
    ReleasedTable,
    Rule,
    TableColumn,
    load_policy,
)

SETTINGS = {
    "reference_date": "2021-12-31",
    "cohort_from": "2019-11-01",
    "cohort_to": "2021-12-31",
    "tolerance_days": "2",
    "headline": "publication",
    "guidance_from": "2021-01-01",
    "guidance_to": "2021-12-31",
}
READINGS = {"publication": "Bekendmaking", "notice": "Kennisgeving"}

Number = int | float | None


def finding(
    name: str,
    lower: Number,
    upper: Number,
    said: str,
    *,
    measured: bool = True,
    by_reading: dict[str, tuple[Number, Number]] | None = None,
) -> ReleasedFinding:
    """One finding as disclosure control gives it."""
    return ReleasedFinding(
        id=name,
        title_nl=f"Titel van {name}",
        definition="Wat het telt.",
        population="personen met een kennisgeving",
        within=None,
        unit="personen",
        source="L353, DATA",
        reading="publication",
        lower=lower,
        upper=upper,
        records=(lower, upper),
        by_reading=by_reading or {},
        undecided={},
        display_nl=said,
        status="measured" if measured else "not_measured",
        below=10,
    )


def table(
    name: str,
    headings: dict[str, str],
    rows: list[tuple[str | int | None, ...]],
    rules: tuple[Rule, ...] = (),
    keys: tuple[str, ...] = (),
) -> ReleasedTable:
    """One table: the first column holds labels, the others counts."""
    first, *rest = headings
    return ReleasedTable(
        id=name,
        title_nl=f"Tabel {name}",
        columns=(
            TableColumn(first, headings[first], "label"),
            *(TableColumn(column, headings[column], "count") for column in rest),
        ),
        rows=tuple(rows),
        population="personen met een kennisgeving",
        unit="personen",
        source="L353, DATA",
        reading="publication",
        note_nl="",
        keys=keys,
        rules=rules,
    )


WRONG = finding(
    "wrong_notice",
    175,
    325,
    "ten minste 175 en ten hoogste 325 personen",
    by_reading={"publication": (175, 325), "notice": (None, None)},
)
BY_GROUP = table(
    "wrong_notice_by_group",
    {"label": "groep", "yes": "ten onrechte", "unknown": "niet vast te stellen", "no": "niet"},
    [
        ("asiel", 1250, 110, 13820),
        ("gezin", "<10", 35, 5400),
        ("overig", 0, "x", 400),
        ("totaal", 1255, 150, 19620),
    ],
    keys=("asylum", "family", "other", "total"),
)
BY_MONTH = table(
    "wrong_notice_by_month",
    {"month": "maand", "yes": "ten onrechte", "unknown": "niet vast te stellen"},
    [("2022-01", 110, 10), ("2022-03", 20, "<10"), ("2022-04", 30, 0)],
)


def release(
    *findings: ReleasedFinding,
    tables: tuple[ReleasedTable, ...] = (BY_GROUP, BY_MONTH),
    synthetic: bool = True,
) -> Release:
    """A run's findings; ``wrong_notice`` is always among them."""
    return Release(
        findings={entry.id: entry for entry in (WRONG, *findings)},
        tables={entry.id: entry for entry in tables},
        meta=Origin("voorbeeld", date(2022, 9, 30), synthetic, "bedacht"),
        settings=SETTINGS,
        readings=READINGS,
        notes=(),
        policy=asdict(load_policy()),
    )
