"""How long people waited because the process was stopped (FACTS K13, F5).

The stop was told to parliament on 26 January 2022; notices resumed group by group.
Source: contract, section 4.
"""

from datetime import date

import narwhals as nw

from hertoets.facts import STATED
from hertoets.facts.frames import Frame
from hertoets.facts.kleene import number, truth
from hertoets.facts.values import place

EPOCH = date(1970, 1, 1)
STOPPED = (date(2022, 1, 26) - EPOCH).days  # L353
RESTART_FAMILY = (date(2022, 3, 1) - EPOCH).days  # L356, N5
RESTART_ASYLUM_AND_OTHER = (date(2022, 3, 25) - EPOCH).days  # L356, N2
RESTART_WI2013 = (date(2022, 5, 23) - EPOCH).days  # N3, N4


def waiting(people: Frame) -> Frame:
    """Count the days between the stop, or a later publication, and the first notice.

    Parameters
    ----------
    people : narwhals.LazyFrame
        One row a person with ``stated``, ``group``, ``notice_date_days``,
        ``waiting_from_days`` and ``waiting_doubt``.

    Returns
    -------
    narwhals.LazyFrame
        With ``waited_days`` (int, null where nobody waited or it is unknown) and
        ``waiting_unknown`` (bool: it is null because something is unknown).
    """
    stated, group = nw.col("stated"), nw.col("group")
    told, published = nw.col("notice_date_days"), nw.col("waiting_from_days")
    wi2013, wi2021 = (stated == 1 + STATED.index(regime) for regime in ("wi2013", "wi2021"))
    others = (group == place("group", "asylum")) | (group == place("group", "other"))
    restart = (
        nw.when(wi2013)
        .then(number(RESTART_WI2013))
        .when(wi2021 & (group == place("group", "family")))
        .then(number(RESTART_FAMILY))
        .when(wi2021 & others)
        .then(number(RESTART_ASYLUM_AND_OTHER))
    )
    people = people.with_columns(restart=restart)
    resumed = nw.col("restart")
    since = nw.when(published > STOPPED).then(published).otherwise(number(STOPPED))
    waited = nw.when((published < resumed) & (told >= resumed)).then(told - since)
    people = people.with_columns(waited_days=waited)
    first_restart = resumed.fill_null(RESTART_FAMILY)
    could_be_late = told.is_null() | (told >= first_restart)
    in_doubt = told.is_null() | resumed.is_null() | (nw.col("waiting_doubt").fill_null(0) > 0)
    unknown = ~stated.is_null() & nw.col("waited_days").is_null() & could_be_late & in_doubt
    return people.with_columns(
        waiting_unknown=nw.when(unknown).then(truth(True)).otherwise(truth(False))
    )
