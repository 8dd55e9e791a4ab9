"""Whom a researcher means by a frame or by pseudonyms, held against the persons of the run."""

from collections.abc import Iterable
from math import isnan
from typing import Final

import polars as pl

from hertoets.errors import UseError

PERSON: Final = "person_id"
_ARGUMENT: Final = "persons"


def chosen_persons(call: str, persons: object, known: pl.Series) -> list[str] | None:
    """The pseudonyms of who is meant.

    Parameters
    ----------
    call : str
        What was called with them.
    persons : object
        A frame with ``person_id``, pseudonyms, or None for everybody. Where a row names nobody,
        it chooses nobody.
    known : polars.Series
        The pseudonyms of the run.

    Returns
    -------
    list of str or None
        None for everybody.

    Raises
    ------
    UseError
        Where it is neither, or somebody in it is not in the run. No pseudonym is named.
    """
    import pandas as pd

    if persons is None:
        return None
    if isinstance(persons, str):
        raise UseError.of(
            where=call,
            at=_ARGUMENT,
            what="is a single text, and a list of pseudonyms is asked",
            mend=f'Write {_ARGUMENT}=["…"]',
        )
    if not isinstance(persons, Iterable):
        raise UseError.of(
            where=call,
            at=_ARGUMENT,
            what="is neither a frame nor a list of pseudonyms",
            mend=f"Give a frame with {PERSON}, or pseudonyms as a list",
        )
    if isinstance(persons, pd.DataFrame):
        if PERSON not in persons.columns:
            raise UseError.of(
                where=call,
                at=_ARGUMENT,
                what="is a frame without the column person_id, so it is not known whom it means",
                mend=f"Give a frame with {PERSON}, or pseudonyms as a list",
            )
        persons = persons[PERSON]
    named = [one for one in persons if not _is_missing(one)]
    own = set(known)
    strangers = {str(one) for one in named if not isinstance(one, str) or one not in own}
    if strangers:
        given = len({str(one) for one in named})
        raise UseError.of(
            where=call,
            at=_ARGUMENT,
            what=f"{len(strangers)} of {given} pseudonyms are of nobody in this run",
            mend=f"Take them from run.persons().{PERSON}",
        )
    return [str(one) for one in named]


def refuse_repeated(call: str, persons: object) -> None:
    """Refuse a frame in which somebody has several rows, whose columns cannot be repeated.

    Raises
    ------
    UseError
        Where there is somebody.
    """
    import pandas as pd

    if isinstance(persons, pd.DataFrame) and persons[PERSON].duplicated().any():
        raise UseError.of(
            where=call,
            at=_ARGUMENT,
            what="is a frame in which a person has several rows, so it is not known what to keep",
            mend="Keep one row of each person, or add the columns yourself: "
            f'merge(…, on="{PERSON}")',
        )


def _is_missing(value: object) -> bool:
    import pandas as pd

    if isinstance(value, float):
        return isnan(value)
    return value is None or value is pd.NA or value is pd.NaT
