"""Every table of one comparison, in the order of the catalogue; what was not measured is absent."""

from collections.abc import Callable, Mapping
from functools import partial

from hertoets.findings.catalogue import load_descriptions
from hertoets.findings.model import Bound, RawTable, Undecided
from hertoets.findings.sets import Counted
from hertoets.findings.tables_delivery import (
    tabulate_delivery,
    tabulate_funnel,
    tabulate_set_aside,
    tabulate_unknown_values,
)
from hertoets.findings.tables_figures import tabulate_records, tabulate_undecided
from hertoets.findings.tables_followed import (
    tabulate_followed_by_group,
    tabulate_followed_by_month,
    tabulate_followed_by_nationality,
    tabulate_followed_by_sex_and_age,
    tabulate_lawful_term,
    tabulate_solutions,
)
from hertoets.findings.tables_law import tabulate_readings, tabulate_rules, tabulate_situations
from hertoets.findings.tables_lessons import tabulate_lessons
from hertoets.findings.tables_money import (
    tabulate_guidance,
    tabulate_guidance_may_september,
    tabulate_guidance_total,
    tabulate_reconciliation,
)
from hertoets.findings.tables_persons import (
    BY_GROUP,
    tabulate_by_group,
    tabulate_cohort_by_group,
    tabulate_cohort_by_month,
    tabulate_informed_by_kind,
    tabulate_offer_by_group,
    tabulate_start_shift,
    tabulate_told_without_duty,
    tabulate_waiting,
    tabulate_wrong_notice_by_month,
)
from hertoets.findings.tables_quality import tabulate_quality
from hertoets.findings.view import View


def tabulate(
    view: View, bounds: Mapping[Bound, Counted], undecided: Mapping[Undecided, Counted]
) -> dict[str, RawTable]:
    """Draw up every table whose tables of the extract were delivered; counts are not yet filled.

    Parameters
    ----------
    view : View
    bounds : mapping of Bound to Counted
        What the figures count.
    undecided : mapping of Undecided to Counted
        Who lies between their bounds, by cause.

    Returns
    -------
    dict of str to RawTable
        By id, in the order of ``tables.toml``.
    """
    makers: dict[str, Callable[[View], RawTable | None]] = {
        "delivery": tabulate_delivery,
        "set_aside": tabulate_set_aside,
        "unknown_values": tabulate_unknown_values,
        "funnel": tabulate_funnel,
        "situations": tabulate_situations,
        "readings": tabulate_readings,
        "rules": tabulate_rules,
        "wrong_notice_by_month": tabulate_wrong_notice_by_month,
        "cohort_by_month": tabulate_cohort_by_month,
        "cohort_by_group": tabulate_cohort_by_group,
        "start_shift": tabulate_start_shift,
        "told_without_duty_by_duty": tabulate_told_without_duty,
        "offer_by_group": tabulate_offer_by_group,
        "informed_by_kind": tabulate_informed_by_kind,
        "guidance": tabulate_guidance,
        "guidance_total": tabulate_guidance_total,
        "guidance_may_september": tabulate_guidance_may_september,
        "waiting_by_group": tabulate_waiting,
        "followed_by_group": tabulate_followed_by_group,
        "followed_by_month": tabulate_followed_by_month,
        "followed_by_nationality": tabulate_followed_by_nationality,
        "followed_by_sex_and_age": tabulate_followed_by_sex_and_age,
        "lawful_term_class": tabulate_lawful_term,
        "solutions": tabulate_solutions,
        "reconciliation": tabulate_reconciliation,
        "records": partial(tabulate_records, bounds=bounds),
        "undecided": partial(tabulate_undecided, undecided=undecided),
        **{name: partial(tabulate_by_group, name=name) for name in BY_GROUP},
    }
    found = {
        name: makers[name](view)
        for name, description in load_descriptions().items()
        if name in makers and view.has(description.needs) and view.has_any(description.tells_of)
    }
    drawn = {name: table for name, table in found.items() if table is not None}
    drawn |= tabulate_quality(view) | tabulate_lessons(view)
    return {name: drawn[name] for name in load_descriptions() if name in drawn}
