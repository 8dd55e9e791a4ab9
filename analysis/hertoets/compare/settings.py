"""What a comparison can be asked: dates, tolerance and the reading in front."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Settings:
    """The parameters of a comparison, with the contract's defaults.

    Attributes
    ----------
    reference_date : date
        The day that art. 54 Wi2021 looks at.
    cohort_from, cohort_to : date
        The cohort that kst-32824-356 promises to look into, both days included.
    tolerance_days : int
        How far a stated and a computed date may differ and still agree (two rulings, R2 and R3).
    headline : str
        The reading in front.
    guidance_from, guidance_to : date
        First registrations counted for social guidance; an assumption, shown as one.
    """

    reference_date: date = date(2021, 12, 31)
    cohort_from: date = date(2019, 11, 1)
    cohort_to: date = date(2021, 12, 31)
    tolerance_days: int = 2
    headline: str = "publication"
    guidance_from: date = date(2021, 1, 1)
    guidance_to: date = date(2021, 12, 31)
