"""The Spark side of a run in parts: Spark cuts the raw tables by person, and works on each part.

Scheduling, shuffle and retries are Spark's; what is done with a part is the caller's.
Spark itself is imported when a session begins, and is installed only where it is asked for.
"""

from hertoets.run.spark.cutting import cut
from hertoets.run.spark.engine import PERSONS_OF_A_TASK, OnSpark
from hertoets.run.spark.reaching import MASTER
from hertoets.run.spark.session import Session, session
from hertoets.run.spark.stored import CannotCutError
from hertoets.run.spark.tasks import each

__all__ = [
    "MASTER",
    "PERSONS_OF_A_TASK",
    "CannotCutError",
    "OnSpark",
    "Session",
    "cut",
    "each",
    "session",
]
