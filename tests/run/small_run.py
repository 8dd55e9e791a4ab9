"""A run folder by hand: as small as a run can be, for tests of what becomes of the folder."""

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from hertoets.release import load_policy
from hertoets.run.parameters import Parameters

FINDINGS = "[]\n"


def record_of(**changed: object) -> dict[str, object]:
    """Give a record with every field that its readers rely on."""
    parameters = Parameters()
    return {
        "hertoets": "0.1.0",
        "made_by": "hertoets run",
        "seal": "5ea1",
        "code": "c0de",
        "notebooks": "b00c",
        "extract": {"files": {"persons.csv": "00"}, "synthetic": True},
        "law": parameters.law().digest,
        "rules": {},
        "policy": "90",
        "policy_settings": asdict(load_policy()),
        "expectations": "e0",
        "parameters": parameters.as_values(),
        "engine": "memory",
        "earlier": [],
        "python": "3.11",
        "packages": {},
        "finished_at": "2026-01-01T00:00:00+00:00",
        "results": {"findings.json": sha256(FINDINGS.encode()).hexdigest()},
        **changed,
    }


def write_run(folder: Path, **changed: object) -> Path:
    """Fill a folder as a run would: a record, findings, and one exact result under protected/."""
    (folder / "protected").mkdir(parents=True)
    (folder / "findings.json").write_text(FINDINGS, encoding="utf-8")
    (folder / "protected" / "findings.json").write_text(FINDINGS, encoding="utf-8")
    hashes = {"protected/findings.json": sha256(FINDINGS.encode()).hexdigest()}
    (folder / "protected" / "hashes.json").write_text(json.dumps(hashes), encoding="utf-8")
    (folder / "record.json").write_text(json.dumps(record_of(**changed)), encoding="utf-8")
    return folder
