"""Read what an earlier run published, and tell whether it counted the same people the same way."""

from pathlib import Path
from typing import Any

from analysis.disclosure import Earlier, Policy, load_protected
from analysis.errors import UseError
from analysis.run.hashes import expectations_hash
from analysis.run.keyed import Inputs, load_inputs
from analysis.run.parameters import Parameters
from analysis.run.record import read_record


def read_earlier(run: Path, inputs: Inputs, parameters: Parameters) -> Earlier:
    """Read an earlier run.

    Parameters
    ----------
    run : Path
        Its folder.
    inputs : Inputs
        Of the run now being made.
    parameters : Parameters
        Of the run now being made.

    Returns
    -------
    Earlier

    Raises
    ------
    UseError
        Where the folder is not a run, or one of a version that did not keep its policy.
    """
    record, protected = read_record(run), load_protected(run)
    try:
        policy = Policy(**protected.policy)
    except TypeError:
        raise UseError.of(
            where=str(run),
            what="the run does not say under which policy it was published",
            mend="Run it again with this version, and give that run",
        ) from None
    same = (
        _read_the_same(run, record, inputs)
        and record["law"] == parameters.law().digest
        and record["expectations"] == expectations_hash()
    )
    return Earlier(run.name, protected, policy, same)


def _read_the_same(run: Path, record: dict[str, Any], inputs: Inputs) -> bool:
    """Tell whether an earlier run read the same files; its hashes may hide behind another key."""
    before = load_inputs(run)
    if before is not None:
        return before.files == inputs.files
    return bool(record["extract"]["files"] == inputs.keyed())
