"""The pages say what the code does: generated parts in step, links, commands and names that exist."""

import re
from pathlib import Path

import pytest
import typer
from hertoets.cli import app
from hertoets.extract import aside, dictionary, impossible, schema, settling, values
from hertoets.findings import load_definitions
from hertoets.law import FACT_VALUES, REGIMES, law_as_markdown, load_law
from hertoets.outcomes import breach
from hertoets.outcomes.situations import CERTAINTY
from hertoets.outcomes.worklist import WORK_LIST
from hertoets.publish.annex import annex_parts
from hertoets.publish.lessons import lessons
from hertoets.publish.words import read_words
from hertoets.release import load_policy
from hertoets.run import Parameters

from tests.spec.test_front_door import PROJECT, REGISTRY_HOSTS, ROOT

DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOCS.glob("*.md")]
OUTCOMES = {"no_notice", "unknown", "open", "no_duty", "correct", "wrong_regime"}

by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str, heading: str) -> list[list[str]]:
    """Give the cells of the table whose first line is `heading`."""
    lines = text[text.index(heading) :].splitlines()
    table = lines[2 : next((n for n, line in enumerate(lines) if not line.startswith("|")), None)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings
    }


def shown_commands() -> list[str]:
    """Give every command of Hertoets that a page shows, a line or a piece of code each."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        pieces = re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
        lines = [line.partition(" #")[0] for piece in pieces for line in piece.splitlines()]
        prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
        lines += [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", prose)]
        found += [
            line.strip() for line in lines if re.match(r"(hertoets|make) [a-z]", line.strip())
        ]
    return sorted(set(found))


# Pages that the code writes


def test_the_data_dictionary_is_what_the_schema_says() -> None:
    assert read("data-dictionary.md") == dictionary.describe()


def test_the_data_dictionary_tells_every_check_that_a_run_reports() -> None:
    found = {
        value
        for module in (values, impossible)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and "_" in value
    }
    assert found | {settling.ALL_ASIDE} == set(dictionary.UNKNOWN)
    page = read("data-dictionary.md")
    assert all(f"| `{check}` |" in page for check in {*dictionary.UNKNOWN, *aside.REASONS})


def test_a_column_said_to_be_of_no_use_is_looked_at_nowhere() -> None:
    rooms = ("facts", "law", "outcomes", "findings")
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in rooms
        for path in (ROOT / "analysis" / "hertoets" / room).glob("*.py")
    )
    code = code.replace('Column("', "Column(")  # a heading of a table is no column of an extract
    known = {column for table in schema().values() for column in table.column_names}
    assert set(dictionary.NOT_USED) <= known
    assert [name for name in dictionary.NOT_USED if f'"{name}"' in code] == []


def test_the_law_page_is_what_the_tables_say() -> None:
    page = read("law.md")
    assert page.startswith("# ")
    assert page[page.index("## ") :] == law_as_markdown(load_law(None))


# Links


@by_page
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    for link in links:
        if "://" in link:
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in anchors(target), link


@by_page
def test_every_module_and_table_that_is_named_with_its_folder_is_there(page: Path) -> None:
    named = re.findall(r"`([\w.]+/[\w./-]+\.(?:py|toml|j2))`", page.read_text(encoding="utf-8"))
    homes = ROOT, ROOT / "analysis" / "hertoets", page.parent
    assert [name for name in named if not any((home / name).exists() for home in homes)] == []


def test_the_picture_of_the_readme_is_in_the_project() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) == 1
    assert (ROOT / pictures[0]).read_bytes().startswith(b"\x89PNG")


# Commands and names


@pytest.mark.parametrize("command", shown_commands())
def test_a_command_that_is_shown_exists_with_its_options(command: str) -> None:
    program, name, *rest = command.split()
    if program == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert re.search(rf"^{name}:", makefile, flags=re.MULTILINE)
        return
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert name in commands
    known = {option for parameter in commands[name].params for option in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known


def test_enough_commands_are_shown_for_that_to_mean_something() -> None:
    told = {command.split()[1] for command in shown_commands() if command.startswith("hertoets")}
    assert told == set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert {"make report", "make test"} <= set(shown_commands())


def test_the_page_of_answers_leads_from_each_sentence_of_the_annex_to_its_finding() -> None:
    table = rows(read("answers.md"), "| the letter | sentences |")
    codes = [code for _, told, _, _ in table for code in told.split(", ") if code]
    names = [name for _, _, told, _ in table for name in re.findall(r"`(\w+)`", told)]
    told = [s for part in annex_parts().values() for s in part.sentences]
    by_code = sorted((s for s in told if s.finding), key=lambda s: int(s.id[1:]))
    assert [code for code in codes if code[0] == "Z"] == [s.id for s in by_code]
    assert names == [s.finding for s in by_code]
    assert [code for code in codes if code[0] != "Z"] == [lesson.id for lesson in lessons()]


def test_the_page_of_answers_says_why_where_there_is_no_sentence_and_names_every_field() -> None:
    table = rows(read("answers.md"), "| the letter | sentences |")
    assert all(why for _, told, _, why in table if not told)
    kinds = [row[0].partition(" ")[0] for row in table]
    assert (kinds.count("reports"), kinds.count("promises")) == (6, 4)
    fields = [f for section in read_words("annex")["section"] for f in section.get("fields", [])]
    assert re.findall(r"\*([^*]+)\*", " ".join(row[3] for row in table)) == fields


def test_the_readme_leads_from_the_letter_to_findings_that_exist_and_their_notebook() -> None:
    table = rows(README, "| the letter | findings, among others |")
    assert {name for row in table for name in re.findall(r"`(\w+)`", row[1])} <= set(
        load_definitions()
    )
    assert all(re.fullmatch(r"\[\d\d\]\(notebooks/\w+\.ipynb\)|", row[2]) for row in table)


def test_the_readme_names_every_parameter_with_its_default() -> None:
    table = rows(README, "| name | default |")
    told = {name.strip("`"): default.strip("`") for name, default, _ in table}
    assert told == {name: str(value) for name, value in Parameters().as_values().items()}


def test_the_readme_says_why_each_package_is_there() -> None:
    told = {name.strip("`") for name, _ in rows(README, "| package | why |")}
    assert told == {re.split(r"[<>=]", line)[0] for line in PROJECT["dependencies"]}
    paragraphs = {"dev": "For development:", "docs": "For the documentation and a release:"}
    for group, opening in paragraphs.items():
        paragraph = README[README.index(opening) :].partition("\n\n")[0]
        extra = {re.split(r"[<>=]", line)[0] for line in PROJECT["optional-dependencies"][group]}
        assert set(re.findall(r"`([^`]+)`", paragraph)) - {"CITATION.cff"} == extra


def test_the_readme_shows_every_room_that_holds_code() -> None:
    rooms = {path.parent.name for path in (ROOT / "analysis" / "hertoets").glob("*/*.py")}
    told = {place.partition("]")[0].strip("[") for place, _ in rows(README, "| where | its one")}
    beside = {"expectations", "notebooks", "tests", "benchmarks", "tools"}
    assert {f"analysis/hertoets/{room}" for room in rooms} | beside == told


def test_the_method_page_names_every_fact_and_reading_in_order() -> None:
    page = read("method.md")
    facts = [row[0].strip("`") for row in rows(page, "| fact | what it asks |")]
    assert sorted(facts) == sorted([*FACT_VALUES, "group"])
    told = [row[0].strip("`") for row in rows(page, "| reading | asks |")]
    assert told == list(load_law(None).readings)
    standings = [row[0].strip("`") for row in rows(page, "| value | when |")]
    assert [*standings, "unknown"] == list(FACT_VALUES["standing"])


def test_the_method_page_cites_only_sources_that_are_listed() -> None:
    cited = set(re.findall(r"\b[DLMNRSTW]\d{1,3}\b", read("method.md")))
    assert cited <= set(load_law(None).sources)
    assert len(cited) > 15


def test_the_method_page_gives_the_policy_in_force() -> None:
    policy, page = load_policy(), read("method.md")
    assert f"Counts of 1–{policy.threshold - 1} become `<{policy.threshold}`" in page
    assert f"multiples of {policy.rounding}" in page
    assert f"a base of at least {policy.percentage_base}" in page


def test_the_glossary_gives_each_term_once_and_names_that_exist() -> None:
    table = re.findall(r"^\| (.+?) \| (.+?) \| (.*?) ?\|$", read("glossary.md"), re.MULTILINE)
    terms = [term for term, _, _ in table if term not in ("Dutch", "---")]
    assert len(terms) == len(set(terms)) > 50
    names = [name for _, _, code in table for name in re.findall(r"`([^`]+)`", code)]
    assert len(names) == len(set(names))
    columns = [column for entry in schema().values() for column in entry.columns]
    known = {*schema(), *(column.name for column in columns), *load_definitions()}
    known |= {
        code for column in columns if isinstance(column.codes, tuple) for code in column.codes
    }
    known |= {value for values in FACT_VALUES.values() for value in values} | set(FACT_VALUES)
    known |= {*REGIMES, *OUTCOMES, *Parameters().as_values(), *load_law(None).sources}
    known |= {*WORK_LIST, "breach", "waited_days", "in_cohort", "lower", "upper", "synthetic"}
    known |= {*CERTAINTY.categories, "told_without_duty"}
    known |= {*breach.BREACH.categories}
    assert set(names) <= known


# What does not belong in a page


@by_page
def test_a_page_speaks_of_the_project_alone(page: Path) -> None:
    text = page.read_text(encoding="utf-8").lower()
    assert re.findall(r"\bsessions?\b|\bworkplace\b", text) == []
    assert re.findall(r"(?<![\w.])/(?:work|tmp|root|home|users)/", text) == []
    assert [host for host in REGISTRY_HOSTS if host in text] == []


def test_the_licence_is_the_one_that_the_project_names() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["license"] == "EUPL-1.2"
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert [int(number) for number in re.findall(r"^(\d+)\.\s*[A-Z]", text, re.MULTILINE)] == list(
        range(1, 16)
    )
    assert "‘Compatible Licences’ according to Article 5 EUPL" in text
