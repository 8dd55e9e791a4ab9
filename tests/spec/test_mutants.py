"""What `make mutants` rests on: it changes one operator, in a copy, and the tests notice."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from benchmarks.mutants.mutant import Mutant, mutants_of
from benchmarks.mutants.page import page
from benchmarks.mutants.python_edits import python_edits
from benchmarks.mutants.sample import all_mutants, drawn
from benchmarks.mutants.toml_edits import toml_edits

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "analysis" / "hertoets"
ONE_TRIAL = """
import sys
from pathlib import Path
from benchmarks.mutants import trial
from benchmarks.mutants.sample import all_mutants
trial.warm_up()
found = all_mutants(Path(sys.argv[1]))["facts/logic.py"]
mutant = next(m for m in found if m.change == "True → False" and "fill_null(True)" in m.text)
with trial.project_copy() as copy:
    tests = ("tests/differential/test_hand_cases.py",)
    trial.QUICK_TESTS = {"facts": tests}
    print(trial.tried(mutant, copy).result)
"""


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("x = a <= b", {"x = a < b"}),
        ("x = a is not b", {"x = a is b"}),
        ("x = (a) & (  # | not here\n ~b)", {"x = (a) | (  # | not here\n ~b)", "x = (a) & (  # | not here\n b)"}),
        ("x = 2", {"x = 3", "x = 1"}),
        ("x = not a", {"x =  a"}),
        ("x = when(c).then(a).otherwise(b)", {"x = when(c).then(b).otherwise(a)"}),
        ("x = (a).filter(b)", {"x = (a)"}),
        ("x = surely(a)", {"x = maybe(a)"}),
        ("x = a.sort(descending=True)", {"x = a.sort(descending=False)"}),
        ("x = y.unique(keep='first')", {"x = y", "x = y.unique(keep='last')"}),
        ("def f(a: bool = True) -> 'int | str':\n    'Words.'", {"def f(a: bool = False) -> 'int | str':\n    'Words.'"}),
        ("raise ValueError('a' + 'b')", set()),
        ("x = 'one', 'two'", {"x = 'two', 'two'"}),
    ],
)  # fmt: skip
def test_one_operator_of_python_is_changed(source: str, changed: set[str]) -> None:
    assert _changed(source, python_edits(source.encode())) == changed


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("value = 2021-12-31", {"value = 2022-01-01", "value = 2021-12-30"}),
        ("in_force = 2021-12-31", set()),
        ("value = 16", {"value = 17", "value = 15"}),
        ('  "AUT", "BEL",', {'  "BEL",', '  "AUT", '}),
        ('{ rule = "a", date = "after", regime = "none", source = "1" }', {
            '{ rule = "a", regime = "none", source = "1" }',
            '{ rule = "a", date = "after", regime = "open", source = "1" }',
        }),
    ],
)  # fmt: skip
def test_one_value_of_a_table_is_changed(source: str, changed: set[str]) -> None:
    assert _changed(source, toml_edits(source.encode())) == changed


def _changed(source: str, places: list) -> set[str]:
    found = mutants_of("a.py", source.encode(), places)
    return {mutant.applied(source.encode()).decode() for mutant in found}


def test_every_mutant_is_still_python_or_toml() -> None:
    found = all_mutants(PACKAGE)
    assert len(found) > 50
    for file, mutants in found.items():
        source = (PACKAGE / file).read_bytes()
        for mutant in mutants:
            text = mutant.applied(source).decode()
            assert text.encode() != source
            if file.endswith(".py"):
                compile(text, file, "exec")
            else:
                tomllib.loads(text)


def test_the_sample_is_the_same_each_time_and_drawn_over_all_files() -> None:
    found = all_mutants(PACKAGE)
    sample = drawn(found, 320, 11)
    assert sample == drawn(found, 320, 11)
    assert len(sample) == len({(m.file, m.place) for m in sample}) == 320
    assert len({mutant.file for mutant in sample}) > 40


def test_a_known_mutant_is_caught_and_the_sources_stay_as_they_are() -> None:
    before = (PACKAGE / "facts" / "logic.py").read_bytes()
    command = [sys.executable, "-c", ONE_TRIAL, str(PACKAGE)]
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300)
    assert told.stdout.strip() == "caught", told.stderr
    assert (PACKAGE / "facts" / "logic.py").read_bytes() == before


def test_the_page_names_a_survivor_and_that_it_has_not_been_looked_at() -> None:
    mutant = Mutant("facts/a.py", "number", 0, 7, "x = a | 1", "1 → 2", 0, 0, "")
    row = {"file": mutant.file, "kind": mutant.kind, "line": 7, "text": mutant.text}
    places = {"facts": 1, "law": 0, "outcomes": 0}
    text = page([row | {"change": mutant.change, "result": "survived"}], places, seed=1, size=3)
    assert "| facts/a.py | 7: `` x = a \\| 1 `` | `` 1 → 2 `` | *not yet looked at* |" in text
    assert "**0.0% of 1 mutants" in text
    assert "2 more were drawn" in text
