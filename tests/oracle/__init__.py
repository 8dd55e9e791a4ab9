"""A second, slow implementation of the contract, one person at a time, to test the first with.

It shares no rule with the production code: plain dates, dicts and lists, written from the
contract alone. ``oracle`` gives the rows of the outcomes; ``random_extract`` makes extracts that
are hard to judge.
"""

from .cases import random_extract, write_csv
from .outcomes import OUTCOME_COLUMNS, OracleResult, oracle

__all__ = ["OUTCOME_COLUMNS", "OracleResult", "oracle", "random_extract", "write_csv"]
