"""What a run can be asked: days, tolerance, the reading in front."""

from dataclasses import dataclass, field
from datetime import date

from hertoets.law import HEADLINE, constants


@dataclass(frozen=True)
class StopAndRestart:
    """When notices stopped and resumed, group by group (L353, L356, N3 to N5)."""

    stop: date = field(default_factory=lambda: constants().day("stop"))
    family: date = field(default_factory=lambda: constants().day("restart_family"))
    asylum_and_other: date = field(
        default_factory=lambda: constants().day("restart_asylum_and_other")
    )
    wi2013: date = field(default_factory=lambda: constants().day("restart_wi2013"))


@dataclass(frozen=True)
class Settings:
    """The parameters of the law's application, with the defaults of ``parameters.toml``.

    Attributes
    ----------
    reference_date : date
        The day that art. 54 Wi2021 looks at.
    as_of : date or None
        What is dated later is left out: a run shows what was known that day. None is the day of
        delivery, or else the last day in the extract on which something was told or chosen.
    cohort_from, cohort_to : date
        The cohort that kst-32824-356 promises to look into, both days included.
    tolerance_days : int
        How far a stated and a computed date may differ and still agree.
    headline : str
        The reading in front.
    guidance_from, guidance_to : date
        First registrations counted for social guidance; an assumption, shown as one.
    stop_and_restart : StopAndRestart
    """

    as_of: date | None = None
    reference_date: date = field(default_factory=lambda: constants().day("reference_date"))
    cohort_from: date = field(default_factory=lambda: constants().day("cohort_from"))
    cohort_to: date = field(default_factory=lambda: constants().day("cohort_to"))
    tolerance_days: int = field(default_factory=lambda: constants().number("tolerance"))
    headline: str = HEADLINE
    guidance_from: date = field(default_factory=lambda: constants().day("guidance_from"))
    guidance_to: date = field(default_factory=lambda: constants().day("guidance_to"))
    stop_and_restart: StopAndRestart = field(default_factory=StopAndRestart)

    @property
    def known_on(self) -> date:
        """The day `as_of`, which is settled before anything is judged."""
        if self.as_of is None:
            raise ValueError("as_of")
        return self.as_of
