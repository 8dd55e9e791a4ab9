"""Raw findings in, protected findings out; publish accepts only what comes from here."""

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
from analysis.disclosure.protect import protect

# What publish needs to say numbers the way the findings do; it may not import findings itself.
from analysis.findings import Origin, write_number

__all__ = [
    "WITHHELD",
    "Change",
    "Hidden",
    "Origin",
    "Policy",
    "Protected",
    "ProtectedFinding",
    "ProtectedTable",
    "TableColumn",
    "ensure_protected",
    "load_policy",
    "load_protected",
    "protect",
    "save_exact",
    "save_protected",
    "write_number",
]
