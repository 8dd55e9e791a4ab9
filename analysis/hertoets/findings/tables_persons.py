"""Tables of persons by group: who was wronged, and how."""

import polars as pl

from hertoets.findings.catalogue import load_labels, make_table
from hertoets.findings.cross import TOTAL, cross, sums_along, sums_down, tally
from hertoets.findings.model import TOTAL_ROW, Cell, Column, RawTable
from hertoets.findings.persons import count, is_in, median_days
from hertoets.findings.view import View

BY_GROUP = {  # table: the column that it shows, and the value whose share of all it gives
    "certainty": ("certainty", "certain"),
    "wrong_notice_by_group": ("wrong_notice", "yes"),
    "term_class_by_group": ("term_class", None),
    "breach": ("breach", None),
    "informed": ("informed", None),
    "choices": ("regime_by_choice", None),
}


def tabulate_by_group(view: View, name: str) -> RawTable:
    """Persons by group and the values of one column; `name` is a key of `BY_GROUP`."""
    column, share = BY_GROUP[name]
    labels = load_labels()
    values = labels[column]
    persons = view.crowd.filter(~is_in(column, "not_offered"))
    counts = tally(persons, "group", column, labels["group"], values)
    columns, rows, sums = cross(counts, "groep", labels["group"], values)
    if share:
        of = (share, "total")
        columns = (*columns, Column("share", f"aandeel {values[share]}", "percent", of))
        rows = [(*row, None) for row in rows]
    return make_table(name, view.headline, columns, rows, sums, keys=_group_keys())


def tabulate_cohort_by_group(view: View) -> RawTable:
    """The cohort by group: size, another Act stated, and each direction of start and term."""
    parts = {
        "persons": ("personen", pl.lit(value=True)),
        "wrong_regime": ("andere wet genoemd", is_in("outcome", "wrong_regime")),
        "undecided": ("wet niet vast te stellen", is_in("outcome", "unknown", "open")),
        "late": ("begin te laat", is_in("start_class", "late")),
        "early": ("begin te vroeg", is_in("start_class", "early")),
        "longer": ("termijn te lang", is_in("term_class", "longer")),
        "shorter": ("termijn te kort", is_in("term_class", "shorter")),
    }
    cohort = view.crowd.filter(is_in("in_cohort", "yes"))
    rows = _group_rows(cohort, [part for _, part in parts.values()])
    columns = (
        Column("label", "groep", "label"),
        *(Column(code, title, "count") for code, (title, _) in parts.items()),
    )
    sums = sums_down(len(rows) - 1, columns)
    return make_table("cohort_by_group", view.headline, columns, rows, sums, keys=_group_keys())


def tabulate_waiting(view: View) -> RawTable:
    """Who waited because of the stop, by group, with the median of those who surely did."""
    waited, maybe = is_in("waited", True), is_in("waiting", True)
    counts = _group_rows(view.crowd, [waited, maybe & ~waited, ~waited & ~maybe])
    waits = view.waits[view.headline]
    ofs = [*(waits.filter(is_in("group", code)) for code in load_labels()["group"]), waits]
    rows: list[tuple[Cell, ...]] = []
    for (label, *numbers), of in zip(counts, ofs, strict=True):
        total = sum(int(number) for number in numbers if number is not None)
        rows.append((label, *numbers, total, median_days(of, "waited_days")[0]))
    columns = (
        Column("label", "groep", "label"),
        Column("waited", "wachtten", "count"),
        Column("maybe", "wachtten misschien", "count"),
        Column("not", "wachtten niet", "count"),
        Column("total", "totaal", "count"),
        Column("median_days", "mediaan in dagen", "days", ("waited",)),
    )
    sums = [*sums_along(len(rows), 1, 4), *sums_down(len(rows) - 1, columns)]
    return make_table("waiting_by_group", view.headline, columns, rows, sums, keys=_group_keys())


def _group_keys() -> tuple[str, ...]:
    return (*load_labels()["group"], TOTAL_ROW)


def _group_rows(crowd: pl.DataFrame, parts: list[pl.Expr]) -> list[tuple[Cell, ...]]:
    """A row a group with how many meet each part, and the total below."""
    rows: list[tuple[Cell, ...]] = [
        (label, *count(crowd.filter(is_in("group", code)), parts))
        for code, label in load_labels()["group"].items()
    ]
    return [*rows, (TOTAL, *count(crowd, parts))]
