"""Tables of persons by month or by days: when it went wrong, and by how much."""

from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl

from hertoets.findings.catalogue import load_labels, make_table
from hertoets.findings.cross import Counts, Labels, cross, sums_along, tally
from hertoets.findings.model import TOTAL_ROW, RawTable
from hertoets.findings.persons import is_in
from hertoets.findings.view import View

SHIFT_EDGES_DAYS = (30, 90, 180, 365)
UNKNOWN_MONTH = "onbekend"


def tabulate_start_shift(view: View) -> RawTable:
    """Persons by how many days the stated start lies from the headline's, and by group."""
    persons = view.crowd_by("start_class", "start_shift_days", "group")
    persons = persons.filter(is_in("start_class", "on_time", "late", "early"))
    shift = persons["start_shift_days"].to_numpy()
    bands, labels = _bands(shift, view.comparison.settings.tolerance_days)
    groups = load_labels()["group"]
    counts = tally(persons.with_columns(band=bands), "band", "group", labels, groups)
    columns, rows, sums = cross(counts, "afwijking van het begin", labels, groups)
    keys = (*labels, TOTAL_ROW)
    return make_table("start_shift", view.headline, columns, rows, sums, keys=keys)


def tabulate_wrong_notice_by_month(view: View) -> RawTable:
    """Persons with a surely or possibly wrong notice, by month of the first notice."""
    persons = view.crowd_by("wrong_notice", "notice_date")
    persons = persons.filter(is_in("wrong_notice", "yes", "unknown"))
    persons = persons.with_columns(month=_month("notice_date"))
    rows = {month: month for month in sorted(set(persons["month"]))}
    values = {code: load_labels()["wrong_notice"][code] for code in ("yes", "unknown")}
    counts = tally(persons, "month", "wrong_notice", rows, values)
    return _by_month(view, "wrong_notice_by_month", counts, rows, values)


def tabulate_cohort_by_month(view: View) -> RawTable:
    """The cohort by month of its start, stated before the headline's, and by group."""
    settings = view.comparison.settings
    cohort = view.crowd_by("in_cohort", "cohort_month", "group")
    cohort = cohort.filter(is_in("in_cohort", "yes")).with_columns(month=_month("cohort_month"))
    every = set(cohort["month"]) | _window(settings.cohort_from, settings.cohort_to)
    rows = {month: month for month in sorted(every)}
    groups = load_labels()["group"]
    counts = tally(cohort, "month", "group", rows, groups)
    return _by_month(view, "cohort_by_month", counts, rows, groups)


def _by_month(view: View, name: str, counts: Counts, months: Labels, values: Labels) -> RawTable:
    """A month a row without a row of totals: a figure over time has no use for one."""
    columns, rows, _ = cross(counts, "maand", months, values)
    sums = sums_along(len(months), 1, len(values) + 1)
    return make_table(name, view.headline, columns, rows[:-1], sums)


def _bands(shift: npt.NDArray[np.int32], tolerance_days: int) -> tuple[pl.Series, Labels]:
    """Put days into bands; late and early are never taken together."""
    edges = [tolerance_days, *(edge for edge in SHIFT_EDGES_DAYS if edge > tolerance_days)]
    sizes = [f"{low + 1} tot en met {high} dagen" for low, high in pairwise(edges)]
    sizes.append(f"meer dan {edges[-1]} dagen")
    early = [f"{size} te vroeg" for size in reversed(sizes)]
    late = [f"{size} te laat" for size in sizes]
    names = [*early, f"hooguit {tolerance_days} dagen verschil", *late]
    distance = np.searchsorted(edges, np.abs(shift), side="left")
    place = len(sizes) + np.sign(shift) * distance
    bands = pl.Series([names[one] for one in place], dtype=pl.String)
    return bands, {name: name for name in names}


def _month(column: str) -> pl.Expr:
    return pl.col(column).dt.strftime("%Y-%m").fill_null(UNKNOWN_MONTH)


def _window(first: date, last: date) -> set[str]:
    return {str(period) for period in pd.period_range(str(first), str(last), freq="M")}
