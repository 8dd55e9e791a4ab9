"""The tables of contract section 1: keys, columns and codes, written anew for the oracle."""

from dataclasses import dataclass
from typing import Any

import pycountry

# Parts of the Kingdom and "unspecified" are no nationality here: unknown, but no error of coding.
NOT_COUNTED = {"ABW", "CUW", "SXM", "BES", "XXX"}
NATIONALITIES = {country.alpha_3 for country in pycountry.countries} - NOT_COUNTED
NATIONALITIES |= {"XKX", "XXA", "XXB", "XXC"}
NOT_COUNTED |= {country.alpha_3 for country in pycountry.historic_countries} - NATIONALITIES

EXCLUDED = {"eight_years", "diploma", "treaty", "eu_national", "eu_family", "eu_longterm"}
SCHOOLING = {"compulsory_education", "follow_on_education"}
DISPENSED = {"medical", "effort", "integrated"}
KINDS = EXCLUDED | SCHOOLING | DISPENSED | {"diploma_a2", "completed", "partial", "opt_in"}

READINGS = (
    "publication_exceptions",
    "publication",
    "became_obliged",
    "decision",
    "duty",
    "scope",
    "effective",
    "notice",
)

CODES: dict[str, Any] = {
    "sex": {"m", "f", "x"},
    "migrant_group": {"asylum", "family", "other"},
    "location_kind": {"azc", "logeerregeling", "other"},
    "kind": KINDS,
    "regime_stated": {"wi2013", "wi2021"},
    "choice": {"wi2013", "wi2021"},
    "period": {"2022-05", "2022-09"},
    "reason": {"azc", "corona", "literacy", "fault", "other"},
    "nationality": NATIONALITIES,
    "former_nationality": NATIONALITIES - {"NLD"},
}
MUNICIPALITIES = {
    "municipality",
    "location_municipality",
    "linked_municipality",
    "municipality_informed",
}
BOOLEANS = {"spiritual_minister", "temporary_purpose", "family_of_asylum", "viewed"}
TEXTS = {"person_id", "right_id", "notice_id", "fine_id", "loan_id"}
COUNTS = {"persons_counted": 0, "days": 1, "amount_euro": 0}  # the least that is possible


@dataclass(frozen=True)
class Table:
    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def _table(name: str, key: str, columns: str, optional: str = "") -> Table:
    """Columns as one line; a star marks an open column."""
    names = f"{columns} {optional}".split()
    return Table(
        name,
        tuple(key.split()),
        tuple(column.rstrip("*") for column in names),
        tuple(optional.split()),
        tuple(column[:-1] for column in names if column.endswith("*")),
    )


TABLES = {
    table.name: table
    for table in (
        _table(
            "persons",
            "person_id",
            "person_id birth_date sex nationality",
            "former_nationality dutch_since",
        ),
        _table(
            "residence_rights",
            "right_id",
            "right_id person_id migrant_group spiritual_minister temporary_purpose decision_date "
            "document_collected_date effective_date end_date*",
            "family_of_asylum",
        ),
        _table(
            "registrations",
            "person_id valid_from",
            "person_id municipality valid_from valid_to*",
        ),
        _table(
            "reception",
            "person_id from_date",
            "person_id location_municipality location_kind linked_municipality* linked_on* "
            "from_date to_date*",
        ),
        _table("exemptions", "person_id kind valid_from", "person_id kind valid_from valid_to*"),
        _table(
            "notices",
            "notice_id",
            "notice_id person_id notice_date regime_stated start_stated term_end_stated "
            "municipality_informed* withdrawn_on*",
        ),
        _table(
            "data_access",
            "person_id municipality visible_from",
            "person_id municipality visible_from visible_to* viewed",
        ),
        _table("guidance_counts", "municipality period", "municipality period persons_counted"),
        _table("extensions", "person_id granted_on", "person_id granted_on days reason"),
        _table("fines", "fine_id", "fine_id person_id imposed_on amount_euro withdrawn_on*"),
        _table(
            "loans",
            "loan_id",
            "loan_id person_id granted_on amount_euro repayment_from* written_off_on*",
        ),
        _table("plans", "person_id plan_date", "person_id plan_date municipality"),
        _table("choices", "person_id offered_on", "person_id offered_on choice* chosen_on*"),
    )
}
REQUIRED = ("persons", "residence_rights", "notices")
