"""As applied against as the law says, for each person: outcome, duty, repair, and by which rule."""

from typing import TYPE_CHECKING

from hertoets.lazily import lazily

if TYPE_CHECKING:
    from hertoets.outcomes.bands import band_edges
    from hertoets.outcomes.by_kind import ByKind
    from hertoets.outcomes.by_reading import BY_READING
    from hertoets.outcomes.comparison import Comparison, compare
    from hertoets.outcomes.crowd import Crowd
    from hertoets.outcomes.guidance import PERIODS
    from hertoets.outcomes.harmed import AGES, HARMS, NATIONALITY, SEXES, months
    from hertoets.outcomes.kinds import alike_in
    from hertoets.outcomes.profiles import Profiles
    from hertoets.outcomes.settings import Settings, StopAndRestart
    from hertoets.outcomes.sums import highest_amount
    from hertoets.outcomes.variants import Variants, settle

__all__ = [
    "AGES",
    "BY_READING",
    "HARMS",
    "NATIONALITY",
    "PERIODS",
    "SEXES",
    "ByKind",
    "Comparison",
    "Crowd",
    "Profiles",
    "Settings",
    "StopAndRestart",
    "Variants",
    "alike_in",
    "band_edges",
    "compare",
    "highest_amount",
    "months",
    "settle",
]

_MODULES = {
    "highest_amount": "hertoets.outcomes.sums",
    **dict.fromkeys(
        ("AGES", "HARMS", "NATIONALITY", "SEXES", "months"), "hertoets.outcomes.harmed"
    ),
    "BY_READING": "hertoets.outcomes.by_reading",
    "ByKind": "hertoets.outcomes.by_kind",
    "Crowd": "hertoets.outcomes.crowd",
    "band_edges": "hertoets.outcomes.bands",
    "Comparison": "hertoets.outcomes.comparison",
    "compare": "hertoets.outcomes.comparison",
    "PERIODS": "hertoets.outcomes.guidance",
    "Profiles": "hertoets.outcomes.profiles",
    "alike_in": "hertoets.outcomes.kinds",
    "Variants": "hertoets.outcomes.variants",
    "settle": "hertoets.outcomes.variants",
    "Settings": "hertoets.outcomes.settings",
    "StopAndRestart": "hertoets.outcomes.settings",
}

__getattr__ = lazily(__name__, _MODULES)
