"""The letter's annex as a document: one model, written as DOCX and as PDF/UA-1."""

from hertoets.publish.document.annex import annex_document
from hertoets.publish.document.law import LawWords
from hertoets.publish.document.model import Document
from hertoets.publish.document.write import ANNEX_DOCX, ANNEX_PDF, write_annex

__all__ = ["ANNEX_DOCX", "ANNEX_PDF", "Document", "LawWords", "annex_document", "write_annex"]
