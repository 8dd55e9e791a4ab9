"""Raw findings in, released findings out; publish accepts only what comes from here."""

# What publish needs to say numbers the way the findings do; it may not import findings itself.
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
