"""Read what an earlier run published, and tell whether it counted the same people the same way."""

from pathlib import Path

from analysis.disclosure import Earlier, Policy, load_protected
from analysis.errors import UseError
from analysis.run.parameters import Parameters
from analysis.run.record import expectations_hash, read_record


def read_earlier(run: Path, extract_files: dict[str, str], parameters: Parameters) -> Earlier:
    """Read an earlier run.

    Parameters
    ----------
    run : Path
        Its folder.
    extract_files : dict of str to str
        Hashes of the extract of the run now being made.
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
        record["extract"]["files"] == extract_files
        and record["law"] == parameters.law().digest
        and record["expectations"] == expectations_hash()
    )
    return Earlier(run.name, protected, policy, same)
