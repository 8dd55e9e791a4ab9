"""An opened run, as a researcher holds it: what was published of it, and what stays inside."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hertoets.desk.inside import Inside
from hertoets.desk.known import refuse_no_switch, refuse_unknown
from hertoets.plain import one_line
from hertoets.runfolder import RunFolder

if TYPE_CHECKING:
    import pandas as pd

    from hertoets.desk.asking import Asked, Asking
    from hertoets.findings.question import Where


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

        refuse_unknown("finding", [name], self.release.findings)
        refuse_no_switch("finding", "exact", exact)
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

        refuse_unknown("table", [name], self.release.tables)
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

    def ask(
        self,
        what: "str | Where | None" = None,
        by: str | Sequence[str] = (),
        where: "Where | None" = None,
        readings: str | Sequence[str] = "",
        name: str = "",
    ) -> "Asked":
        """Count persons by dimensions of your own, protected beside all that was published.

        Parameters
        ----------
        what : str, mapping or None
            The id of a figure that counts persons; or dimensions and the values that they hold, of
            whoever is meant; None or ``persons`` is everybody.
        by : str or sequence of str
            The dimensions of the rows, from `dimensions`.
        where : mapping of str to str or sequence of str, or None
            Dimensions and values: conditions besides.
        readings : str or sequence of str
            Readings that get columns of their own, or ``all``; by default the headline.
        name : str
            Under which it will be published, if no other is given.

        Returns
        -------
        Asked
            A row for each combination of values; in each column of counts at least who surely
            belongs, and at most who may. It is registered when it is asked.

        Raises
        ------
        UseError
            A name or value means nothing, the table would be too large, or the run or its register
            cannot be read or written.
        DataError
            What was published before gives away a hidden count beside it, whatever is withheld.

        Examples
        --------
        >>> asked = run.ask("wrong_notice", by=["nationality", "month"], where={"group": "family"})
        ... # doctest: +SKIP
        """
        return self._asking.ask(what, by, where, readings, name)

    def publish(self, name: str) -> Path:
        """Publish an answer: a page, a figure, a workbook and CSV under ``report/vragen/NAME``.

        Parameters
        ----------
        name : str
            The name given to `ask`; or a name for the last question, where `ask` gave it none.

        Returns
        -------
        Path
            The folder, which appears whole or not at all.

        Raises
        ------
        UseError
            Nothing was asked, no question has the name, it is none or taken, or the run cannot be
            written.

        Examples
        --------
        >>> run.publish("per_nationality")  # doctest: +SKIP
        """
        return self._asking.publish(name)

    def dimensions(self) -> "pd.DataFrame":
        """By what `ask` can count, and lay conditions.

        Returns
        -------
        pandas.DataFrame
            ``name``, ``title_nl``, ``values``, ``about`` and ``needs``, all text.

        Examples
        --------
        >>> run.dimensions()["name"].tolist()  # doctest: +SKIP
        """
        from hertoets.desk.asking import dimensions

        return dimensions()

    @cached_property
    def _asking(self) -> "Asking":
        from hertoets.desk.asking import Asking

        return Asking.of(self)
