"""The page on the synthetic extract is written from its tables, and these are complete."""

import re
from pathlib import Path

import hertoets.synth
import pytest
from hertoets.synth.document import describe
from hertoets.synth.faults import Reported, known_kinds, record_faults, reported
from hertoets.synth.parameters import Parameter, parameters

PAGE = Path(__file__).parents[2] / "docs" / "synthetic-extract.md"


def every_parameter() -> list[Parameter]:
    return list(parameters().by_name.values())


def test_the_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == describe()


@pytest.mark.parametrize("parameter", every_parameter(), ids=lambda parameter: parameter.name)
def test_a_parameter_has_basis_source_and_reasoning(parameter: Parameter) -> None:
    known = {source.id for source in parameters().sources}
    assert parameter.basis in {"sourced", "derived", "assumed"}
    assert set(parameter.sources) <= known
    assert parameter.sources or parameter.basis == "assumed"
    assert parameter.reasoning.endswith(".")
    assert parameter.unit


@pytest.mark.parametrize("parameter", every_parameter(), ids=lambda parameter: parameter.name)
def test_a_parameter_is_used(parameter: Parameter) -> None:
    folder = Path(hertoets.synth.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    by_group = re.sub("^(asylum|family|other)_a_year$", "{group}_a_year", parameter.name)
    assert f'"{by_group}"' in code


def test_shares_that_must_add_up_do() -> None:
    for name in ("ages_asylum", "ages_family", "nationality_asylum", "nationality_family"):
        assert sum(parameters().table(name).values()) == pytest.approx(1)
    for name in ("choice_asylum", "choice_family"):
        assert sum(parameters().table(name).values()) == pytest.approx(1)


def test_every_known_kind_of_fault_is_planted_or_says_why_not() -> None:
    assert [kind.id for kind in known_kinds()] == [f"Q{number:02d}" for number in range(1, 25)]
    planted = " ".join(parameter.reasoning for parameter in every_parameter())
    planted += " ".join(fault.what for fault in record_faults())
    for kind in known_kinds():
        assert (kind.id in planted) != bool(kind.note)


@pytest.mark.parametrize("entry", reported(), ids=lambda entry: entry.what)
def test_what_is_reported_of_the_registers_is_made_or_has_a_reason(entry: Reported) -> None:
    names = {
        *parameters().by_name,
        *(f.id for f in record_faults()),
        *(k.id for k in known_kinds()),
    }
    assert bool(entry.where) != bool(entry.why)
    assert set(entry.where) <= names
