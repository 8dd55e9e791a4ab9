"""What a run shows otherwise than the earlier runs given to it, and what may explain that.

Only what both runs publish is compared; the exact figures play no part.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hertoets.disclosure import Change, Protected, save_protected
from hertoets.run.causes import find_causes
from hertoets.run.intact import load_published
from hertoets.run.record import read_record

_NOT_YET = "niet in die uitvoer"


def add_changes(
    protected: Protected, described: Mapping[str, Any], earlier: Iterable[Path], folder: Path
) -> Protected:
    """Add to a run's findings what differs from earlier runs, and save them again.

    Parameters
    ----------
    protected : Protected
        As computed.
    described : mapping
        What runs on what, from `hertoets.run.described.describe`.
    earlier : iterable of Path
        Folders of earlier runs.
    folder : Path
        The run folder, with the hashes of its input under ``protected/``.

    Returns
    -------
    Protected
        The same where no earlier run was given.
    """
    changes = tuple(
        change for run in earlier for change in changes_since(run, protected, described, folder)
    )
    if changes:
        protected = replace(protected, changes=changes)
        save_protected(protected, folder)
    return protected


def changes_since(
    earlier: Path, protected: Protected, described: Mapping[str, Any], folder: Path
) -> list[Change]:
    """List each finding that is shown otherwise than in one earlier run.

    Returns
    -------
    list of Change
        In the order of the findings now; those that are no more come last.
    """
    record = read_record(earlier)
    before, now = load_published(earlier, record).findings, protected.findings
    causes = find_causes(record, described, earlier, folder)
    # Being laid beside this run's own earlier ones can only make it show less.
    reasons = tuple(dict.fromkeys(cause.kind for cause in causes if cause.kind != "earlier"))
    headline = protected.settings["headline"]
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
