"""The draft letter to one person, in plain Dutch: what was sent, what the law says, what is open.

Every sentence stands in ``letter.toml`` and is chosen here by what is known of the person; a value
that has no sentence there is an error, so that no code of the data ever reaches a letter.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from hertoets.law import constants
from hertoets.plain import made_visible, one_line
from hertoets.publish.letter_followed import not_known_of, said_of
from hertoets.publish.letter_model import Known, Letter, Section, Sent
from hertoets.publish.numbers import date_nl, listed_nl
from hertoets.publish.words import read_words

_DECIDED: Final = ("wi2013", "wi2021", "none")
_YOUNG: Final = ("under_16", "schooling")
_FEW: Final = 3
"""Up to so many notices are told with the begin and the end that they named: a letter is short."""


def write_letter(known: Known) -> Letter:
    """Say in words what is known of one person.

    Parameters
    ----------
    known : Known

    Returns
    -------
    Letter
        The same for the same person and run.

    Raises
    ------
    KeyError
        A code that has no words.
    """
    words = _words()["words"]
    opening = [
        words["mark"].format(person_id=one_line(known.person_id), as_of=day_nl(known.as_of)),
        words["salutation"],
        words["acts"],
    ]
    if known.standing in _YOUNG or known.duty == "not_yet":
        opening.append(words["young"])
    heads = _words()["heads"]
    sent = _sent_lines(known)
    followed = _paragraphs(said_of(known, _words()["after"]))
    letter = Letter(
        title=words["title"],
        subtitle=words["subtitle"],
        warnings=(words["draft"], *([words["fictive"]] if known.synthetic else [])),
        opening=tuple(opening),
        sections=(
            Section(heads["sent"], () if sent else (_words()["sent"]["none"],), sent),
            Section(heads["law"], _paragraphs(_rule(known), _applied(known))),
            *([Section(heads["followed"], followed)] if followed else []),
            Section(heads["unknown"], _paragraphs(_unknown(known))),
            Section(heads["options"], _paragraphs(_repair(known), _options())),
        ),
        closing=words["close"],
        dated=known.as_of,
    )
    # The id and the title of a reading of one's own are somebody else's texts.
    shown: Letter = made_visible(letter)
    return shown


def day_nl(day: date) -> str:
    """Write a day in Dutch.

    Examples
    --------
    >>> day_nl(date(2022, 3, 1)).replace("\\N{NO-BREAK SPACE}", " ")
    '1 maart 2022'
    """
    return date_nl(day.isoformat())


@cache
def _words() -> dict[str, dict[str, Any]]:
    return read_words("letter")


def _paragraphs(*parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for part in parts if (text := " ".join(part)))


def _sent_lines(known: Known) -> tuple[str, ...]:
    whole = len(known.notices) <= _FEW
    return tuple(" ".join(_sent(notice, dates=whole)) for notice in known.notices)


def _sent(notice: Sent, *, dates: bool) -> Iterable[str]:
    words, acts = _words()["sent"], _words()["act"]
    day = _words()["words"]["no_day"] if notice.day is None else day_nl(notice.day)
    if notice.regime is None:
        yield words["unstated"].format(Day=_capital(day))
    else:
        yield words["one"].format(Day=_capital(day), act=acts[notice.regime])
    start, end = notice.start, notice.end
    if dates and (start or end):
        kind = "both" if start and end else "start" if start else "end"
        yield words[kind].format(start=start and day_nl(start), end=end and day_nl(end))
    if notice.withdrawn == "unknown":
        yield words["maybe_withdrawn"]
    elif notice.withdrawn != "no":
        yield words["withdrawn"].format(withdrawn=date_nl(notice.withdrawn))


def _rule(known: Known) -> Iterable[str]:
    """By which rule, what it says, and how sure that is."""
    words = _words()
    by = words["followed"]["official" if known.official else "other"]
    yield words["regime"][known.regime].format(By=by.format(headline=known.headline))
    own = words["rule"].get(known.rule) if known.own_rule else None
    happened = words["happened"].get(known.date_fact)
    if own is None or happened is None:
        yield known.says
        if known.documents:
            yield words["where"]["own"].format(where=known.documents)
    else:
        yield own["says"].format(day=day_nl(known.reference_date), happened=happened)
        if "where" in own:
            yield words["where"]["one"].format(where=own["where"])
    if known.regime in _DECIDED:
        yield words["certainty"][known.certainty]


def _applied(known: Known) -> Iterable[str]:
    """What that means for the notices, the dates and the duty."""
    yield from _compared(known)
    if known.regime not in ("wi2013", "wi2021"):
        return
    when = known.judged_on
    said = _words()["duty"]
    on = said["on_no_day"] if when is None else said["on"].format(judged_on=day_nl(when))
    yield said[known.duty].format(On=_capital(on), on=on)
    if known.duty != "no":
        yield from _dates(known)


def _compared(known: Known) -> Iterable[str]:
    words = _words()["compared"]
    if not known.notices:
        return
    if known.regime == "none":
        yield words["no_duty"]
        return
    if known.regime not in _DECIDED:
        yield words["not_known"]
        return
    named = [notice for notice in known.notices if notice.regime is not None]
    others = [notice for notice in named if notice.regime != known.regime]
    if others:
        yield words["other"].format(days=_days(others))
    elif named and len(named) == len(known.notices):
        yield words["same_one" if len(named) == 1 else "same_all"]


def _days(notices: Iterable[Sent]) -> str:
    unknown = _words()["words"]["no_day"]
    return listed_nl(day_nl(notice.day) if notice.day else unknown for notice in notices)


def _dates(known: Known) -> Iterable[str]:
    words = _words()["dates"]
    if known.start is not None:
        planned = known.regime == "wi2021" and known.date_fact != "notice"
        kind, end = "plan" if planned else "both" if known.term_end else "start", known.term_end
        if kind == "both" and known.extended_days and known.lawful_end:
            kind, end = "extended", known.lawful_end
        yield words[kind].format(start=day_nl(known.start), end=end and day_nl(end))
    differing = [words[name] for name in (known.start_class, known.term_class) if name in words]
    if differing:
        yield words["otherwise"].format(differences=listed_nl(differing))


def _unknown(known: Known) -> Iterable[str]:
    """What is not known, and which register or which question would settle it."""
    words = _words()["unknown"]
    said = [_fact(name, known) for name in _missing(known)]
    if known.regime == "open":
        said.append(words["open"])
    elif known.certainty == "reading_dependent":
        said.append(words["reading_dependent"])
    if known.start is None and known.duty != "no":
        plan = words["plan" if known.plan in ("no_plan", "not_measured") else "plan_undated"]
        said += {"wi2013": [words["start"]], "wi2021": [plan]}.get(known.regime, [])
    said += not_known_of(known, _words()["after"])
    if known.doubted:
        tables = _words()["table"]
        said.append(words["doubt"].format(tables=listed_nl(tables[name] for name in known.doubted)))
    yield from said or [words["nothing"]]


def _missing(known: Known) -> Iterable[str]:
    names = list(known.undecided)
    if any(notice.day is None for notice in known.notices):
        names.append("notice")
    if any(notice.regime is None for notice in known.notices):
        names.append("regime_stated")
    if any(notice.withdrawn == "unknown" for notice in known.notices):
        names.append("withdrawn")
    if known.wrong_notice == "yes" and known.repair == "unknown":
        names.append("repair")
    return dict.fromkeys(names)


def _fact(name: str, known: Known) -> str:
    fact: Mapping[str, str] = _words()["fact"][name]
    what = fact["what"].format(day=day_nl(known.reference_date))
    said: str = _words()["unknown"]["fact"].format(what=what, register=fact["register"])
    return said


def _repair(known: Known) -> Iterable[str]:
    words = _words()["repair"]
    if known.wrong_notice == "yes":
        kind = "told_right_none" if known.regime == "none" else "told_right"
        said = words.get(kind if known.repair == "told_right" else known.repair)
        if said:
            yield said
    yield from _choice(known)


def _choice(known: Known) -> Iterable[str]:
    words = _words()["choice"]
    if known.choice in ("not_measured", "not_offered"):
        yield words[known.choice]
        return
    offered, chosen = known.offered_on, known.chosen_on
    kind = "offered_no_day" if offered is None else "offered"
    yield words[kind].format(offered_on=offered and day_nl(offered))
    if known.choice == "unknown":
        yield words["unknown"]
    elif known.choice != "no_choice":
        kind = "chosen" if chosen is None else "chosen_on"
        act = _words()["act"][known.choice]
        yield words[kind].format(chosen_on=chosen and day_nl(chosen), act=act)
        if known.choice != known.regime:
            yield words["applied"]
    else:
        yield words["none"]
        if known.choice_default is None:
            yield words["term_unknown"]
        elif known.choice_default == "wi2021":
            yield words["no_term"]
        elif offered is None:
            yield words["weeks"]
        else:
            over = offered + timedelta(days=constants().number("choice_days"))
            yield words["until"].format(until=day_nl(over - timedelta(days=1)))


def _options() -> Iterable[str]:
    words = _words()["options"]
    return (words[name] for name in ("contact", "no_decision", "recourse"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
