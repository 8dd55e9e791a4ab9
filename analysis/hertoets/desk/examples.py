"""Invented persons followed from delivery to outcome, by the same steps as everybody.

What registers would say of them stands in ``examples.toml``. Nothing of an outcome is written down:
the tables are read as an extract and the law is applied to them, so that the text cannot say
anything else than the engine does.
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from hertoets.extract import schema
from hertoets.extract.municipalities import municipalities
from hertoets.law import Law
from hertoets.plain import csv_text
from hertoets.publish.examples import Example
from hertoets.run.leftovers import scratch

Invented = Mapping[str, Any]

_OF_A_PERSON: Final = ("birth_date", "nationality")
_KEYS: Final = {"residence_rights": "right_id", "notices": "notice_id"}
_PRESENT: Final = ("registrations", "exemptions")
"""Tables that must be there, though nobody has a row: without them something is not measured."""
_PLAIN: Final = {"sex": "x"}
_USUAL: Final[Mapping[str, Mapping[str, Any]]] = {
    "residence_rights": {
        "spiritual_minister": False,
        "temporary_purpose": False,
        "family_of_asylum": False,
    }
}


def invented_persons() -> dict[str, Any]:
    """Read ``examples.toml``: the day of delivery, and what registers say of each person."""
    text = files("hertoets.desk").joinpath("examples.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def follow_persons(
    invented: Invented, law: Law, *, headline: str, reference_date: date, tolerance_days: int
) -> list[Example]:
    """Apply the law to invented persons.

    Parameters
    ----------
    invented : mapping
        From `invented_persons`.
    law : Law
    headline : str
        Name of the reading in front.
    reference_date : date
    tolerance_days : int

    Returns
    -------
    list of Example
        In the order of the file.
    """
    from hertoets.extract import read_extract  # with all that computes, where it is needed
    from hertoets.outcomes import Settings, compare

    persons: Sequence[Invented] = invented["person"]
    settings = Settings(
        as_of=invented["delivered_on"],
        headline=headline,
        reference_date=reference_date,
        tolerance_days=tolerance_days,
    )
    with scratch() as folder:
        _write_tables(persons, folder)
        compared = compare(read_extract(folder), law, settings)
    outcomes = {row["person_id"]: row for row in compared.people.outcomes.iter_rows(named=True)}
    return [_example(person, outcomes[person["name"]], headline) for person in persons]


def _example(person: Invented, outcome: Mapping[str, Any], headline: str) -> Example:
    """Lay what registers say beside what the law makes of it."""
    right, notice = person["residence_rights"][-1], person["notices"][0]
    school = [row["valid_to"] for row in person.get("exemptions", ())]
    reception = person.get("reception", [{}])[0]
    names = municipalities()
    places = (reception.get("location_municipality"), reception.get("linked_municipality"))
    return Example(
        name=person["name"],
        birth_date=person["birth_date"],
        group=right["migrant_group"],
        decision_date=right["decision_date"],
        collected=right["document_collected_date"],
        school_until=school[0] if school else None,
        reception=tuple(names[code].name for code in places if code),
        notice_date=notice["notice_date"],
        regime_stated=notice["regime_stated"],
        start_stated=notice["start_stated"],
        treaty=outcome["treaty"],
        publication=outcome["publication"],
        standing=outcome["standing"],
        regime=outcome[f"regime_{headline}"],
        certainty=outcome["certainty"],
        wrong_notice=outcome["wrong_notice"],
        start_class=outcome["start_class"],
        start=outcome[f"start_{headline}"],
        informed=outcome["informed"],
        breach=outcome["breach"],
        repair=outcome["repair"],
    )


def _write_tables(persons: Sequence[Invented], folder: Path) -> None:
    """Write the persons as an extract in CSV."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("persons", *_PRESENT)}
    for person in persons:
        told = {name: person[name] for name in _OF_A_PERSON}
        rows["persons"].append({"person_id": person["name"], **_PLAIN, **told})
        for table, entries in person.items():
            if not isinstance(entries, list):
                continue
            for number, entry in enumerate(entries):
                key = {_KEYS[table]: f"{person['name']}-{number}"} if table in _KEYS else {}
                row = {"person_id": person["name"], **key, **_USUAL.get(table, {}), **entry}
                rows.setdefault(table, []).append(row)
    for table, entries in rows.items():
        columns = schema()[table].column_names
        cells = [[_cell(entry.get(column)) for column in columns] for entry in entries]
        text = csv_text([columns, *cells])
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value
