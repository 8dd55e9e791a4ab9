"""Whether a run belongs to the extract, law, checks, policy, settings and code in front of it.

A figure of one extract shown beside the name of another is the worst that a notebook can do, and
nobody would see it. So nothing of a run is shown before all that it rests on has been compared,
by hash: a second or less, also for a whole delivery.
"""

from collections.abc import Iterator
from pathlib import Path

from hertoets.between.causes import Cause, find_causes
from hertoets.errors import Fault
from hertoets.run.described import describe_here, inputs_of_run
from hertoets.run.hashes import hashes_of_extract
from hertoets.run.keyed import inputs_of
from hertoets.run.parameters import Parameters
from hertoets.run.record import Described
from hertoets.runfolder import RunFolder

_SHOWN = 5  # differences of one kind; of another extract every table differs
# Versions of packages are left to `hertoets verify`: they should not matter, and it tells.
_ASKED = ("data", "reading", "parameter", "policy", "expectations", "code")


def find_strange(
    run: Path, record: Described, extract: Path, parameters: Parameters
) -> list[Fault]:
    """List what a run rests on that is not what lies in front of it.

    Parameters
    ----------
    run : Path
        The run's folder.
    record : Described
        Its record, from `hertoets.run.record.read_record`.
    extract : Path
        The folder with tables that is asked about.
    parameters : Parameters
        The settings, decision tables and policy that are asked about.

    Returns
    -------
    list of Fault
        Empty where the run belongs to all of it. A few of each kind.
    """
    now = describe_here(record, run, parameters)
    causes = [cause for cause in find_causes(record, now, run, run) if cause.kind in _ASKED]
    found: list[Fault] = []
    for kind in _ASKED:
        if kind == "data":
            faults = list(_other_tables(run, record, extract))
        else:
            faults = [_fault(run, cause) for cause in causes if cause.kind == kind]
        found += faults[:_SHOWN]
        if len(faults) > _SHOWN:
            what = f"and {len(faults) - _SHOWN} more that differ in the same way"
            found.append(Fault(str(run), kind, what))
    return found


def _other_tables(run: Path, record: Described, extract: Path) -> Iterator[Fault]:
    now = hashes_of_extract(extract)
    inputs = inputs_of_run(record, run)
    if inputs is None:
        # Without protected/ the keyed hashes tell, where they were made under the same key.
        if inputs_of(now).keyed() != record.extract.files:
            at = str(RunFolder.protected)
            what = f"it cannot be told whether this run read {extract}: {at}/ is not whole"
            yield Fault(str(run), at, what)
        return
    for name in sorted(inputs.files.keys() | now.keys()):
        if name not in now:
            yield Fault(str(run), name, f"the run read this table, and {extract} does not hold it")
        elif name not in inputs.files:
            yield Fault(str(run), name, f"{extract} holds this table, and the run did not read it")
        elif inputs.files[name] != now[name]:
            yield Fault(str(run), name, f"the run read another content than that in {extract}")


def _fault(run: Path, cause: Cause) -> Fault:
    given = f"the run in this folder was made with {cause.before}, not {cause.after}"
    what = {
        "reading": "the run applied other decision tables than those in front of it",
        "parameter": given,
        "policy": f"its policy of disclosure is another: {given}",
        "expectations": f"the checks on the data are others: {given}",
        "code": f"the version of Hertoets is another: {given}",
    }[cause.kind]
    return Fault(str(run), cause.name, given if cause.name == "headline" else what)
