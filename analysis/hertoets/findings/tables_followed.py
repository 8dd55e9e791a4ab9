"""Tables of what followed, and of what solutions would change for whom.

Harm and benefit stand apart and are never netted. Source: contract, section 4 ("What followed").
"""

from dataclasses import replace

from hertoets.findings.catalogue import load_labels
from hertoets.findings.definitions import leaves_open
from hertoets.findings.drafts import TOTAL, Draft, cross, make_table
from hertoets.findings.model import TOTAL_ROW, Column, RawTable
from hertoets.findings.sets import Conditions, Counted, persons, total
from hertoets.findings.tables_persons import OTHER_MONTH, OTHER_MONTHS, group_rows, totals
from hertoets.findings.view import View
from hertoets.outcomes import AGES, HARMS, NATIONALITY, SEXES, months

HARMED: dict[str, tuple[str, Conditions]] = {
    "fine_wrong": ("boete zonder plicht of te vroeg", {"fine": HARMS["fine"]}),
    "loan_not_written_off": ("lening ten onrechte niet kwijtgescholden", {"loan": HARMS["loan"]}),
    "plan_without_basis": ("plan zonder grond", {"plan": HARMS["plan"]}),
}
BY_GROUP: dict[str, tuple[str, Conditions]] = {
    "fine_without_duty": ("boete zonder plicht", {"fine": ("without_duty",)}),
    "fine_too_early": ("boete vóór het einde van de termijn", {"fine": ("too_early",)}),
    "loan_not_written_off": HARMED["loan_not_written_off"],
    "loan_late_access": ("lening pas na een te laat vermeld begin", {"loan": ("late_access",)}),
    "plan_without_basis": HARMED["plan_without_basis"],
}
TOLD_BY = {"fine": "fines", "loan": "loans", "plan": "plans"}
"""The optional table that tells what followed, by the column that holds it."""
EVERYONE = "everyone"
IN_COHORT: Conditions = {"in_cohort": ("yes",)}

POINTS: dict[tuple[str, str], Conditions] = {
    ("start", "better"): {"start_class": ("late",)},
    ("start", "worse"): {"start_class": ("early",)},
    ("term", "better"): {"term_class": ("shorter",)},
    ("term", "worse"): {"term_class": ("longer",)},
    ("fine", "better"): {"fine": HARMS["fine"]},
    ("loan", "better"): {"loan": HARMS["loan"]},
    ("plan", "worse"): {"plan": HARMS["plan"]},
}
"""Who is better or worse off under the Act of the law than as told, point by point.

An earlier start is the better one, since support begins with it, and a later end is: who was told
of both too late gains on the one point and loses on the other.
"""
SOLUTIONS: dict[str, tuple[tuple[str, ...], Conditions]] = {
    "law": (("better", "worse"), {}),
    "choice": (("better", "worse"), {"under_wi2013": ("yes",), "regime": ("wi2013",)}),
    "standstill": (("better",), {}),
}
"""By solution which of the two it leaves standing, and whom it reaches; as told, nobody."""


def tabulate_followed_by_group(view: View) -> RawTable:
    """Who of the cohort surely was harmed, by group."""
    told = _told(view, BY_GROUP)
    rows = group_rows(view, [{**where, **IN_COHORT} for _, where in told.values()])
    columns = (Column("label", "groep", "label"), *_columns(told))
    keys = (*load_labels()["group"], TOTAL_ROW)
    table = make_table("followed_by_group", view.headline, columns, rows, keys=keys)
    return _saying_what_is_absent(view, table)


def tabulate_followed_by_month(view: View) -> RawTable:
    """Who of the cohort surely was harmed, by month of the start; months as in the cohort's own."""
    listed = {month: month for month in months(view.settings)}
    listed[OTHER_MONTH] = OTHER_MONTHS
    told = _told(view, HARMED)
    rows: list[tuple[Draft, ...]] = [
        (
            label,
            *(
                _who(view, {**where, **IN_COHORT, "month_harmed": (month,)})
                for _, where in told.values()
            ),
        )
        for month, label in listed.items()
    ]
    columns = (Column("label", "maand", "label"), *_columns(told))
    table = make_table("followed_by_month", view.headline, columns, rows, keys=listed)
    return _saying_what_is_absent(view, table)


def tabulate_followed_by_nationality(view: View) -> RawTable:
    """Who surely was harmed, by nationality: that before the Dutch one, for who became Dutch."""
    labels = load_labels()["nationality"]
    of = {name: labels[name] for name in NATIONALITY}
    return _of_harmed(view, "followed_by_nationality", "nationality_harmed", "nationaliteit", of)


def tabulate_followed_by_sex_and_age(view: View) -> RawTable:
    """Who surely was harmed, by sex and by age on the reference date."""
    sexes, ages = load_labels()["sex"], load_labels()["age"]
    of = {f"{sex} {age}": f"{sexes[sex]}, {ages[age]}" for sex in SEXES for age in AGES}
    title = "geslacht en leeftijd op de peildatum"
    return _of_harmed(view, "followed_by_sex_and_age", "sex_and_age_harmed", title, of)


def tabulate_lawful_term(view: View) -> RawTable:
    """The end of the term that was told against that of the law, without and with extensions."""
    labels = load_labels()["term_class"]
    cells = {
        (told, lawful): _who(view, {**IN_COHORT, "term_class": (told,), "lawful_term": (lawful,)})
        for told in labels
        for lawful in labels
    }
    columns, rows = cross("zonder verlengingen", labels, labels, cells)
    keys = (*labels, TOTAL_ROW)
    return make_table("lawful_term_class", view.headline, columns, rows, keys=keys)


def tabulate_solutions(view: View) -> RawTable:
    """What each solution changes for whom, against what they were told: at least and at most."""
    labels = load_labels()
    rows: list[tuple[Draft, ...]] = []
    keys = []
    for solution, (sides, whom) in SOLUTIONS.items():
        if "under_wi2013" in whom and not view.has(("choices",)):
            continue
        for (point, side), where in POINTS.items():
            if side in sides and _is_told(view, where):
                reached = {**where, **whom}
                said = (labels["point"][point], labels["better_off"][side])
                rows.append((labels["solution"][solution], *said, *_by_group(view, reached)))
                keys.append(f"{solution}.{point}_{side}")
    groups = {**labels["group"], EVERYONE: TOTAL}
    columns = [
        Column("label", "oplossing", "label"),
        Column("point", "punt", "text"),
        Column("side", "beter of slechter af", "text"),
    ]
    for code, label in groups.items():
        columns.append(Column(f"{code}_lower", f"{label}, ten minste", "count"))
        columns.append(Column(f"{code}_upper", f"{label}, ten hoogste", "count"))
    table = make_table("solutions", view.headline, tuple(columns), rows, keys=keys)
    return _saying_what_is_absent(view, table)


def _is_told(view: View, where: Conditions) -> bool:
    """Whether the tables are there without which nobody can be said to meet the conditions."""
    return view.has(tuple(TOLD_BY[column] for column in where if column in TOLD_BY))


def _told(view: View, of: dict[str, tuple[str, Conditions]]) -> dict[str, tuple[str, Conditions]]:
    """Those columns of which the table was delivered."""
    return {name: (title, where) for name, (title, where) in of.items() if _is_told(view, where)}


def _saying_what_is_absent(view: View, table: RawTable) -> RawTable:
    """The table with a word in its note on each table that was not delivered: it is not zero."""
    words = load_labels()["not_told"]
    absent = [words[name] for name in TOLD_BY.values() if not view.has((name,))]
    if not absent:
        return table
    said = words["said"].format(tables=" en ".join(absent))
    return replace(table, note_nl=f"{table.note_nl} {said}".strip())


def _by_group(view: View, where: Conditions) -> list[Counted]:
    """Who surely meets a condition and who may, group by group and in all."""
    widened = {name: (*values, *leaves_open(name)) for name, values in where.items()}
    found = []
    for group in load_labels()["group"]:
        found += [_who(view, {**one, "group": (group,)}) for one in (where, widened)]
    return [*found, total(found[::2]), total(found[1::2])]


def _of_harmed(
    view: View, name: str, column: str, title_nl: str, labels: dict[str, str]
) -> RawTable:
    """Who surely was harmed by the values of a column that holds nothing for others."""
    told = _told(view, HARMED)
    rows: list[tuple[Draft, ...]] = [
        (label, *(_who(view, {**where, column: (code,)}) for _, where in told.values()))
        for code, label in labels.items()
    ]
    rows.append((TOTAL, *totals(rows)))
    columns = (Column("label", title_nl, "label"), *_columns(told))
    table = make_table(name, view.headline, columns, rows, keys=(*labels, TOTAL_ROW))
    return _saying_what_is_absent(view, table)


def _columns(of: dict[str, tuple[str, Conditions]]) -> list[Column]:
    return [Column(name, title, "count") for name, (title, _) in of.items()]


def _who(view: View, where: Conditions) -> Counted:
    return persons(where, view.headline)
