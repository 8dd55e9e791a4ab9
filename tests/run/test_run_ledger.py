"""The ledger of a run: keyed hashes, the crate, what verify finds, what compare puts down to what."""

import json
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import hertoets
import nbformat
import pyarrow.parquet as pq
import pytest
from hertoets.between.causes import find_causes
from hertoets.between.changes import add_changes
from hertoets.between.recompute import Lab
from hertoets.between.told import AllTold, Side
from hertoets.cli import main
from hertoets.errors import UseError
from hertoets.outsider import relations
from hertoets.quality import assessing
from hertoets.release import load_release
from hertoets.run import Parameters, run_extract
from hertoets.run.described import describe, ran_on, same_extract
from hertoets.run.hashes import hashes_of_extract
from hertoets.run.keyed import Inputs, inputs_of, load_inputs, save_inputs
from hertoets.run.machine import number_of, numbers_of
from hertoets.run.record import read_record, sealed
from hertoets.run.register import NAME
from nbformat.v4 import new_markdown_cell, new_notebook
from rocrate.rocrate import ROCrate
from small_extract import write_quick_policy

from tests.support.pageless import pageless

pytestmark = pytest.mark.usefixtures("worked_once")

PERSONS = 300
PLACES = "protected/places.json"
Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module", autouse=True)
def doubts_count() -> Iterator[None]:
    """What is in doubt is unknown, as it is from 1,000 persons on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assessing, "WIDENS_FROM", PERSONS)
        patch.setattr(relations, "DOUBT_FROM", PERSONS)
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two extracts that differ in one table, and a notebook that shows nothing."""
    place = tmp_path_factory.mktemp("ledger")
    asked = ["synth", "--persons", str(PERSONS), "--quiet", "--out", str(place / "extract")]
    assert main(asked) == 0
    shutil.copytree(place / "extract", place / "later")
    notices = pq.read_table(place / "later" / "notices.parquet")
    pq.write_table(notices.slice(0, notices.num_rows - 40), place / "later" / "notices.parquet")
    (place / "notebooks").mkdir()
    title = new_markdown_cell("# Niets", id="title")
    nbformat.write(new_notebook(cells=[title]), place / "notebooks" / "01_none.ipynb")
    return place


def _run(place: Path, name: str, extract: str = "extract", **values: object) -> Path:
    earlier = values.pop("earlier", [])
    values = {"disclosure": write_quick_policy(place), **values}
    run_extract(
        place / extract,
        place / name,
        Parameters.from_values(values),
        notebooks=place / "notebooks",
        earlier=earlier,
        changes=add_changes,  # type: ignore[arg-type]
    )
    return place / name


@pytest.fixture(scope="module")
def run(place: Path) -> Path:
    return _run(place, "run")


@pytest.fixture(scope="module")
def after(place: Path, run: Path) -> Path:
    """A run on the later extract, by another reading and with another parameter."""
    return _run(place, "after", "later", headline="duty", tolerance_days=30, earlier=[run])


def _published(run: Path) -> dict[str, bytes]:
    found = (path for path in sorted(run.rglob("*")) if path.is_file())
    names = {path.relative_to(run).as_posix(): path.read_bytes() for path in found}
    return {name: content for name, content in names.items() if not name.startswith("protected/")}


# Keyed hashes


def test_no_plain_hash_of_a_table_is_published(run: Path, place: Path) -> None:
    plain = list(hashes_of_extract(place / "extract").values())
    assert len(plain) == 14
    text = b"\n".join(_published(run).values()).decode("utf-8", "replace")
    assert [digest for digest in plain if digest in text] == []
    key = (run / "protected" / "hash.key").read_text(encoding="ascii").strip()
    assert len(key) == 64
    assert key not in text


def test_a_guess_of_one_table_is_not_confirmed_without_all_the_others() -> None:
    files = {"persons.csv": sha256(b"p").hexdigest(), "notices.csv": sha256(b"n").hexdigest()}
    other = {**files, "notices.csv": sha256(b"other").hexdigest()}
    assert inputs_of(files).keyed() == inputs_of(dict(reversed(files.items()))).keyed()
    assert inputs_of(files).keyed()["persons.csv"] != inputs_of(other).keyed()["persons.csv"]


def test_a_key_of_ones_own_hides_the_same_extract_otherwise_and_it_is_still_recognised(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text("k" * 32 + "\n", encoding="ascii")
    monkeypatch.setenv("HERTOETS_HASH_KEY", str(tmp_path / "key"))
    record = read_record(run)
    known = load_inputs(run)
    assert known is not None
    inputs = inputs_of(known.files)
    assert inputs.key == b"k" * 32
    (tmp_path / "protected").mkdir()
    save_inputs(inputs, tmp_path)
    extract = record.extract.model_copy(update={"files": inputs.keyed()})
    other = record.model_copy(update={"extract": extract})
    assert other.extract.files != record.extract.files
    assert same_extract(record, other, run, tmp_path)
    assert ran_on(other, tmp_path, known.files)
    # Without protected/ nothing can be told of two keys, so they are not called the same.
    assert not same_extract(record, other, run, tmp_path / "nowhere")


@pytest.mark.parametrize(("content", "said"), [(b"short", "shorter than 32"), (None, "cannot be")])
def test_a_key_that_cannot_be_used_is_refused(
    content: bytes | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (tmp_path / "key").write_bytes(content)
    monkeypatch.setenv("HERTOETS_HASH_KEY", str(tmp_path / "key"))
    with pytest.raises(UseError, match=said):
        inputs_of({})


def test_a_later_delivery_is_not_the_same_extract(run: Path, after: Path) -> None:
    assert not same_extract(read_record(run), read_record(after), run, after)


# The crate


def test_the_crate_lists_every_published_file_and_nothing_that_is_not_there(run: Path) -> None:
    crate = ROCrate(run)
    listed = {entity.id for entity in crate.data_entities}
    published = set(_published(run)) - {"ro-crate-metadata.json"}
    assert listed == published
    assert len(listed) > 30


def test_the_crate_tells_what_came_out_of_what(run: Path) -> None:
    crate = ROCrate(run)
    record = read_record(run)
    action = crate.dereference("#run")
    assert action.type == "CreateAction"
    assert action["instrument"]["version"] == hertoets.__version__
    tables = {one["name"]: one["identifier"] for one in action["object"] if "value" not in one}
    files = record.extract.files
    assert tables == {name: f"hmac-sha256:{digest}" for name, digest in files.items()}
    parameters = {one["name"]: one["value"] for one in action["object"] if "value" in one}
    assert parameters["reference_date"] == "2021-12-31"
    assert parameters["law"] == f"sha256:{record.law}"
    results = {one.id: one for one in action["result"]}
    findings = results["findings.json"]
    assert findings["sha256"] == sha256((run / "findings.json").read_bytes()).hexdigest()
    assert (findings["encodingFormat"], findings["inLanguage"]) == ("application/json", "nl")
    for needed in ("name", "description", "datePublished", "license", "conformsTo"):
        assert crate.root_dataset[needed]


def test_the_crate_names_nothing_under_protected_and_no_place_on_the_machine(run: Path) -> None:
    text = (run / "ro-crate-metadata.json").read_text(encoding="utf-8")
    assert "protected/" not in text
    assert str(run.parent) not in text
    hidden = [path for path in (run / "protected").rglob("*") if path.is_file()]
    assert len(hidden) > 8
    assert [p.name for p in hidden if sha256(p.read_bytes()).hexdigest() in text] == []
    assert "conditionsOfAccess" in ROCrate(run).dereference("#withheld").properties()


# Verify


def _json(name: str, change: Callable[[Any], object]) -> Callable[[Path], object]:
    def spoil(run: Path) -> None:
        content = json.loads((run / name).read_text(encoding="utf-8"))
        change(content)
        if name == "record.json":  # as if a run had written it so
            content = sealed(content, run)
        (run / name).write_text(json.dumps(content), encoding="utf-8")

    return spoil


def _append(name: str) -> Callable[[Path], object]:
    def spoil(run: Path) -> None:
        assert (run / name).is_file()
        (run / name).write_bytes((run / name).read_bytes() + b"x")

    return spoil


def _cell(name: str, row: int) -> Callable[[Path], object]:
    """Write another number in the last cell of a row below the heading."""

    def spoil(run: Path) -> None:
        lines = (run / name).read_text(encoding="utf-8").splitlines(keepends=True)
        lines[row] = f"{lines[row].rpartition(',')[0]},123456\n"
        (run / name).write_text("".join(lines), encoding="utf-8")

    return spoil


def _first(name: str, field: str) -> Callable[[Path], object]:
    return _json(name, lambda findings: findings[0].update({field: 1}))


def _digest(*path: str) -> Callable[[Path], object]:
    def change(record: Any) -> None:
        for step in path[:-1]:
            record = record[step]
        record[path[-1]] = "00" * 32

    return _json("record.json", change)


# what was changed in a copy of the run, and what the message says of it
SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a published figure": (
        _first("findings.json", "lower"),
        "findings.json  persons_in_extract: comes out differently: lower",
    ),
    "an exact figure": (
        _first("protected/findings.json", "upper"),
        "protected/findings.json  persons_in_extract: comes out differently: upper",
    ),
    "a table under protected": (
        lambda run: shutil.copy(
            run / "protected/unknown.parquet", run / "protected/situations.parquet"
        ),
        "protected/situations.parquet: has other columns",
    ),
    "a table that is none": (
        _append("protected/set_aside.parquet"),
        "protected/set_aside.parquet: cannot be read as a run writes it",
    ),
    "the basis of the report": (_append("report/basis.json"), "report/basis.json: is not what"),
    "a published table": (
        _append("report/tables/funnel.csv"),
        "report/tables/funnel.csv: has another number of rows when computed again; it is not the "
        "file that the run left",
    ),
    "a cell of a published table": (
        _cell("report/tables/certainty.csv", row=2),
        "report/tables/certainty.csv  row 2: aandeel zeker comes out differently; it is not the file",
    ),
    "the report": (_append("report/index.html"), "report/index.html: is not the file of the"),
    "the crate": (_append("ro-crate-metadata.json"), "ro-crate-metadata.json: is not the file"),
    "a file too many": (
        lambda run: (run / "report" / "extra.txt").write_text("x", encoding="utf-8"),
        "report/extra.txt: was not there",
    ),
    "a file that went": (
        lambda run: (run / "report" / "lessons.md").unlink(),
        "report/lessons.md: is gone",
    ),
}
# what was changed in the record, so that the run cannot be repeated, and what is said of it
HINDERED: dict[str, tuple[Callable[[Path], object], str]] = {
    "the law": (_digest("law"), "the law is not that of the run"),
    "one row of the law": (
        lambda run: [_digest("law")(run), _digest("rules", "duty", "duty.bridged")(run)],
        "duty.bridged changed in duty: the law is not that of the run",
    ),
    "the policy": (
        _json("record.json", lambda record: record["policy_settings"].update(threshold=20)),
        "threshold: the disclosure policy is not that of the run",
    ),
    "the expectations": (
        _digest("expectations"),
        "the checks of quality are not those of the run",
    ),
    "the hash of a table": (
        _digest("extract", "files", "notices.parquet"),
        "notices.parquet: the input changed",
    ),
    "the key": (
        lambda run: (run / "protected/hash.key").write_text("no", encoding="ascii"),
        "protected/hash.key: the key of the input's hashes is gone",
    ),
}


def test_verify_names_the_first_difference_in_every_file_that_was_changed(
    run: Path, tmp_path: Path, capsys: Said
) -> None:
    copy = Path(shutil.copytree(run, tmp_path / "run"))
    for spoil, _ in SPOILED.values():
        spoil(copy)
    assert main(["verify", str(copy), "--quiet"]) == 1
    said = capsys.readouterr().err
    assert [case for case, (_, told) in SPOILED.items() if told not in said] == []
    # Each file is named once, and what was changed since needs no other cause.
    for name in ("funnel.csv", "certainty.csv", "protected/findings.json"):
        assert said.count(name) == 1
    assert "those of the record" not in said
    assert "123456" not in said


@pytest.mark.parametrize("case", HINDERED)
def test_verify_tells_why_a_run_cannot_be_repeated(
    case: str, run: Path, tmp_path: Path, capsys: Said
) -> None:
    spoil, told = HINDERED[case]
    copy = Path(shutil.copytree(run, tmp_path / "run"))
    spoil(copy)
    assert main(["verify", str(copy), "--quiet"]) == 1
    assert told in capsys.readouterr().err


def test_verify_names_the_table_of_the_extract_that_changed(
    run: Path, place: Path, capsys: Said
) -> None:
    assert main(["verify", str(run), "--extract", str(place / "later"), "--quiet"]) == 1
    said = capsys.readouterr().err
    assert "notices.parquet: the input changed: this table is not the file of the record" in said
    assert said.startswith("1 fault")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_digest("code"), "The code has changed since the run was made"),
        (
            _json("record.json", lambda record: record["packages"].update(pandas="0.1")),
            "Packages have changed since the run was made",
        ),
    ],
    ids=["code", "package"],
)
def test_verify_tells_apart_what_makes_figures_from_what_decides_them(
    spoil: Callable[[Path], object], told: str, run: Path, tmp_path: Path, capsys: Said
) -> None:
    copy = Path(shutil.copytree(run, tmp_path / "run"))
    spoil(copy)
    assert main(["verify", str(copy), "--json"]) == 0
    assert told in capsys.readouterr().out
    _first("findings.json", "lower")(copy)
    assert main(["verify", str(copy), "--quiet"]) == 1
    assert "other than when the run was made" in capsys.readouterr().err


def _moved(run: Path, to: Path) -> Path:
    """A copy of a run elsewhere, with the register that lies beside it."""
    shutil.copytree(run.parent / NAME, to.parent / NAME, dirs_exist_ok=True)
    return Path(shutil.copytree(run, to))


def test_verify_computes_what_changed_since_an_earlier_run_too(
    after: Path, tmp_path: Path, capsys: Said
) -> None:
    assert main(["verify", str(after), "--quiet"]) == 0
    copy = _moved(after, tmp_path / "run")
    _json("report/basis.json", lambda basis: basis["changes"].pop())(copy)
    assert main(["verify", str(copy), "--quiet"]) == 1
    assert "report/basis.json: is not what the extract gives" in capsys.readouterr().err


def test_verify_without_its_earlier_run_compares_what_does_not_depend_on_it(
    after: Path, tmp_path: Path, capsys: Said
) -> None:
    copy = _moved(after, tmp_path / "run")
    _json(PLACES, lambda places: places.update(earlier=["/nowhere"]))(copy)
    assert main(["verify", str(copy), "--json"]) == 0
    assert "An earlier run is gone (/nowhere)" in capsys.readouterr().out
    _first("protected/findings.json", "upper")(copy)
    assert main(["verify", str(copy), "--quiet"]) == 1
    assert "protected/findings.json  persons_in_extract" in capsys.readouterr().err


# What changed since an earlier run


def test_a_run_tells_what_it_shows_otherwise_than_the_earlier_one(run: Path, after: Path) -> None:
    then, now = load_release(run), load_release(after)
    differ = [id_ for id_ in now.findings if _shown(then, id_) != _shown(now, id_)]
    assert [change.finding for change in now.changes] == differ
    assert "persons_with_notice" in differ
    for change in now.changes:
        assert change.run == "run"
        assert (change.earlier_nl, change.now_nl) == (
            _shown(then, change.finding),
            _shown(now, change.finding),
        )
        assert change.reasons == ("data", "reading", "parameter")
    assert then.changes == ()


def _shown(release: Any, id_: str) -> str:
    return str(release.findings[id_].display_nl)


# Compare


def _compare(capsys: Said, *words: str) -> Any:
    code = main(["compare", *words, "--json", "--quiet"])
    told = json.loads(capsys.readouterr().out)
    assert code == (3 if told["figures_moved"] else 0)
    return told


def _numbers(release: Any, id_: str) -> Any:
    return numbers_of(release.findings[id_])


def test_each_step_between_two_runs_is_the_run_that_differs_in_that_alone(
    run: Path, after: Path, place: Path, capsys: Said
) -> None:
    told = _compare(capsys, str(run), str(after))
    data, reading, parameter, earlier = told["attribution"]["steps"]
    assert told["attribution"]["split"] is True
    assert data["causes"] == ["data (notices.parquet changed)"]
    assert reading["causes"] == ["reading (headline publication_exceptions → duty)"]
    assert parameter["causes"] == ["parameter (tolerance_days 2 → 30)"]
    assert earlier == {"causes": ["earlier (run laid beside)"], "findings": {}}
    # The run that only has other data, and the run with other data and the other reading.
    with pageless():
        only = load_release(_run(place, "only_data", "later"))
        both = load_release(_run(place, "data_and_reading", "later", headline="duty"))
    chain = [load_release(run), only, both, load_release(after)]
    steps = (data, reading, parameter)
    for step, one, other in zip(steps, chain, chain[1:], strict=False):
        assert step["findings"] == {
            id_: [_numbers(one, id_), _numbers(other, id_)]
            for id_ in one.findings
            if _shown(one, id_) != _shown(other, id_)
        }
        assert step["findings"]
    # Tolerance decides who is late, so whose support was, and nothing else.
    late = ("start", "term", "loan", "access_late")
    assert [id_ for id_ in parameter["findings"] if not any(one in id_ for one in late)] == []


def test_without_the_second_extract_the_data_come_last_and_without_both_nothing_is_split(
    run: Path, after: Path, tmp_path: Path, capsys: Said
) -> None:
    gone = _moved(after, tmp_path / "after")
    _json(PLACES, lambda places: places.update(extract="/nowhere"))(gone)
    steps = _compare(capsys, str(run), str(gone))["attribution"]["steps"]
    kinds = [[cause.split()[0] for cause in step["causes"]] for step in steps]
    assert kinds == [["reading"], ["parameter"], ["earlier"], ["data"]]
    both = _moved(run, tmp_path / "run")
    _json(PLACES, lambda places: places.update(extract="/nowhere"))(both)
    told = _compare(capsys, str(both), str(gone))["attribution"]
    assert told["split"] is False
    [step] = told["steps"]
    assert [cause.split()[0] for cause in step["causes"]] == [
        "reading",
        "parameter",
        "earlier",
        "data",
    ]


def test_an_extract_that_moved_is_found_where_it_is_said_to_be(
    run: Path, after: Path, place: Path, tmp_path: Path
) -> None:
    record = read_record(after)
    extract = record.extract.model_copy(update={"folder": "/nowhere"})
    moved = record.model_copy(update={"extract": extract})
    lab = Lab(AllTold(), [place / "extract", place / "later"], _silent())
    assert lab.folder_of(Side(after, moved)) == place / "later"
    assert lab.folder_of(Side(run, read_record(run))) == place / "extract"
    assert Lab(AllTold(), [tmp_path], _silent()).folder_of(Side(after, moved)) is None


def _silent() -> Any:
    from hertoets.run.progress import Progress

    return Progress()


def test_what_a_change_of_code_did_is_what_is_left(
    run: Path, after: Path, tmp_path: Path, capsys: Said
) -> None:
    """A run made by other code showed another figure; computed here it comes out as it is."""
    other = Path(shutil.copytree(run, tmp_path / "other"))
    _digest("code")(other)
    _json("findings.json", lambda findings: findings[0].update(display_nl="veel", lower=5))(other)
    digest = sha256((other / "findings.json").read_bytes()).hexdigest()
    _json("record.json", lambda record: record["results"].update({"findings.json": digest}))(other)
    _register_as(run, other)
    code, data, *_ = _compare(capsys, str(other), str(after))["attribution"]["steps"]
    assert code["causes"][0].startswith("code (package hertoets 000000000000 → ")
    now = _numbers(load_release(run), "persons_in_extract")
    assert code["findings"] == {"persons_in_extract": [{**now, "lower": 5}, now]}
    assert data["causes"] == ["data (notices.parquet changed)"]


def _register_as(run: Path, copy: Path) -> None:
    """Put a register beside a copy that knows it in the place of the run."""
    then, now = (read_record(one).seal for one in (run, copy))
    register = Path(shutil.copytree(run.parent / NAME, copy.parent / NAME))
    listed = register / "register.json"
    listed.write_text(listed.read_text(encoding="utf-8").replace(then, now), encoding="utf-8")
    (register / f"protected/{then[:32]}.npz").rename(register / f"protected/{now[:32]}.npz")


def test_situations_are_compared_as_both_runs_show_them(
    run: Path, after: Path, capsys: Said
) -> None:
    told = _compare(capsys, str(run), str(after), "--quick")["situations"]
    then, now = (_situations(path) for path in (run, after))
    assert told["appeared"] == {id_: number_of(n) for id_, n in now.items() if id_ not in then}
    assert told["disappeared"] == {id_: number_of(n) for id_, n in then.items() if id_ not in now}
    assert told["number"] == {
        id_: [number_of(n), number_of(now[id_])]
        for id_, n in then.items()
        if id_ in now and n != now[id_]
    }
    assert told["number"]
    assert told["regimes"] == {}  # the law is the same, so it judges a situation the same


def _situations(run: Path) -> dict[str, str]:
    table = load_release(run).tables["situations"]
    count = [column.name for column in table.columns].index("persons")
    return {str(row[0]): str(row[count]) for row in table.rows}


def _tables(place: Path) -> Path:
    """Decision tables in which the reading `publication` leaves those at school without a duty."""
    source = Path(hertoets.__file__).parent / "law" / "tables" / "publication.toml"
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [
        line.replace('"wi2013"', '"none"') if '"publication.schooling"' in line else line
        for line in lines
    ]
    assert changed != lines
    place.mkdir()
    (place / "publication.toml").write_text("".join(changed), encoding="utf-8")
    return place


def test_a_changed_row_of_the_law_is_named_and_the_situations_that_it_judges_otherwise(
    run: Path, place: Path, tmp_path: Path, capsys: Said
) -> None:
    with pageless():
        other = _run(place, "other_law", readings=_tables(tmp_path / "tables"))
    told = _compare(capsys, str(run), str(other))
    step, earlier = told["attribution"]["steps"]
    assert earlier["findings"] == {}  # what other runs told: under this policy nothing is withheld
    assert step["causes"] == ["reading (publication.schooling changed in publication)"]
    assert step["findings"] == told["findings"]
    assert told["situations"]["regimes"]
    for id_, differ in told["situations"]["regimes"].items():
        assert differ == {"publication": ["Wi2013", "geen plicht"]}
        assert told["situations"]["facts"][id_].startswith("in het onderwijs")
    assert {move["to"] for move in told["moved"]} <= {"no_duty", "missing_notice", "no_notice"}


def test_without_the_register_who_moved_is_not_shown_and_it_is_said_where_it_was_sought(
    run: Path, after: Path, tmp_path: Path, capsys: Said
) -> None:
    assert _compare(capsys, str(run), str(after), "--quick")["moved"]
    copy = Path(shutil.copytree(run, tmp_path / "run"))
    _json(PLACES, lambda places: places.update(register_at="/nowhere"))(copy)
    assert _compare(capsys, str(copy), str(after), "--quick")["moved"] is None
    assert main(["compare", str(copy), str(after), "--quick", "--quiet"]) == 3
    said = capsys.readouterr().out
    assert "not shown: what run told is not known: no register of runs holds it" in said
    assert f"sought in /nowhere and in {tmp_path / 'register'}" in said


def test_a_package_and_a_rule_of_all_readings_are_named_once(run: Path) -> None:
    record = read_record(run)
    rules = {
        name: {**rows, "C6": "other"} if "C6" in rows else rows
        for name, rows in record.rules.items()
    }
    packages = {**record.packages, "pandas": "9"}
    other = record.model_copy(update={"law": "x", "rules": rules, "packages": packages})
    causes = [str(cause) for cause in find_causes(record, other, run, run)]
    pandas = record.packages["pandas"]
    assert causes == [
        "reading (C6 changed in became_obliged, decision, duty, effective, publication, publication_exceptions, scope)",
        f"package (pandas {pandas} → 9)",
    ]


def test_where_a_policy_lies_does_not_matter_only_what_it_says(place: Path, tmp_path: Path) -> None:
    own = Path(hertoets.__file__).parent / "release" / "policy.toml"
    policy = Path(shutil.copy(own, tmp_path / "mine.toml"))
    records = [
        describe(
            extract=place / "extract",
            inputs=Inputs({}, b""),
            parameters=Parameters.from_values(values),
            engine="memory",
            notebooks=[],
            earlier=[],
        )
        for values in ({}, {"disclosure": policy})
    ]
    assert find_causes(*records, tmp_path, tmp_path) == ()
