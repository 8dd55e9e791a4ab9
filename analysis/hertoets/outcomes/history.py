"""What was sent, offered and imposed, row by row, as the outcomes read it.

It explains one person and is no outcome: the letter of one person names every notice and the offer,
and the page of one person says of each fine what holds of it.
"""

from typing import TYPE_CHECKING

import polars as pl

from hertoets.facts.calendar import OPEN
from hertoets.outcomes.fines import EACH, each_fine
from hertoets.outcomes.worklist import withdrawn_until

if TYPE_CHECKING:
    from hertoets.outcomes.people import People

_STATED = ("notice_date", "regime_stated", "start_stated", "term_end_stated")


def sent_notices(people: "People") -> pl.DataFrame:
    """Every notice that was sent up to the day that is looked back from, first to last.

    Parameters
    ----------
    people : People

    Returns
    -------
    polars.DataFrame
        ``person_id``, ``notice_date``, ``regime_stated``, ``start_stated``, ``term_end_stated``
        (null: unknown) and ``withdrawn_on`` (a date, ``no`` or ``unknown``, as text).
    """
    # A notice that may be missing has no name; it was not sent, as far as is known.
    sent = people.facts.notices.filter(pl.col("notice_id") != "")
    return (
        sent.sort("person", "notice_date", "notice_id", nulls_last=True)
        .with_columns(withdrawn_on=withdrawn_until(people.settings.as_of))
        .join(_names(people), on="person", how="left", maintain_order="left", validate="m:1")
        .select("person_id", *_STATED, "withdrawn_on")
    )


def made_offers(people: "People") -> pl.DataFrame:
    """The offer of a choice made last to each person who surely got one.

    Parameters
    ----------
    people : People

    Returns
    -------
    polars.DataFrame
        ``person_id``, ``offered_on`` and ``chosen_on`` (null: unknown, or not chosen). Without the
        table ``choices`` there are no rows.
    """
    if people.offers is None:
        empty = {"person_id": pl.String, "offered_on": pl.Date, "chosen_on": pl.Date}
        return pl.DataFrame(schema=empty)
    day = pl.col("chosen_on")
    return (
        people.offers.filter("surely_offered")
        .join(_names(people), on="person", how="left", maintain_order="left", validate="1:1")
        .select("person_id", "offered_on", chosen_on=pl.when(day != OPEN).then(day))
        .sort("person_id")
    )


def imposed_fines(people: "People") -> pl.DataFrame:
    """Every fine up to the day that is looked back from, with what holds of it by the headline.

    Parameters
    ----------
    people : People

    Returns
    -------
    polars.DataFrame
        ``person_id``, ``fine_id``, ``imposed_on``, ``amount_euro`` (null: unknown) and ``fine``,
        one of `hertoets.outcomes.fines.EACH`; first to last. Without the table ``fines`` there are
        no rows.
    """
    columns = {"person_id": pl.String, "fine_id": pl.String, "imposed_on": pl.Date}
    if people.records.fines is None:
        return pl.DataFrame(schema={**columns, "amount_euro": pl.Int64, "fine": EACH})
    headline = people.settings.headline
    told = people.told.select("person", regime=pl.col(f"regime_{headline}"))
    judged = each_fine(people.records.fines, told, people.law.readings[headline].date_fact)
    return (
        judged.sort("person", "imposed_on", "fine_id", nulls_last=True)
        .join(_names(people), on="person", how="left", maintain_order="left", validate="m:1")
        .select(*columns, "amount_euro", "fine")
    )


def _names(people: "People") -> pl.DataFrame:
    return people.told.select("person", "person_id")
