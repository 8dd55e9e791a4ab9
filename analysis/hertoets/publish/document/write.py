"""Put the annex beside the report: ``bijlage.docx`` to edit and ``bijlage.pdf`` to publish."""

from pathlib import Path

from hertoets.publish.document.annex import annex_document
from hertoets.publish.document.as_docx import docx_bytes
from hertoets.publish.document.as_pdf import pdf_bytes
from hertoets.publish.document.law import LawWords
from hertoets.release import Release

ANNEX_DOCX = "bijlage.docx"
ANNEX_PDF = "bijlage.pdf"


def write_annex(release: Release, law: LawWords, out: Path) -> tuple[Path, Path]:
    """Write the annex twice, from one document.

    Parameters
    ----------
    release : Release
        What may be published of the run.
    law : LawWords
        The law's own words.
    out : Path
        The run's folder ``report``; made where it is missing.

    Returns
    -------
    tuple of Path
        The DOCX and the PDF; the same bytes for the same run.
    """
    out.mkdir(parents=True, exist_ok=True)
    document = annex_document(release, law)
    word, page = out / ANNEX_DOCX, out / ANNEX_PDF
    word.write_bytes(docx_bytes(document))
    page.write_bytes(pdf_bytes(document))
    return word, page
