"""What a failed check does to a figure: whom it makes doubtful moves into the undecided part.

A doubted person counts as surely in no figure that the check names, and as possibly in each: the
lower bound drops and the upper one rises. Where a fault can only keep persons out of a figure, only
the upper bound rises. Outcomes are never changed. Source: docs/quality.md.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.findings.definitions import Definition, load_definitions
from hertoets.findings.guidance import EURO_A_PERSON, count_municipalities
from hertoets.findings.model import Number, Pair
from hertoets.findings.persons import bounds_of, count, is_in, median_days
from hertoets.outcomes import Comparison
from hertoets.quality import Assessment

if TYPE_CHECKING:
    from hertoets.findings.view import View

_BITS: Final = 62  # of a word of 64; the sign is left alone
_NEAR: Final = "registered_in_window"
_GUIDANCE: Final = "guidance_"
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
        self._bits: dict[bytes, int] = {}
        self._doubted: dict[str, pl.Expr] = {}
        self._hidden: dict[str, pl.Expr] = {}
        words: list[npt.NDArray[np.int64]] = []
        size = len(comparison.extract.tables["persons"])
        if assessment is not None:
            for told, known in (
                (assessment.doubts, self._doubted),
                (assessment.hidden, self._hidden),
            ):
                for name, persons in told.items():
                    known[name] = self._mark(words, persons, size)
        marks = [pl.Series(f"doubt_{place}", word) for place, word in enumerate(words)]
        guidance = any(name.startswith(_GUIDANCE) for name in {*self._doubted, *self._hidden})
        if guidance and comparison.extract.has("registrations"):
            marks.append(_registered_in_window(comparison, size))
        self.marks = pl.DataFrame(marks) if marks else None

    def doubted(self, name: str) -> pl.Expr:
        """Whether a figure is doubtful for persons of a crowd."""
        return self._doubted.get(name, _NOBODY)

    def hidden(self, name: str) -> pl.Expr:
        """Whether persons of a crowd may be missing from a figure."""
        return self._hidden.get(name, _NOBODY)

    def __contains__(self, name: str) -> bool:
        return name in self._doubted or name in self._hidden

    def _mark(
        self, words: list[npt.NDArray[np.int64]], persons: npt.NDArray[np.int32], size: int
    ) -> pl.Expr:
        """Set the bit of some persons; figures with the same persons share one."""
        place = self._bits.setdefault(persons.tobytes(), len(self._bits))
        word, bit = divmod(place, _BITS)
        if word == len(words):
            words.append(np.zeros(size, dtype=np.int64))
        words[word][persons] |= 1 << bit
        return (pl.col(f"doubt_{word}") & (1 << bit)) != 0


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
    definitions = load_definitions()
    return {
        name: _widen_one(pair, definitions[name], view, reading)
        if (definitions[name].of or name) in view.doubts
        else pair
        for name, pair in figures.items()
    }


def doubted(assessment: Assessment | None) -> frozenset[str]:
    """Name the figures of which some person is in doubt."""
    if assessment is None:
        return frozenset()
    in_doubt = assessment.doubts.keys() | assessment.hidden.keys()
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
    crowd = view.crowds[reading]
    if definition.sure is not None:
        # `hidden` persons are those whom the figure's own limits leave out.
        within, sure, maybe = bounds_of(definition)
        outside = hidden & ~within if definition.within else hidden
        least, most = count(crowd, [sure & ~doubted, sure | maybe | doubted | outside])
        return least, most
    if definition.unit == "gemeenten":
        # Doubted persons are as those of whom it is not known whether there was ground.
        seen = view.seen[reading]
        return (
            count_municipalities(seen.filter(~doubted))[0],
            count_municipalities(_where_unknown(seen, doubted | hidden))[1],
        )
    if definition.id.startswith(_GUIDANCE):
        return _guidance((lower, upper), definition, crowd, doubted, hidden)
    less, more = count(crowd, [doubted, hidden])
    return lower - less, upper + more


def _where_unknown(seen: pl.DataFrame, in_doubt: pl.Expr) -> pl.DataFrame:
    unknown = pl.when(in_doubt).then(pl.lit("unknown")).otherwise("breach")
    return seen.with_columns(breach=unknown)


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


def _registered_in_window(comparison: Comparison, size: int) -> pl.Series:
    """Who has a registration that begins in the window, or on an unknown day, or has none."""
    settings, rows = comparison.settings, comparison.tables["registrations"]
    inside = pl.col("valid_from").is_between(settings.guidance_from, settings.guidance_to)
    near = np.zeros(size, dtype=bool)
    near[rows["person"].to_numpy()] = True
    near = ~near
    near[rows.filter(inside.fill_null(value=True))["person"].to_numpy()] = True
    return pl.Series(_NEAR, near)
