"""Was the right municipality told: the one responsible on the day of the first notice.

In reception that is the municipality COA linked the person to, otherwise the one of registration
(kst-32824-356; FACTS K11). Source: contract, section 4.
"""

import narwhals as nw
import pandas as pd

from hertoets.compare.words import INFORMED
from hertoets.facts import first_notices
from hertoets.facts.calendar import OPEN
from hertoets.facts.frames import Frame, lazy
from hertoets.facts.kleene import MAYBE, SURE, grade, number, truth

ROOM = 10**8  # more than any date yyyymmdd


def informed(tables: dict[str, pd.DataFrame]) -> Frame:
    """Judge the municipality that the first notice informed.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        With ``notices``, ``reception`` and ``registrations``.

    Returns
    -------
    narwhals.LazyFrame
        ``person`` and ``informed``, a place in `INFORMED`; who has no notice is absent. Where a
        spell may cover the day but its dates do not say so, who was responsible is unknown,
        unless a surely covering spell began later.
    """
    told = ["municipality_informed", "municipality_informed_unknown"]
    first = first_notices(lazy(tables["notices"])).select("person", "row", "notice_date")
    people = first.join(lazy(tables["notices"]).select("row", *told), on="row", how="left")
    notices = first.filter(~nw.col("notice_date").is_null()).select("person", "notice_date")
    reception = lazy(tables["reception"])
    registrations = lazy(tables["registrations"])
    stay = _covering(notices, reception, "from_date", "to_date").select(
        "person",
        stay_doubtful=nw.col("doubtful"),
        reception_municipality=nw.col("location_municipality"),
        # Linked later than the notice, or never: nobody was responsible yet that we know of.
        linked=nw.when(nw.col("linked_on") <= nw.col("notice_date")).then(
            nw.col("linked_municipality")
        ),
    )
    home = _covering(notices, registrations, "valid_from", "valid_to").select(
        "person", home_doubtful=nw.col("doubtful"), home=nw.col("municipality")
    )
    people = people.join(stay, on="person", how="left").join(home, on="person", how="left")
    responsible = (
        nw.when(nw.col("stay_doubtful").is_null() & ~nw.col("home_doubtful"))
        .then(nw.col("home"))
        .when(~nw.col("stay_doubtful"))
        .then(nw.col("linked"))
    )
    return people.with_columns(responsible=responsible).select("person", informed=_judged())


def _judged() -> nw.Expr:
    not_informed, right, wrong_reception, wrong_other, unknown = range(len(INFORMED))
    told, responsible = nw.col("municipality_informed"), nw.col("responsible")
    unreadable = nw.col("municipality_informed_unknown").fill_null(False)
    return (
        nw.when(told.is_null() & ~unreadable)
        .then(number(not_informed))
        .when(told.is_null() | responsible.is_null())
        .then(number(unknown))
        .when(told == responsible)
        .then(number(right))
        .when(told == nw.col("reception_municipality"))
        .then(number(wrong_reception))
        .otherwise(number(wrong_other))
    )


def _covering(notices: Frame, spells: Frame, begins: str, ends: str) -> Frame:
    """For each person the spell that covers the notice and began last, and whether it is doubtful.

    A person without any spell that may cover the day is absent.
    """
    begin, end, day = nw.col(begins), nw.col(ends), nw.col("notice_date")
    open_end = end.is_null() & ~nw.col(f"{ends}_unknown")
    # one notice a person, many spells; their text is fetched for the spell that counts
    near = notices.join(
        spells.select("person", begins, ends, f"{ends}_unknown"), on="person", how="inner"
    )
    near = near.with_columns(covers=grade((begin <= day) & (open_end | (end > day))))
    covering = near.filter(nw.col("covers") == SURE)
    covering = covering.filter(begin == begin.max().over("person"))
    doubts = (
        near.filter(nw.col("covers") == MAYBE)
        .select("person", doubt_from=begin.fill_null(OPEN))
        .group_by("person")
        .agg(nw.col("doubt_from").max())
    )
    anybody = near.filter(nw.col("covers") > 0).select("person").unique()
    # a person's spells differ in their first day: both make one number to join on
    place = nw.col("person").cast(nw.Int64) * ROOM + begin
    text = spells.with_columns(place=place).drop("person", begins, ends, f"{ends}_unknown")
    covering = covering.with_columns(place=place).join(text, on="place", how="inner")
    both = anybody.join(covering, on="person", how="left").join(doubts, on="person", how="left")
    doubtful = nw.when(begin.is_null()).then(truth(True)).otherwise(nw.col("doubt_from") > begin)
    return both.with_columns(doubtful=doubtful.fill_null(False))
