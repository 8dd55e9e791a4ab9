"""The work list of the repair under ``protected/``: as CSV with codes, as a workbook in words."""

from collections.abc import Iterable
from itertools import chain
from typing import Final

import polars as pl

from hertoets.extract import Meta
from hertoets.extract.municipalities import municipalities
from hertoets.outcomes import Settings
from hertoets.outcomes.worklist import WORK_LIST
from hertoets.plain import csv_text
from hertoets.publish.worklist import work_list_workbook
from hertoets.runfolder import RunFolder

MOST_IN_A_BOOK: Final = 100_000
"""Rows of a workbook: a list that is longer is worked through by a program, from the CSV."""


def write_work_list(
    parts: Iterable[pl.DataFrame], headline: str, settings: Settings, meta: Meta, run: RunFolder
) -> None:
    """Write ``repair.csv`` and ``repair.xlsx``: who got a wrong notice, or may have.

    Parameters
    ----------
    parts : iterable of polars.DataFrame
        From `hertoets.outcomes.worklist.work_list`, one after another.
    headline : str
        Title of the reading in front.
    settings : Settings
    meta : Meta
    run : RunFolder
        With its ``protected/``.
    """
    kept: list[pl.DataFrame] = []
    size = 0
    with run.work_list.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_text([WORK_LIST]))
        for rows in parts:
            file.write(csv_text(rows.iter_rows()))
            size += len(rows)
            kept = [*kept, rows] if size <= MOST_IN_A_BOOK else []
    assert settings.as_of is not None  # `compare` fills it in
    book = work_list_workbook(
        WORK_LIST,
        list(chain.from_iterable(rows.iter_rows() for rows in kept)),
        headline=headline,
        as_of=settings.as_of,
        delivered_on=meta.delivered_on,
        synthetic=meta.synthetic,
        municipalities={code: place.name for code, place in municipalities().items()},
        elsewhere=size if size > MOST_IN_A_BOOK else 0,
    )
    run.work_book.write_bytes(book)
