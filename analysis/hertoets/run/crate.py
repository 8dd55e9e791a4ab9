"""The run as a research object: what came out of what, for archives and other software.

RO-Crate 1.1 with the terms of Process Run Crate 0.5: the run is a ``CreateAction``, Hertoets its
instrument, the tables of the extract and the parameters its objects, every published file a
result. No clock, no path of the machine and no random name goes in, so that the same run gives
the same bytes; the moment of the run stands in ``record.json``, whose hash is left out for that
reason. The tables are named by keyed hashes (`hertoets.run.keyed`); of what lies under
``protected/`` it is said that it exists and who may see it, and nothing else.
"""

from pathlib import Path
from typing import Any

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from hertoets.plain import json_text
from hertoets.release import Release
from hertoets.run.hashes import hash_file, published_files
from hertoets.run.parameters import PLACES
from hertoets.run.record import Described
from hertoets.runfolder import RunFolder

_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_LICENCE = "https://spdx.org/licenses/EUPL-1.2"
_DONE = "http://schema.org/CompletedActionStatus"
_UNDATED = "1980-01-01"  # where the delivery has no date: the first day that a zip file knows

_FORMATS = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# The first place that a file's path begins with tells what it is.
_DESCRIPTIONS = {
    RunFolder.findings.as_posix(): (
        "Elk gepubliceerd cijfer na afscherming, met definitie, populatie en bron"
    ),
    "report/index.html": "Het rapport",
    "report/lessons.md": "De lessen, met hun bewijs",
    RunFolder.basis.as_posix(): (
        "Waarop het rapport rust: levering, instellingen, lezingen, wijzigingen"
    ),
    RunFolder.counts.as_posix(): "Wat elk gepubliceerd aantal telt",
    RunFolder.package.as_posix(): "Wat elke tabel en kolom is, voor andere software (Frictionless)",
    f"{RunFolder.tables.as_posix()}/": "Tabel na afscherming",
    f"{RunFolder.figures.as_posix()}/": "Figuur, of de cijfers of de beschrijving die erbij horen",
    "report/tables.": "Werkboek met alle tabellen",
    "report/": "Stuk van deze uitvoer",
    "": "Bestand van deze uitvoer",
}


def write_crate(described: Described, release: Release, folder: Path) -> None:
    """Write ``ro-crate-metadata.json`` to a run folder that holds all else that is published.

    Parameters
    ----------
    described : Described
        What ran on what, from `hertoets.run.described.describe`.
    release : Release
        Names the delivery.
    folder : Path
        The run folder; its record may still be missing and is listed all the same.
    """
    crate = ROCrate(version="1.1")
    crate.metadata.extra_terms["sha256"] = "https://schema.org/sha256"
    delivered = release.meta.delivered_on
    fictitious = "FICTIEF: " if release.meta.synthetic else ""
    results = [_result(crate, folder, path) for path in published_files(folder)]
    record = crate.add_file(
        dest_path=RunFolder.record.name,
        properties={
            "name": RunFolder.record.name,
            "description": "Wat waarop draaide, en wanneer; zonder hash, omdat de klok erin staat",
            "encodingFormat": _FORMATS[".json"],
        },
    )
    action = _entity(
        crate,
        "#run",
        "CreateAction",
        name=f"{fictitious}Hertoetsing van {release.meta.name}",
        description="De overgangswet opnieuw toegepast; wanneer staat in record.json.",
        actionStatus={"@id": _DONE},
    )
    action["instrument"] = _instrument(crate, described)
    action["object"] = [*_tables(crate, described), *_parameters(crate, described)]
    action["result"] = [*results, record]
    root = crate.root_dataset
    root["name"] = action["name"]
    root["description"] = (
        "Cijfers na afscherming over wie volgens de overgangswet van de Wet inburgering 2021 "
        "onder welke wet valt, met rapport, tabellen en figuren."
    )
    root["datePublished"] = _UNDATED if delivered is None else delivered.isoformat()
    root["inLanguage"] = "nl"
    root["license"] = _entity(
        crate,
        "#terms",
        "CreativeWork",
        name="Gebruik na vrijgave",
        description="Openbaar na vrijgave door de opdrachtgever; deze uitvoer verleent die niet.",
    )
    root["conformsTo"] = _entity(
        crate, _PROFILE, ["CreativeWork", "Profile"], name="Process Run Crate", version="0.5"
    )
    root["mentions"] = [action, _withheld(crate)]
    text = json_text(crate.metadata.generate(), indent=2)
    RunFolder(folder).crate.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _entity(crate: ROCrate, id_: str, type_: str | list[str], **properties: Any) -> Any:
    return crate.add(ContextEntity(crate, id_, properties={"@type": type_, **properties}))


def _result(crate: ROCrate, folder: Path, path: Path) -> Any:
    name = path.relative_to(folder).as_posix()
    described = next(told for place, told in _DESCRIPTIONS.items() if name.startswith(place))
    return crate.add_file(
        source=path,
        dest_path=name,
        properties={
            "name": path.name,
            "description": described,
            "encodingFormat": _FORMATS.get(path.suffix, "application/octet-stream"),
            "inLanguage": "nl",
            "contentSize": str(path.stat().st_size),
            "sha256": hash_file(path),
        },
    )


def _instrument(crate: ROCrate, described: Described) -> Any:
    licence = _entity(crate, _LICENCE, "CreativeWork", name="European Union Public Licence 1.2")
    return _entity(
        crate,
        "#hertoets",
        "SoftwareApplication",
        name="Hertoets",
        version=described.hertoets,
        license=licence,
        identifier=f"sha256:{described.code}",
        softwareRequirements=[
            f"python {described.python}",
            *(f"{name} {version}" for name, version in described.packages.items()),
        ],
    )


def _tables(crate: ROCrate, described: Described) -> list[Any]:
    return [
        _entity(
            crate,
            f"#extract-{name}",
            "CreativeWork",
            name=name,
            description="Tabel van de levering; verlaat de beveiligde omgeving niet.",
            identifier=f"hmac-sha256:{digest}",
            conditionsOfAccess="Alleen wie de levering mag inzien",
        )
        for name, digest in described.extract.files.items()
    ]


def _parameters(crate: ROCrate, described: Described) -> list[Any]:
    values = {k: v for k, v in described.parameters.items() if k not in PLACES}
    # What lay at those places is named by its hash.
    values |= {
        "law": f"sha256:{described.law}",
        "policy": f"sha256:{described.policy}",
        "expectations": f"sha256:{described.expectations}",
    }
    return [
        _entity(crate, f"#parameter-{name}", "PropertyValue", name=name, value=str(value))
        for name, value in values.items()
    ]


def _withheld(crate: ROCrate) -> Any:
    return _entity(
        crate,
        "#withheld",
        "CreativeWork",
        name="Uitkomst per persoon en exacte cijfers",
        description="Bestaat, en wordt niet gepubliceerd.",
        conditionsOfAccess="Alleen wie de levering mag inzien; verlaat de beveiligde omgeving niet",
    )
