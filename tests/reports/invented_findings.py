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
    {
        "label": "maand",
        "yes": "ten onrechte",
        "unknown": "niet vast te stellen",
        "total": "totaal",
    },
    [
        ("2022-01", 110, 10, 120),
        ("2022-03", 20, "<10", 25),
        ("2022-04", "x", "<10", 25),
        ("onbekend", 0, 15, 15),
    ],
    keys=("2022-01", "2022-03", "2022-04", ""),
)
FUNNEL = table(
    "funnel",
    {"step": "stap", "persons": "personen"},
    [
        ("in de levering", 2000),
        ("terzijde gelegd", "<10"),
        ("juiste wet genoemd", 1200),
        ("andere wet genoemd", 150),
        ("geen plicht", 50),
        ("bronnen zwijgen", "<10"),
        ("niet vast te stellen", 95),
        ("geen kennisgeving", 495),
    ],
    keys=(
        "delivered", "set_aside", "correct", "wrong_regime", "no_duty", "open", "unknown",
        "no_notice",
    ),
)  # fmt: skip
COHORT = table(
    "cohort_by_month",
    {"label": "maand", "persons": "personen", "late": "begin te laat", "early": "te vroeg"},
    [("2019-11", 40, "<10", 0), ("2019-12", 60, 50, "<10"), ("2020-01", 90, 75, 0),
     ("een andere maand", 20, 15, 0)],
    keys=("2019-11", "2019-12", "2020-01", "other"),
)  # fmt: skip
BANDS = (-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5)
SHIFT = table(
    "start_shift",
    {"label": "afwijking", "asylum": "asiel", "family": "gezin", "other": "overig"},
    [
        *(
            (f"klasse {band}", *cells)
            for band, cells in zip(
                BANDS,
                [(0, 0, 0), (0, 0, 0), ("<10", 0, 0), (10, "x", 0), (20, 10, "<10"), (40, 20, 0),
                 (100, 60, 10), (150, 70, 15), (40, 20, 0), (10, "<10", 0), (10, 0, 0)],
                strict=True,
            )
        ),
        ("totaal", 385, 190, 30),
    ],
    keys=(*map(str, BANDS), "total"),
)  # fmt: skip
GUIDANCE = table(
    "guidance",
    {
        "municipality": "code",
        "expected_lower": "verwacht, zeker",
        "expected_upper": "verwacht, hooguit",
        "counted": "geteld",
        "name": "gemeente",
    },
    [
        ("GM0363", 100, 110, 130, "Amsterdam"),
        ("GM0599", 60, 65, 60, "Rotterdam"),
        ("GM0014", 40, 40, 30, "Groningen"),
        ("GM0153", "<10", 10, 20, "Enschede"),
        ("GM0718", 10, 15, "x", "Vlissingen"),
        ("onbekend", 10, 20, 0, "onbekend"),
        ("totaal", 225, 260, 250, "totaal"),
    ],
    keys=("GM0363", "GM0599", "GM0014", "GM0153", "GM0718", "unknown", "total"),
)
LESSONS = table(
    "lessons",
    {
        "lesson": "les", "first_alarm": "alarm", "month": "maand", "check": "controle",
        "question": "vraag", "checks": "controles", "failed": "niet gehaald",
        "not_evaluable": "niet te beoordelen", "passed": "gehaald",
    },
    [
        ("L1", "2021-03", "2021-03", "one", "Klopt het?", "one", 1, 0, 0),
        ("L2", "", "", "", "", "two", 0, 0, 1),
    ],
)  # fmt: skip
LESSONS_BY_MONTH = table(
    "lessons_by_month",
    {"label": "maand", "L1": "L1: een conclusie", "L2": "L2: een begin"},
    [("2021-02", "<10", 0), ("2021-03", 20, "<10"), ("2021-04", 45, 0), ("na het alarm", 45, 0)],
    keys=("2021-02", "2021-03", "2021-04", "after_alarm"),
)
SOLUTIONS = table(
    "solutions",
    {
        "label": "oplossing", "point": "punt", "side": "beter of slechter af",
        "everyone_lower": "totaal, ten minste", "everyone_upper": "totaal, ten hoogste",
    },
    [
        ("de wet voor iedereen", "begin", "beter af", 1050, 1250),
        ("de wet voor iedereen", "begin", "slechter af", 30, 50),
        ("de wet voor iedereen", "einde", "beter af", 40, 60),
        ("de wet voor iedereen", "einde", "slechter af", 1100, 1300),
        ("de wet voor iedereen", "boete", "beter af", "<10", 25),
        ("de wet voor iedereen", "plan", "slechter af", "x", "x"),
        ("niemand slechter af", "einde", "beter af", 40, 60),
        ("niemand slechter af", "boete", "beter af", "<10", "<10"),
        ("niemand slechter af", "lening", "beter af", 0, 0),
    ],
    keys=(
        "law.start_better", "law.start_worse", "law.term_better", "law.term_worse", "law.fine_better", "law.plan_worse",
        "standstill.term_better", "standstill.fine_better", "standstill.loan_better",
    ),
)  # fmt: skip
EVERY_TABLE = (
    BY_GROUP, BY_MONTH, FUNNEL, COHORT, SHIFT, GUIDANCE, LESSONS, LESSONS_BY_MONTH, SOLUTIONS,
)  # fmt: skip


def drawn_findings() -> list[ReleasedFinding]:
    """What figures are drawn of, besides tables."""
    bounds = {
        "misclassified": (200, 310),
        "persons_with_notice": (1450, 1500),
        "cohort_size": (1000, 1100),
        "cohort_start_shift_median": (33, 33),
        "guidance_expected": (225, 260),
        "persons_in_extract": (2000, 2000),
        "repair_told_right": (50, 90),
        "repair_chose": (60, 100),
        "repair_default": (None, 10),
        "repair_offered": (15, 20),
        "repair_withdrawn": (0, 0),
        "repair_nothing": (25, 60),
    }
    return [
        finding(name, *pair, "zo veel", by_reading={"publication": pair})
        for name, pair in bounds.items()
    ]


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
