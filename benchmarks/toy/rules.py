"""What the toy asks of a person and what it answers: shared by every system that works it out.

A person is one row of whole numbers and booleans, `INPUTS`; a day is written as 20211231, zero is a
day that never came. The rules are those of the headline reading for who has one right and no
treaty, nothing unknown:

- the right *qualifies* where it is asylum or of no temporary purpose. It is published on the day of
  the decision (asylum) or of the collection of the document (others). **publication** is ``before``
  where it qualifies, was published by the reference date and lasts to it, else ``after`` where it
  qualifies and was published later, else ``no_right``;
- **standing** is the first that holds on the reference date: ``excluded`` (of the EU, or of the
  pension age or older), ``under_16``, ``schooling``, ``dispensed``, else ``obligable``;
- **notice** is ``no_notice``, ``before`` (by the reference date) or ``after``;
- the *regime*, first match first: no right, none; excluded, none; published after, wi2021; told
  before, wi2013; obligable, wi2013; under 16 or at school, wi2021; dispensed, open.
"""

REFERENCE = 20211231
DUTY_FROM_AGE, PENSION_AGE = 16, 67
NEVER = 0
OPEN = 99991231
ASYLUM, FAMILY, OTHER = 0, 1, 2

INPUTS = (
    "group", "temporary", "decided", "collected", "ends", "born", "of_eu", "at_school", "dispensed",
    "told",
)  # fmt: skip
REGIMES = ("none", "wi2013", "wi2021", "open")
"""An answer is the place of the regime in this list."""
