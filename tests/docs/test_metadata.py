"""What people expect of a project: citation, forms for issues and changes, hooks, versions."""

import importlib.resources
import importlib.util
import json
import re
from pathlib import Path

import hertoets
import jsonschema
import pytest
import yaml

from tests.docs.blocks import ROOT
from tests.support.machine import lacking

FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"
VERSION = re.compile(r"\d+\.\d+\.\d+")


def held_against(name: str, *files: Path) -> None:
    """Hold files against a schema that the package check-jsonschema brings along."""
    if importlib.util.find_spec("check_jsonschema") is None:
        lacking("the packages of requirements-docs.lock (make docs)")
    home = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((home / f"{name}.json").read_text(encoding="utf-8"))
    assert files
    for file in files:
        jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), schema)


def test_the_citation_is_of_this_version_and_licence_in_the_form_of_cff() -> None:
    held_against("citation-file-format", ROOT / "CITATION.cff")
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert told["version"] == hertoets.__version__
    assert told["license"] == "EUPL-1.2"


def test_the_forms_for_issues_are_forms() -> None:
    held_against("github-issue-forms", *sorted(FORMS.glob("[!c]*.yml")))
    held_against("github-issue-config", FORMS / "config.yml")


@pytest.mark.parametrize("name", ["fault", "delivery"])
def test_a_form_asks_for_no_value_of_a_person(name: str) -> None:
    assert "value of a person" in (FORMS / f"{name}.yml").read_text(encoding="utf-8")


def test_a_hook_runs_a_tool_of_the_environment_and_fetches_nothing() -> None:
    told = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in told["repos"]] == ["local"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    linted = makefile.partition("\nlint:")[2].partition("\n\n")[0]
    for hook in told["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        tool = hook["entry"].removeprefix(".venv/bin/").split(" --force")[0]
        assert f"$(BIN)/{tool}" in linted


def test_a_version_is_semantic_and_the_changelog_has_it() -> None:
    assert VERSION.fullmatch(hertoets.__version__)
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert heads[0] == "Unreleased"
    versions = [head.split()[0] for head in heads[1:]]
    assert all(VERSION.fullmatch(version) for version in versions)
    assert hertoets.__version__ in versions
    numbers = [tuple(map(int, version.split("."))) for version in versions]
    assert numbers == sorted(numbers, reverse=True)


def test_the_version_stands_in_one_place_of_the_code() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'dynamic = ["version"]' in project
    assert not re.search(r"^version\s*=", project, re.MULTILINE)
