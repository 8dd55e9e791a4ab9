"""The first alarm of each lesson, in words, from the released tables of the lessons.

Nothing is computed: the counts after an alarm stand in the table as disclosure control gave them.
"""

from dataclasses import dataclass

from hertoets.publish.numbers import month_nl
from hertoets.publish.words import read_words
from hertoets.release import AFTER_ALARM_ROW, Count, Release, load_labels, read_count

LESSONS = "lessons"
BY_MONTH = "lessons_by_month"


@dataclass(frozen=True)
class LessonAlarm:
    """What the checks of one lesson tell.

    Attributes
    ----------
    seen, month : str
        The month in which the alarm would have been given and the one it was about (``2021-03``);
        empty without an alarm.
    check, question : str
        The check that gives the alarm, and what it asks.
    persons, after : Count or None
        Persons in that month and after the alarm; None where there is no alarm.
    standing : dict of str to str
        How many checks of the lesson failed, could not be evaluated or passed now, by that word.
    checks : tuple of str
        The checks that could have given the alarm.
    measured : bool
        Whether any of these was counted.
    opens : bool
        Whether the alarm is about the first month of the history.
    """

    seen: str
    month: str
    check: str
    question: str
    persons: Count | None
    after: Count | None
    standing: dict[str, str]
    checks: tuple[str, ...]
    measured: bool
    opens: bool


def alarms(release: Release) -> dict[str, LessonAlarm]:
    """The alarm of every lesson by its id; empty where the extract was not checked."""
    if not {LESSONS, BY_MONTH} <= release.tables.keys():
        return {}
    table, by_month = release.tables[LESSONS], release.tables[BY_MONTH]
    columns = {column.name: place for place, column in enumerate(by_month.columns)}
    names, states = [column.name for column in table.columns], load_labels()["check_state"]
    found = {}
    for row in table.rows:
        told = dict(zip(names, map(str, row), strict=True))
        place = columns[told["lesson"]]
        cells = {key: read_count(row[place]) for key, row in by_month.by_key().items()}
        found[told["lesson"]] = LessonAlarm(
            seen=told["first_alarm"],
            month=told["month"],
            check=told["check"],
            question=told["question"],
            persons=cells.get(told["month"]),
            after=cells[AFTER_ALARM_ROW] if told["first_alarm"] else None,
            standing={states[name]: told[name] for name in ("failed", "not_evaluable", "passed")},
            checks=tuple(told["checks"].split()),
            measured=any(cell.state != "not_measured" for cell in cells.values()),
            opens=told["month"] == by_month.keys[0],
        )
    return found


def alarm_told(alarm: LessonAlarm | None) -> list[str]:
    """Say when a check would have given the alarm, whom it would have spared, how checks stand.

    Parameters
    ----------
    alarm : LessonAlarm or None
        None where the extract was not checked.

    Returns
    -------
    list of str
        Sentences in Dutch.
    """
    words = read_words("lessons")["alarm"]
    if alarm is None:
        return [words["not_checked"]]
    if not alarm.measured:
        return [words["not_measured"], _standing(words, alarm)]
    if not alarm.seen:
        return [words["none"], _standing(words, alarm)]
    late = "" if alarm.seen == alarm.month else words["late"].format(month=month_nl(alarm.month))
    first = words["first"].format(
        seen=month_nl(alarm.seen),
        late=late,
        persons=_persons(alarm.persons),
        check=alarm.check,
        begin=words["begin"] if alarm.opens else "",
    )
    after = words["nobody_after" if alarm.after == Count("shown", 0) else "after"]
    spared = after.format(persons=_persons(alarm.after))
    return [first, spared[:1].upper() + spared[1:], _standing(words, alarm)]


def first_of_all(found: dict[str, LessonAlarm]) -> tuple[str, str] | None:
    """The earliest month of an alarm and its lessons; None where there is no alarm."""
    months = [alarm.seen for alarm in found.values() if alarm.seen]
    if not months:
        return None
    first = min(months)
    return first, ", ".join(name for name, alarm in found.items() if alarm.seen == first)


def _standing(words: dict[str, str], alarm: LessonAlarm) -> str:
    parts = [f"{state} {n}" for state, n in alarm.standing.items()]
    return words["standing"].format(standing=", ".join(parts))


def _persons(count: Count | None) -> str:
    """Write a protected count of persons."""
    if count is None or count.state in ("withheld", "not_measured"):
        return "een deel"
    return f"{'circa ' if count.state == 'shown' else ''}{count.nl()} personen"
