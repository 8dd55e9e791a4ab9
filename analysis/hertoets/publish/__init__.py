"""The publish room: released findings to figures, tables, sentences, lessons and the report.

Only what `hertoets.release` has protected comes in, so that a raw count cannot reach a page.
The report is imported when first used: a notebook's kernel never needs it.
"""

from typing import TYPE_CHECKING

from hertoets.lazily import lazily

if TYPE_CHECKING:
    from hertoets.publish.report import build_report

__all__ = ["build_report"]

__getattr__ = lazily(__name__, {"build_report": "hertoets.publish.report"})
