"""Contract 3: the decision tables, typed out a second time."""

READINGS = (
    "publication",
    "publication_exceptions",
    "decision",
    "duty",
    "scope",
    "effective",
    "notice",
)
DATE_OF_READING = {
    "publication": "publication",
    "publication_exceptions": "publication",
    "decision": "decision",
    "duty": "publication",
    "scope": "publication",
    "effective": "effective",
    "notice": "notice",
}

# reading: (bridged; obligable and completed; under_16 and schooling; diploma_a2 and dispensed)
TABLE = {
    "publication": ("open", "wi2013", "wi2013", "wi2013"),
    "publication_exceptions": ("open", "wi2013", "wi2021", "open"),
    "decision": ("open", "wi2013", "wi2013", "wi2013"),
    "duty": ("wi2013", "wi2013", "open", "open"),
    "scope": ("wi2013", "wi2013", "wi2013", "wi2013"),
    "effective": ("open", "wi2013", "wi2013", "wi2013"),
}
COLUMN = {
    "obligable": 1,
    "completed": 1,
    "under_16": 2,
    "schooling": 2,
    "diploma_a2": 3,
    "dispensed": 3,
}
NOTICE = {"before": "wi2013", "after": "wi2021", "no_notice": "none", "unknown": "unknown"}


def judge(reading: str, facts: dict[str, str]) -> tuple[str, str]:
    """Regime and rule of one reading for the facts of one person: the first row that matches."""
    when = facts[DATE_OF_READING[reading]]
    if reading == "notice":
        return NOTICE[when], f"notice.{when}"
    standing, treaty = facts["standing"], facts["treaty"]
    if when == "no_right":
        return "none", "C1"
    if standing == "excluded":
        return "none", "C2"
    if standing == "unknown":
        return "unknown", "C3"
    if when == "unknown":
        return "unknown", "C4"
    if standing == "completed" and when == "after":
        return "none", "C5"
    if when == "after":
        return "wi2021", "C6"
    if treaty == "unknown":
        return "unknown", "C7"
    if treaty == "family_or_other":
        return "none", "C8"
    if treaty == "asylum_before_may_2020":
        return "open", "C9"
    if when == "bridged":
        return TABLE[reading][0], f"{reading}.bridged"
    return TABLE[reading][COLUMN[standing]], f"{reading}.{standing}"
