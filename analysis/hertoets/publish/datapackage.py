"""The published tables of a run as a data package of Frictionless, for other software.

``report/datapackage.json`` says of each CSV in ``report/tables`` what it shows, of whom, and which
marks stand where a number is hidden.
"""

from typing import Any, Final

from hertoets.plain import json_text
from hertoets.release import Release, ReleasedTable, ensure_released
from hertoets.release.count import WITHHELD
from hertoets.runfolder import RunFolder

_WORDS: Final = ("label", "text")


def write_package(release: Release, run: RunFolder) -> None:
    """Write the description of the published tables, which are there.

    Parameters
    ----------
    release : Release
    run : RunFolder
    """
    ensure_released(release)
    text = f"{json_text(package(release, run), indent=2)}\n"
    run.package.write_text(text, encoding="utf-8", newline="\n")


def package(release: Release, run: RunFolder) -> dict[str, Any]:
    """The same as data; the parameters are those of `write_package`."""
    small = f"<{release.policy['threshold']}"
    folder = run.tables.relative_to(run.report).as_posix()
    fictitious = "FICTIEF: " if release.meta.synthetic else ""
    return {
        "profile": "tabular-data-package",
        "name": "hertoets-tables",
        "title": f"{fictitious}{release.meta.name}",
        "description": (
            f"{small} staat voor een aantal van 1 tot die grens, {WITHHELD} voor een aantal dat is "
            "afgeschermd, leeg voor wat niet is gemeten; andere aantallen zijn afgerond."
        ),
        "resources": [
            _resource(table, f"{folder}/{name}.csv", small)
            for name, table in release.tables.items()
        ],
    }


def _resource(table: ReleasedTable, path: str, small: str) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.id,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": table.title_nl,
        "description": f"{table.population} ({table.unit}). {table.note_nl}".strip(),
        "sources": [{"title": table.source}],
        "schema": {
            "fields": [
                {"name": column.title_nl, "type": "string" if column.kind in _WORDS else "number"}
                for column in table.columns
            ],
            "missingValues": ["", small, WITHHELD],
        },
    }
