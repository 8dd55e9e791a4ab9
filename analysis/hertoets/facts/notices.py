"""The first notice of each person, and the test day that follows from it.

Source: contract, section 2: the earliest ``notice_date``, then ``notice_id``; undated ones last.
"""

import narwhals as nw

from hertoets.facts.calendar import OPEN
from hertoets.facts.frames import Frame
from hertoets.facts.kleene import number
from hertoets.facts.values import place

STATED = ("wi2013", "wi2021")
"""What a notice can state; its place is one higher, 0 is unknown."""

ROOM = 10**10  # more rows than any extract holds: date and row fit in one whole number


def first_notices(notices: Frame) -> Frame:
    """Keep the first notice of each person.

    Parameters
    ----------
    notices : narwhals.LazyFrame
        The table ``notices``, with ``person`` and ``row`` (in the order of ``notice_id``).

    Returns
    -------
    narwhals.LazyFrame
        One row for each person with a notice: ``person``, ``row``, its dates, and the regime
        ``stated`` (1: wi2013, 2: wi2021, 0: unknown).
    """
    stated = nw.col("regime_stated")
    order = nw.col("notice_date").fill_null(OPEN + 1).cast(nw.Int64) * ROOM + nw.col("row")
    narrow = notices.select(
        "person",
        "row",
        "notice_date",
        "start_stated",
        "term_end_stated",
        order=order,
        stated=nw.when(stated == STATED[0])
        .then(number(1))
        .when(stated == STATED[1])
        .then(number(2))
        .otherwise(number(0)),
    )
    first = nw.col("order") == nw.col("order").min().over("person")
    return narrow.filter(first).drop("order")


def with_test_day(people: Frame, reference: int) -> Frame:
    """Add the fact ``notice`` and the test day.

    Parameters
    ----------
    people : narwhals.LazyFrame
        One row a person, joined with `first_notices`.
    reference : int
        The reference date, ``yyyymmdd``.

    Returns
    -------
    narwhals.LazyFrame
        With ``notice`` (int32), ``test_day`` (int32: the last day that the test day can be) and
        ``test_day_known``. Somebody with undated notices only was told on an unknown day, so the
        test day is an unknown day no later than the reference date.
    """
    on_or_before = nw.col("notice_date") <= reference
    notice = (
        nw.when(nw.col("stated").is_null())
        .then(number(place("notice", "no_notice")))
        .when(on_or_before)
        .then(number(place("notice", "before")))
        .when(~on_or_before)
        .then(number(place("notice", "after")))
        .otherwise(number(place("notice", "unknown")))
    )
    test_day = nw.when(on_or_before).then(nw.col("notice_date")).otherwise(number(reference))
    return people.with_columns(notice=notice, test_day=test_day).with_columns(
        test_day_known=nw.col("notice") != place("notice", "unknown")
    )
