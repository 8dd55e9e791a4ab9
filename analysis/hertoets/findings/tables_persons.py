"""Tables of persons: by group, by month, by days, by kind of reception."""

from itertools import pairwise

import pandas as pd

from hertoets.findings.catalogue import load_labels
from hertoets.findings.drafts import TOTAL, Draft, Labels, cross, make_table
from hertoets.findings.medians import median_of
from hertoets.findings.model import TOTAL_ROW, Column, RawTable
from hertoets.findings.sets import Conditions, Counted, Value, persons, total
from hertoets.findings.view import View
from hertoets.outcomes import band_edges

BY_GROUP = {  # table: the column that it shows, and the value whose share of all it gives
    "certainty": ("certainty", "certain"),
    "wrong_notice_by_group": ("wrong_notice", None),
    "term_class_by_group": ("term_class", None),
    "breach": ("breach", None),
    "informed": ("informed", None),
    "choices": ("regime_by_choice", None),
}
COHORT: dict[str, tuple[str, Conditions]] = {
    "persons": ("personen", {}),
    "wrong_regime": ("andere wet genoemd", {"outcome": ("wrong_regime",)}),
    "undecided": ("wet niet vast te stellen", {"outcome": ("unknown", "open")}),
    "late": ("begin te laat", {"start_class": ("late",)}),
    "early": ("begin te vroeg", {"start_class": ("early",)}),
    "longer": ("termijn te lang", {"term_class": ("longer",)}),
    "shorter": ("termijn te kort", {"term_class": ("shorter",)}),
}
MONTHLY: dict[str, tuple[str, Conditions]] = {
    name: COHORT[name] for name in ("persons", "late", "early")
}
OFFERED = [  # wronged, offered, the column, its heading
    ("yes", "yes", "reached", "zeker ten onrechte, keuze aangeboden"),
    ("yes", "no", "missed", "zeker ten onrechte, geen aanbod"),
    ("unknown", "yes", "reached_maybe", "niet vast te stellen, keuze aangeboden"),
    ("unknown", "no", "missed_maybe", "niet vast te stellen, geen aanbod"),
]
UNKNOWN_MONTH = "onbekend"
OTHER_MONTH = "other"
OTHER_MONTHS = "een andere maand"
WAITED = {"waited": "yes", "maybe": "unknown", "not": "no"}
KINDS = {"azc": "azc", "logeerregeling": "logeerregeling", "other": "overig"}
_PERIODS = {"before": ("no", "vóór 25 maart 2022"), "from": ("yes", "vanaf 25 maart 2022")}


def tabulate_by_group(view: View, name: str) -> RawTable:
    """Persons by group and the values of one column; `name` is a key of `BY_GROUP`."""
    column, share = BY_GROUP[name]
    values = load_labels()[column]
    columns, rows = _crossed(view, "group", "groep", column, load_labels()["group"], values, {})
    if share:
        of = (share, "total")
        columns = (*columns, Column("share", f"aandeel {values[share]}", "percent", of))
        rows = [(*row, None) for row in rows]
    return make_table(name, view.headline, columns, rows, keys=_group_keys())


def tabulate_cohort_by_group(view: View) -> RawTable:
    """The cohort by group: size, another Act stated, and each direction of start and term."""
    rows = group_rows(view, [{**where, "in_cohort": ("yes",)} for _, where in COHORT.values()])
    columns = (
        Column("label", "groep", "label"),
        *(Column(code, title, "count") for code, (title, _) in COHORT.items()),
    )
    return make_table("cohort_by_group", view.headline, columns, rows, keys=_group_keys())


def tabulate_waiting(view: View) -> RawTable:
    """Who waited because of the stop, by group, with the median of those who surely did."""
    counts = group_rows(view, [{"through_stop": (value,)} for value in WAITED.values()])
    days = view.basis.days("waited_days")
    rows: list[tuple[Draft, ...]] = []
    for code, (label, *numbers) in zip([*load_labels()["group"], None], counts, strict=True):
        own = days if code is None else days.filter(days["group"] == code)
        whole = total(number for number in numbers if isinstance(number, Counted))
        rows.append((label, *numbers, whole, median_of(own)))
    columns = (
        Column("label", "groep", "label"),
        Column("waited", "wachtten", "count"),
        Column("maybe", "wachtten misschien", "count"),
        Column("not", "wachtten niet", "count"),
        Column("total", TOTAL, "count"),
        Column("median_days", "mediaan in dagen", "days", ("waited",)),
    )
    return make_table("waiting_by_group", view.headline, columns, rows, keys=_group_keys())


def tabulate_start_shift(view: View) -> RawTable:
    """The cohort by how many days the stated start lies from the headline's, and by group.

    These are the persons over whom the median of the shift is taken.
    """
    bands, groups = band_labels(view.tolerance_days), load_labels()["group"]
    known: Conditions = {"in_cohort": ("yes",), "shift_known": ("yes",)}
    cells = {
        (band, group): _who(view, {**known, "shift_band": (number,), "group": (group,)})
        for number, band in bands.items()
        for group in groups
    }
    labels = {band: band for band in bands.values()}
    columns, rows = cross("afwijking van het begin", labels, groups, cells)
    keys = (*map(str, bands), TOTAL_ROW)
    return make_table("start_shift", view.headline, columns, rows, keys=keys)


def tabulate_told_without_duty(view: View) -> RawTable:
    """Who was told without a duty on that day, by why there was none."""
    rows: list[tuple[Draft, ...]] = [
        (label, _who(view, {"told_without_duty": ("yes",), "duty": (code,)}))
        for code, label in load_labels()["no_duty"].items()
    ]
    rows.append((TOTAL, *totals(rows)))
    columns = (
        Column("label", "waarom geen plicht", "label"),
        Column("persons", "personen", "count"),
    )
    keys = (*load_labels()["no_duty"], TOTAL_ROW)
    return make_table("told_without_duty_by_duty", view.headline, columns, rows, keys=keys)


def tabulate_offer_by_group(view: View) -> RawTable:
    """Whom the offer reached and whom it missed, of who surely or possibly was wronged."""
    parts: list[Conditions] = [
        {"wrong_notice": (wronged,), "was_offered": (offered,)}
        for wronged, offered, _, _ in OFFERED
    ]
    columns = (
        Column("label", "groep", "label"),
        *(Column(name, title, "count") for _, _, name, title in OFFERED),
    )
    rows = group_rows(view, parts)
    return make_table("offer_by_group", view.headline, columns, rows, keys=_group_keys())


def tabulate_wrong_notice_by_month(view: View) -> RawTable:
    """Persons with a surely or possibly wrong notice, by month of the first such notice.

    Every month after the reference date has a row: that it has one tells nothing.
    """
    settings = view.settings
    window = pd.period_range(
        str(settings.reference_date), str(settings.as_of or settings.reference_date), freq="M"
    )
    values = {code: load_labels()["wrong_notice"][code] for code in ("yes", "unknown")}
    months = {*view.basis.values("notice_month"), *map(str, window)}
    rows = {str(month): str(month) or UNKNOWN_MONTH for month in months}
    rows = dict(sorted(rows.items(), key=lambda entry: entry[1]))
    columns, body = _crossed(view, "notice_month", "maand", "wrong_notice", rows, values, {})
    # A figure over time has no use for a row of totals.
    return make_table("wrong_notice_by_month", view.headline, columns, body[:-1], keys=rows)


def tabulate_cohort_by_month(view: View) -> RawTable:
    """The cohort by month of its start, stated before the headline's, and who was told it late.

    The months of the cohorts have a row each; whose start stands in another month has one together.
    """
    settings = view.settings
    window = pd.period_range(str(settings.cohort_from), str(settings.cohort_to), freq="M")
    inside = [str(month) for month in window]
    others = [month for month in view.basis.values("cohort_month") if month not in inside]
    rows: dict[str, tuple[Value, ...]] = {month: (month,) for month in inside}
    rows[OTHER_MONTH] = tuple(others)
    body: list[tuple[Draft, ...]] = [
        (
            OTHER_MONTHS if label == OTHER_MONTH else label,
            *(
                _who(view, {**where, "in_cohort": ("yes",), "cohort_month": months})
                for _, where in MONTHLY.values()
            ),
        )
        for label, months in rows.items()
    ]
    columns = (
        Column("label", "maand", "label"),
        *(Column(name, title, "count") for name, (title, _) in MONTHLY.items()),
    )
    return make_table("cohort_by_month", view.headline, columns, body, keys=rows)


def tabulate_informed_by_kind(view: View) -> RawTable:
    """Who was in reception when told, by its kind: told, and told to the municipality there."""
    wrong: Conditions = {"informed": ("wrong_reception",)}
    parts: dict[str, tuple[str, Conditions]] = {}
    for period, (said, label) in _PERIODS.items():
        when: Conditions = {"told_from_restart": (said,)}
        parts[f"told_{period}"] = (f"kennisgeving {label}", when)
        parts[f"wrong_{period}"] = (f"bericht naar de opvang {label}", {**when, **wrong})
    rows: list[tuple[Draft, ...]] = [
        (
            label,
            *(_who(view, {**where, "reception_kind": (kind,)}) for _, where in parts.values()),
        )
        for kind, label in KINDS.items()
    ]
    rows.append((TOTAL, *totals(rows)))
    columns = (
        Column("label", "soort opvang", "label"),
        *(Column(name, title, "count") for name, (title, _) in parts.items()),
    )
    keys = (*KINDS, TOTAL_ROW)
    return make_table("informed_by_kind", view.headline, columns, rows, keys=keys)


def band_labels(tolerance_days: int) -> dict[int, str]:
    """What each band of `hertoets.outcomes.bands.banded` is called, from early to late."""
    edges = band_edges(tolerance_days)
    sizes = [f"{low + 1} tot en met {high} dagen" for low, high in pairwise(edges)]
    sizes.append(f"meer dan {edges[-1]} dagen")
    early = {-place: f"{size} te vroeg" for place, size in enumerate(sizes, start=1)}
    late = {place: f"{size} te laat" for place, size in enumerate(sizes, start=1)}
    middle = {0: f"ten hoogste {tolerance_days} dagen verschil"}
    return dict(sorted((early | middle | late).items()))


def told_in(view: View, groups: tuple[str, ...] | None, column: str) -> tuple[Counted, Counted]:
    """Whose first notice surely, and whose possibly, states Wi2021 in a period."""
    sure: Conditions = {column: ("yes",), "stated": ("wi2021",)}
    maybe: Conditions = {column: ("yes", "unknown"), "stated": ("wi2021", "unknown")}
    if groups is not None:
        sure, maybe = {**sure, "group": groups}, {**maybe, "group": (*groups, "unknown")}
    return _who(view, sure), _who(view, maybe)


def _crossed(
    view: View,
    down: str,
    title_nl: str,
    along: str,
    rows: Labels,
    values: Labels,
    where: Conditions,
) -> tuple[tuple[Column, ...], list[tuple[Draft, ...]]]:
    cells = {
        (row, value): _who(view, {**where, down: (row,), along: (value,)})
        for row in rows
        for value in values
    }
    return cross(title_nl, rows, values, cells)


def _who(view: View, where: Conditions) -> Counted:
    return persons(where, view.headline)


def _group_keys() -> tuple[str, ...]:
    return (*load_labels()["group"], TOTAL_ROW)


def group_rows(view: View, parts: list[Conditions]) -> list[tuple[Draft, ...]]:
    """A row a group with who meets each part, and the total below."""
    rows: list[tuple[Draft, ...]] = [
        (label, *(_who(view, {**part, "group": (code,)}) for part in parts))
        for code, label in load_labels()["group"].items()
    ]
    return [*rows, (TOTAL, *totals(rows))]


def totals(rows: list[tuple[Draft, ...]]) -> list[Counted]:
    """The sum of each column of counts."""
    columns = zip(*(row[1:] for row in rows), strict=True)
    return [total(cell for cell in cells if isinstance(cell, Counted)) for cells in columns]
