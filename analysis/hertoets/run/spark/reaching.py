"""Whether the master of a cluster can be reached: Spark tries for a minute, and says nothing."""

import re
import socket
from typing import Final

from hertoets.errors import UseError
from hertoets.run.spark.settings import is_local

MASTER: Final = "HERTOETS_SPARK_MASTER"
"""The variable that names the master of a cluster."""

_STANDALONE = re.compile(r"spark://([^/:]+:\d+(,[^/:]+:\d+)*)")
_OTHERS = re.compile(r"yarn|k8s://.+")
_SECONDS: Final = 10


def refuse_unreachable(master: str) -> None:
    """Refuse what is no address of a master, or one at which nothing answers.

    Parameters
    ----------
    master : str
        As Spark writes it; of several masters one must answer. YARN and Kubernetes are not asked.

    Raises
    ------
    UseError
    """
    if is_local(master) or _OTHERS.fullmatch(master):
        return
    found = _STANDALONE.fullmatch(master)
    if found is None:
        what = f"{master!r} is no address of a master"
        raise UseError.of(where=MASTER, what=what, mend="Write it as spark://HOST:PORT")
    if not any(_answers(*address.split(":")) for address in found[1].split(",")):
        mend = "Look whether the cluster runs; without the variable Spark runs on this machine"
        raise UseError.of(where=MASTER, what=f"nothing answers at {master}", mend=mend)


def _answers(host: str, port: str) -> bool:
    try:
        socket.create_connection((host, int(port)), timeout=_SECONDS).close()
    except (OSError, OverflowError, UnicodeError):
        return False
    return True
