"""What a run shows otherwise than the earlier runs given to it, and what may explain that.

Only what both runs publish is compared; the exact figures play no part.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hertoets.between.causes import find_causes
from hertoets.release import Change, Release, save_release
from hertoets.run.intact import load_published
from hertoets.run.record import Described, read_record

_NOT_YET = "niet in die uitvoer"


def add_changes(
    release: Release, described: Described, earlier: Sequence[Path], folder: Path
) -> Release:
    """Add to a run's findings what differs from earlier runs, and save them again.

    Parameters
    ----------
    release : Release
        As computed.
    described : Described
        What runs on what, from `hertoets.run.described.describe`.
    earlier : sequence of Path
        Folders of earlier runs.
    folder : Path
        The run folder, with the hashes of its input under ``protected/``.

    Returns
    -------
    Release
        The same where no earlier run was given.
    """
    changes = tuple(
        change for run in earlier for change in changes_since(run, release, described, folder)
    )
    if changes:
        release = replace(release, changes=changes)
        save_release(release, folder)
    return release


def changes_since(
    earlier: Path, release: Release, described: Described, folder: Path
) -> list[Change]:
    """List each finding that is shown otherwise than in one earlier run.

    Returns
    -------
    list of Change
        In the order of the findings now; those that are no more come last.
    """
    record = read_record(earlier)
    before, now = load_published(earlier, record).findings, release.findings
    causes = find_causes(record, described, earlier, folder)
    # Being laid beside this run's own earlier ones can only make it show less.
    reasons = tuple(dict.fromkeys(cause.kind for cause in causes if cause.kind != "earlier"))
    headline = release.settings["headline"]
    changes = []
    for id_ in [*now, *(id_ for id_ in before if id_ not in now)]:
        shown = [found[id_].display_nl if id_ in found else _NOT_YET for found in (before, now)]
        if shown[0] != shown[1]:
            title = now[id_].title_nl if id_ in now else before[id_].title_nl
            name = earlier.resolve().name
            left_out = now[id_].withheld if id_ in now else ()
            less = ("earlier",) if any(reading == headline for reading, _ in left_out) else ()
            changes.append(Change(name, id_, title, shown[0], shown[1], (*reasons, *less)))
    return changes
