"""What a run may set (contract sections 2, 4 and 7), and the day up to which it judges."""

from dataclasses import dataclass, field
from datetime import date

from .logic import known
from .reading import Extract

AS_OF_FROM = ("notice_date", "withdrawn_on", "offered_on", "chosen_on")


@dataclass(frozen=True)
class Settings:
    reference_date: date = date(2021, 12, 31)
    as_of: date | None = None
    cohort_from: date = date(2019, 11, 1)
    cohort_to: date = date(2021, 12, 31)
    tolerance_days: int = 2
    headline: str = "publication_exceptions"
    guidance_from: date = date(2021, 1, 1)
    guidance_to: date = date(2021, 12, 31)
    stop: date = date(2022, 1, 26)
    restart_wi2013: date = date(2022, 5, 23)
    restart: dict[str, date] = field(
        default_factory=lambda: {
            "family": date(2022, 3, 1),
            "asylum": date(2022, 3, 25),
            "other": date(2022, 3, 25),
        }
    )


def last_known_day(extract: Extract, reference: date) -> date:
    """The delivery, or else the last thing that happened in it, at least the reference date."""
    if extract.delivered_on:
        return extract.delivered_on
    days = [
        row[column]
        for rows in extract.tables.values()
        for row in rows
        for column in AS_OF_FROM
        if column in row and known(row[column])
    ]
    return max([*days, reference])
