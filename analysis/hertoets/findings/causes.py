"""Why somebody is undecided: what would have to be settled to say whether they belong to a figure.

A person counts under every cause that alone would do: a missing value, a check, a rule where the
sources are silent; and under *several* where no single one does. Source: contract, section 5.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.extract.doubt import Doubt, Numbers
from hertoets.findings.basis import Basis, Mask
from hertoets.findings.catalogue import load_labels
from hertoets.findings.definitions import Definition, load_definitions
from hertoets.findings.sets import Conditions, Counted, PersonSet
from hertoets.outcomes import Comparison, Crowd, settle

SEVERAL: Final = "several"
SETTLED: Final = ("wi2013", "wi2021", "none")
"""The regimes that an open rule may turn out to give."""

COLUMNS: Final = {"person": pl.Int32, "finding": pl.String, "cause": pl.String}


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
        ``person`` (number), ``finding``, ``cause``, sorted; each at least once for everybody
        between the bounds of a figure.
    """
    headline = comparison.settings.headline
    sets = {
        name: definition
        for name, definition in load_definitions().items()
        if definition.who is not None and name in measured
    }
    between = {name: _between(basis, one, headline) for name, one in sets.items()}
    asked = _persons(basis, np.logical_or.reduce(list(between.values()), axis=0))
    if not len(asked):
        return pl.DataFrame(schema=COLUMNS)
    variants = settle(comparison, doubts, asked)
    crowd = Crowd(variants.comparison.people)
    judged = [(crowd.follow(crowd.persons, headline), variants.of)]
    judged += _open_settled(comparison, asked, headline)
    found = [
        _of_figure(sets[name], judged, _persons(basis, mask)).with_columns(finding=pl.lit(name))
        for name, mask in between.items()
        if mask.any()
    ]
    return pl.concat(found).select(*COLUMNS).sort("person", "finding", "cause")


def _open_settled(
    comparison: Comparison, asked: Numbers, headline: str
) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """Those for whom the sources are silent, as if the rule gave one regime or another."""
    crowd = Crowd(comparison.doubted)
    persons = crowd.persons.select(pl.all().gather(asked))
    told = crowd.follow(persons, headline)
    silent = np.flatnonzero(told["regime"].eq_missing("open").to_numpy())
    of = pl.DataFrame({"person": asked[silent], "cause": "open:" + told["rule"].gather(silent)})
    some = persons.select(pl.all().gather(silent))
    return [(crowd.follow(some, headline, as_if=regime), of) for regime in SETTLED]


def _of_figure(
    definition: Definition,
    judged: Sequence[tuple[pl.DataFrame, pl.DataFrame]],
    undecided: Numbers,
) -> pl.DataFrame:
    """The causes of each undecided person of one figure."""
    found = []
    for frame, of in judged:
        decided = frame.select(_decided(definition)).to_series()
        found.append(of.filter(decided).with_columns(pl.col("cause").cast(pl.String)))
    single = pl.concat(found).unique()
    single = single.filter(pl.col("person").is_in(pl.Series(undecided).implode()))
    left = np.setdiff1d(undecided, single["person"].to_numpy()).astype(np.int32)
    several = pl.DataFrame({"person": left}).with_columns(cause=pl.lit(SEVERAL))
    return pl.concat([single, several])


def _decided(definition: Definition) -> pl.Expr:
    """Whether somebody surely belongs to a figure, or surely does not."""
    surely, at_most = definition.who or {}, definition.widened
    return _within(surely) | ~_within(at_most)


def _within(where: Conditions) -> pl.Expr:
    told = (pl.col(column).is_in(values).fill_null(False) for column, values in where.items())
    return pl.all_horizontal(pl.lit(value=True), *told)


def _between(basis: Basis, definition: Definition, headline: str) -> Mask:
    """The profiles of who may belong to a figure and does not surely."""
    return _mask(basis, definition.at_most(headline)) & ~_mask(basis, definition.surely(headline))


def _mask(basis: Basis, counted: Counted) -> Mask:
    ((_, base),) = counted.terms
    assert isinstance(base, PersonSet)
    return basis.mask(base)


def _persons(basis: Basis, mask: Mask) -> Numbers:
    return np.flatnonzero(mask[basis.profiles.of_persons]).astype(np.int32)


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


def by_figure(causes: pl.DataFrame) -> Iterator[tuple[str, str, npt.NDArray[np.int64]]]:
    """The persons of each figure and cause, figures and causes in order."""
    for (finding, cause), some in causes.sort("finding", "cause").group_by(
        "finding", "cause", maintain_order=True
    ):
        yield str(finding), str(cause), some["person"].sort().to_numpy().astype(np.int64)
