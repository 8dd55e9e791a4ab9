"""Every check on an extract, by the project's expectations or those of a folder of one's own."""

import sys
from pathlib import Path

from hertoets.extract import read_extract
from hertoets.quality import assess

extract, *expectations = map(Path, sys.argv[1:])
assess(read_extract(extract), *expectations)
