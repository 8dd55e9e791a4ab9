"""The Spark side of a run in parts: Spark cuts the raw tables by person, and works on each part.

Scheduling, shuffle and retries are Spark's; what is done with a part is the caller's.
Spark itself is imported when a session begins, and is installed only where it is asked for.
"""

from hertoets.run.spark.cutting import PART, SOURCE_FILE, SOURCE_ROW, cut
from hertoets.run.spark.session import MASTER, Session, session
from hertoets.run.spark.stored import CannotCutError
from hertoets.run.spark.tasks import each

__all__ = [
    "MASTER",
    "PART",
    "SOURCE_FILE",
    "SOURCE_ROW",
    "CannotCutError",
    "Session",
    "cut",
    "each",
    "session",
]
