"""Raw findings in, released findings out; publish accepts only what comes from here."""

from typing import TYPE_CHECKING

from hertoets.lazily import lazily

if TYPE_CHECKING:
    from hertoets.findings import (
        AFTER_ALARM_ROW,
        TOTAL_ROW,
        UNKNOWN_ROW,
        Origin,
        band_edges,
        load_labels,
        outward,
        write_number,
    )
    from hertoets.release.count import (
        NO_BREAK,
        WITHHELD,
        Count,
        Form,
        Rule,
        quantity_nl,
        read_count,
        rules_nl,
    )
    from hertoets.release.counted import named_places, save_counted
    from hertoets.release.door import Control, control, released
    from hertoets.release.files import load_release, save_exact, save_release
    from hertoets.release.model import (
        Change,
        Release,
        ReleasedFinding,
        ReleasedTable,
        TableColumn,
        ensure_released,
    )
    from hertoets.release.policy import Policy, load_policy
    from hertoets.release.pool import marked
    from hertoets.release.proof import Named, save_proof
    from hertoets.release.secure import EarlierClashError
    from hertoets.release.system import Reason
    from hertoets.release.told import Told

__all__ = [
    "AFTER_ALARM_ROW",
    "NO_BREAK",
    "TOTAL_ROW",
    "UNKNOWN_ROW",
    "WITHHELD",
    "Change",
    "Control",
    "Count",
    "EarlierClashError",
    "Form",
    "Named",
    "Origin",
    "Policy",
    "Reason",
    "Release",
    "ReleasedFinding",
    "ReleasedTable",
    "Rule",
    "TableColumn",
    "Told",
    "band_edges",
    "control",
    "ensure_released",
    "load_labels",
    "load_policy",
    "load_release",
    "marked",
    "named_places",
    "outward",
    "quantity_nl",
    "read_count",
    "released",
    "rules_nl",
    "save_counted",
    "save_exact",
    "save_proof",
    "save_release",
    "write_number",
]

_MODULES = {
    "AFTER_ALARM_ROW": "hertoets.findings",
    "TOTAL_ROW": "hertoets.findings",
    "UNKNOWN_ROW": "hertoets.findings",
    "Origin": "hertoets.findings",
    "load_labels": "hertoets.findings",
    "band_edges": "hertoets.findings",
    "outward": "hertoets.findings",
    "write_number": "hertoets.findings",
    "NO_BREAK": "hertoets.release.count",
    "WITHHELD": "hertoets.release.count",
    "Count": "hertoets.release.count",
    "Form": "hertoets.release.count",
    "Rule": "hertoets.release.count",
    "quantity_nl": "hertoets.release.count",
    "read_count": "hertoets.release.count",
    "rules_nl": "hertoets.release.count",
    "named_places": "hertoets.release.counted",
    "save_counted": "hertoets.release.counted",
    "Control": "hertoets.release.door",
    "control": "hertoets.release.door",
    "released": "hertoets.release.door",
    "load_release": "hertoets.release.files",
    "save_exact": "hertoets.release.files",
    "save_release": "hertoets.release.files",
    "Change": "hertoets.release.model",
    "Release": "hertoets.release.model",
    "ReleasedFinding": "hertoets.release.model",
    "ReleasedTable": "hertoets.release.model",
    "TableColumn": "hertoets.release.model",
    "ensure_released": "hertoets.release.model",
    "Policy": "hertoets.release.policy",
    "load_policy": "hertoets.release.policy",
    "marked": "hertoets.release.pool",
    "Named": "hertoets.release.proof",
    "save_proof": "hertoets.release.proof",
    "EarlierClashError": "hertoets.release.secure",
    "Reason": "hertoets.release.system",
    "Told": "hertoets.release.told",
}

__getattr__ = lazily(__name__, _MODULES)
