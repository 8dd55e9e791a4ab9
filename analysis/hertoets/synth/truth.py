"""What is true of each person: the facts treaty and obliged, regime, start, outcome and duty,
and what followed (`hertoets.synth.aftermath`).

Nothing is unknown here. The days and nationalities that the register lacks are known to the one
who drew them, so the law is read with yes and no only, apart from the rooms that are to be tested
against it. Planted cases have the answers that ``situations.toml`` says, *unknown* included.

Source: contract, sections 2 to 4; D1, S3, S4, T1 to T4; M1, W8; W1 arts. 3 and 5; W2 2.2(2).
"""

import numpy as np

from hertoets.synth.aftermath import Aftermath, judge_fines, judge_loans, judge_plans
from hertoets.synth.chains import Rights, judge_rights, term_ends
from hertoets.synth.draws import EMPTY_DATE, Column, Columns, days, filled, texts
from hertoets.synth.legal import REFERENCE_DATE, TURKISH_ASYLUM
from hertoets.synth.onaday import OnADay, Register, first_opt_in
from hertoets.synth.plans import first_plans
from hertoets.synth.told import first_rows, first_settled

STATED = ("regime", "became_obliged", "obliged", "duty", "treaty")
"""What ``situations.toml`` says of planted people."""


def find_truth(tables: dict[str, Columns], stated: Columns, as_of: np.datetime64) -> Columns:
    """Work out what is true of each person.

    Parameters
    ----------
    tables : dict of tables
        `persons` (with `birth`, `was` and `since`, one row a person), `residence_rights` (with
        `collected`), `exemptions` (all that are true), `notices`, `choices`, `extensions`,
        `fines`, `loans` and `plans`; `person` (row number) in all but the first.
    stated : dict of columns of text
        `STATED` of planted people; empty for those that are drawn.
    as_of : date
        The day of judging of who has no notice.

    Returns
    -------
    dict of columns
        One row a person: `group`, `treaty`, `obliged` (the facts), `regime` by the official rule
        with its exceptions (wi2013/wi2021/none/open/unknown), `became_obliged` (the regime by that
        reading), `start` (under wi2021 the day after the first plan; empty unless the regime is one
        of these two), `outcome`, `duty`, and `fine`, `loan` and `plan`: what followed.
    """
    count = len(tables["persons"]["was"])
    told, says, stated_start, stated_end = first_notices(tables["notices"], count)
    rights = Rights.of(tables["residence_rights"])
    everyone = np.ones(len(rights.person), dtype=bool)
    first = rights.first(rights.published, everyone, count)
    test_day = np.fmax(told, first)
    test_day = np.where(test_day <= REFERENCE_DATE, test_day, REFERENCE_DATE)
    test_day = np.where(np.isnat(told), REFERENCE_DATE, test_day)
    found = judge_rights(rights, test_day, REFERENCE_DATE)
    treaty = _treaty(tables, rights, test_day)
    register = Register(
        birth=tables["persons"]["birth"],
        was=tables["persons"]["was"],
        dutch_since=tables["persons"]["since"],
        exemptions=tables["exemptions"],
        treaty_since_may_2020=np.asarray(treaty == "asylum_since_may_2020"),
    )
    reference = np.full(count, REFERENCE_DATE)
    new = rights.first(rights.published, rights.published > REFERENCE_DATE, count)
    excluded = register.on(np.where(found.fact == "after", new, test_day)).excluded
    on_reference = register.on(reference)
    start = np.fmax(found.start, register.birthday_16)
    start = np.where(treaty == "asylum_opted_in", np.fmax(start, register.opt_in), start)
    start = register.moved(np.where(np.isnat(found.start), EMPTY_DATE, start))
    early = told <= REFERENCE_DATE
    standing = np.where(excluded, texts(["excluded"]), on_reference.standing)
    obliged = _obliged(register, on_reference, found.fact, treaty, standing, start)
    common = _common_rows(found.fact, treaty, standing, early)
    by_duty = _first_of([(obliged == "yes", "wi2013"), (obliged == "no", "open")], "unknown")
    truth: Columns = {
        "group": found.group,
        "treaty": treaty,
        "obliged": obliged,
        "regime": _or(common, _official(standing, obliged, early)),
        "became_obliged": _or(common, by_duty),
    }
    truth |= {name: _or(stated[name], truth[name]) for name in STATED if name in truth}
    start[(truth["regime"] != "wi2013") | (found.fact != "before")] = EMPTY_DATE
    day = np.where(np.isnat(told), as_of, told)

    def duty_on(day: Column) -> Column:
        return _duty(register, rights, truth["regime"], treaty, day)

    after = Aftermath.of(
        regime=truth["regime"],
        as_asylum=(truth["group"] == "asylum") | found.of_asylum,
        start=start,
        term_end=term_ends(rights, found.inside, start),
        stated_start=np.where(says == "wi2013", stated_start, EMPTY_DATE),
        stated_end=stated_end,
        told=~np.isnat(told),
        settled=first_settled(tables["exemptions"], count),
        extensions=tables["extensions"],
    )
    by_plan = first_plans(tables["plans"], count) + days(1)
    return truth | {
        "start": np.where(truth["regime"] == "wi2021", by_plan, start),
        "outcome": _outcome(truth["regime"], told, says),
        "duty": _or(stated["duty"], duty_on(day)),
        "fine": judge_fines(after, tables["fines"], duty_on),
        "loan": judge_loans(after, tables["loans"]),
        "plan": judge_plans(after, tables["plans"], tables["choices"]),
    }


def first_notices(notices: Columns, count: int) -> tuple[Column, Column, Column, Column]:
    """Date, law, start and term end of each person's first notice; all empty without one."""
    person, first = first_rows(notices)
    stated = filled(None, count)
    stated[person] = notices["regime_stated"][first]
    dates = []
    for name in ("notice_date", "start_stated", "term_end_stated"):
        dates.append(np.full(count, EMPTY_DATE))
        dates[-1][person] = notices[name][first]
    day, start, end = dates
    return day, stated, start, end


def _or(first: Column, otherwise: Column) -> Column:
    """The first answer where there is one."""
    given = np.array([answer is not None for answer in first], dtype=bool)
    return np.where(given, first, otherwise)


def _treaty(tables: dict[str, Columns], rights: Rights, test_day: Column) -> Column:
    """What the treaty with Turkey says, by the rights that did not end before the test day."""
    count = len(test_day)
    opted = first_opt_in(tables["exemptions"], count) <= REFERENCE_DATE
    as_asylum = (rights.group == "asylum") | rights.of_asylum
    says = np.select(
        [~as_asylum, rights.decided >= TURKISH_ASYLUM, opted[rights.person]],
        [texts([name]) for name in ("family_or_other", "asylum_since_may_2020", "asylum_opted_in")],
        texts(["asylum_before_may_2020"]),
    )
    runs = rights.end >= test_day[rights.person]
    asked = runs | ~rights.some(runs, count)[rights.person]
    treaty = filled("none", count)
    # Where not all say the same, what the earliest decision says.
    latest_first = np.argsort(rights.decided, kind="stable")[::-1]
    latest_first = latest_first[asked[latest_first]]
    treaty[rights.person[latest_first]] = says[latest_first]
    treaty[tables["persons"]["was"] != "TUR"] = "none"
    return treaty


def _obliged(
    register: Register,
    on_reference: OnADay,
    fact: Column,
    treaty: Column,
    standing: Column,
    start: Column,
) -> Column:
    """Whether the duty under the Wi2013 had begun by the reference date."""
    never = np.isin(fact, ["after", "no_right"]) | (standing == "under_16")
    never |= np.isin(treaty, ["family_or_other", "asylum_before_may_2020"])
    # An empty start lies behind a spell without an end.
    late = (fact == "before") & ~(start <= REFERENCE_DATE)
    on_start = register.on(start)
    ground = on_start.without_duty
    return np.select(
        [never, fact == "bridged", late | (ground & on_reference.without_duty)],
        [texts(["no"]), texts(["unknown"]), texts(["no"])],
        np.where(ground | on_start.dispensed, texts(["unknown"]), texts(["yes"])),
    )


def _common_rows(fact: Column, treaty: Column, standing: Column, early: Column) -> Column:
    """The regime by what all readings share; empty where they may differ."""
    ungiven = treaty == "asylum_before_may_2020"
    rows = [
        ((fact == "no_right") | (standing == "excluded"), "none"),
        ((fact == "after") & (standing == "completed"), "none"),
        (fact == "after", "wi2021"),
        (treaty == "family_or_other", "none"),
        (ungiven & early, "open"),
        (ungiven, "none"),
        (fact == "bridged", "open"),
    ]
    return _first_of(rows, None)


def _official(standing: Column, obliged: Column, early: Column) -> Column:
    """The official rule with its exceptions, for a right published before the new law."""
    a2 = standing == "diploma_a2"
    rows = [
        (early | np.isin(standing, ["obligable", "completed"]), "wi2013"),
        (np.isin(standing, ["under_16", "schooling"]), "wi2021"),
        (a2 & (obliged == "yes"), "wi2013"),
        (a2 & (obliged == "no"), "wi2021"),
        (a2, "unknown"),
    ]
    return _first_of(rows, "open")


def _first_of(rows: list[tuple[Column, str]], otherwise: str | None) -> Column:
    return np.select(
        [holds for holds, _ in rows], [texts([regime]) for _, regime in rows], texts([otherwise])
    )


def _duty(
    register: Register, rights: Rights, regime: Column, treaty: Column, day: Column
) -> Column:
    """What the regime's Act says of each person on a day."""
    count = len(day)
    on_day = register.on(day)
    lasts = rights.last_to(day)
    since = np.fmax(rights.published, rights.effective)
    in_force = rights.some(lasts & (since <= day[rights.person]), count)
    by_choice = (treaty == "asylum_opted_in") & ~(register.opt_in <= day)
    rows = [
        (regime == "none", "no"),
        (~np.isin(regime, ["wi2013", "wi2021"]), "unknown"),
        (on_day.excluded | ~rights.some(lasts, count), "no"),
        (on_day.under_16 | ~in_force | by_choice, "not_yet"),
        (on_day.completed, "completed"),
        (on_day.schooling | ((regime == "wi2013") & on_day.diploma_a2), "exempt"),
        (on_day.dispensed, "dispensed"),
    ]
    return _first_of(rows, "obliged")


def _outcome(regime: Column, told: Column, stated: Column) -> Column:
    rows = [
        (np.isnat(told), "no_notice"),
        (regime == "unknown", "unknown"),
        (regime == "open", "open"),
        (regime == "none", "no_duty"),
        (regime == stated, "correct"),
    ]
    return _first_of(rows, "wrong_regime")
