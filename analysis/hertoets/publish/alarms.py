"""The first alarm of each lesson, in words, from the released tables of the lessons.

Nothing is computed: the counts after an alarm stand in the table as disclosure control gave them.
"""

from dataclasses import dataclass

from hertoets.publish.numbers import month_nl
from hertoets.publish.words import read_words
from hertoets.release import AFTER_ALARM_ROW, NO_BREAK, Count, Release, read_count

LESSONS = "lessons"
BY_MONTH = "lessons_by_month"

_STATES = ("passed", "failed", "not_evaluable")


@dataclass(frozen=True)
class LessonAlarm:
    """What the checks of one lesson tell.

    Attributes
    ----------
    seen, month : str
        The month in which the alarm would have been given and the one it was about (``2021-03``);
        empty without an alarm.
    question : str
        What the check that gives the alarm asks.
    persons, after : Count or None
        Persons in that month and after the alarm; None where there is no alarm.
    standing : dict of str to str
        How many checks of the lesson passed, failed or could not be evaluated now.
    measured : bool
        Whether any of the checks that could have given the alarm was counted.
    opens : bool
        Whether the alarm is about the first month of the history: the fault was there already, so
        that month is not the one in which the alarm would first have been given.
    """

    seen: str
    month: str
    question: str
    persons: Count | None
    after: Count | None
    standing: dict[str, str]
    measured: bool
    opens: bool


def alarms(release: Release) -> dict[str, LessonAlarm]:
    """The alarm of every lesson by its id; empty where the extract was not checked."""
    if not {LESSONS, BY_MONTH} <= release.tables.keys():
        return {}
    table, by_month = release.tables[LESSONS], release.tables[BY_MONTH]
    columns = {column.name: place for place, column in enumerate(by_month.columns)}
    names = [column.name for column in table.columns]
    found = {}
    for row in table.rows:
        told = dict(zip(names, map(str, row), strict=True))
        place = columns[told["lesson"]]
        cells = {key: read_count(row[place]) for key, row in by_month.by_key().items()}
        found[told["lesson"]] = LessonAlarm(
            seen=told["first_alarm"],
            month=told["month"],
            question=told["question"],
            persons=cells.get(told["month"]),
            after=cells[AFTER_ALARM_ROW] if told["first_alarm"] else None,
            standing={state: told[state] for state in _STATES},
            measured=any(cell.state != "not_measured" for cell in cells.values()),
            opens=told["month"] == by_month.keys[0],
        )
    return found


def alarm_rule(release: Release) -> str:
    """What makes an alarm, and since when; empty where the extract was not checked."""
    return release.tables[LESSONS].note_nl if LESSONS in release.tables else ""


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
    words = _words()
    if alarm is None:
        return [words["not_checked"]]
    if not alarm.measured:
        return [words["not_measured"], _standing(alarm)]
    if not alarm.seen:
        return [words["none"], _standing(alarm)]
    late = "" if alarm.seen == alarm.month else words["late"].format(month=month_nl(alarm.month))
    first = words["opens" if alarm.opens else "first"].format(
        seen=month_nl(alarm.seen),
        month=month_nl(alarm.month),
        late=late,
        persons=_persons(alarm.persons),
        question=alarm.question,
    )
    after = words["nobody_after" if alarm.after == Count("shown", 0) else "after"]
    return [first, after.format(persons=_persons(alarm.after)), _standing(alarm)]


def alarm_cells(alarm: LessonAlarm | None) -> tuple[str, str]:
    """The month of the first alarm, and whom it would have spared at most, as cells of a table."""
    words = _words()
    if alarm is None or not alarm.measured:
        return words["cell_not_measured"], words["cell_not_measured"]
    if not alarm.seen or alarm.after is None:
        return words["cell_none"], words["cell_unknown"]
    month = month_nl(alarm.seen)
    at_most = alarm.after.nl()
    if alarm.after.state == "shown":
        at_most = words["cell_at_most"].format(persons=at_most)
    return words["cell_opens"].format(month=month) if alarm.opens else month, at_most


def _words() -> dict[str, str]:
    words: dict[str, str] = read_words("lessons")["alarm"]
    return words


def _standing(alarm: LessonAlarm) -> str:
    words, counts = _words(), alarm.standing
    states = [state for state, count in counts.items() if count != "0"]
    if [counts[state] for state in states] == ["1"]:
        return words["one"].format(state=read_words("lessons")["state"][states[0]])
    return words["none_passed" if states == ["failed"] else "standing"].format(**counts)


def _persons(count: Count | None) -> str:
    """Write a protected count of persons."""
    if count is None or count.state in ("withheld", "not_measured"):
        return "een afgeschermd aantal personen"
    return f"{count.nl()}{NO_BREAK}personen"
