"""From an extract to outcomes, without findings or notebooks: ``EXTRACT OUT [name=value …]``."""

import sys
from pathlib import Path

from hertoets.run.outcomes import compute_outcomes
from hertoets.run.parameters import Parameters

extract, out, *settings = sys.argv[1:]
compute_outcomes(Path(extract), Path(out), Parameters.from_assignments(settings))
