"""The rows that failed a check, written for the supplier: keys alone, for the owner's eyes alone.

Whoever delivered the rows finds them by their keys; no value of a row is in the file. It names
persons all the same, so it never comes to lie among what a run publishes.
"""

import os
import shutil
from pathlib import Path

import polars as pl

from hertoets.errors import UseError
from hertoets.plain import csv_text
from hertoets.run.leftovers import clear_leftovers, holding, unfinished
from hertoets.run.owner import owner_only
from hertoets.run.places import place_of
from hertoets.run.signals import signals_raise, signals_wait
from hertoets.runfolder import RunFolder


def refuse_place(file: Path, extract: Path) -> None:
    """Refuse a place where the file may not come, before any work.

    Parameters
    ----------
    file : Path
        Where the failures are to be written.
    extract : Path
        The folder that is read.

    Raises
    ------
    UseError
        Where something is there already, or the place lies in the extract, or in a run and not
        under its ``protected/``.
    """
    place = place_of(file)
    clear_leftovers(place)
    if os.path.lexists(place):
        raise _refused(place, "exists already", "Choose another place")
    read = place_of(extract).resolve()
    if place.is_relative_to(read):
        what = f"lies in the folder that is read ({extract})"
        raise _refused(place, what, "Choose a place outside it")
    for parent in place.parents:
        run = RunFolder(parent)
        if run.record.is_file() and not place.is_relative_to(run.protected):
            what = f"lies in a run ({parent}), where it could be published with it"
            mend = f"Choose a place outside the run, or under its {RunFolder.protected}/"
            raise _refused(place, what, mend)


def write_failures(failures: pl.DataFrame, file: Path) -> Path:
    """Write the failures, whole or not at all.

    Parameters
    ----------
    failures : polars.DataFrame
        From `hertoets.quality.Assessment.failures`.
    file : Path
        A place that `refuse_place` let through. Missing folders above it are made.

    Returns
    -------
    Path
        The file: CSV in UTF-8, readable by its owner alone.

    Raises
    ------
    UseError
        Where it cannot be written.
    """
    place = place_of(file)
    staging = unfinished(place)
    try:
        with signals_raise(), owner_only():
            place.parent.mkdir(parents=True, exist_ok=True)
            staging.mkdir(mode=0o700)
            with holding(staging):
                written = staging / place.name
                text = csv_text([failures.columns, *failures.iter_rows()])
                written.write_text(text, encoding="utf-8")
                if os.path.lexists(place):
                    raise _refused(place, "appeared meanwhile", "Choose another place")
                written.rename(place)
    except OSError as error:
        what = f"cannot be written: {error.strerror or 'refused by the system'}"
        raise _refused(place, what, "Choose a place where you may write") from error
    finally:
        with signals_wait():
            shutil.rmtree(staging, ignore_errors=True)
    return place


def _refused(place: Path, what: str, mend: str) -> UseError:
    return UseError.of(where=str(place), what=what, mend=mend)
