"""Social guidance money: whom a municipality should have been paid for, and whom it was.

Under Wi2013 EUR 2,370 goes to the first municipality of registration of each obliged asylum
holder (D2); an address in reception is not yet that registration (FACTS K12). Source: contract,
section 5.
"""

import narwhals as nw
import pandas as pd

from hertoets.compare.settings import Settings
from hertoets.facts.calendar import OPEN, as_number
from hertoets.facts.frames import Frame, collected, lazy
from hertoets.facts.kleene import MAYBE, NO, SURE, grade, graded, number
from hertoets.facts.values import place

PERIODS = ("2022-09", "2022-05")
"""The count of September; where a municipality has none, that of May."""


def first_registrations(tables: dict[str, pd.DataFrame], settings: Settings) -> Frame:
    """Find the registrations that are, or may be, a person's first outside reception.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        With ``registrations`` and ``reception``.
    settings : Settings

    Returns
    -------
    narwhals.LazyFrame
        ``person``, ``municipality`` (null: not known) and ``is_first`` (2: surely the first, and
        in the window; 1: possibly). Several rows a person only where it is doubtful.
    """
    homes = lazy(tables["registrations"])
    homes = homes.select("person", "municipality", "valid_from")
    outside = _outside_reception(homes, lazy(tables["reception"]))
    since = nw.col("valid_from")
    surely_from = (
        outside.filter(nw.col("outside") == SURE)
        .group_by("person")
        .agg(since.min().alias("surely_from"))
    )
    homes = outside.join(surely_from, on="person", how="left")
    limit = nw.col("surely_from").fill_null(OPEN)
    doubtful = (nw.col("outside") == MAYBE) & (since.is_null() | (since < limit)).fill_null(True)
    homes = homes.with_columns(doubtful=doubtful.cast(nw.Int8))
    homes = homes.with_columns(doubts=nw.col("doubtful").max().over("person"))
    surely_first = (nw.col("outside") == SURE) & (since == nw.col("surely_from")).fill_null(False)
    first, last = as_number(settings.guidance_from), as_number(settings.guidance_to)
    in_window = grade((since >= first) & (since <= last))
    homes = homes.with_columns(surely_first=surely_first, in_window=in_window)
    is_first = graded(
        nw.col("surely_first") & (nw.col("doubts") == 0) & (nw.col("in_window") == SURE),
        (nw.col("surely_first") | (nw.col("doubtful") == 1)) & (nw.col("in_window") > NO),
    )
    return homes.select("person", "municipality", is_first=is_first).filter(nw.col("is_first") > NO)


def _outside_reception(homes: Frame, reception: Frame) -> Frame:
    """Grade each registration: no reception spell in that municipality covers its first day."""
    stays = reception.select(
        "person", "location_municipality", "from_date", "to_date", "to_date_unknown"
    )
    since, until = nw.col("valid_from"), nw.col("to_date")
    open_end = until.is_null() & ~nw.col("to_date_unknown")
    inside = (
        (nw.col("municipality") == nw.col("location_municipality"))
        & (nw.col("from_date") <= since)
        & (open_end | (until > since))
    )
    covered = (
        # every registration of a person against every stay
        homes.join(stays, on="person", how="inner")
        .select("person", "valid_from", inside=grade(inside))
        .filter(~since.is_null())
        .group_by("person", "valid_from")
        .agg(nw.col("inside").max())
    )
    joined = homes.join(covered, on=["person", "valid_from"], how="left")
    outside = (
        nw.when(since.is_null())
        .then(number(MAYBE))
        .otherwise(SURE - nw.col("inside").fill_null(NO))
    )
    return joined.with_columns(outside=outside)


def expected_by_municipality(firsts: Frame, people: Frame) -> pd.DataFrame:
    """Count for each municipality the asylum holders under Wi2013 it should be paid for.

    Parameters
    ----------
    firsts : narwhals.LazyFrame
        From `first_registrations`.
    people : narwhals.LazyFrame
        ``person``, ``group`` (a place) and ``regime`` (text).

    Returns
    -------
    pandas.DataFrame
        ``municipality``, ``expected_lower``, ``expected_upper``.
    """
    group, regime = nw.col("group"), nw.col("regime")
    asylum, unknown = place("group", "asylum"), place("group", "unknown")
    sure = (nw.col("is_first") == SURE) & (regime == "wi2013") & (group == asylum)
    may = regime.is_in(["wi2013", "open", "unknown"]) & ((group == asylum) | (group == unknown))
    both = firsts.join(people, on="person", how="inner").filter(may)
    counted = collected(
        both.select("municipality", sure=sure.cast(nw.Int64), may=may.cast(nw.Int64))
    )
    sums = counted.groupby("municipality", dropna=False, sort=True)[["sure", "may"]].sum()
    return sums.reset_index().rename(columns={"sure": "expected_lower", "may": "expected_upper"})


def counted_by_municipality(counts: pd.DataFrame) -> pd.DataFrame:
    """Give the count that each municipality was paid for.

    Parameters
    ----------
    counts : pandas.DataFrame
        The table ``guidance_counts``.

    Returns
    -------
    pandas.DataFrame
        ``municipality``, ``counted`` (null: the municipality's count is unknown).
    """
    known = counts[counts["municipality"].notna() & counts["period"].notna()]
    by_period = [known[known["period"] == period].set_index("municipality") for period in PERIODS]
    later, earlier = by_period
    chosen = pd.concat([later, earlier[~earlier.index.isin(later.index)]])
    return chosen["persons_counted"].rename("counted").sort_index().reset_index()
