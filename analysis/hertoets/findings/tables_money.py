"""Tables of the money for social guidance, and of our figures beside published ones."""

from datetime import date

import pandas as pd
import polars as pl

from hertoets.extract.municipalities import municipalities
from hertoets.findings.catalogue import make_table
from hertoets.findings.cross import sums_down
from hertoets.findings.guidance import compare_counts
from hertoets.findings.model import TOTAL_ROW, UNKNOWN_ROW, Cell, Column, RawTable, Sum
from hertoets.findings.persons import count, is_in
from hertoets.findings.view import View

STOP = date(2022, 1, 26)  # L353: the letter that stopped the notices
YEAR_2022 = (date(2022, 1, 1), date(2022, 12, 31))

PUBLISHED = [  # id, what is set beside it, groups, first and last day, figure as published, source
    ("F1", "kennisgevingen onder de Wi2021 tot de stop", None, (YEAR_2022[0], STOP),
     "ongeveer 500, waarvan een deel ten onrechte", "L353 (26 januari 2022)"),
    ("F2", "cohort 2022, totaal", None, YEAR_2022,
     "ongeveer 26,5 duizend (voorlopig)", "CBS, Statistiek Wet Inburgering 2022"),
    ("F2", "cohort 2022, asiel", ("asylum",), YEAR_2022,
     "ongeveer 19 duizend (voorlopig)", "CBS, Statistiek Wet Inburgering 2022"),
    ("F2", "cohort 2022, gezin en overig", ("family", "other"), YEAR_2022,
     "ongeveer 7,4 duizend (voorlopig)", "CBS, Statistiek Wet Inburgering 2022"),
    ("F3", "cohort 2022, totaal", None, YEAR_2022,
     "26,2 duizend (herzien)", "CBS, Statistiek Wet Inburgering 2023"),
    ("F3", "cohort 2022, asiel", ("asylum",), YEAR_2022,
     "18,9 duizend (herzien)", "CBS, Statistiek Wet Inburgering 2023"),
    ("F3", "cohort 2022, gezin en overig", ("family", "other"), YEAR_2022,
     "7,3 duizend (herzien)", "CBS, Statistiek Wet Inburgering 2023"),
]  # fmt: skip


def tabulate_guidance(view: View, guidance: pd.DataFrame) -> RawTable:
    """Expected and counted persons, a row a municipality and the total below."""
    ordered = guidance.sort_values("municipality", na_position="last", kind="stable")
    rows: list[tuple[Cell, ...]] = [
        (
            "onbekend" if pd.isna(row["municipality"]) else row["municipality"],
            int(row["expected_lower"]),
            int(row["expected_upper"]),
            None if pd.isna(row["counted"]) else int(row["counted"]),
            _name(row["municipality"]),
        )
        for row in ordered.to_dict("records")
    ]
    whole = None if guidance["counted"].isna().any() else int(guidance["counted"].sum())
    sure, maybe = guidance["expected_lower"].sum(), guidance["expected_upper"].sum()
    rows.append(("totaal", int(sure), int(maybe), whole, "totaal"))
    columns = (
        Column("municipality", "code", "label"),
        Column("expected_lower", "verwacht, zeker", "count"),
        Column("expected_upper", "verwacht, hooguit", "count"),
        Column("counted", "geteld", "count"),
        Column("name", "gemeente", "text"),
    )
    sums = sums_down(len(rows) - 1, columns if whole is not None else columns[:3])
    keys = [UNKNOWN_ROW if pd.isna(code) else code for code in ordered["municipality"]]
    return make_table("guidance", view.headline, columns, rows, sums, keys=(*keys, TOTAL_ROW))


def tabulate_guidance_total(view: View, guidance: pd.DataFrame) -> RawTable | None:
    """Counted less expected, and over and under apart; None where no count is known."""
    figures = compare_counts(guidance)
    if figures is None:
        return None
    known = guidance[guidance["counted"].notna()]
    counted = int(known["counted"].sum())
    pairs = {
        "verwacht": (int(known["expected_lower"].sum()), int(known["expected_upper"].sum())),
        "geteld": (counted, counted),
        "verschil, geteld min verwacht": figures["guidance_difference_persons"],
        "te veel geteld": figures["guidance_overpaid_persons"],
        "te weinig geteld": figures["guidance_underpaid_persons"],
    }
    rows: list[tuple[Cell, ...]] = [(label, *pair, None, None) for label, pair in pairs.items()]
    columns = (
        Column("label", "", "label"),
        Column("lower", "personen, zeker", "count"),
        Column("upper", "personen, hooguit", "count"),
        Column("euro_lower", "euro, zeker", "euro", ("lower",)),
        Column("euro_upper", "euro, hooguit", "euro", ("upper",)),
    )
    # Counted less the most expected is the least difference, and over less under is the difference.
    sums = [
        Sum((1, 1), ((2, 1), (0, 2))),
        Sum((1, 2), ((2, 2), (0, 1))),
        Sum((3, 1), ((2, 1), (4, 2))),
        Sum((3, 2), ((2, 2), (4, 1))),
    ]
    return make_table("guidance_total", view.headline, columns, rows, sums, signed_rows=(2,))


def tabulate_reconciliation(view: View) -> RawTable:
    """Persons by first notice beside what was published about other populations."""
    rows: list[tuple[Cell, ...]] = []
    persons = view.crowd_by("notice", "notice_date", "regime_stated", "group")
    for name, what, groups, period, figure, source in PUBLISHED:
        sure, maybe = _first_notices(groups, *period)
        rows.append((name, what, *count(persons, [sure, sure | maybe]), figure, source))
    columns = (
        Column("id", "cijfer", "label"),
        Column("what", "wat", "text"),
        Column("lower", "eigen cijfer, zeker", "count"),
        Column("upper", "eigen cijfer, hooguit", "count"),
        Column("published", "gepubliceerd", "text"),
        Column("source", "bron", "text"),
    )
    return make_table("reconciliation", view.headline, columns, rows)


def _name(code: object) -> str:
    """Name a municipality; a code that the list lacks is its own name."""
    if not isinstance(code, str):
        return "onbekend"
    known = municipalities().get(code)
    return known.name if known else f"onbekend ({code})"


def _first_notices(
    groups: tuple[str, ...] | None, first: date, last: date
) -> tuple[pl.Expr, pl.Expr]:
    """Whose first notice surely, and whose possibly, states Wi2021 in a period."""
    noticed = ~is_in("notice", "no_notice")
    within = pl.col("notice_date").is_between(first, last)
    states, may_state = is_in("regime_stated", "wi2021"), ~is_in("regime_stated", "wi2013")
    member = may_be = pl.lit(value=True)
    if groups is not None:
        member, may_be = is_in("group", *groups), is_in("group", *groups, "unknown")
    sure = noticed & within.fill_null(value=False) & states & member
    return sure, noticed & within.fill_null(value=True) & may_state & may_be
