"""Every table of one comparison, in the order of the catalogue; what was not measured is absent.

The tables of the checks need an assessment and the figures: `tables_quality` makes those.
"""

from collections.abc import Callable
from functools import partial

from hertoets.findings.catalogue import load_descriptions
from hertoets.findings.model import RawTable
from hertoets.findings.tables_delivery import (
    tabulate_delivery,
    tabulate_funnel,
    tabulate_set_aside,
    tabulate_unknown_values,
)
from hertoets.findings.tables_law import tabulate_readings, tabulate_rules, tabulate_situations
from hertoets.findings.tables_money import (
    tabulate_guidance,
    tabulate_guidance_total,
    tabulate_reconciliation,
)
from hertoets.findings.tables_persons import (
    BY_GROUP,
    tabulate_by_group,
    tabulate_cohort_by_group,
    tabulate_waiting,
)
from hertoets.findings.tables_time import (
    tabulate_cohort_by_month,
    tabulate_start_shift,
    tabulate_wrong_notice_by_month,
)
from hertoets.findings.view import View


def tabulate(view: View) -> dict[str, RawTable]:
    """Make every table whose tables of the extract were delivered.

    Parameters
    ----------
    view : View

    Returns
    -------
    dict of str to RawTable
        By id, in the order of ``tables.toml``.

    Raises
    ------
    DataError
        Where persons or rows do not add up.
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
        "guidance": _guidance,
        "guidance_total": _guidance_total,
        "waiting_by_group": tabulate_waiting,
        "reconciliation": _reconciliation,
        **{name: partial(tabulate_by_group, name=name) for name in BY_GROUP},
    }
    tables = {
        name: makers[name](view)
        for name, description in load_descriptions().items()
        if name in makers and view.has(description.needs)
    }
    return {name: table for name, table in tables.items() if table is not None}


def _guidance(view: View) -> RawTable | None:
    guidance = view.comparison.guidance(view.headline)
    return None if guidance is None else tabulate_guidance(view, guidance)


def _guidance_total(view: View) -> RawTable | None:
    guidance = view.comparison.guidance(view.headline)
    return None if guidance is None else tabulate_guidance_total(view, guidance)


def _reconciliation(view: View) -> RawTable | None:
    """Invented persons cannot be reconciled with the real world."""
    return None if view.comparison.extract.meta.synthetic else tabulate_reconciliation(view)
