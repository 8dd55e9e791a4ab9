"""The choice offered in the recovery, and what was chosen (N3).

The choice cannot change which Act applied on 31 December 2021: it stands beside the regime by law.
Source: contract, section 4.
"""

import narwhals as nw
import pandas as pd

from hertoets.facts.frames import Frame, lazy
from hertoets.facts.kleene import number
from hertoets.facts.values import place

DEFAULTS = ("wi2013", "wi2021")
BY_CHOICE = ("not_offered", "wi2013", "wi2021", "no_choice", "unknown")


def choose(people: Frame, choices: pd.DataFrame) -> Frame:
    """Add the default that applied and the choice made, of the offer made last.

    Parameters
    ----------
    people : narwhals.LazyFrame
        With ``person`` and ``group``.
    choices : pandas.DataFrame
        The table ``choices``.

    Returns
    -------
    narwhals.LazyFrame
        With ``choice_default`` (a place in `DEFAULTS`, or null) and ``regime_by_choice`` (a place
        in `BY_CHOICE`). An answer outside the list is unknown, which is not the same as none.
    """
    people = people.join(_last_answers(choices), on="person", how="left")
    group, was_offered = nw.col("group"), ~nw.col("answer").is_null()
    family_or_other = (group == place("group", "family")) | (group == place("group", "other"))
    default = (
        nw.when(was_offered & (group == place("group", "asylum")))
        .then(number(DEFAULTS.index("wi2021")))
        .when(was_offered & family_or_other)
        .then(number(DEFAULTS.index("wi2013")))
    )
    answer = nw.when(was_offered).then(nw.col("answer"))
    made = answer.otherwise(number(BY_CHOICE.index("not_offered")))
    return people.with_columns(choice_default=default, regime_by_choice=made)


def _last_answers(choices: pd.DataFrame) -> Frame:
    """The answer to each person's last offer; undated offers come first."""
    unknown = number(BY_CHOICE.index("unknown"))
    answer = (
        nw.when(nw.col("choice") == "wi2013")
        .then(number(BY_CHOICE.index("wi2013")))
        .when(nw.col("choice") == "wi2021")
        .then(number(BY_CHOICE.index("wi2021")))
        .when(nw.col("choice_unknown"))
        .then(unknown)
        .otherwise(number(BY_CHOICE.index("no_choice")))
    )
    offers = lazy(choices)
    offers = offers.with_columns(offered=nw.col("offered_on").fill_null(0), answer=answer)
    last = offers.filter(nw.col("offered") == nw.col("offered").max().over("person"))
    # Several undated offers: which came last is not known, so the answer is only if they agree.
    together = last.group_by("person").agg(
        nw.col("answer").min().alias("least"), nw.col("answer").max().alias("most")
    )
    agreed = nw.when(nw.col("least") == nw.col("most")).then(nw.col("least")).otherwise(unknown)
    return together.select("person", answer=agreed)
