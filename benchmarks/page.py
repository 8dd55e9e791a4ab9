"""The page of the accuracy measured last: ``docs/accuracy.md``, and which targets were missed."""

from collections.abc import Iterable
from pathlib import Path

from hertoets.law import HEADLINE

from benchmarks.caught import Tally, every_fault, plan
from benchmarks.measuring import Figure, Measured

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
RECALL = 0.99
"""The least share of the planted faults that must be caught, where they can be seen at all."""

OPENING = """# Accuracy, measured

`make accuracy` writes this page; do not change it by hand. It plants faults in synthetic extracts,
whose truth is known, and measures what Hertoets makes of them. Last run: **{seeds} seeds of
{persons:,} persons**.

*True twin*: the same people as every register would hold them if it knew everything, without
faults of the records, worked out by the same rules; without those whom the delivery sets aside, and
without the counts for guidance that it lacks, as the populations of the figures say. Regime, start
and outcome of the true twin are checked person by person against what the generator knows
(`tests/synth/test_truth.py`). Synthetic people say nothing about how often real registers err, only
whether an error of a kind is found and what it does to a figure.
"""

OUTCOMES = """## Outcomes

Of {people:,} persons in the outcomes, {same} have the true outcome by the headline, {unknown} are
left *unknown*, and {other} have another outcome than the true one.
"""

FIGURES = """## Bounds

In how many seeds the bounds hold the true figure, under the headline and under all eight readings;
and how wide the bounds are on average, by the records alone and with what the checks put in doubt
unknown. `persons_in_extract` and `persons_set_aside` are held against the pseudonyms written and
the faults that set them aside. The figures of counted less expected are held against the truth of
the municipalities that they are about: those of which the delivery knows the count. Medians are
held against the true days of those of whom the delivery knows them; of whom it does not know the
start, days of waiting are counted without it, as the definition says. A median has no bounds: it
holds the truth where it lies within a day of it, since one row that nobody can see to be wrong
(R10) moves it by as much.
"""

FAULTS = """## Faults

*Caught*: the share of the planted faults that a failed check points at; target {recall:.0%}. Not
counted are rows that another fault takes out of sight: of people and rows set aside or lost, or
without the date that the question is about. Ids as in
[the synthetic extract](synthetic-extract.md). Faults that belong to no person in the outcomes (a
stranger, somebody set aside, a count of a municipality) are held against the number of rows only:
as many as were planted were found, not that they are the same. A lost month (N10) shows only where
a group gets some twenty notices a month: below about 6,000 persons it is missed, and so are bounds.
"""

HIDDEN = """## Faults that cannot be seen

No check of the delivery alone can find these, or not all of them.
"""

BLIND = """Not counted either, where one person has both:
"""

EXPECTATIONS = """## Checks

*Recall*: of its planted faults, how many the check points at. *Precision*: of whom it points at,
how many have one of those faults. A check asks a question about the register, and a low precision
is no fault in itself: what it points at is put in doubt, not changed.
"""

AS_DELIVERED = """## Figures without a true value

They say how much the delivery leaves open.
"""


def as_markdown(measured: Measured) -> str:
    """Write the page.

    Parameters
    ----------
    measured : Measured

    Returns
    -------
    str
        Markdown, ending in a newline.
    """
    people = sum(measured.outcomes.values())
    seeds = len(measured.seeds)
    shares = {
        name: _share(measured.outcomes[name] / people) for name in ("same", "unknown", "other")
    }
    parts = [
        OPENING.format(seeds=seeds, persons=measured.persons),
        OUTCOMES.format(people=people, **shares),
        FIGURES + "\n" + _table(*_figures(measured.figures, seeds)),
        FAULTS.format(recall=RECALL) + "\n" + _table(*_faults(measured.faults)),
        HIDDEN + "\n" + _table(("fault", "what", "why"), _hidden()),
        BLIND + "\n" + _table(("fault", "beside", "why"), _blind()),
        EXPECTATIONS + "\n" + _table(*_expectations(measured.expectations)),
        AS_DELIVERED + "\n" + _table(("figure", "why"), plan().as_delivered.items()),
    ]
    return "\n".join(parts)


def misses(measured: Measured) -> list[str]:
    """Say which targets were missed, one line each; nothing where all were met."""
    lines = []
    for name, figure in measured.figures.items():
        for seed, reading, bounds, truth in figure.missed:
            lines.append(f"{name} ({reading}), seed {seed}: {bounds} does not hold {truth}")
        if figure.causes:
            lines.append(f"{name}: {dict(figure.causes.most_common(6))}")
    for fault, tally in measured.faults.items():
        if tally.recall is not None and tally.recall < RECALL and fault not in plan().hidden:
            lines.append(f"fault {fault}: {tally.caught} of {tally.planted} caught")
    return lines


Rows = Iterable[tuple[str, ...]]


def _figures(figures: dict[str, Figure], seeds: int) -> tuple[tuple[str, ...], Rows]:
    rows = []
    for name, figure in figures.items():
        under = {seed for seed, reading, *_ in figure.missed if reading == HEADLINE}
        any_reading = {seed for seed, *_ in figure.missed}
        rows.append(
            (
                f"`{name}`",
                f"{seeds - len(under)}/{seeds}",
                f"{seeds - len(any_reading)}/{seeds}",
                f"{figure.width_before / seeds:,.1f}",
                f"{figure.width_after / seeds:,.1f}",
            )
        )
    return ("figure", "headline", "all readings", "width by records", "width"), rows


def _faults(faults: dict[str, Tally]) -> tuple[tuple[str, ...], Rows]:
    rows = [
        (
            fault,
            every_fault()[fault],
            f"{tally.planted:,}",
            _share(tally.recall),
            ", ".join(f"`{name}`" for name in plan().catchers(fault))
            or ("see below" if fault in plan().hidden else "no check"),
        )
        for fault, tally in faults.items()
        if tally.planted
    ]
    return ("fault", "what", "planted", "caught", "by"), rows


def _hidden() -> Rows:
    return [(fault, every_fault()[fault], why) for fault, why in plan().hidden.items()]


def _blind() -> Rows:
    return [(entry.fault, ", ".join(entry.where), entry.why) for entry in plan().blind]


def _expectations(expectations: dict[str, Tally]) -> tuple[tuple[str, ...], Rows]:
    rows = [
        (f"`{name}`", ", ".join(plan().faults[name]), _share(tally.recall), _share(tally.precision))
        for name, tally in expectations.items()
    ]
    return ("check", "faults", "recall", "precision"), rows


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.2%}"


def _table(heading: tuple[str, ...], rows: Rows) -> str:
    lines = [heading, tuple("---" for _ in heading), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
