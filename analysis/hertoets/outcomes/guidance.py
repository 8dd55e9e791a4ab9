"""Social guidance money: whom a municipality should have been paid for, and whom it was.

Under Wi2013 an amount goes to the first municipality of registration of each obliged asylum holder
(D2); an address in reception is not yet that registration (FACTS K12). Source: contract, section 5.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from hertoets.extract.doubt import NOBODY, Doubt
from hertoets.facts.calendar import OPEN
from hertoets.facts.frames import rows_with
from hertoets.facts.logic import any_of_rows, maybe, surely
from hertoets.outcomes.duty import duties_on
from hertoets.outcomes.frames import counts_for_pandas
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.told import UNSETTLED

if TYPE_CHECKING:
    import pandas as pd

    from hertoets.outcomes.people import People

COUNTS: Final = "guidance_counts"
PERIODS: Final = ("2022-09", "2022-05")
"""The count of September; where a municipality has none, that of May."""


def first_registrations(
    registrations: pl.DataFrame, reception: pl.DataFrame, settings: Settings
) -> pl.DataFrame:
    """The registrations that are, or may be, a person's first outside reception.

    Returns
    -------
    polars.DataFrame
        ``person``, ``municipality`` (null: not known), ``valid_from``, ``is_first`` (true: surely
        the first, and in the window; null: possibly). Several rows a person only where it is
        doubtful.
    """
    since = pl.col("valid_from")
    homes = _outside_reception(registrations, reception)
    first_sure = since.filter(surely(pl.col("outside"))).min().over("person")
    homes = homes.with_columns(sure_from=first_sure)
    doubtful = pl.col("outside").is_null() & (
        since < pl.col("sure_from").fill_null(OPEN)
    ).fill_null(True)
    homes = homes.with_columns(
        doubtful=doubtful,
        surely_first=surely(pl.col("outside") & (since == pl.col("sure_from"))),
        in_window=since.is_between(settings.guidance_from, settings.guidance_to),
    )
    alone = ~pl.col("doubtful").any().over("person")
    may = (pl.col("surely_first") | pl.col("doubtful")) & maybe(pl.col("in_window"))
    sure = pl.col("surely_first") & alone & surely(pl.col("in_window"))
    return homes.filter(may).select(
        "person", "municipality", "valid_from", is_first=pl.when(sure).then(True)
    )


def _outside_reception(registrations: pl.DataFrame, reception: pl.DataFrame) -> pl.DataFrame:
    """Whether no reception spell in that municipality covers a registration's first day."""
    since = pl.col("valid_from")
    homes = registrations.select("person", "municipality", "valid_from").with_row_index("home")
    stays = reception.select("person", "location_municipality", "from_date", "to_date")
    inside = (
        (pl.col("municipality") == pl.col("location_municipality"))
        & (pl.col("from_date") <= since)
        & (pl.col("to_date") > since)
    )
    covered = (
        homes.join(stays, on="person", how="inner")
        .select("home", inside=inside)
        .group_by("home")
        .agg(any_of_rows(pl.col("inside")), has_stay=pl.lit(True))
    )
    joined = homes.join(covered, on="home", how="left", maintain_order="left")
    outside = pl.when(since.is_not_null()).then(
        pl.when(pl.col("has_stay").is_null()).then(True).otherwise(~pl.col("inside"))
    )
    return joined.with_columns(outside=outside)


def may_be_expected(tables: Mapping[str, pl.DataFrame], people: "People") -> pl.DataFrame:
    """Of whom a municipality should be paid, if under the Wi2013.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        With ``registrations`` and ``reception``.
    people : People

    Returns
    -------
    polars.DataFrame
        ``person``, ``municipality``, ``situation_id``, ``counts`` (null: possibly).
    """
    settings, registrations = people.settings, tables["registrations"]
    in_window = pl.col("valid_from").is_between(settings.guidance_from, settings.guidance_to)
    near = registrations.filter(maybe(in_window)).select("person").unique()
    asked = rows_with(_with_asylum(people), near["person"])
    firsts = first_registrations(
        rows_with(registrations, asked["person"]),
        rows_with(tables["reception"], asked["person"]),
        settings,
    )
    may = firsts.join(asked, on="person", how="inner", validate="m:1").rename({"valid_from": "day"})
    dated = pl.col("day").is_not_null()
    # Whose Act is not known is asked after as if it were the Wi2013: it counts only then.
    duty = pl.col("duty_wi2013")
    obliged = pl.when(duty != "unknown").then(duty == "obliged")
    judged = duties_on(may.filter(dated), people.facts).select(*may.columns, obliged=obliged)
    undated = may.filter(~dated).with_columns(obliged=pl.lit(None, pl.Boolean))
    counts = pl.col("is_first") & pl.col("with_asylum") & pl.col("obliged")
    rows = pl.concat([judged, undated]).with_columns(counts=counts)
    return rows.select("person", "municipality", "situation_id", "counts")


def _with_asylum(people: "People") -> pl.DataFrame:
    """Who has, or may have, asylum or a right that follows it, and may be under the Wi2013."""
    told = [f"regime_{name}" for name in people.law.readings]
    wi2013 = pl.any_horizontal(pl.col(told).is_in(["wi2013", *UNSETTLED]))
    situations = people.situations.filter(wi2013).select("situation_id")
    group, family = pl.col("group").cast(pl.String), pl.col("family_of_asylum")
    known = pl.when(group != "unknown").then(group)
    with_asylum = (known == "asylum") | ((known == "family") & family)
    persons = people.told.select("person", "situation_id", with_asylum=with_asylum)
    persons = persons.filter(maybe(pl.col("with_asylum")))
    return persons.join(situations, on="situation_id", how="semi")


def expected_by(may: pl.DataFrame) -> pl.DataFrame:
    """Of whom a municipality should be paid by one reading, and may have to be.

    Parameters
    ----------
    may : polars.DataFrame
        From `may_be_expected`, with the ``regime`` by the reading.

    Returns
    -------
    polars.DataFrame
        ``person``, ``municipality``, ``lower``, ``upper`` (bool).
    """
    regime = pl.col("regime")
    wi2013 = pl.when(~regime.is_in(UNSETTLED)).then(regime == "wi2013")
    counts = pl.col("counts") & wi2013
    return may.filter(maybe(wi2013)).select(
        "person", "municipality", lower=surely(counts), upper=maybe(counts)
    )


def expected_by_municipality(expected: pl.DataFrame) -> pl.DataFrame:
    """Count for each municipality the rows of `expected_by`.

    Returns
    -------
    polars.DataFrame
        ``municipality``, ``expected_lower``, ``expected_upper``.
    """
    return (
        expected.group_by("municipality")
        .agg(
            expected_lower=pl.col("lower").sum().cast(pl.Int64),
            expected_upper=pl.col("upper").sum().cast(pl.Int64),
        )
        .sort("municipality", nulls_last=True)
    )


def counted_by_municipality(counts: pl.DataFrame) -> pl.DataFrame:
    """The count that each municipality was paid for.

    Returns
    -------
    polars.DataFrame
        ``municipality``, ``counted`` (null: the municipality's count is unknown).
    """
    known = counts.drop_nulls(["municipality", "period"])
    later, earlier = (known.filter(pl.col("period") == period) for period in PERIODS)
    chosen = pl.concat([later, earlier.join(later, on="municipality", how="anti")])
    return chosen.select("municipality", counted=pl.col("persons_counted").cast(pl.Int64))


def counted_by_period(counts: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """By municipality the persons counted in each of `PERIODS`, where both are known."""
    known = counts.drop_nulls(["municipality", "period", "persons_counted"])
    later, earlier = (
        known.filter(pl.col("period") == period).select("municipality", number="persons_counted")
        for period in PERIODS
    )
    both = later.join(earlier, on="municipality", how="inner", suffix="_before").sort(
        "municipality"
    )
    return {code: (int(number), int(before)) for code, number, before in both.iter_rows()}


def unknown_counts(
    tables: Mapping[str, pl.DataFrame], doubts: Sequence[Doubt]
) -> dict[str, pl.DataFrame]:
    """The table ``guidance_counts`` with what is in doubt unknown; nothing where nothing is.

    Of a municipality of which a value is in doubt the count is unknown. Where the municipality of
    a row is in doubt, or rows may be missing, a count may be of any that has none of the later
    period: the table gets a row without a municipality, marked ``in_doubt``.
    """
    own = [doubt for doubt in doubts if doubt.table == COUNTS and len(doubt.rows) and doubt.columns]
    anywhere = any("municipality" in doubt.columns for doubt in own)
    anywhere |= any(COUNTS in doubt.missing for doubt in doubts)
    if COUNTS not in tables or not (own or anywhere):
        return {}
    table = tables[COUNTS]
    rows = np.unique(np.concatenate([NOBODY, *(doubt.rows for doubt in own)]))
    place = pl.col("municipality")
    known = ~place.is_in(table["municipality"].gather(rows).drop_nulls().implode())
    if anywhere:
        known &= (pl.col("period") == PERIODS[0]).any().over("municipality")
    table = table.with_columns(
        persons_counted=pl.when(known).then("persons_counted"), in_doubt=pl.lit(False)
    )
    nowhere = table.clear(int(anywhere)).with_columns(in_doubt=pl.lit(True))
    return {COUNTS: pl.concat([table, nowhere])}


def counted_beside(expected: pl.DataFrame, counts: pl.DataFrame | None) -> "pd.DataFrame":
    """Lay those counted beside those expected, for each municipality.

    Parameters
    ----------
    expected : polars.DataFrame
        From `expected_by_municipality`.
    counts : polars.DataFrame or None
        The table ``guidance_counts``; None where it is absent.

    Returns
    -------
    pandas.DataFrame
        ``municipality``, ``expected_lower``, ``expected_upper`` (int), ``counted`` (null where
        unknown; 0 where the municipality is in no count).
    """
    if counts is None:
        return counts_for_pandas(expected.with_columns(counted=pl.lit(None, pl.Int64)))
    counted = counted_by_municipality(counts)
    both = expected.join(
        counted.with_columns(listed=pl.lit(True)), on="municipality", how="full", coalesce=True
    )
    # Who is in no list was paid for nobody; who has no known municipality is in no list at all.
    absent = pl.col("listed").is_null() & pl.col("municipality").is_not_null()
    if may_be_counted_anywhere(counts):
        absent = absent & False
    return counts_for_pandas(
        both.with_columns(
            pl.col("expected_lower", "expected_upper").fill_null(0),
            counted=pl.when(absent).then(0).otherwise("counted"),
        ).drop("listed")
    )


def may_be_counted_anywhere(counts: pl.DataFrame) -> bool:
    """Whether a count may be of a municipality that is in no list."""
    return "in_doubt" in counts.columns and bool(counts["in_doubt"].any())
