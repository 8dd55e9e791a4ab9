"""The closed vocabulary of the expectations: every way of looking, by the name that a file uses.

An entry in ``expectations/`` cannot run code of its own: it names one of these and gives it
arguments. A new way of looking is a function here, with a test.
"""

from collections.abc import Callable
from typing import TypeAlias

from hertoets.quality import (
    on_codes,
    on_columns,
    on_counts,
    on_gaps,
    on_money,
    on_places,
    on_pseudonyms,
    on_rights,
    on_spells,
)
from hertoets.quality.marks import Marks, Tally

Kind: TypeAlias = Callable[..., Marks | Tally]

KINDS: dict[str, Kind] = {
    kind.__name__: kind
    for kind in (
        on_codes.touched,
        on_codes.codes_listed,
        on_codes.municipality_listed,
        on_codes.municipality_valid,
        on_codes.municipality_until,
        on_columns.filled,
        on_columns.together,
        on_columns.still_open,
        on_columns.days_between,
        on_columns.years_between,
        on_columns.within,
        on_columns.outside,
        on_columns.delivered,
        on_columns.number_between,
        on_columns.whole_birth_dates,
        on_columns.born_first_of_january,
        on_spells.apart,
        on_spells.joined,
        on_spells.once,
        on_spells.dated_together,
        on_counts.burst,
        on_counts.months_filled,
        on_counts.months_steady,
        on_counts.in_period,
        on_gaps.told_each_month,
        on_gaps.told_evenly,
        on_rights.has_right,
        on_rights.has_notice,
        on_rights.has_row_in,
        on_rights.within_days,
        on_rights.begins_after_first,
        on_rights.regime_fits,
        on_rights.told_after,
        on_rights.offered_rightly,
        on_rights.seen_rightly,
        on_rights.age_between,
        on_rights.nationality_outside,
        on_rights.of_nationality,
        on_rights.dutch_since_known,
        on_rights.known_beside,
        on_places.told_at_link,
        on_places.told_responsible,
        on_places.linked_when_told,
        on_places.linked_in_reception,
        on_places.access_grounded,
        on_pseudonyms.one_pseudonym,
        on_money.periods_agree,
        on_money.counted_as_registered,
        on_money.first_home_linked,
    )
}
