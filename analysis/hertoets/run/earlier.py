"""Earlier runs: what they published, and whether they counted the same people.

One that read the same extract is counted anew with its own settings, so that disclosure control
knows all that it told. Law, checks and code are those of now: what they count otherwise than then
is no longer the same count, and disclosure control leaves it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hertoets.findings import Findings, find
from hertoets.outcomes import Comparison, Settings, compare
from hertoets.quality import Assessment
from hertoets.release import Earlier, Policy, Release
from hertoets.release.policy import policy_of
from hertoets.run.intact import load_published, open_finished
from hertoets.run.keyed import Inputs, load_inputs
from hertoets.run.parameters import Parameters
from hertoets.run.record import Record


@dataclass(frozen=True)
class Published:
    """What an earlier run on the same extract published, under which policy and settings."""

    run: str
    release: Release
    policy: Policy


def read_earlier(runs: Sequence[Path], inputs: Inputs) -> list[Published]:
    """Read the earlier runs that read the same extract.

    Parameters
    ----------
    runs : sequence of Path
        Folders of runs.
    inputs : Inputs
        Of the run now being made.

    Returns
    -------
    list of Published
        Runs on another extract are left out: they count other people.

    Raises
    ------
    UseError
        Where a folder is not a run, or one of a version that did not keep its policy.
    """
    records = [(run, open_finished(run, release=False)) for run in runs]
    read = [(run, record, load_published(run, record)) for run, record in records]
    return [
        Published(run.resolve().name, release, _policy_of(run, release))
        for run, record, release in read
        if _read_the_same(run, record, inputs)
    ]


def count_anew(
    published: Sequence[Published],
    comparison: Comparison,
    assessment: Assessment,
    findings: Findings,
) -> list[Earlier]:
    """Count what earlier runs counted.

    Parameters
    ----------
    published : sequence of Published
    comparison, assessment, findings
        Of the run now being made.

    Returns
    -------
    list of Earlier
    """
    counted = {comparison.settings: findings}
    earlier = []
    for run in published:
        settings = _settings_of(run, comparison)
        if settings not in counted:
            again = compare(comparison.extract, comparison.law, settings)
            counted[settings] = find(again.with_doubts(assessment.doubts), assessment)
        earlier.append(Earlier(run.run, run.release, run.policy, counted[settings]))
    return earlier


def _settings_of(run: Published, comparison: Comparison) -> Settings:
    settings = dict(run.release.settings)
    headline = settings.pop("headline")
    if headline not in comparison.law.readings:
        # A reading that is gone: what was counted under it has no place here.
        headline = comparison.settings.headline
    return replace(Parameters.from_values(settings).settings(), headline=headline)


def _policy_of(run: Path, release: Release) -> Policy:
    return policy_of(str(run), release.policy)


def _read_the_same(run: Path, record: Record, inputs: Inputs) -> bool:
    """Tell whether an earlier run read the same files; its hashes may hide behind another key."""
    before = load_inputs(run)
    if before is not None:
        return before.files == inputs.files
    return record.extract.files == inputs.keyed()
