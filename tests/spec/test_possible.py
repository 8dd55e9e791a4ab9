"""Who might have been really might: somebody with such records gets that profile by the law."""

from collections.abc import Iterable
from itertools import product

import polars as pl
import polars.selectors as cs
import pytest
from hertoets.outcomes import Profiles
from hertoets.outcomes.by_kind import as_text

from tests.support.cases import Case, compared, tables_of

HEADLINE = "publication_exceptions"
SEEN = {"municipality": "GM0363", "visible_from": "2022-01-01", "visible_to": "", "viewed": "true"}
OFFER = {"offered_on": "2022-05-01", "choice": "wi2013", "chosen_on": "2022-05-20"}
DAYS = ("2022-01-10", "2022-02-10")
Kind = tuple[str, str, bool, bool]
"""What somebody's records say: the notice, the start it states, whether seen, whether offered."""


def person(kind: Kind) -> Case:
    day, start, seen, offered = kind
    case = Case(" ".join(map(str, kind))).right().notice(day, start=start, informed="GM0363")
    if seen:
        case.add("data_access", **SEEN)
    return case.add("choices", **OFFER) if offered else case


def profiles_of(kinds: Iterable[Kind]) -> Profiles:
    tables = tables_of([person(kind) for kind in kinds], "data_access", "choices")
    return compared(tables).profiles


def split(profiles: Profiles) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Who is, and who might have been."""
    there = pl.Series(profiles.persons > 0)
    # Of a shift only its class is counted; who is a day off has that of who is none off.
    frame = as_text(profiles.frames[HEADLINE, True]).drop(cs.matches(r"^(start|term)_shift_"))
    return frame.filter(there), frame.filter(~there)


JANUARY, FEBRUARY = DAYS
AROUND = ("2022-01-31", "2022-02-01")  # a start in another month than the notice, a day from it
EVERY: list[Kind] = list(
    product((*DAYS, *AROUND), ("2021-05-03", *DAYS, *AROUND), (True, False), (True, False))
)


@pytest.mark.parametrize(
    ("kinds", "others"),
    [
        ([(JANUARY, JANUARY, True, False), (JANUARY, JANUARY, False, True)], 2),
        ([(JANUARY, JANUARY, True, True), (JANUARY, "2021-05-03", True, True)], 0),
        ([(JANUARY, JANUARY, True, True), (FEBRUARY, FEBRUARY, True, True)], 2),
        ([(JANUARY, "2021-05-03", True, False), (FEBRUARY, FEBRUARY, False, True)], 4),
    ],
    ids=["seen or offered", "start alone", "notice and start", "in everything"],
)
def test_who_might_have_been_is_somebody_whose_records_say_so(
    kinds: list[Kind], others: int
) -> None:
    _, possible = split(profiles_of(kinds))
    real, _ = split(profiles_of(EVERY))
    assert len(possible) >= others
    found = possible.join(real, on=possible.columns, how="semi", nulls_equal=True)
    assert len(found) == len(possible)


def test_who_is_like_another_in_all_but_one_part_needs_no_other() -> None:
    """Exchanged, that part makes each the other."""
    kinds = [(JANUARY, JANUARY, True, True), (JANUARY, "2021-05-03", True, True)]
    assert not (profiles_of(kinds).persons == 0).any()
