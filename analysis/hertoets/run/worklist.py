"""The work list of the repair under ``protected/``: as CSV with codes, as a workbook in words."""

from hertoets.extract.municipalities import municipalities
from hertoets.outcomes import Comparison
from hertoets.plain import csv_text
from hertoets.publish.worklist import work_list_workbook
from hertoets.runfolder import RunFolder


def write_work_list(comparison: Comparison, run: RunFolder) -> None:
    """Write ``repair.csv`` and ``repair.xlsx``: who got a wrong notice, or may have.

    Parameters
    ----------
    comparison : Comparison
    run : RunFolder
        With its ``protected/``.
    """
    rows = comparison.work_list
    run.work_list.write_text(csv_text([rows.columns, *rows.iter_rows()]), encoding="utf-8")
    settings, meta = comparison.settings, comparison.extract.meta
    assert settings.as_of is not None  # `compare` fills it in
    book = work_list_workbook(
        rows.columns,
        rows.rows(),
        headline=comparison.law.readings[settings.headline].title_nl,
        as_of=settings.as_of,
        delivered_on=meta.delivered_on,
        synthetic=meta.synthetic,
        municipalities={code: place.name for code, place in municipalities().items()},
    )
    run.work_book.write_bytes(book)
