"""An extract of one person, for cases worked by hand."""

from . import oracle

ADULT = {"birth_date": "1990-06-15", "sex": "f", "nationality": "SYR"}
ASYLUM = {
    "migrant_group": "asylum",
    "spiritual_minister": "false",
    "temporary_purpose": "false",
    "decision_date": "2021-03-10",
    "document_collected_date": "2021-04-01",
    "effective_date": "2020-11-05",
    "end_date": "2025-11-05",
}
FAMILY = {**ASYLUM, "migrant_group": "family"}
NOTICE = {
    "notice_date": "2022-01-12",
    "regime_stated": "wi2021",
    "start_stated": "2022-01-12",
    "term_end_stated": "",
    "municipality_informed": "",
    "withdrawn_on": "",
}
TOLD_2013 = {
    **NOTICE,
    "notice_date": "2021-06-01",
    "regime_stated": "wi2013",
    "start_stated": "2021-03-10",
    "term_end_stated": "2024-03-10",
}


def judged(rights=(ASYLUM,), notices=(NOTICE,), exemptions=(), settings=None, person=None, **more):
    """The row of the one person of an extract."""
    tables = {
        "persons": [{**ADULT, **(person or {})}],
        "residence_rights": [{"right_id": f"R{n}", **row} for n, row in enumerate(rights)],
        "notices": [{"notice_id": f"N{n}", **row} for n, row in enumerate(notices)],
        "exemptions": list(exemptions),
        **more,
    }
    named = {name: [{"person_id": "P1", **row} for row in rows] for name, rows in tables.items()}
    result = oracle(named, **(settings or {}))
    assert result.set_aside == []
    (row,) = result.outcomes
    return row


def spell(kind, first, last=""):
    return {"kind": kind, "valid_from": first, "valid_to": last}


def right(decided, effective, end, **changes):
    return {
        **ASYLUM,
        "decision_date": decided,
        "document_collected_date": decided,
        "effective_date": effective,
        "end_date": end,
        **changes,
    }
