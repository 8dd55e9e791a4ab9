"""The values that each fact of a person can take, in the order of the contract's section 2."""

VALUES: dict[str, tuple[str, ...]] = {
    "standing": (
        "excluded",
        "completed",
        "under_16",
        "schooling",
        "diploma_a2",
        "dispensed",
        "obligable",
        "unknown",
    ),
    "treaty": (
        "none",
        "asylum_since_may_2020",
        "asylum_before_may_2020",
        "family_or_other",
        "unknown",
    ),
    "publication": ("before", "bridged", "after", "no_right", "unknown"),
    "decision": ("before", "bridged", "after", "no_right", "unknown"),
    "effective": ("before", "bridged", "after", "no_right", "unknown"),
    "notice": ("before", "after", "no_notice", "unknown"),
    "group": ("asylum", "family", "other", "unknown"),
}

FACTS = tuple(VALUES)
DATE_FACTS = ("publication", "decision", "effective")


def place(fact: str, value: str) -> int:
    """Give the place of a value in its fact's list: what the frames hold."""
    return VALUES[fact].index(value)
