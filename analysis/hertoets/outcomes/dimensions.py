"""What a question may ask of a person beside the outcomes: nationality, sex, age, months, place.

One value a person, as text, with what is in doubt unknown; an unknown value stands by itself, and
what a person cannot have (the month of a notice of who got none) is `NONE`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from hertoets.facts.doubt import marked
from hertoets.facts.frames import attach
from hertoets.facts.logic import maybe
from hertoets.outcomes.harmed import UNKNOWN
from hertoets.outcomes.informed import responsible

if TYPE_CHECKING:
    from hertoets.outcomes.comparison import Comparison

NONE: Final = "none"
_MONTH: Final = "%Y-%m"

OF_PROFILE: Final[Mapping[str, str]] = {
    "month_wrong_notice": "notice_month",
    "reception": "reception_kind",
}
"""Dimensions that figures ask for already, by the column of `Crowd.follow` that holds them."""

_TOLD: Final = (
    "notice", "has_notice", "stated", "group", "sent", "sent_in_january", "sent_after_restart",
    "told_in_january", "notice_month", "told_from_restart", "told_until_stop", "told_in_2022",
    "told_late", "waits",
)  # fmt: skip
_STARTS: Final = ("start_decision", "start_effective", "start_publication")
_STARTED: Final = (
    "publication", "decision", "effective", "treaty", "group", "has_notice", "stated", "regime",
    "obliged", "start_stated", *_STARTS, "cohort_month", "shift_band", "waits", "month_harmed",
)  # fmt: skip
_DUTIES: Final = ("standing", "duty_wi2013", "duty_wi2021")


@dataclass(frozen=True)
class Position:
    """Dimensions that vary together, and where one person may have what another has of them.

    `tied` are the columns that say something of them by the law or by definition, as the reading
    in front has them: two persons must be alike in these. What ties one position to another stands
    in `hertoets.outcomes.ruled_out`. `near` are columns in which they are alike where there is such
    a person.
    """

    dimensions: tuple[str, ...]
    tied: tuple[str, ...]
    near: tuple[str, ...] = ()


POSITIONS: Final[Sequence[Position]] = (
    Position(("sex",), ("sex_and_age_harmed",)),
    # Whoever is under 16 has no duty yet: which starts there may be depends on the age.
    Position(("age",), (*_DUTIES, "obliged", *_STARTS, "sex_and_age_harmed")),
    # Of a Turk with a right the treaty says something, of nobody else.
    Position(
        ("nationality",),
        (*_DUTIES, "treaty", "publication", "group", "obliged", "nationality_harmed"),
    ),
    # On which day notices resumed depends on the Act and the group.
    Position(("month_notice",), _TOLD, ("wait_in_doubt",)),
    # Who is not under the Wi2013 has no start under it, who has no right no decision.
    Position(("month_start", "month_start_stated", "month_decided", "month_collected"), _STARTED),
    Position(
        ("municipality",), ("notice", "has_notice", "informed"),
        ("reception_kind", "visible", "named"),
    ),
)  # fmt: skip
"""Every dimension of a person alone; see `hertoets.outcomes.refined`."""
OF_PERSON: Final = tuple(name for one in POSITIONS for name in one.dimensions)


def dimension_values(comparison: "Comparison", names: tuple[str, ...]) -> pl.DataFrame:
    """The value of each person in some dimensions of `OF_PERSON`.

    Parameters
    ----------
    comparison : Comparison
    names : tuple of str

    Returns
    -------
    polars.DataFrame
        One row a person, in their order; a column of text for each name, without nulls.
    """
    basis = comparison.basis
    told = basis.people.told
    if {"month_decided", "month_collected"} & {*names}:
        told = attach(told, _right_of_group(basis.people.facts.rights))
    if "municipality" in names:
        told = attach(told, _municipalities(comparison))
    headline = comparison.settings.headline
    return told.select(_MADE[name](headline).cast(pl.String).alias(name) for name in names)


def _or_unknown(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).fill_null(UNKNOWN)


def _month_of_notice(_: str) -> pl.Expr:
    return _if_told(pl.col("notice_date"))


def _month_of_stated(_: str) -> pl.Expr:
    return _if_told(pl.col("start_stated"))


def _if_told(day: pl.Expr) -> pl.Expr:
    """The month of a day that a first notice has; of who may have none it is unknown."""
    told = pl.col("has_notice").cast(pl.String) == "yes"
    return _if_told_of(pl.when(told).then(day.dt.strftime(_MONTH)).fill_null(UNKNOWN))


def _if_told_of(value: pl.Expr) -> pl.Expr:
    told = pl.col("has_notice").cast(pl.String)
    return pl.when(told == "no").then(pl.lit(NONE)).otherwise(value)


def _month_of_start(headline: str) -> pl.Expr:
    """The month of the start under the Wi2013, by the reading in front."""
    regime = pl.col(f"regime_{headline}").cast(pl.String)
    month = pl.col(f"start_of_{headline}").dt.strftime(_MONTH).fill_null(UNKNOWN)
    return (
        pl.when(regime == "wi2013")
        .then(month)
        .when(regime.is_in(["wi2021", "none"]))
        .then(pl.lit(NONE))
        .otherwise(pl.lit(UNKNOWN))
    )


def _month_of_right(column: str) -> Callable[[str], pl.Expr]:
    def made(_: str) -> pl.Expr:
        month = pl.col(column).dt.strftime(_MONTH).fill_null(UNKNOWN)
        return pl.when(pl.col("of_right")).then(month).otherwise(pl.lit(NONE))

    return made


_MADE: Final[Mapping[str, Callable[[str], pl.Expr]]] = {
    "sex": lambda _: _or_unknown("sex"),
    "age": lambda _: _or_unknown("age_class"),
    "nationality": lambda _: _or_unknown("treaty_nationality"),
    "month_notice": _month_of_notice,
    "month_start": _month_of_start,
    "month_start_stated": _month_of_stated,
    "month_decided": _month_of_right("right_decided"),
    "month_collected": _month_of_right("right_collected"),
    "municipality": lambda _: _if_told_of(_or_unknown("municipality")),
}


def _right_of_group(rights: pl.DataFrame) -> pl.DataFrame:
    """The dates of the right that gives a person's group: the earliest decision that may qualify.

    Where it is in doubt which right that is, both dates are unknown.
    """
    may = rights.filter(maybe(pl.col("qualifies")))
    order = may.sort("person", "decision_date", "right_id", nulls_last=True)
    first = order.unique("person", keep="first", maintain_order=True)
    open_ = pl.any_horizontal(pl.col("qualifies", "decision_date").is_null())
    in_doubt = may.filter(pl.col("in_doubt") & open_)["person"].unique()
    sure = ~pl.col("person").is_in(in_doubt.implode())
    return first.select(
        "person",
        of_right=pl.lit(True),
        right_decided=pl.when(sure).then("decision_date"),
        right_collected=pl.when(sure).then("document_collected_date"),
    )


def _municipalities(comparison: "Comparison") -> pl.DataFrame:
    """The municipality responsible on the day of the first notice; see `outcomes.informed`.

    Of a person of whom something is in doubt it is unknown.
    """
    told, tables = comparison.people.told, comparison.tables
    people = told.select("person", "notice_id", "notice_date", "municipality_informed")
    spells = (
        marked({name: tables[name]})[name] if name in tables else None
        for name in ("reception", "registrations")
    )
    found = responsible(people, *spells)
    in_doubt = pl.Series(comparison.in_doubt)
    sure = ~pl.col("person").is_in(in_doubt.implode())
    return found.select("person", municipality=pl.when(sure).then("responsible"))
