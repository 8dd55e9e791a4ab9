"""The publish room: released findings to figures, tables, sentences, lessons and the report.

Only what `hertoets.release` has protected comes in, so that a raw count cannot reach a page.
The report is imported when first used: a notebook's kernel never needs it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hertoets.publish.report import build_report

__all__ = ["build_report"]


def __getattr__(name: str) -> object:
    if name != "build_report":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from hertoets.publish.report import build_report

    return build_report
