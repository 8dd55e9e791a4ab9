"""What followed for one person: fines, loans, a plan, and on which dates and days they were judged.

The rows themselves stand above as delivered. Source: contract, section 4 ("What followed").
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hertoets.run.page import Cell, Section

_SAYS: Final[Mapping[str, Mapping[str, str]]] = {
    "fine": {
        "no_fine": "no fine, or all were withdrawn",
        "without_duty": "a fine that stands was imposed on a day without a duty",
        "too_early": "a fine that stands was imposed on or before the lawful end",
        "other": "a fine that stands, imposed after the lawful end or under the Wi2021 with a duty",
    },
    "loan": {
        "no_loan": "no loan",
        "not_written_off": "settled after term_end_stated but by the lawful end, and a loan that "
        "is to be repaid was not written off",
        "late_access": "the start was stated late, and the first loan came on or after it",
        "other": "a loan, and neither of the two",
    },
    "plan": {
        "no_plan": "no plan",
        "without_basis": "a plan while the headline is wi2013 or none, before a choice for wi2021",
        "other": "a plan under the wi2021, or after a choice for it",
    },
}
_EACH: Final[Mapping[str, str]] = {
    "withdrawn": "withdrawn: it counts no more",
    "without_duty": "imposed on a day without a duty",
    "too_early": "imposed on or before the lawful end",
    "other": "after the lawful end, or under the Wi2021 with a duty",
}
_ABSENT: Final = "the table is not in the extract"
RESTS_ON: Final = {
    "fine": "the headline regime; imposed_on and withdrawn_on of each fine; the duty on that day; "
    "the lawful end (days of extensions)",
    "loan": "the headline regime; start_class; granted_on, repayment_from and written_off_on of "
    "each loan; term_end_stated, the settled day and the lawful end",
    "plan": "the headline regime; plan_date; choice and chosen_on",
}
"""The columns to look at where an answer is unknown."""


def followed_section(person: Mapping[str, Any], headline: str) -> Section:
    """What was judged of a person's fines, loans and plan, and why."""
    return Section(
        "followed",
        "Fines, loans and plan (headline)",
        ("what", "value", "why"),
        (
            *_days(person, headline),
            *((name, person[name], _why(name, person[name])) for name in _SAYS),
            ("fine_euro", person["fine_euro"], "fines without_duty and too_early"),
            ("loan_euro", person["loan_euro"], "loans not written off"),
            (
                "access_late_days",
                person["access_late_days"],
                "start_stated minus the start by the headline, where it was stated late",
            ),
        ),
    )


def fines_section(fines: Iterable[Mapping[str, Any]]) -> Section:
    """What holds of each fine by itself; of several, the worst is the person's."""
    return Section(
        "each_fine",
        "Each fine (headline)",
        ("fine_id", "imposed_on", "amount_euro", "value", "why"),
        tuple(
            (
                *(row[name] for name in ("fine_id", "imposed_on", "amount_euro", "fine")),
                _EACH.get(row["fine"]) or f"not known: rests on {RESTS_ON['fine']}",
            )
            for row in fines
        ),
    )


def _why(name: str, value: str) -> str:
    if value == "not_measured":
        return _ABSENT
    return _SAYS[name].get(value) or f"not known: rests on {RESTS_ON[name]}"


def _days(person: Mapping[str, Any], headline: str) -> tuple[tuple[Cell, ...], ...]:
    """The days on which the rest turns: the end without and with extensions, the settled day."""
    end, days = person[f"term_end_{headline}"], person["extended_days"]
    extended = "extensions of unknown days" if days is None else f"extended by {days} days"
    lawful = (
        "the headline gives no end of a term" if end is None else f"term ends {end}; {extended}"
    )
    settled = "earliest day of completed, of an exclusion or of a dispensation in exemptions"
    return (
        ("lawful_end", person["lawful_end"], lawful),
        ("settled_on", person["settled_on"], settled),
    )
