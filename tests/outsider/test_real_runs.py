"""On real runs: what the outsider takes for certain is so, and it reads what is published alone."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from hertoets.extract import read_extract
from hertoets.findings import Findings, find
from hertoets.law import load_law
from hertoets.outcomes import Settings, compare
from hertoets.outsider import examine
from hertoets.outsider.persons import Part, definitions, groups_of_readings
from hertoets.outsider.positions import positions, recorded_positions
from hertoets.outsider.published import PersonSet, Published, read_published
from hertoets.outsider.relations import Relations
from hertoets.outsider.solving import narrow
from hertoets.quality import assess


@pytest.fixture(scope="module", params=["full_run", "bare_run"])
def run(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(request.param)
    return folder


@pytest.fixture
def open_files(run: Path, tmp_path: Path) -> Path:
    """A copy of all but ``protected``."""
    copy = tmp_path / "open"
    shutil.copytree(run, copy, ignore=shutil.ignore_patterns("protected"))
    return copy


def test_what_is_published_leaves_every_hidden_count_five_values(open_files: Path) -> None:
    verdict = examine(open_files)
    assert verdict.exposed == ()
    assert verdict.least == 5


def test_the_checker_reads_what_the_outsider_found(full_run: Path) -> None:
    verdict = examine(full_run)
    page = (full_run / "protected" / "disclosure.html").read_text(encoding="utf-8")
    assert verdict.hidden > 100
    assert f"{verdict.hidden} verborgen aantallen, elk met ten minste 5" in page


def test_the_exact_figures_are_among_what_the_outsider_holds_possible(run: Path) -> None:
    published = read_published(run)
    relations = Relations(published)
    box = narrow(relations.rows(), relations.box())
    exact = _exact(run)
    asked = 0
    for number, count in zip(published.numbers, relations.of_number, strict=True):
        for place in number.places:
            if place in exact:
                asked += 1
                assert box.low[count] <= exact[place] <= box.high[count], place
    assert asked > 500


def test_what_the_release_withheld_would_have_been_told(full_run: Path, tmp_path: Path) -> None:
    """Each bound that it left out, shown after all: now some hidden count follows."""
    shutil.copytree(full_run, tmp_path / "run", ignore=shutil.ignore_patterns("protected"))
    basis_file, findings_file = (tmp_path / "run" / name for name in
                                 ("report/basis.json", "findings.json"))  # fmt: skip
    basis, findings = (json.loads(file.read_text()) for file in (basis_file, findings_file))
    exact = _exact(full_run)
    shown = 0
    for entry in (one for one in findings if one["unit"] == "personen"):
        for reading, side in basis["withheld"].pop(entry["id"], []):
            pair = entry["records"] if reading == "records" else entry["by_reading"][reading]
            number = exact["finding", entry["id"], reading, side]
            # Without a word of what is withheld, null is a small count.
            pair[("lower", "upper").index(side)] = None if number < 10 else round(number / 5) * 5
            shown += 1
    assert shown > 0
    basis_file.write_text(json.dumps(basis))
    findings_file.write_text(json.dumps(findings))
    assert examine(tmp_path / "run").exposed != ()


def _exact(run: Path) -> dict[tuple[str, ...], int]:
    text = (run / "protected" / "findings.json").read_text(encoding="utf-8")
    found = {}
    for entry in json.loads(text):
        for reading, pair in {**entry["by_reading"], "records": entry["records"]}.items():
            for side, number in zip(("lower", "upper"), pair, strict=True):
                if entry["unit"] in ("personen", "gemeenten") and number is not None:
                    found["finding", entry["id"], reading, side] = number
        for cause, number in entry["undecided"].items():
            found["undecided", entry["id"], cause] = number
    return found


@pytest.fixture(scope="module")
def findings(full_extract: Path) -> Findings:
    comparison = compare(read_extract(full_extract), load_law(None), Settings())
    assessment = assess(comparison.extract)
    return find(comparison.with_doubts(assessment.doubts), assessment)


def test_everybody_is_of_a_kind_that_the_definitions_allow(
    findings: Findings, full_run: Path
) -> None:
    """Else the outsider would reckon with what is not so, and refuse what tells nothing.

    Also who might have been, or the release would reckon with persons that nobody can be.
    """
    published = read_published(full_run)
    asked = 0
    for part, lost in _lost(findings, published):
        assert lost == [], part
        asked += 1
    assert asked > 20


def _lost(findings: Findings, published: Published) -> Iterator[tuple[str, list[int]]]:
    """Of each part of the definitions the profiles of persons of whom it has no kind."""
    assert findings.basis is not None
    headline, readings = published.headline, list(findings.readings)
    for doubted, where, some in (
        (True, positions(published.situations, readings, headline), readings),
        (False, recorded_positions(headline), [headline]),
    ):
        sets = {
            number: one
            for number, one in enumerate(published.sets)
            if isinstance(one, PersonSet) and one.doubted == doubted
        }
        names = findings.basis.profiles.frames[headline, doubted]
        stands = names.select("situation_id", "has_notice").rows()
        for part in definitions()["part"]:
            for group in groups_of_readings(part, some, headline):
                laid = Part(part, group, where, sets, headline)
                if not laid.sets:
                    continue
                kinds = laid.kinds()
                allowed: dict[tuple[str, str], set[bytes]] = {}
                for members, belongs in zip(kinds.classes, kinds.belongs, strict=True):
                    for member in members.tolist():
                        key = where.name(member) if doubted else ("", "")
                        allowed.setdefault(key, set()).update(map(bytes, belongs))
                belong = np.array([_members(findings, sets[n]) for n in kinds.sets]).T
                yield (
                    f"{part['name']} {group[0]} {doubted}",
                    [
                        number
                        for number, (bits, stand) in enumerate(zip(belong, stands, strict=True))
                        if bits.tobytes() not in allowed[stand if doubted else ("", "")]
                    ],
                )


def _members(findings: Findings, one: PersonSet) -> npt.NDArray[np.bool_]:
    assert findings.basis is not None
    reading = one.reading or findings.settings["headline"]
    frame = findings.basis.profiles.frames[reading, one.doubted]
    inside = np.ones(len(frame), dtype=bool)
    for column, values in one.where:
        told = frame[column].cast(pl.String).is_in(list(values)).fill_null(False)
        inside &= told.to_numpy()
    return inside
