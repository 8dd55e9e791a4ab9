"""From an extract to outcomes, without findings or notebooks."""

import sys
from pathlib import Path

from hertoets.run.outcomes import compute_outcomes
from hertoets.run.parameters import Parameters

compute_outcomes(Path(sys.argv[1]), Path(sys.argv[2]), Parameters())
