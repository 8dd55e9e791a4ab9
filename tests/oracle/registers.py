"""Contract 4: what the optional registers say of one person; ``None`` is an absent table."""

from datetime import date

from .logic import Truth, at_most, every
from .tables import OPEN, Row


def breach(rows: list[Row] | None, regime: str) -> str:
    """Contract 4, ``breach``."""
    if rows is None:
        return "not_measured"
    if not rows:
        return "no"
    if regime == "wi2013":
        return "viewed" if any(row["viewed"] is True for row in rows) else "visible"
    return "unknown" if regime in ("unknown", "open") else "no"


def choice_default(rows: list[Row] | None, migrant_group: str) -> str | None:
    """Contract 4, ``choice_default``: for persons in ``choices`` only."""
    if not rows:
        return None
    return {"asylum": "wi2021", "family": "wi2013", "other": "wi2013"}.get(migrant_group)


def regime_by_choice(rows: list[Row] | None) -> str:
    """Contract 4, ``regime_by_choice``: of the row offered last; undated offers come first."""
    if rows is None:
        return "not_measured"
    if not rows:
        return "not_offered"
    last = max(row["offered_on"] or date.min for row in rows)
    chosen = {row["choice"] for row in rows if (row["offered_on"] or date.min) == last}
    if len(chosen) > 1:
        return "unknown"
    return chosen.pop() or "unknown"


def informed(
    notice: Row | None, reception: list[Row] | None, registrations: list[Row] | None
) -> str:
    """Contract 4, ``informed``, of the first notice."""
    if reception is None or registrations is None:
        return "not_measured"
    if notice is None or notice["municipality_informed"] == OPEN:
        return "not_informed"
    told, day = notice["municipality_informed"], notice["notice_date"]
    if told is None or day is None:
        return "unknown"

    spell = _last_begun(reception, day, "from_date", "to_date")
    if spell == "unknown":
        return "unknown"
    if isinstance(spell, dict):
        linked, since = spell["linked_municipality"], spell["linked_on"]
        if linked in (None, OPEN) or since in (None, OPEN) or since > day:
            return "unknown"
        if told == linked:
            return "right"
        return "wrong_reception" if told == spell["location_municipality"] else "wrong_other"

    home = _last_begun(registrations, day, "valid_from", "valid_to")
    if not isinstance(home, dict) or home["municipality"] is None:
        return "unknown"
    return "right" if told == home["municipality"] else "wrong_other"


def _last_begun(rows: list[Row], day: date, begin: str, end: str) -> Row | str:
    """The covering spell that began last, ``none`` or ``unknown``.

    A spell that may cover the day leaves it unknown, unless it surely began before a sure one.
    """
    sure = [row for row in rows if _covers(row[begin], row[end], day) is True]
    perhaps = [row for row in rows if _covers(row[begin], row[end], day) is None]
    last = max(sure, key=lambda row: row[begin], default=None)
    for row in perhaps:
        if last is None or row[begin] is None or row[begin] >= last[begin]:
            return "unknown"
    return "none" if last is None else last


def _covers(begin: date | None, end: date | str | None, day: date) -> Truth:
    """Whether a spell covers the day; its end is exclusive."""
    if end == OPEN:
        ahead: Truth = True
    else:
        ahead = None if end is None else day < end  # type: ignore[operator]
    return every([at_most(begin, day), ahead])
