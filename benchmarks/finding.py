"""CPU seconds of counting every figure and table once outcomes and checks are there.

With the law applied once more to what the checks put in doubt, and with why somebody is undecided.
"""

import sys
import time
from pathlib import Path

from hertoets.extract import read_extract
from hertoets.findings import find
from hertoets.outcomes import compare
from hertoets.quality import assess
from hertoets.run.parameters import Parameters

parameters = Parameters()
extract = read_extract(Path(sys.argv[1]))
comparison = compare(extract, parameters.law(), parameters.settings())
assessment = assess(extract)
began = time.process_time()
find(comparison.with_doubts(assessment.doubts), assessment)
print(time.process_time() - began)
