"""How much of a figure's difference between two runs comes from what: one cause after another.

Where several things differ, the figures are computed again with one cause more at each step, and
what a step changes is put down to its cause. That is a sequential decomposition: in another
order the parts may differ, so the order is told. Data come first where the extract of the second
run is at hand, else last; the law comes before the parameters, these before the policy, and that
before the earlier runs laid beside. Code, expectations and packages cannot be put back: their part
is what lies between a run as recorded and the same run computed here. Where both runs were made
elsewhere, that is a step at either end.

A step that cannot be computed, because an extract or a decision table is no longer there, is
taken together with the next. Every figure of every step passes disclosure control.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from hertoets.between.causes import MAKERS, Cause
from hertoets.between.compared import FigurePair, contrast_findings
from hertoets.between.recompute import Lab, State, makers_here
from hertoets.between.told import Side
from hertoets.release import Release
from hertoets.run.intact import load_published

_MAKERS = "makers"
_Shows = Callable[[], Release | None]


@dataclass(frozen=True)
class Step:
    """What one cause, or several that could not be told apart, changed in the figures."""

    causes: tuple[str, ...]
    findings: dict[str, FigurePair]


@dataclass(frozen=True)
class Attribution:
    """The steps from one run to another, in the order in which they were taken."""

    steps: tuple[Step, ...]
    split: bool

    def values(self) -> dict[str, Any]:
        """The steps for a machine."""
        steps = [
            {
                "causes": list(step.causes),
                "findings": {id_: pair.values() for id_, pair in step.findings.items()},
            }
            for step in self.steps
        ]
        return {"split": self.split, "steps": steps}


def attribute(
    one: Side, other: Side, causes: tuple[Cause, ...], lab: Lab | None = None
) -> Attribution:
    """Put the difference between two runs down to what differs.

    Parameters
    ----------
    one, other : Side
        The runs.
    causes : tuple of Cause
        From `hertoets.between.causes.find_causes`.
    lab : Lab or None
        What computes the steps; None names all causes together.

    Returns
    -------
    Attribution
        No step where nothing differs; `split` where the causes could be told apart.
    """
    first, last = (load_published(side.run, side.record) for side in (one, other))
    groups = _groups(causes)
    if not groups:
        return Attribution((), split=True)
    if len(groups) == 1 or lab is None:
        step = Step(tuple(map(str, causes)), contrast_findings(first, last))
        return Attribution((step,), split=len(groups) == 1)
    steps = _take(first, _checkpoints(one, other, groups, lab, last))
    return Attribution(tuple(steps), split=len(steps) > 1)


def _groups(causes: Iterable[Cause]) -> dict[str, list[str]]:
    """Put together what is one step: all tables, all rows of the law, else each by itself."""
    found: dict[str, list[str]] = {}
    for cause in causes:
        group: str = cause.kind
        if cause.kind in MAKERS:
            group = _MAKERS
        elif cause.kind == "parameter" or cause.name == "headline":
            group = cause.name
        found.setdefault(group, []).append(str(cause))
    return found


def _checkpoints(
    one: Side, other: Side, groups: dict[str, list[str]], lab: Lab, last: Release
) -> list[tuple[list[str], _Shows]]:
    """List what is reached one after another: by which causes, and how to know what it shows."""
    order = [name for name in groups if name not in (_MAKERS, "data")]
    if "data" in groups:
        # Each order needs only one of the two extracts for all the steps between.
        order = ["data", *order] if lab.folder_of(other) is not None else [*order, "data"]
    found: list[tuple[list[str], _Shows]] = []
    state = State(one, one, one, one, one.record.parameters)
    if then := makers_here(one):
        found.append((list(map(str, then)), _computed(lab, state, "the first run")))
    for name in order:
        state = state.moved(name, other)
        found.append((groups[name], _computed(lab, state, name)))
    if now := makers_here(other):
        back = [str(replace(cause, before=cause.after, after=cause.before)) for cause in now]
        found.append((back, lambda: last))
    else:
        found[-1] = (found[-1][0], lambda: last)  # the second run itself
    return found


def _computed(lab: Lab, state: State, name: str) -> _Shows:
    return lambda: lab.figures(state, name)


def _take(first: Release, checkpoints: list[tuple[list[str], _Shows]]) -> list[Step]:
    steps: list[Step] = []
    here, waiting = first, list[str]()
    for causes, shows in checkpoints:
        waiting += causes
        there = shows()
        if there is not None:
            steps.append(Step(tuple(waiting), contrast_findings(here, there)))
            here, waiting = there, []
    return steps
