"""An opened run, as a researcher holds it: what was published of it, and what stays inside."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hertoets.desk.inside import Inside
from hertoets.errors import UseError, nearest
from hertoets.plain import one_line
from hertoets.runfolder import RunFolder

if TYPE_CHECKING:
    import pandas as pd


class Run(Inside):
    """An opened run; made by `hertoets.open_run`.

    Frames of persons are exact and stay inside, as ``protected/`` does: nothing stops whoever
    writes one elsewhere, and docs/own-questions.md says what the rules are. `finding`, `findings`
    and `table` hold what was published.

    Attributes
    ----------
    release : Release
        What was published of it.
    law : Law
        The law that it applied.
    folder : Path
        Where it lies.
    extract : Path
        The folder of the extract that it is of.
    parameters : Parameters
        The settings that it was made with.

    Examples
    --------
    >>> import hertoets
    >>> run = hertoets.open_run("runs/synthetic")
    >>> run.finding("wrong_notice").columns.tolist()
    ['reading', 'headline', 'lower', 'upper', 'lower_marker', 'upper_marker']
    """

    def __repr__(self) -> str:
        return f"Run {one_line(self.folder.name)}: levering {self.release.meta.name}"

    def finding(self, name: str, *, exact: bool = False) -> "pd.DataFrame":
        """One figure under each reading, as it was published.

        Parameters
        ----------
        name : str
            Its id.
        exact : bool
            The numbers behind it instead, which stay inside.

        Returns
        -------
        pandas.DataFrame
            ``reading`` (last ``records``: what the records alone say), ``headline`` (bool),
            ``lower`` and ``upper`` (NA where not shown), ``lower_marker`` and ``upper_marker``:
            shown, small, withheld or not_measured. Of the exact numbers only reading and bounds.

        Raises
        ------
        UseError
            Where there is no such figure.

        Examples
        --------
        >>> run.finding("persons_in_extract").lower_marker.unique().tolist()
        ['shown']
        """
        from hertoets.desk import released

        _refuse_unknown("finding", name, self.release.findings)
        if exact:
            return released.exact_frame(RunFolder(self.folder), name)
        return released.finding_frame(self.release, name)

    def findings(self) -> "pd.DataFrame":
        """Every figure by the headline, with its unit, population, definition and source.

        Examples
        --------
        >>> run.findings().id.is_unique
        True
        """
        from hertoets.desk import released

        return released.findings_frame(self.release)

    def table(self, name: str) -> "pd.DataFrame":
        """One published table, a row for each number in it.

        Parameters
        ----------
        name : str
            Its id, as in ``report/tables``.

        Returns
        -------
        pandas.DataFrame
            ``key`` of the row, its labels, ``column``, ``shown`` (NA where hidden), ``lower`` and
            ``upper`` (what a count may be by the policy: one shown as 25 is 23 to 27, one shown as
            <10 is 1 to 9; no upper where it was withheld), ``marker``: shown, small, withheld or
            not_measured.

        Raises
        ------
        UseError
            Where there is no such table.

        Examples
        --------
        >>> sorted(set(run.table("solutions").marker) - {"small", "withheld"})
        ['shown']
        """
        from hertoets.desk import released

        _refuse_unknown("table", name, self.release.tables)
        return released.table_frame(self.release, name)

    def tables(self) -> "pd.DataFrame":
        """The published tables: id, title, population, unit and source.

        Examples
        --------
        >>> run.tables().columns.tolist()
        ['id', 'title_nl', 'population', 'unit', 'source']
        """
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "id": name, "title_nl": table.title_nl, "population": table.population,
                    "unit": table.unit, "source": table.source,
                }
                for name, table in self.release.tables.items()
            ]
        )  # fmt: skip


def _refuse_unknown(where: str, name: str, known: Iterable[str]) -> None:
    known = list(known)
    if name not in known:
        raise UseError.of(where=where, at=name, what="no such name", mend=nearest(name, known))
