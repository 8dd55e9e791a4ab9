"""What can be said of a person's rights from the register alone, without the law's facts.

A proxy, and told as one: the earliest decision, and whether some right that is not for a temporary
purpose surely was made known on or before a day (asylum: decided; others: document collected).
Source: D1 for the making known; the law room alone decides what applies.
"""

from functools import cached_property

import numpy as np

from hertoets.quality.look import Days, Look, Mask

RIGHTS = "residence_rights"


class Rights:
    """The rights of each person, as arrays with one place a person."""

    def __init__(self, look: Look) -> None:
        self.look = look

    @cached_property
    def counts(self) -> Mask:
        """Which rows count: not for a temporary purpose, or of a spiritual minister."""
        lasting = self.look.where(RIGHTS, {"temporary_purpose": [False]})
        return lasting | self.look.where(RIGHTS, {"spiritual_minister": [True]})

    @cached_property
    def holders(self) -> Mask:
        """Who has a row at all."""
        return self.look.holding(RIGHTS)

    @cached_property
    def first_decision(self) -> Days:
        """The earliest known decision of a right that counts; nan without one."""
        return self._first(self.look.days(RIGHTS, "decision_date"), self.counts)

    @cached_property
    def first_of_any(self) -> Days:
        """The earliest known decision of any right; nan without one."""
        decided = self.look.days(RIGHTS, "decision_date")
        return self._first(decided, np.ones(len(decided), dtype=bool))

    @cached_property
    def published(self) -> Days:
        """The earliest day on which a right that counts surely was made known; nan without one."""
        return self._first(self.made_known, self.counts)

    @cached_property
    def made_known(self) -> Days:
        """Of each row: the decision for asylum, the collection for others; nan where unknown."""
        asylum = self.look.where(RIGHTS, {"migrant_group": ["asylum"]})
        others = self.look.where(RIGHTS, {"migrant_group": ["family", "other"]})
        decided = self.look.days(RIGHTS, "decision_date")
        collected = self.look.days(RIGHTS, "document_collected_date")
        unknown = np.full(len(decided), np.nan, dtype=np.float32)
        return np.where(asylum, decided, np.where(others, collected, unknown))

    @cached_property
    def asylum_holders(self) -> Mask:
        """Who has an asylum right."""
        return self.look.holding(RIGHTS, self.look.where(RIGHTS, {"migrant_group": ["asylum"]}))

    def _first(self, days: Days, rows: Mask) -> Days:
        first = np.full(self.look.persons(), np.inf, dtype=np.float32)
        known = rows & ~np.isnan(days)
        np.minimum.at(first, self.look.person(RIGHTS)[known], days[known])
        return np.where(np.isinf(first), np.nan, first)


def rights_of(look: Look) -> Rights:
    """The rights of everyone, looked at once."""
    return look.shared("rights", Rights)
