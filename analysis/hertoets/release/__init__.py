"""Raw findings in, released findings out; publish accepts only what comes from here."""

from typing import TYPE_CHECKING

from hertoets.lazily import lazily

if TYPE_CHECKING:
    from hertoets.findings import AFTER_ALARM_ROW, Origin, load_labels, write_number
    from hertoets.release.door import Control, control, released
    from hertoets.release.earlier import Earlier
    from hertoets.release.files import load_release, save_exact, save_release
    from hertoets.release.model import (
        WITHHELD,
        Change,
        Hidden,
        Release,
        ReleasedFinding,
        ReleasedTable,
        TableColumn,
        ensure_released,
    )
    from hertoets.release.policy import Policy, load_policy
    from hertoets.release.proof import save_proof

__all__ = [
    "AFTER_ALARM_ROW",
    "WITHHELD",
    "Change",
    "Control",
    "Earlier",
    "Hidden",
    "Origin",
    "Policy",
    "Release",
    "ReleasedFinding",
    "ReleasedTable",
    "TableColumn",
    "control",
    "ensure_released",
    "load_labels",
    "load_policy",
    "load_release",
    "released",
    "save_exact",
    "save_proof",
    "save_release",
    "write_number",
]

_MODULES = {
    "AFTER_ALARM_ROW": "hertoets.findings",
    "Origin": "hertoets.findings",
    "load_labels": "hertoets.findings",
    "write_number": "hertoets.findings",
    "Control": "hertoets.release.door",
    "control": "hertoets.release.door",
    "released": "hertoets.release.door",
    "Earlier": "hertoets.release.earlier",
    "load_release": "hertoets.release.files",
    "save_exact": "hertoets.release.files",
    "save_release": "hertoets.release.files",
    "WITHHELD": "hertoets.release.model",
    "Change": "hertoets.release.model",
    "Hidden": "hertoets.release.model",
    "Release": "hertoets.release.model",
    "ReleasedFinding": "hertoets.release.model",
    "ReleasedTable": "hertoets.release.model",
    "TableColumn": "hertoets.release.model",
    "ensure_released": "hertoets.release.model",
    "Policy": "hertoets.release.policy",
    "load_policy": "hertoets.release.policy",
    "save_proof": "hertoets.release.proof",
}

__getattr__ = lazily(__name__, _MODULES)
