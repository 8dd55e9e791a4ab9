"""An extract as a data package of Frictionless: what each file and column is, for other software.

``datapackage.json`` lies beside the tables of an extract that Hertoets makes. No run reads it. What
it calls wrong a run may take for unknown: see docs/data-dictionary.md.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from hertoets.extract.parts import name_of_part
from hertoets.extract.schema import Column, Table, schema
from hertoets.plain import json_text

FILE: Final = "datapackage.json"
NO_PARTS: Final[Mapping[str, int]] = {}

_TYPES: Final = {
    "text": "string",
    "code": "string",
    "birth_date": "string",
    "date": "date",
    "bool": "boolean",
    "count": "integer",
}
_BIRTH_DATE: Final = r"\d{4}-\d{2}-\d{2}"
_MUNICIPALITY: Final = r"GM\d{4}"
_COUNTRY: Final = "[A-Z]{3}"
_MEDIA: Final = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def write_package(
    folder: Path,
    delivered: Mapping[str, Iterable[str]],
    format: Literal["csv", "parquet"],
    parts: Mapping[str, int] = NO_PARTS,
) -> None:
    """Write ``datapackage.json`` into the folder of an extract.

    Parameters
    ----------
    folder : Path
        It holds the tables already.
    delivered : mapping of str to iterable of str
        By table the columns that its file has, in their order.
    format : str
        Of the files.
    parts : mapping of str to int
        How many parts a table stands in, for those that do; they lie in a folder with its name.
    """
    text = f"{json_text(package(delivered, format, parts), indent=2)}\n"
    (folder / FILE).write_text(text, encoding="utf-8", newline="\n")


def package(
    delivered: Mapping[str, Iterable[str]],
    format: Literal["csv", "parquet"],
    parts: Mapping[str, int] = NO_PARTS,
) -> dict[str, Any]:
    """The same as data; the parameters are those of `write_package`.

    Examples
    --------
    >>> told = package({"persons": ["person_id", "birth_date"]}, "csv")
    >>> told["resources"][0]["path"], told["resources"][0]["schema"]["primaryKey"]
    ('persons.csv', ['person_id'])
    """
    return {
        "profile": "tabular-data-package",
        "name": "hertoets-extract",
        "title": "Extract voor Hertoets",
        "description": "Tabellen uit de registers rond inburgering.",
        "resources": [
            _resource(schema()[name], list(columns), format, persons="persons" in delivered)
            | ({"path": _paths(name, parts[name])} if name in parts else {})
            for name, columns in delivered.items()
        ],
    }


def _paths(table: str, parts: int) -> list[str]:
    return [name_of_part(Path(table), place) for place in range(parts)]


def _resource(
    table: Table, columns: list[str], format: Literal["csv", "parquet"], *, persons: bool
) -> dict[str, Any]:
    known = {column.name: column for column in table.columns}
    told: dict[str, Any] = {
        "fields": [_field(known[name], table) for name in columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if persons and table.name != "persons" and "person_id" in columns:
        told["foreignKeys"] = [
            {
                "fields": ["person_id"],
                "reference": {"resource": "persons", "fields": ["person_id"]},
            }
        ]
    said = {"encoding": "utf-8", "dialect": {"delimiter": ","}} if format == "csv" else {}
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.{format}",
        "format": format,
        "mediatype": _MEDIA[format],
        "title": f"{table.name} ({table.register})",
        "description": table.meaning,
        **said,
        "schema": told,
    }


def _field(column: Column, table: Table) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.name in table.key:
        constraints["required"] = True
    if column.type == "birth_date":
        constraints["pattern"] = _BIRTH_DATE
    if column.codes == "municipality":
        constraints["pattern"] = _MUNICIPALITY
    elif column.codes == "iso_3166_1_alpha_3":
        constraints["pattern"] = _COUNTRY
    elif column.codes:
        constraints["enum"] = list(column.codes)
    if column.type == "count":
        constraints["minimum"] = column.least
    empty = "nog geen einde, of niet gebeurd" if column.open else "onbekend"
    return {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": f"{column.meaning} Leeg: {empty}.",
        **({"constraints": constraints} if constraints else {}),
    }
