"""The small surface that notebooks stand on: open a run, then one call for each thing shown.

Every call gives a block that Jupyter shows as HTML and a terminal as text. What the delivery
cannot tell is said in place of the figure or table, so that a notebook never stops on it.
"""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hertoets.desk.examples import follow_persons, invented_persons
from hertoets.desk.known import of_a_run, refuse_unknown
from hertoets.desk.opening import open_or_compute
from hertoets.desk.run import Run
from hertoets.findings.catalogue import load_descriptions
from hertoets.law import reading_texts, rule_texts, source_texts
from hertoets.publish import doubt, pages
from hertoets.publish.annex import annex_parts
from hertoets.publish.blocks import Block
from hertoets.publish.examples import examples_block
from hertoets.publish.figureblock import figure_block
from hertoets.publish.figures import figure_specs
from hertoets.publish.lawtables import law_block, readings_block, sources_block
from hertoets.publish.lessons import lessons_block
from hertoets.runfolder import RunFolder

if TYPE_CHECKING:
    from ipywidgets import VBox

    from hertoets.desk.each_setting import Sensitivity
    from hertoets.desk.what_if import WhatIf

__all__ = [
    "Run",
    "annex",
    "answer",
    "certainty",
    "definitions",
    "examples",
    "figure",
    "law_table",
    "lessons",
    "limits",
    "meaning",
    "open_run",
    "provenance",
    "readings_table",
    "sensitivity",
    "setting_controls",
    "sources",
    "table",
    "undecided",
    "what_is_here",
]

_INDEX = "index"


def open_run(extract: str | Path, run: str | Path = "", **parameters: object) -> Run:
    """Open a run that belongs to what is asked; where there is none yet, compute it first.

    Parameters
    ----------
    extract : str or Path
        Folder with the tables. Or the folder of a finished run, alone: it is opened with the
        extract and the settings that it was made with.
    run : str or Path
        The run's folder; empty is the one beside the extract, named after it with
        ``-run`` behind. Both are looked for from the working folder, then from the project.
    **parameters : str or int
        Settings of a run other than the default, as ``headline="duty"``: those that README lists
        under *Parameters*. A finished run that is named alone has its own.

    Returns
    -------
    Run

    Raises
    ------
    UseError
        A parameter is wrong or unknown, the extract is not there, or the folder holds a run that
        belongs to another extract, law, checks, policy, settings or version of Hertoets. One that
        a notebook made by itself is computed again instead.
    """
    opened = open_or_compute(extract, run, parameters)
    return Run(opened.release, opened.law, opened.folder, opened.extract, opened.parameters)


@of_a_run
def answer(run: Run, *findings: str) -> Block:
    """Answer the question of a notebook in the sentences of its main findings."""
    refuse_unknown("answer", findings, run.release.findings)
    return pages.answer(run.release, findings)


@of_a_run
def figure(run: Run, name: str) -> Block:
    """Show a figure with its numbers; its files lie in the run's ``report/figures``."""
    refuse_unknown("figure", [name], figure_specs())
    return figure_block(run.release, name, RunFolder(run.folder).drawings)


@of_a_run
def table(run: Run, name: str) -> Block:
    """Show a released table."""
    refuse_unknown("table", [name], load_descriptions())
    return pages.table(run.release, name)


@of_a_run
def meaning(run: Run, *findings: str) -> Block:
    """Say what findings mean."""
    refuse_unknown("meaning", findings, run.release.findings)
    return pages.meaning(run.release, findings)


@of_a_run
def limits(run: Run, *findings: str) -> Block:
    """Say what findings do not say."""
    refuse_unknown("limits", findings, run.release.findings)
    return pages.limits(run.release, findings)


@of_a_run
def certainty(run: Run, *findings: str) -> Block:
    """Show figures in three numbers: sure, not to be decided, and in doubt by a check."""
    refuse_unknown("certainty", findings, run.release.findings)
    return doubt.three_numbers(run.release, findings)


@of_a_run
def undecided(run: Run, finding: str) -> Block:
    """Show what would narrow a figure most, and by how much at most."""
    refuse_unknown("undecided", [finding], run.release.findings)
    return doubt.undecided(run.release, finding)


@of_a_run
def definitions(run: Run, *findings: str) -> Block:
    """Show findings with their definition, population and source; without names, all of them."""
    refuse_unknown("definitions", findings, run.release.findings)
    return pages.definitions(run.release, findings)


@of_a_run
def readings_table(run: Run) -> Block:
    """Show the readings of the transitional law: what each asks, its standing, its sources."""
    return readings_block(
        [asdict(reading) for reading in reading_texts(run.law)],
        run.release.settings["headline"],
    )


@of_a_run
def law_table(run: Run, reading: str = "") -> Block:
    """Show the decision table of a reading, row by row; the headline's, with counts, if empty."""
    name = reading or run.release.settings["headline"]
    refuse_unknown("law_table", [name], run.law.readings)
    chosen = run.law.readings[name]
    return law_block(
        chosen.title_nl,
        [asdict(rule) for rule in rule_texts(run.law, chosen.name)],
        None if reading else run.release.tables["rules"],
        synthetic=run.release.meta.synthetic,
    )


@of_a_run
def sources(run: Run) -> Block:
    """Show the documents behind the ids that tables and figures cite."""
    return sources_block([asdict(source) for source in source_texts(run.law)])


@of_a_run
def lessons(run: Run) -> Block:
    """Show the lessons with their evidence."""
    return lessons_block(run.release)


@of_a_run
def examples(run: Run) -> Block:
    """Show five invented persons from delivery to outcome, by the law and settings of the run."""
    settings = run.release.settings
    reference_date = date.fromisoformat(settings["reference_date"])
    persons = follow_persons(
        invented_persons(),
        run.law,
        headline=settings["headline"],
        reference_date=reference_date,
        tolerance_days=int(settings["tolerance_days"]),
    )
    return examples_block(persons, reference_date)


@of_a_run
def setting_controls(run: Run, headline: str = "") -> "VBox | WhatIf":
    """Show controls for the settings with what they would do below; exact, and inside.

    Executed without anybody who could turn them, it shows what the reading would do.
    """
    from hertoets.desk.controls import controls_of

    name = headline or run.parameters.headline
    refuse_unknown("setting_controls", [name], run.law.readings)
    return controls_of(run, name)


@of_a_run
def sensitivity(run: Run) -> "Sensitivity":
    """Show how much the main figures depend on each setting; exact, and inside."""
    return run.sensitivity()


def what_is_here() -> Block:
    """Show which runs and extracts lie in this project, and how each is opened."""
    from hertoets.desk.here import here_block

    return here_block()


@of_a_run
def annex(run: Run, part: str) -> Block:
    """Show a part of the letter's annex; ``index`` shows where each sentence comes from."""
    refuse_unknown("annex", [part], [_INDEX, *annex_parts()])
    return pages.annex(run.release, part)


@of_a_run
def provenance(run: Run) -> Block:
    """Show what was delivered, which settings were used, and what is worth knowing of both."""
    return pages.provenance(run.release)
