"""Tables of the money for social guidance, and of our figures beside published ones."""

import pandas as pd

from hertoets.extract.municipalities import municipalities
from hertoets.findings.drafts import TOTAL, Draft, make_table
from hertoets.findings.guidance import Money, counted_in, rows_of
from hertoets.findings.model import SIDES, TOTAL_ROW, UNKNOWN_ROW, Column, RawTable
from hertoets.findings.sets import rows, total
from hertoets.findings.tables_persons import told_in
from hertoets.findings.view import View
from hertoets.outcomes import PERIODS

PUBLISHED = [  # id, what is set beside it, groups, the period, figure as published, source
    ("F1", "kennisgevingen onder de Wi2021 tot de stop", None, "told_until_stop",
     "ongeveer 500, waarvan een deel ten onrechte", "L353 (26 januari 2022)"),
    ("F2", "cohort 2022, totaal", None, "told_in_2022",
     "ongeveer 26,5 duizend (voorlopig)", "CBS, Statistiek Wet Inburgering 2022"),
    ("F2", "cohort 2022, asiel", ("asylum",), "told_in_2022",
     "ongeveer 19 duizend (voorlopig)", "CBS, Statistiek Wet Inburgering 2022"),
    ("F2", "cohort 2022, gezin en overig", ("family", "other"), "told_in_2022",
     "ongeveer 7,4 duizend (voorlopig)", "CBS, Statistiek Wet Inburgering 2022"),
    ("F3", "cohort 2022, totaal", None, "told_in_2022",
     "26,2 duizend (herzien)", "CBS, Statistiek Wet Inburgering 2023"),
    ("F3", "cohort 2022, asiel", ("asylum",), "told_in_2022",
     "18,9 duizend (herzien)", "CBS, Statistiek Wet Inburgering 2023"),
    ("F3", "cohort 2022, gezin en overig", ("family", "other"), "told_in_2022",
     "7,3 duizend (herzien)", "CBS, Statistiek Wet Inburgering 2023"),
]  # fmt: skip


def tabulate_guidance(view: View) -> RawTable | None:
    """Expected and counted persons, a row a municipality and the total below."""
    if view.headline not in view.money:
        return None
    table = view.money[view.headline].sort_values("municipality", na_position="last", kind="stable")
    money = Money(view.headline, table)
    drawn = list(rows_of(table))
    body: list[tuple[Draft, ...]] = [
        (
            "onbekend" if row.code == UNKNOWN_ROW else row.code,
            *(money.expected(row, side) for side in SIDES),
            counted_in(row.code) if row.is_known else None,
            _name(row.code),
        )
        for row in drawn
    ]
    expected = (total(money.expected(row, side) for row in drawn) for side in SIDES)
    all_known = all(row.is_known for row in drawn)
    whole = total(counted_in(row.code) for row in drawn) if all_known else None
    body.append((TOTAL, *expected, whole, TOTAL))
    columns = (
        Column("municipality", "code", "label"),
        Column("expected_lower", "verwacht, zeker", "count"),
        Column("expected_upper", "verwacht, ten hoogste", "count"),
        Column("counted", "geteld", "count"),
        Column("name", "gemeente", "text"),
    )
    keys = (*(row.code for row in drawn), TOTAL_ROW)
    return make_table("guidance", view.headline, columns, body, keys=keys)


def tabulate_guidance_total(view: View) -> RawTable | None:
    """Counted less expected, and over and under apart; None where no count is known."""
    if view.headline not in view.money:
        return None
    table: pd.DataFrame = view.money[view.headline]
    money = Money(view.headline, table)
    figures = money.figures()
    if "guidance_difference_persons" not in figures:
        return None
    known = [row for row in rows_of(table) if row.is_known]
    counted = total(counted_in(row.code) for row in known)
    pairs = {
        "verwacht": tuple(total(money.expected(row, side) for row in known) for side in SIDES),
        "geteld": (counted, counted),
        "verschil, geteld min verwacht": figures["guidance_difference_persons"],
        "te veel geteld": figures["guidance_overpaid_persons"],
        "te weinig geteld": figures["guidance_underpaid_persons"],
    }
    body: list[tuple[Draft, ...]] = [(label, *pair, None, None) for label, pair in pairs.items()]
    columns = (
        Column("label", "", "label"),
        Column("lower", "personen, zeker", "count"),
        Column("upper", "personen, ten hoogste", "count"),
        Column("euro_lower", "euro, zeker", "euro", ("lower",)),
        Column("euro_upper", "euro, ten hoogste", "euro", ("upper",)),
    )
    return make_table("guidance_total", view.headline, columns, body, signed_rows=(2,))


def tabulate_guidance_may_september(view: View) -> RawTable | None:
    """The counts of May and of September, a municipality with both a row, and the total below."""
    codes = list(view.periods)
    if not codes:
        return None
    later, earlier = (f"counted_{period}" for period in PERIODS)
    body: list[tuple[Draft, ...]] = [
        (code, rows(earlier, code), rows(later, code), _name(code)) for code in codes
    ]
    sums = (total(rows(period, code) for code in codes) for period in (earlier, later))
    body.append((TOTAL, *sums, TOTAL))
    columns = (
        Column("municipality", "code", "label"),
        Column("may", "mei 2022", "count"),
        Column("september", "september 2022", "count"),
        Column("name", "gemeente", "text"),
    )
    keys = (*codes, TOTAL_ROW)
    return make_table("guidance_may_september", view.headline, columns, body, keys=keys)


def tabulate_reconciliation(view: View) -> RawTable | None:
    """Persons by first notice beside what was published about other populations.

    Invented persons cannot be reconciled with the real world.
    """
    if view.delivery.meta.synthetic:
        return None
    body: list[tuple[Draft, ...]] = [
        (name, what, *told_in(view, groups, period), figure, source)
        for name, what, groups, period, figure, source in PUBLISHED
    ]
    columns = (
        Column("id", "cijfer", "label"),
        Column("what", "wat", "text"),
        Column("lower", "eigen cijfer, zeker", "count"),
        Column("upper", "eigen cijfer, ten hoogste", "count"),
        Column("published", "gepubliceerd", "text"),
        Column("source", "bron", "text"),
    )
    return make_table("reconciliation", view.headline, columns, body)


def _name(code: str) -> str:
    """Name a municipality; a code that the list lacks is its own name."""
    if code == UNKNOWN_ROW:
        return "onbekend"
    known = municipalities().get(code)
    return known.name if known else f"onbekend ({code})"
