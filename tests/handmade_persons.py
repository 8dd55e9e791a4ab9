"""A person made by hand: what a test says, what follows from it, and the columns that figures ask.

Nothing here asks the code under test: what follows is written after the contract, section 4.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from hertoets.outcomes import Settings
from hertoets.outcomes.situations import outcome

Said = dict[str, object]
Row = dict[str, object]

FACTS = {
    "standing": "obligable",
    "treaty": "none",
    "publication": "before",
    "decision": "before",
    "effective": "before",
    "obliged": "yes",
}

# Somebody with asylum, told on 10 February 2020 of the start that the law gives: all is well.
DEFAULT: Said = {
    "group": "asylum",
    "notice": "before",
    "regime_stated": "wi2013",
    "regime": "wi2013",
    "outcome": "correct",
    "certainty": "certain",
    "notice_date": date(2020, 2, 10),
    "start_stated": date(2020, 2, 3),
    "start": date(2020, 2, 3),
    "start_shift_days": 0,
    "start_class": "on_time",
    "term_class": "on_time",
    "duty": "obliged",
    "wrong_notice": "no",
    "told_without_duty": "no",
    "in_cohort": "yes",
    "breach": "no",
    "viewed": "no",
    "medical": "no",
    "waited_days": None,
    "waiting": False,
    "informed": "right",
    "reception_kind": None,
    "regime_by_choice": "not_offered",
    "repair": "not_wronged",
    "fine": "no_fine",
    "loan": "no_loan",
    "plan": "no_plan",
    "fine_euro": (0, 0),
    "loan_euro": (0, 0),
    "under_wi2013": "no",
    "lawful_term": None,
    "nationality": "SYR",
    "sex_and_age": "f 30_to_49",
}

NO_COLUMN = ("_days", "_date", "_euro", "nationality", "sex_and_age")
DAYS = {"late": 40, "early": -40}
UNSETTLED = ("unknown", "open", None)
NOT_WI2021 = ("wi2013", "none")
SETTLED = (
    "regime_stated", "outcome", "start_class", "term_class", "duty", "wrong_notice", "breach",
    "waited_days", "waiting",
)  # fmt: skip
BREACH = {  # what can follow from the regime of the headline, where the portal showed somebody
    "wi2013": ("viewed", "visible"),
    "none": ("viewed", "visible"),
    "wi2021": ("elsewhere", "unknown"),
    "open": ("unknown",),
    "unknown": ("unknown",),
}
OF_TABLE = {  # columns that nobody can know without a table
    "breach": ("data_access",),
    "looked_at": ("data_access",),
    "medical": ("exemptions",),
    "informed": ("registrations", "reception"),
    "regime_by_choice": ("choices",),
    "was_offered": ("choices",),
    "under_wi2013": ("choices",),
    "fine": ("fines",),
    "loan": ("loans",),
    "plan": ("plans",),
}
FINES = {  # what can follow for who was fined, by the regime; others were not
    "wi2013": ("no_fine", "without_duty", "too_early", "other", "unknown"),
    "wi2021": ("no_fine", "without_duty", "other", "unknown"),
    "none": ("no_fine", "without_duty", "unknown"),
    "open": ("no_fine", "unknown"),
    "unknown": ("no_fine", "unknown"),
}
HARMS = (
    ("fine", "without_duty"), ("fine", "too_early"), ("loan", "not_written_off"),
    ("plan", "without_basis"),
)  # fmt: skip
VARIED: Mapping[str, tuple[object, ...]] = {  # what may be other of a person in the same situation
    "breach": ("viewed", "visible", "elsewhere", "unknown", "no"),
    "informed": ("right", "wrong_reception", "wrong_other", "unknown", "not_informed"),
    "regime_by_choice": ("wi2013", "wi2021", "no_choice", "not_offered"),
    "waiting": (True, False),
    "waited_days": (None, 40),
    "in_cohort": ("yes", "no", "unknown"),
    "start_class": ("on_time", "late", "early", "unknown"),
    "term_class": ("on_time", "longer", "shorter", "unknown"),
    "wrong_notice": ("yes", "no", "unknown"),
    "medical": ("yes", "no"),
    "fine": FINES["wi2013"],
    "loan": ("no_loan", "not_written_off", "late_access", "other", "unknown"),
    "plan": ("no_plan", "without_basis", "other", "unknown"),
    "under_wi2013": ("yes", "no", "unknown"),
    "lawful_term": ("on_time", "longer", "shorter", "unknown"),
    "nationality": ("SYR", "ERI", "unknown"),
    "sex_and_age": ("f 30_to_49", "m 18_to_29"),
}


def completed(said: Said) -> Said:
    """The whole person of whom this is said."""
    one = {**_following(said), **said}
    if one.get("start_class") in DAYS:  # a class follows from days; who is late is so by some
        one = {"start_shift_days": DAYS[str(one["start_class"])], **one}
    return DEFAULT | one


def row_of(said: Said, headline: Said, settings: Settings, absent: Iterable[str]) -> Row:
    """The columns that figures ask of a person under a reading.

    Parameters
    ----------
    said, headline : dict
        What is said of the person under this reading, and under the one in front.
    settings : Settings
    absent : iterable of str
        Tables that were not delivered.
    """
    one, front = completed(said), completed(headline)
    told = one["notice"] != "no_notice"
    stated = (one["regime_stated"] or "unknown") if told else "none"
    row: Row = {name: one[name] for name in DEFAULT if not name.endswith(NO_COLUMN)}
    row |= FACTS | dict(_of_notice(one, stated, settings)) | dict(_of_start(front, settings))
    row |= {
        "has_notice": "yes" if told else "no",
        "stated": stated,
        "was_offered": "no" if one["regime_by_choice"] == "not_offered" else "yes",
        "shift_known": _known(one["start_shift_days"] is not None and one["regime"] == "wi2013"),
        "looked_at": _looked_at(one),
        "through_stop": _through_stop(one),
    }
    row |= {name: said[name] for name in row if name in said} | dict(_of_harm(front, settings))
    lawful_term = front["lawful_term"] or front["term_class"]
    applies = front["term_class"] not in ("not_applicable", "unknown")
    row["lawful_term"] = lawful_term if applies else front["term_class"]
    missing = set(absent)
    gone = {name for name, tables in OF_TABLE.items() if missing & set(tables)}
    return row | dict.fromkeys(gone, "not_measured")


def varied(said: Said) -> Iterator[Said]:
    """Persons who might have been: in one respect other than somebody, as the contract allows."""
    for name, values in VARIED.items():
        for value in values:
            yield lawful({**said, name: value})


def lawful(person: Said) -> Said:
    """The same person, without what cannot follow from notice and regime (contract, section 4)."""
    changed = DEFAULT | person
    regime, stated, notice = (changed[name] for name in ("regime", "regime_stated", "notice"))
    told = notice != "no_notice"
    if not told:
        stated = changed["regime_stated"] = None
    stated = None if stated is None else str(stated)
    changed["outcome"] = outcome(str(notice), stated, str(regime))
    kind = _class(changed, told=told)
    for name in ("start_class", "term_class"):
        if kind is not None:
            changed[name] = kind
        elif changed[name] == "not_applicable":
            changed[name] = "on_time"
    if _duty(regime) != "obliged":
        changed["duty"] = _duty(regime)
    changed["wrong_notice"] = _wrong(changed)
    if changed["breach"] not in BREACH[str(regime)]:
        changed["breach"] = "no"
    if not told or stated is None or changed["duty"] != "obliged":
        changed["waited_days"] = None
    may = told and changed["duty"] in ("obliged", "unknown") and changed["waited_days"] is None
    changed["waiting"] = may and changed["waiting"]
    if not told:
        changed["informed"] = "not_informed"
    changed |= _followed(changed)
    # What is said of days, repair and the duty told of follows from the rest.
    kept = {*person, *SETTLED, "informed", "fine", "loan", "plan"}
    return {name: changed[name] for name in changed if name in kept}


def _followed(person: Said) -> Said:
    """What followed, as far as the regime leaves it."""
    regime = str(person["regime"])
    loan, plan = person["loan"], person["plan"]
    if loan == "not_written_off" and regime != "wi2013":
        loan = "other"
    if loan == "late_access" and person["start_class"] != "late":
        loan = "other"
    if plan == "without_basis" and regime not in NOT_WI2021:
        plan = "other"
    fine = person["fine"] if person["fine"] in FINES[regime] else "no_fine"
    return {"fine": fine, "loan": loan, "plan": plan}


def _of_harm(front: Said, settings: Settings) -> Iterator[tuple[str, object]]:
    """Nationality, sex, age and month of the start, of who was harmed by the reading in front."""
    harmed = any(front[name] == value for name, value in HARMS)
    yield "nationality_harmed", front["nationality"] if harmed else ""
    yield "sex_and_age_harmed", front["sex_and_age"] if harmed else ""
    own = front["start"] if front["regime"] == "wi2013" else None
    day = own or front["start_stated"]
    inside = isinstance(day, date) and settings.cohort_from <= day <= settings.cohort_to
    month = f"{day:%Y-%m}" if inside else "other"
    yield "month_harmed", month if harmed else ""


def _following(person: Said) -> Said:
    """What follows from the regime, where a test says nothing else (contract, section 4)."""
    one = DEFAULT | person
    duty = str(person.get("duty", _duty(one["regime"])))
    told = one["notice"] != "no_notice" and one["outcome"] != "no_notice"
    said = {"obliged": "no", "unknown": "unknown"}.get(duty, "yes") if told else "no"
    found: Said = {"duty": duty, "told_without_duty": said}
    kind = _class(one, told=told)
    if kind is not None:
        found |= {"start_class": kind, "term_class": kind}
    wrong = person.get("wrong_notice", _sent_wrongly(one))
    found["wrong_notice"] = wrong
    if wrong != "no":
        found["repair"] = "unknown" if wrong == "unknown" else "nothing"
    return found


def _sent_wrongly(one: Said) -> str:
    """Whether the first notice is wrong: dated after the reference date, of an Act that does not bind."""
    if one["notice"] in ("before", "no_notice") or one["regime_stated"] == "wi2013":
        return "no"
    surely = one["notice"] == "after" and one["regime_stated"] == "wi2021"
    return _and_not_bound("yes" if surely else "unknown", one["regime"])


def _duty(regime: object) -> str:
    return {"wi2013": "obliged", "wi2021": "obliged", "none": "no"}.get(str(regime), "unknown")


def _class(person: Said, *, told: bool) -> str | None:
    """The class of start and term where no dates are compared; None where they are."""
    said = (person["regime_stated"], person["regime"])
    if not told or "wi2021" in said or "none" in said:
        return "not_applicable"
    return "unknown" if any(one in UNSETTLED for one in said) else None


def _wrong(person: Said) -> object:
    """Whether some notice is wrong: what is drawn, as far as regime and first notice leave it."""
    drawn, regime, notice = (person[name] for name in ("wrong_notice", "regime", "notice"))
    if notice == "no_notice" or regime == "wi2021":
        return "no"
    if (notice, person["regime_stated"]) == ("after", "wi2021"):
        return "unknown" if regime in UNSETTLED else "yes"
    return "unknown" if regime in UNSETTLED and drawn == "yes" else drawn


def _of_notice(one: Said, stated: object, settings: Settings) -> Iterator[tuple[str, object]]:
    """When the first notice was sent, as far as figures ask."""
    told, day, dates = one["notice"] != "no_notice", one["notice_date"], settings.stop_and_restart
    known = day if isinstance(day, date) else None

    def within(first: date, last: date) -> str:
        if not told or known is None:
            return "unknown" if told else "no"
        return _known(first <= known <= last)

    restart = dates.family if one["group"] == "family" else dates.asylum_and_other
    sent = told and stated == "wi2021" and one["notice"] != "before"
    january = within(date(2022, 1, 1), date(2022, 1, 31)) if sent else "no"
    yield "told_in_january", january
    yield "january", _and_not_bound(january, one["regime"])
    late = within(restart, date.max) if sent else "no"
    yield "after_restart", _and_not_bound(late, one["regime"])
    yield "told_from_restart", within(dates.asylum_and_other, date.max)
    yield "told_until_stop", within(date(2022, 1, 1), dates.stop)
    yield "told_in_2022", within(date(2022, 1, 1), date(2022, 12, 31))
    late_at_all = one["wrong_notice"] != "no" or sent
    yield "notice_month", (f"{known:%Y-%m}" if known else "") if late_at_all else None


def _of_start(front: Said, settings: Settings) -> Iterator[tuple[str, object]]:
    """The month of the start and the band of its shift, by the reading in front."""
    wi2013 = front["regime"] == "wi2013"
    month = front["start_stated"] or (front["start"] if wi2013 else None)
    yield "cohort_month", f"{month:%Y-%m}" if isinstance(month, date) else ""
    days = front["start_shift_days"] if wi2013 else None
    yield "shift_band", _band(days, settings.tolerance_days) if isinstance(days, int) else None


def _band(days: int, tolerance_days: int) -> int:
    edges = [tolerance_days, *(edge for edge in (30, 90, 180, 365) if edge > tolerance_days)]
    size = sum(abs(days) > edge for edge in edges)
    return size if days > 0 else -size


def _and_not_bound(sent: str, regime: object) -> str:
    """Both that a notice of the Wi2021 was sent then, and that this Act does not bind."""
    if sent == "no" or regime == "wi2021":
        return "no"
    return "unknown" if regime in UNSETTLED else sent


def _looked_at(one: Said) -> str:
    seen = {"viewed": "yes", "unknown": "unknown"}
    may = one["breach"] == "visible" and one["viewed"] == "unknown"
    return "unknown" if may else seen.get(str(one["breach"]), "no")


def _through_stop(one: Said) -> str:
    if one["waited_days"] is not None:
        return "yes"
    return "unknown" if one["waiting"] else "no"


def _known(answer: bool) -> str:
    return "yes" if answer else "no"
