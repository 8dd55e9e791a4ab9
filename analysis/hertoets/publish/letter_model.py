"""What is known of one person, and the letter that is made of it, as plain types."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Sent:
    """A notice that was sent; None is unknown.

    ``withdrawn`` is an ISO date, ``no`` or ``unknown``.
    """

    day: date | None
    regime: str | None
    start: date | None
    end: date | None
    withdrawn: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a run knows of one person, in the codes of the contract.

    Attributes
    ----------
    person_id, as_of, reference_date, synthetic
        Whose letter, and on what data.
    headline, official, date_fact
        Title of the reading in front, whether it is the official rule, and its date.
    notices
        Every notice that was sent, first to last.
    regime, rule, says, documents, own_rule
        What the reading says, by which rule; the rule in the words of the law and its documents;
        whether the rule is one of the built-in tables, of which this room has words of its own.
    certainty
        ``certain``, ``reading_dependent``, ``unknown``, or ``otherwise`` where the six readings
        agree on another Act than this one.
    undecided
        The facts that keep the reading from deciding.
    standing, duty, judged_on, start, term_end, start_class, term_class
        Of the outcomes, by the reading in front.
    wrong_notice, repair, choice, choice_default, offered_on, chosen_on
        The same; ``choice`` is the column ``regime_by_choice``.
    lawful_end, extended_days
        Where the term ends with its extensions, by the reading in front, and by how many days.
    asylum
        Whether the right that counts is of asylum, or of family of it.
    fine, fine_euro, loan, access_late_days, plan
        What followed, as in the outcomes.
    doubted
        Tables of which a check doubts something about this person.
    """

    person_id: str
    as_of: date
    reference_date: date
    synthetic: bool
    headline: str
    official: bool
    date_fact: str
    notices: tuple[Sent, ...]
    regime: str
    rule: str
    says: str
    documents: str
    own_rule: bool
    certainty: str
    undecided: tuple[str, ...]
    standing: str
    duty: str
    judged_on: date | None
    start: date | None
    term_end: date | None
    start_class: str
    term_class: str
    wrong_notice: str
    repair: str
    choice: str
    choice_default: str | None
    offered_on: date | None
    chosen_on: date | None
    lawful_end: date | None
    extended_days: int | None
    asylum: bool
    fine: str
    fine_euro: int | None
    loan: str
    access_late_days: int | None
    plan: str
    doubted: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A part of the letter: its heading, paragraphs, and the lines of a list."""

    head: str
    paragraphs: tuple[str, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """A letter ready to be written as any kind of file.

    Attributes
    ----------
    title, subtitle : str
    warnings : tuple of str
        That it is a draft, and that the data are invented where they are.
    opening : tuple of str
        The lines before the first heading.
    sections : tuple of Section
    closing : str
    dated : date
        The day up to which the data are known; the file carries it as its own.
    """

    title: str
    subtitle: str
    warnings: tuple[str, ...]
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: str
    dated: date

    def text(self) -> str:
        """Every word of the letter, in order."""
        parts = [self.title, *self.warnings, *self.opening]
        for section in self.sections:
            parts += [section.head, *section.lines, *section.paragraphs]
        return "\n".join([*parts, self.closing])
