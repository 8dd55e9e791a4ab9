"""Is one person here under two pseudonyms? (Q12; two records of one foreigner, B5 and B6.)

Known in work with registers: the keys differ, so only what both records say can tell.
"""

import numpy as np
import pandas as pd

from hertoets.quality.look import Look
from hertoets.quality.marks import Marks
from hertoets.quality.rights import rights_of

SAME = ("birth_from", "birth_to", "sex", "nationality")


def one_pseudonym(look: Look, table: str, most_days: int) -> Marks:
    """Nobody with a notice and no right fits somebody with a right and no notice.

    They fit where birth date, sex and nationality are the same (unknown in both is the same) and
    the notice comes after the decision, by at most so many days. Both are marked; a coincidence
    cannot be told from a double.
    """
    rights = rights_of(look)
    told = look.holding("notices")
    notice = np.full(look.persons(), np.inf)
    dates = look.days("notices", "notice_date")
    np.minimum.at(notice, look.person("notices")[~np.isnan(dates)], dates[~np.isnan(dates)])
    said = pd.DataFrame(
        {
            "birth_from": look.numbers(table, "birth_from"),
            "birth_to": look.numbers(table, "birth_to"),
            "sex": look.words(table, "sex"),
            "nationality": look.words(table, "nationality"),
            "person": look.person(table),
        }
    )
    without_right, without_notice = told & ~rights.holders, rights.holders & ~told
    left = said[without_right[said["person"]]].assign(notice=lambda rows: notice[rows["person"]])
    right = said[without_notice[said["person"]]].assign(
        decided=lambda rows: rights.first_of_any[rows["person"]]
    )
    # many to many: more than one may look alike
    pairs = left.merge(right, on=list(SAME), suffixes=("", "_other"))
    apart = pairs["notice"] - pairs["decided"]
    fits = ~((apart < 0) | ((apart > most_days) & np.isfinite(apart)))
    pairs = pairs[fits]
    wrong = np.isin(look.person(table), np.union1d(pairs["person"], pairs["person_other"]))
    return Marks(without_right[look.person(table)] | without_notice[look.person(table)], wrong)
