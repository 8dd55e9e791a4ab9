"""Why somebody is undecided: what would have to be settled to say whether they belong to a figure.

A person counts under every cause that alone would do: a missing value, a check, a rule where the
sources are silent; and under *several* where no single one does. Source: contract, section 5.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.extract.doubt import Doubt, Numbers
from hertoets.findings.basis import Basis, Held, Mask
from hertoets.findings.catalogue import load_labels
from hertoets.findings.definitions import Definition, load_definitions
from hertoets.findings.sets import Counted, PersonSet
from hertoets.outcomes import ByKind, Comparison, Crowd, alike_in, settle

SEVERAL: Final = "several"
SETTLED: Final = ("wi2013", "wi2021", "none")
"""The regimes that an open rule may turn out to give."""

COLUMNS: Final = {"person": pl.Int32, "finding": pl.String, "cause": pl.String}
_FINDINGS: Final = pl.Enum(sorted(load_definitions()))
Places = npt.NDArray[np.integer]


def causes_of(
    comparison: Comparison, doubts: Sequence[Doubt], basis: Basis, measured: Sequence[str]
) -> pl.DataFrame:
    """Find what would decide about each undecided person, figure by figure, by the headline.

    Parameters
    ----------
    comparison : Comparison
        With `doubts`.
    doubts : sequence of Doubt
    basis : Basis
    measured : sequence of str
        The figures that are measured; of those that are sets of persons causes are found.

    Returns
    -------
    polars.DataFrame
        ``person`` (number), ``finding``, ``cause`` (lists of values, in the order of their
        letters), sorted; each at least once for everybody between the bounds of a figure.
    """
    headline = comparison.settings.headline
    sets = {
        name: definition
        for name, definition in load_definitions().items()
        if definition.who is not None and name in measured
    }
    between = {name: _between(basis, one, headline) for name, one in sets.items()}
    anyhow = np.logical_or.reduce(list(between.values()), axis=0)
    asked = np.flatnonzero(anyhow[basis.profiles.of_persons]).astype(np.int32)
    if not len(asked):
        return pl.DataFrame(schema=COLUMNS)
    judged = [_settled(comparison, doubts, asked), *_open_settled(comparison, basis, asked)]
    causes = sorted({SEVERAL, *(cause for one in judged for cause in one.causes)})
    each = [one.numbered(causes, len(asked)) for one in judged]
    pairs, of_judged = np.unique(np.concatenate(each), return_inverse=True)
    cause, person = np.divmod(pairs, len(asked))
    of_each = np.split(of_judged, np.cumsum([len(one) for one in each])[:-1])
    found = []
    for name, mask in between.items():
        undecided = mask[basis.profiles.of_persons[asked]]
        holds = np.zeros(len(pairs), dtype=bool)
        for one, of in zip(judged, of_each, strict=True):
            holds[of[one.decided(sets[name])]] = True
        holds &= undecided[person]
        undecided[person[holds]] = False
        several = np.flatnonzero(undecided)
        found.append(
            _named(
                asked[np.concatenate([person[holds], several])],
                name,
                np.append(cause[holds], np.full(len(several), causes.index(SEVERAL))),
                causes,
            )
        )
    return pl.concat(found).sort("person", "finding", "cause")


def _named(persons: Numbers, finding: str, of: Places, causes: Sequence[str]) -> pl.DataFrame:
    cause = pl.Series(causes, dtype=pl.Enum(causes)).gather(pl.Series(of, dtype=pl.UInt32))
    return pl.DataFrame({"person": persons, "cause": cause}).select(
        "person", pl.lit(finding, _FINDINGS).alias("finding"), "cause"
    )


@dataclass(frozen=True)
class _Judged:
    """Persons judged again: for each the profile that came of it, and which cause was settled.

    `causes` are named by their places in `cause`, persons by theirs among those asked.
    """

    profiles: Held
    profile: Places
    person: Places
    cause: Places
    causes: Sequence[str]

    def numbered(self, causes: Sequence[str], persons: int) -> Places:
        """Cause, by its place among these, and person as one number."""
        places = np.array([causes.index(cause) for cause in self.causes], dtype=np.int64)
        return places[self.cause] * persons + self.person

    def decided(self, definition: Definition) -> Mask:
        """Of whom it is sure that they belong to a figure, or that they do not."""
        surely, at_most = definition.who or {}, definition.widened
        decided = self.profiles.mask(surely.items()) | ~self.profiles.mask(at_most.items())
        inside: Mask = decided[self.profile]
        return inside


def _settled(comparison: Comparison, doubts: Sequence[Doubt], asked: Numbers) -> _Judged:
    """Those asked, as if each of their unknowns were settled."""
    variants = settle(comparison, doubts, asked)
    people = variants.comparison.people
    alike, profile = alike_in(Crowd(people).persons)
    causes = variants.of["cause"]
    assert isinstance(causes.dtype, pl.Enum)
    return _Judged(
        Held(ByKind.of(people).follow(alike, comparison.settings.headline)),
        profile,
        np.searchsorted(asked, variants.of["person"].to_numpy()),
        causes.to_physical().to_numpy(),
        causes.dtype.categories.to_list(),
    )


def _open_settled(comparison: Comparison, basis: Basis, asked: Numbers) -> Iterator[_Judged]:
    """Those for whom the sources are silent, as if the rule gave one regime or another."""
    headline, profiles = comparison.settings.headline, basis.profiles
    told = profiles.frames[headline, True].select(pl.col("regime", "rule").cast(pl.String))
    silent = told["regime"].eq_missing("open").to_numpy()
    place = np.cumsum(silent) - 1
    person = np.flatnonzero(silent[profiles.of_persons[asked]])
    profile = place[profiles.of_persons[asked[person]]]
    rules = "open:" + told["rule"].filter(pl.Series(silent))
    causes = rules.unique().sort()
    cause = rules.cast(pl.Enum(causes)).to_physical().to_numpy()[profile]
    by_kind, alike = ByKind.of(comparison.doubted), profiles.alike.filter(pl.Series(silent))
    for regime in SETTLED:
        as_if = Held(by_kind.follow(alike, headline, as_if=regime))
        yield _Judged(as_if, profile, person, cause, causes.to_list())


def _between(basis: Basis, definition: Definition, headline: str) -> Mask:
    """The profiles of who may belong to a figure and does not surely."""
    return _mask(basis, definition.at_most(headline)) & ~_mask(basis, definition.surely(headline))


def _mask(basis: Basis, counted: Counted) -> Mask:
    ((_, base),) = counted.terms
    assert isinstance(base, PersonSet)
    return basis.mask(base)


def label_of(cause: str, found: Mapping[str, str]) -> str:
    """What a cause is called in Dutch.

    Parameters
    ----------
    cause : str
        Such as ``missing:persons.birth_date``, ``doubt:notices_date_known``, ``open:C9``.
    found : mapping of str to str
        What each check finds, by its id.
    """
    labels = load_labels()
    if cause in labels["cause"]:
        return labels["cause"][cause]
    kind, _, of = cause.partition(":")
    if kind == "missing":
        table, _, column = of.partition(".")
        named = labels["table"].get(table, table)
        of = f"{labels['column'].get(column, column)} ({named})" if column else named
    elif kind == "open":
        of = labels["silent"].get(of.rpartition(".")[2], f"regel {of}")
    return labels["cause"][kind].format(of=found.get(of, of))


def by_figure(causes: pl.DataFrame) -> dict[tuple[str, str], int]:
    """How many persons there are of each figure and cause."""
    counted = causes.group_by("finding", "cause").len().iter_rows()
    return {(finding, cause): number for finding, cause, number in counted}
