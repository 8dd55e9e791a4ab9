"""Contract section 3: the decision tables, typed over row by row.

A cell ``None`` is "any". A row gives the regime and, for a reading's own rows, the rule's name.
"""

from .facts import Facts

Outcome = tuple[str, str]  # regime and rule

# rule, standing, treaty, notice, date, regime
COMMON = (
    ("C1", None, None, None, "no_right", "none"),
    ("C2", "excluded", None, None, None, "none"),
    ("C3", "unknown", None, None, None, "unknown"),
    ("C4", None, None, None, "unknown", "unknown"),
    ("C5", "completed", None, None, "after", "none"),
    ("C6", None, None, None, "after", "wi2021"),
    ("C7", None, "unknown", None, None, "unknown"),
    ("C8", None, "family_or_other", None, None, "none"),
    ("C9", None, "asylum_before_may_2020", "before", None, "open"),
    ("C10", None, "asylum_before_may_2020", "unknown", None, "unknown"),
    ("C11", None, "asylum_before_may_2020", None, None, "none"),
)

DATE_OF = {
    "publication_exceptions": "publication",
    "publication": "publication",
    "became_obliged": "publication",
    "decision": "decision",
    "duty": "publication",
    "scope": "publication",
    "effective": "effective",
}

NOTICE = {"before": "wi2013", "after": "wi2021", "no_notice": "none", "unknown": "unknown"}


def apply_reading(reading: str, facts: Facts) -> Outcome:
    if reading == "notice":
        return NOTICE[facts.notice], f"notice.{facts.notice}"
    day = facts.date(DATE_OF[reading])
    for rule, standing, treaty, notice, at, regime in COMMON:
        if (
            standing in (None, facts.standing)
            and treaty in (None, facts.treaty)
            and notice in (None, facts.notice)
            and at in (None, day)
        ):
            return regime, rule
    regime, row = OWN_ROWS[reading](facts, day)
    return regime, f"{reading}.{row}"


def _publication_exceptions(facts: Facts, day: str) -> Outcome:
    if day == "bridged":
        return "open", "bridged"
    if facts.notice == "before":
        return "wi2013", "told"
    if facts.standing in ("obligable", "completed"):
        return "wi2013", facts.standing
    if facts.notice == "unknown":
        return "unknown", "told_unknown"
    if facts.standing == "not_excluded":
        return "unknown", "not_excluded"
    if facts.standing in ("under_16", "schooling"):
        return "wi2021", facts.standing
    if facts.standing == "diploma_a2":
        regime = {"yes": "wi2013", "no": "wi2021", "unknown": "unknown"}[facts.obliged]
        return regime, f"diploma_a2_obliged_{facts.obliged}"
    assert facts.standing == "dispensed"
    return "open", "dispensed"


def _bridged_open_all_old(facts: Facts, day: str) -> Outcome:
    return ("open", "bridged") if day == "bridged" else ("wi2013", facts.standing)


def _became_obliged(facts: Facts, day: str) -> Outcome:
    if day == "bridged":
        return "open", "bridged"
    regime = {"yes": "wi2013", "unknown": "unknown", "no": "open"}[facts.obliged]
    return regime, f"obliged_{facts.obliged}"


def _duty(facts: Facts, day: str) -> Outcome:
    if day == "bridged":
        return "wi2013", "bridged"
    if facts.standing in ("obligable", "completed"):
        return "wi2013", facts.standing
    if facts.standing == "not_excluded":
        return "unknown", "not_excluded"
    return "open", facts.standing


def _scope(facts: Facts, day: str) -> Outcome:
    return "wi2013", "bridged" if day == "bridged" else facts.standing


OWN_ROWS = {
    "publication_exceptions": _publication_exceptions,
    "publication": _bridged_open_all_old,
    "became_obliged": _became_obliged,
    "decision": _bridged_open_all_old,
    "duty": _duty,
    "scope": _scope,
    "effective": _bridged_open_all_old,
}
