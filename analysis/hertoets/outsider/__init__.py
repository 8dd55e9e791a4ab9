"""An outsider: reads what a run publishes, knows the contract, and works out hidden counts.

Nothing here is shared with `hertoets.release`, so that a fault of the one is none of the other.
"""

from hertoets.outsider.solving import Known
from hertoets.outsider.verdict import Because, Verdict, examine, refuse_exposed

__all__ = ["Because", "Known", "Verdict", "examine", "refuse_exposed"]
