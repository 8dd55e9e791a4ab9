"""Tables of persons by group: who was wronged, and how."""

import numpy as np
import pandas as pd

from hertoets.findings.catalogue import load_labels, make_table
from hertoets.findings.cross import TOTAL, cross, sums_along, sums_down, tally
from hertoets.findings.model import TOTAL_ROW, Cell, Column, RawTable
from hertoets.findings.persons import Mask, is_in, median
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
    persons = view.persons[~is_in(view.persons[column], ("not_offered",))]
    counts = tally(persons["group"], persons[column], labels["group"], values)
    columns, rows, sums = cross(counts, "groep", labels["group"], values)
    if share:
        of = (share, "total")
        columns = (*columns, Column("share", f"aandeel {values[share]}", "percent", of))
        rows = [(*row, None) for row in rows]
    return make_table(name, view.headline, columns, rows, sums, keys=_group_keys())


def tabulate_cohort_by_group(view: View) -> RawTable:
    """The cohort by group: size, another Act stated, and each direction of start and term."""
    cohort = view.persons[is_in(view.persons["in_cohort"], ("yes",))]
    parts = {
        "persons": ("personen", np.ones(len(cohort), dtype=bool)),
        "wrong_regime": ("andere wet genoemd", is_in(cohort["outcome"], ("wrong_regime",))),
        "undecided": ("wet niet vast te stellen", is_in(cohort["outcome"], ("unknown", "open"))),
        "late": ("begin te laat", is_in(cohort["start_class"], ("late",))),
        "early": ("begin te vroeg", is_in(cohort["start_class"], ("early",))),
        "longer": ("termijn te lang", is_in(cohort["term_class"], ("longer",))),
        "shorter": ("termijn te kort", is_in(cohort["term_class"], ("shorter",))),
    }
    masks = [mask for _, mask in parts.values()]
    rows = _group_rows(cohort, masks)
    columns = (
        Column("label", "groep", "label"),
        *(Column(code, title, "count") for code, (title, _) in parts.items()),
    )
    sums = sums_down(len(rows) - 1, columns)
    return make_table("cohort_by_group", view.headline, columns, rows, sums, keys=_group_keys())


def tabulate_waiting(view: View) -> RawTable:
    """Who waited because of the stop, by group, with the median of those who surely did."""
    people = view.persons
    waited = people["waited"].to_numpy(dtype=bool)
    maybe = people["waiting"].to_numpy(dtype=bool) & ~waited
    days = people["waited_days"].to_numpy(dtype=np.float64, na_value=np.nan)
    counts = _group_rows(people, [waited, maybe, ~waited & ~maybe])
    groups = people["group"].to_numpy(object)
    medians = [median(days[waited & (groups == code)])[0] for code in load_labels()["group"]]
    medians.append(median(days[waited])[0])
    rows: list[tuple[Cell, ...]] = []
    for (label, *numbers), middle in zip(counts, medians, strict=True):
        total = sum(int(number) for number in numbers if number is not None)
        rows.append((label, *numbers, total, middle))
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


def _group_rows(persons: pd.DataFrame, masks: list[Mask]) -> list[tuple[Cell, ...]]:
    """A row a group with how many meet each mask, and the total below."""
    groups = persons["group"].to_numpy(object)
    rows: list[tuple[Cell, ...]] = [
        (label, *(int((mask & (groups == code)).sum()) for mask in masks))
        for code, label in load_labels()["group"].items()
    ]
    return [*rows, (TOTAL, *(int(mask.sum()) for mask in masks))]
