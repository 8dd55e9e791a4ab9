"""Raw findings in, protected findings out; publish accepts only what comes from here."""

from hertoets.disclosure.earlier import Earlier
from hertoets.disclosure.files import load_protected, save_exact, save_protected
from hertoets.disclosure.model import (
    WITHHELD,
    Change,
    Hidden,
    Protected,
    ProtectedFinding,
    ProtectedTable,
    TableColumn,
    ensure_protected,
)
from hertoets.disclosure.policy import Policy, load_policy
from hertoets.disclosure.proof import save_proof
from hertoets.disclosure.protect import Control, control, protect

# What publish needs to say numbers the way the findings do; it may not import findings itself.
from hertoets.findings import Origin, write_number

__all__ = [
    "WITHHELD",
    "Change",
    "Control",
    "Earlier",
    "Hidden",
    "Origin",
    "Policy",
    "Protected",
    "ProtectedFinding",
    "ProtectedTable",
    "TableColumn",
    "control",
    "ensure_protected",
    "load_policy",
    "load_protected",
    "protect",
    "save_exact",
    "save_proof",
    "save_protected",
    "write_number",
]
