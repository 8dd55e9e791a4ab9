"""Write a draft letter to one person, from the protected files of a run, because somebody asked.

No run writes one by itself. It is for whoever may see the person's records and has to tell them.
"""

from datetime import date
from pathlib import Path
from typing import Any

from hertoets.errors import UseError
from hertoets.law import CERTAINTY_READINGS, Law, Situation, judge, load_law, undecided_facts
from hertoets.publish.letter import write_letter
from hertoets.publish.letter_file import ENDINGS, letter_bytes
from hertoets.publish.letter_model import Known, Sent
from hertoets.run.explained import Explained, documents_of, explained, rows_of
from hertoets.run.intact import load_published
from hertoets.run.ownfile import own_file
from hertoets.run.places import place_of


def letter_to(run: Path, person_id: str, file: Path, *, force: bool = False) -> Path:
    """Write the draft letter to one person.

    Parameters
    ----------
    run : Path
        Folder of a finished run.
    person_id : str
        The pseudonym.
    file : Path
        The file to make; its ending, one of `ENDINGS`, tells what kind.
    force : bool
        Whether a file that is there already is replaced, once the letter is complete.

    Returns
    -------
    Path
        Where it stands, readable by its owner alone.

    Raises
    ------
    UseError
        If the run cannot be opened or has no such person, or the file cannot be written there.
    """
    ending = file.suffix.lower()
    if ending not in ENDINGS:
        raise UseError.of(
            where=str(file),
            what=f"a letter is written as {', '.join(ENDINGS)}, and the name ends in none of these",
            mend="Give the file one of these endings",
        )
    with own_file(file, force=force) as written:
        written.write_bytes(letter_bytes(write_letter(known_of(run, person_id)), ending))
    return place_of(file)


def refuse_lone_force(letter: Path | None, *, force: bool) -> None:
    """Refuse to replace a letter where none is asked for."""
    if force and letter is None:
        raise UseError.of(
            where="--force",
            what="replaces a letter, and none is asked for",
            mend="Name it with --letter FILE, or leave --force out",
        )


def known_of(run: Path, person_id: str) -> Known:
    """Gather what a run knows of one person; parameters and errors are those of `letter_to`."""
    found = explained(run, person_id)
    settings = load_published(run, found.record).settings
    return _known(found, date.fromisoformat(settings["as_of"]))


def _known(found: Explained, as_of: date) -> Known:
    law, person, headline = found.law, found.person, found.parameters.headline
    reading = law.readings[headline]
    situation = found.situation
    told = judge(reading, situation)
    offers = rows_of(found.folder.offers, "person_id", found.person_id)
    offer: dict[str, Any] = offers[0] if offers else {}
    doubts = rows_of(found.folder.doubts, "person", found.person_id)
    return Known(
        person_id=found.person_id,
        as_of=as_of,
        reference_date=found.parameters.reference_date,
        synthetic=found.record.extract.synthetic,
        headline=reading.title_nl,
        official=reading.status == "official",
        date_fact=reading.date_fact,
        notices=tuple(
            Sent(
                row["notice_date"],
                row["regime_stated"],
                row["start_stated"],
                row["term_end_stated"],
                row["withdrawn_on"],
            )
            for row in rows_of(found.folder.notices, "person_id", found.person_id)
        ),
        regime=told.regime,
        rule=told.rule,
        says=told.says_nl,
        documents="; ".join(documents_of(law, told.citation)),
        own_rule=_is_built_in(law, headline),
        certainty=_certainty(person["certainty"], told.regime, law, situation),
        undecided=undecided_facts(reading, situation),
        standing=situation.standing,
        duty=person["duty"],
        judged_on=person["judged_on"],
        start=person[f"start_{headline}"],
        term_end=person[f"term_end_{headline}"],
        start_class=person["start_class"],
        term_class=person["term_class"],
        wrong_notice=person["wrong_notice"],
        repair=person["repair"],
        choice=person["regime_by_choice"],
        choice_default=person["choice_default"],
        offered_on=offer.get("offered_on"),
        chosen_on=offer.get("chosen_on"),
        lawful_end=person["lawful_end"],
        extended_days=person["extended_days"],
        asylum=person["group"] == "asylum",
        fine=person["fine"],
        fine_euro=person["fine_euro"],
        loan=person["loan"],
        access_late_days=person["access_late_days"],
        plan=person["plan"],
        doubted=tuple(sorted({row["table"] for row in doubts})),
    )


def _is_built_in(law: Law, headline: str) -> bool:
    """Whether the rules are those of which the letter has words of its own."""
    return load_law(None).readings.get(headline) == law.readings[headline]


def _certainty(said: str, regime: str, law: Law, situation: Situation) -> str:
    """How sure the reading in front is, which need not be one of the six that are compared."""
    if said == "certain":
        first = judge(law.readings[CERTAINTY_READINGS[0]], situation)
        return "certain" if first.regime == regime else "otherwise"
    return said
