"""What a failed check does to a figure: whom it makes doubtful moves into the undecided part.

A doubted person counts as surely in no figure that the check names, and as possibly in each: the
lower bound drops and the upper one rises. Where a fault can only keep persons out of a figure, only
the upper bound rises. Outcomes are never changed. Source: docs/quality.md.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from hertoets.findings.definitions import Definition, load_definitions
from hertoets.findings.guidance import EURO_A_PERSON, count_municipalities
from hertoets.findings.model import Number, Pair
from hertoets.findings.persons import count, count_pairs, figure_bounds, is_in, median_days
from hertoets.outcomes import Comparison
from hertoets.quality import Assessment, CheckResult

if TYPE_CHECKING:
    from hertoets.findings.view import View

_BITS: Final = 62  # of a word of 64; the sign is left alone
_NEAR: Final = "registered_in_window"
_NOBODY: Final = pl.lit(value=False)


class Doubts:
    """For each figure whom the checks make doubtful, and who may be missing from it.

    Attributes
    ----------
    marks : polars.DataFrame or None
        One row a person in their order, what is in doubt of each in a few whole numbers; None
        where nobody is in doubt. Beside a crowd it tells apart who is.
    """

    def __init__(self, comparison: Comparison, assessment: Assessment | None) -> None:
        self._doubted: dict[str, pl.Expr] = {}
        self._hidden: dict[str, pl.Expr] = {}
        self.marks = None
        checks = _widening(assessment)
        if assessment is None or not checks:
            return
        size = len(comparison.extract.tables["persons"])
        words = [np.zeros(size, dtype=np.int64) for _ in range(0, len(checks), _BITS)]
        for place, check in enumerate(checks):
            words[place // _BITS][check.persons] |= 1 << place % _BITS
        for name in {name for check in checks for name in check.findings}:
            for known, hides in ((self._doubted, False), (self._hidden, True)):
                known[name] = _any_of(
                    place
                    for place, check in enumerate(checks)
                    if name in check.findings and check.expectation.hides is hides
                )
        marks = [pl.Series(f"doubt_{place}", word) for place, word in enumerate(words)]
        if comparison.extract.has("registrations") and any(map(_is_guidance, self._doubted)):
            marks.append(_registered_in_window(comparison, size))
        self.marks = pl.DataFrame(marks)

    def doubted(self, name: str) -> pl.Expr:
        """Whether a figure is doubtful for persons of a crowd."""
        return self._doubted[name]

    def hidden(self, name: str) -> pl.Expr:
        """Whether persons of a crowd may be missing from a figure."""
        return self._hidden[name]

    def bounds(self, name: str) -> tuple[pl.Expr, pl.Expr]:
        """Who surely and who at most counts in a figure of persons, with what is in doubt.

        `hidden` persons are those whom the figure's own limits leave out.
        """
        within, sure, most = figure_bounds()[name]
        doubted, hidden = self._doubted[name], self._hidden[name]
        outside = hidden & ~within if load_definitions()[name].within else hidden
        return sure & ~doubted, most | doubted | outside

    def __contains__(self, name: str) -> bool:
        return name in self._doubted


def _widening(assessment: Assessment | None) -> list[CheckResult]:
    """The checks that put somebody in doubt for some figure."""
    if assessment is None:
        return []
    return [
        check
        for check in assessment.results
        if len(check.persons)
        and any(check is one for name in check.findings for one in assessment.touching(name))
    ]


def _any_of(places: Iterable[int]) -> pl.Expr:
    """Whether one of some checks marked persons of a crowd."""
    words: dict[int, int] = {}
    for place in places:
        words[place // _BITS] = words.get(place // _BITS, 0) | 1 << place % _BITS
    marked = [(pl.col(f"doubt_{word}") & bits) != 0 for word, bits in words.items()]
    return pl.any_horizontal(_NOBODY, *marked)


def widen(figures: Mapping[str, Pair], view: "View", reading: str) -> dict[str, Pair]:
    """Widen the figures of one reading by what the checks left in doubt.

    Parameters
    ----------
    figures : mapping of str to tuple
        Lower and upper by id, as ``measure`` gives them.
    view : View
        With the assessment; without one nothing changes.
    reading : str

    Returns
    -------
    dict of str to tuple
        The same ids in the same order; every pair holds the one it replaces.
    """
    widened = dict(figures)
    definitions = load_definitions()
    names = [name for name in figures if (definitions[name].of or name) in view.doubts]
    counted = [name for name in names if definitions[name].sure is not None]
    widened |= count_pairs(
        view.crowds[reading], {name: view.doubts.bounds(name) for name in counted}
    )
    for name in names:
        if name not in counted:
            widened[name] = _widen_one(figures[name], definitions[name], view, reading)
    return widened


def doubted(assessment: Assessment | None) -> frozenset[str]:
    """Name the figures of which some person is in doubt."""
    in_doubt = {name for check in _widening(assessment) for name in check.findings}
    return frozenset(
        name
        for name, definition in load_definitions().items()
        if (definition.of or name) in in_doubt
    )


def _widen_one(pair: Pair, definition: Definition, view: "View", reading: str) -> Pair:
    lower, upper = pair
    name = definition.of or definition.id
    doubted, hidden = view.doubts.doubted(name), view.doubts.hidden(name)
    if definition.unit == "dagen":
        # The median over those of whom it is still sure that they waited.
        return median_days(view.waits[reading].filter(~doubted), "waited_days")
    if lower is None or upper is None:
        return pair
    if definition.unit == "gemeenten":
        # Doubted persons are as those of whom it is not known whether there was ground.
        seen = view.seen[reading]
        unknown = pl.when(doubted | hidden).then(pl.lit("unknown")).otherwise("breach")
        return (
            count_municipalities(seen.filter(~doubted))[0],
            count_municipalities(seen.with_columns(breach=unknown))[1],
        )
    crowd = view.crowds[reading]
    if _is_guidance(definition.id):
        return _guidance((lower, upper), definition, crowd, doubted, hidden)
    less, more = count(crowd, [doubted, hidden])
    return lower - less, upper + more


def _guidance(
    pair: tuple[Number, Number],
    definition: Definition,
    crowd: pl.DataFrame,
    doubted: pl.Expr,
    hidden: pl.Expr,
) -> Pair:
    """Each doubted person may be expected in no municipality, or in any one."""
    near = (doubted | hidden) & pl.col(_NEAR)
    gone = near & doubted & is_in("group", "asylum") & is_in("regime", "wi2013")
    come = near & is_in("group", "asylum", "unknown")
    worth = EURO_A_PERSON if definition.unit == "euro" else 1
    less, more = (worth * persons for persons in count(crowd, [gone, come]))
    if "expected" not in definition.id and "underpaid" not in definition.id:
        less, more = more, less  # counted less expected falls where more are expected
    lower, upper = pair[0] - less, pair[1] + more
    return (lower if definition.signed else max(lower, 0)), upper


def _is_guidance(name: str) -> bool:
    return name.startswith("guidance_")


def _registered_in_window(comparison: Comparison, size: int) -> pl.Series:
    """Who has a registration that begins in the window, or on an unknown day, or has none."""
    settings, rows = comparison.settings, comparison.tables["registrations"]
    inside = pl.col("valid_from").is_between(settings.guidance_from, settings.guidance_to)
    near = np.zeros(size, dtype=bool)
    near[rows["person"].to_numpy()] = True
    near = ~near
    near[rows.filter(inside.fill_null(value=True))["person"].to_numpy()] = True
    return pl.Series(_NEAR, near)
