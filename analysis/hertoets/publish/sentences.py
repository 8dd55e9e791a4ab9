"""Sentences over released findings: what a figure means, and what it does not say.

The words stand in ``sentences.toml`` by finding; every number in them is put in from a protected
finding or from the settings of the run, so that text and table cannot differ.
"""

from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Literal

from hertoets.law import CERTAINTY_READINGS
from hertoets.publish.numbers import bind_nl, date_nl
from hertoets.publish.words import read_words
from hertoets.release import NO_BREAK, Release, ReleasedFinding, outward, write_number

State = Literal["not_measured", "zero", "hidden", "bounds", "measured"]

NOT_MEASURED = "Niet gemeten: {why}"
DISPUTED = CERTAINTY_READINGS
"""The readings between which the sources leave a choice (contract, section 4, `certainty`)."""

EXACTLY, ROUNDED = "Precies ", "Afgerond "
_NEEDS = "de gegevens ontbreken in de levering."
_EXTENDED = "lawful_term_class"
"""The table that is there where extensions were delivered."""


@dataclass(frozen=True)
class Told:
    """Text, and the findings that carry it: every number in it is one of theirs, or a date."""

    text: str
    findings: tuple[str, ...] = ()


def state_of(finding: ReleasedFinding) -> State:
    """Tell in which of five ways a finding can be spoken of.

    Parameters
    ----------
    finding : ReleasedFinding

    Returns
    -------
    str
        ``bounds`` also where only one of the two bounds is hidden.
    """
    if finding.status == "not_measured":
        return "not_measured"
    if finding.lower is None and finding.upper is None:
        return "hidden"
    if finding.lower != finding.upper:
        return "bounds"
    return "zero" if finding.lower == 0 else "measured"


def is_disputed(release: Release, finding: ReleasedFinding) -> bool:
    """Tell whether a figure depends on which of the disputed readings of the law is followed.

    Where one of them is hidden it cannot be said that they agree.
    """
    if finding.reading is None:
        return False
    named = (release.settings["headline"], *DISPUTED)
    said = {finding.by_reading[name] for name in named if name in finding.by_reading}
    return len(said) > 1 or any(None in pair for pair in said)


def brief(finding: ReleasedFinding) -> str:
    """Say a finding as shortly as a first screen asks: ``175 tot 325``, ``minder dan 10``.

    A bound that is hidden leaves the finding to say it in its own words, but for the unit: whom or
    what it counts stands beside it.
    """
    if finding.lower is None or finding.upper is None:
        said = finding.display_nl.replace("\u00a0", " ")
        return said.replace(f" {finding.unit}", "")
    if finding.lower == finding.upper:
        return write_number(finding.lower)
    lower, upper = outward(finding.lower, finding.upper)
    return f"{write_number(lower)} tot {write_number(upper)}"


@cache
def templates() -> dict[str, dict[str, str]]:
    """Read the templates by finding: ``title``, ``measured``, ``zero``, ``limits`` and others."""
    return read_words("sentences")


class _Amounts(dict[str, str]):
    """Looks a placeholder up among the findings, then among the settings of the run."""

    def __init__(self, release: Release, words: dict[str, str]) -> None:
        super().__init__(words)
        self._release = release

    def __missing__(self, name: str) -> str:
        finding = self._release.findings.get(name)
        if finding is not None:
            return finding.display_nl
        if name == "headline":
            headline = self._release.settings["headline"]
            return self._release.readings.get(headline, headline)
        if name == "tolerance":
            days = self._release.settings["tolerance_days"]
            return f"{days}{NO_BREAK}{'dag' if days == '1' else 'dagen'}"
        return date_nl(str(self._release.settings[name]))


def fill(template: str, release: Release, **words: str) -> str:
    """Put amounts, settings and other words into a template and begin it with a capital.

    A sentence never begins with a digit: one that would says first whether it was rounded.

    Raises
    ------
    KeyError
        The template names neither a finding nor a setting.
    """
    sentence = put_in(template, release, **words)
    if sentence[:1].isdigit():
        return f"{ROUNDED if release.policy.get('rounding', 1) > 1 else EXACTLY}{sentence}"
    return sentence[:1].upper() + sentence[1:]


def put_in(template: str, release: Release, **words: str) -> str:
    """Put amounts, settings and other words into a part of a sentence."""
    return bind_nl(template.format_map(_Amounts(release, words)))


def meaning_of(release: Release, finding_id: str) -> str:
    """Say what a finding means, in the words for the state it is in; see `told_of`."""
    return told_of(release, finding_id).text


def told_of(release: Release, finding_id: str) -> Told:
    """Say what a finding means, and name every finding that the words hold.

    Parameters
    ----------
    release : Release
    finding_id : str
        An id of the contract's section 5 or one added to it.

    Returns
    -------
    Told
        One or two sentences; a table that is absent is named instead.

    Raises
    ------
    KeyError
        No such finding, or none of its words are written.
    """
    finding = release.findings[finding_id]
    words = templates()[finding_id]
    state = state_of(finding)
    if state == "not_measured":
        why = f"{finding.title_nl}: niet gemeten; {words.get('needs', _NEEDS)}"
        return Told(why, (finding_id,))
    template = words.get(state) or words["measured"]
    if "unextended" in words and _EXTENDED not in release.tables:
        template = f"{template} {words['unextended']}"
    named = [field for _, field, _, _ in Formatter().parse(template) if field in release.findings]
    return Told(fill(template, release), tuple(dict.fromkeys([finding_id, *named])))


def bearing_of(release: Release, finding_id: str) -> str:
    """Say what a finding comes down to for those it counts; empty where it counts nobody."""
    if state_of(release.findings[finding_id]) in ("zero", "not_measured"):
        return ""
    template = templates()[finding_id].get("means", "")
    return fill(template, release) if template else ""


def limits_of(release: Release, finding_id: str) -> str:
    """Say what a finding does not say."""
    return fill(templates()[finding_id]["limits"], release)
