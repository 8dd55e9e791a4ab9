"""On which settings a figure or table can depend: two runs that agree on these count the same.

Source: contract, sections 4, 5 and 7. Where in doubt a setting is left out, so that two counts are
rather taken for the same: disclosure control then protects more, never less.
"""

from analysis.findings.catalogue import load_descriptions
from analysis.findings.definitions import load_definitions
from analysis.findings.model import SIDES, Tally

COHORT = ("cohort_from", "cohort_to")
GUIDANCE = ("guidance_from", "guidance_to")
OF_THE_DELIVERY = ("delivery", "set_aside", "unknown_values", "persons_in_extract")
# Certainty is judged with the headline, and the checks know no other reading.
WITH_HEADLINE = ("certain", "reading_dependent", "certainty_unknown", "certainty", "quality_effect")
# The outcomes stand in these under every reading, whichever is in front.
WITHOUT_HEADLINE = ("situations", "readings")


def settings_of(output: str) -> frozenset[str]:
    """Name the settings on which a figure (in each of its readings) or a table can depend.

    Examples
    --------
    >>> sorted(settings_of("guidance_expected"))
    ['guidance_from', 'guidance_to', 'reference_date']
    >>> sorted(settings_of("delivery"))
    []
    """
    found: set[str] = set()
    if output not in OF_THE_DELIVERY:
        found.add("reference_date")
    if output.startswith(("cohort", "lessons")):
        found.update(COHORT)
    if output.startswith("guidance"):
        found.update(GUIDANCE)
    if "start" in output or output in ("cohort_by_group", "quality_effect"):
        found.add("tolerance_days")
    if output == "quality_effect":
        found.update(COHORT, GUIDANCE)
    # A figure is given under each reading by itself; a table is made for the headline.
    by_headline = output not in load_definitions() and load_descriptions()[output].depends
    if output in WITH_HEADLINE or (by_headline and output not in WITHOUT_HEADLINE):
        found.add("headline")
    return frozenset(found)


def settings_of_tally(tally: Tally) -> frozenset[str]:
    """Name the settings on which a tally can depend.

    Examples
    --------
    >>> sorted(settings_of_tally(Tally("duty", (("in_cohort", True),))))
    ['cohort_from', 'cohort_to', 'reference_date']
    """
    found = {"reference_date"}
    for column, value in tally.where:
        if column in SIDES:  # a figure as it was before doubts
            found.update(settings_of(str(value)))
        elif column == "in_cohort":
            found.update(COHORT)
        elif column == "certainty":
            found.add("headline")
        elif column.startswith("start"):
            found.add("tolerance_days")
    return frozenset(found)
