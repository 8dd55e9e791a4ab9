"""Raw findings in, protected findings out; publish accepts only what comes from here."""

from analysis.disclosure.earlier import Earlier
from analysis.disclosure.files import load_protected, save_exact, save_protected
from analysis.disclosure.model import (
    WITHHELD,
    Change,
    Hidden,
    Protected,
    ProtectedFinding,
    ProtectedTable,
    TableColumn,
    ensure_protected,
)
from analysis.disclosure.policy import Policy, load_policy
from analysis.disclosure.proof import save_proof
from analysis.disclosure.protect import Control, control, protect

# What publish needs to say numbers the way the findings do; it may not import findings itself.
from analysis.findings import Origin, write_number

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
