"""An opened run, as a researcher holds it: what was published of it, and what stays inside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hertoets.law import Law
from hertoets.plain import one_line
from hertoets.release import Release
from hertoets.run.parameters import Parameters

if TYPE_CHECKING:
    import pandas as pd

    from hertoets.desk.asking import Asked, Asking
    from hertoets.findings.question import Where


@dataclass(frozen=True)
class Run:
    """An opened run; made by `hertoets.open_run`.

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
    """

    release: Release
    law: Law
    folder: Path
    extract: Path = field(repr=False)
    parameters: Parameters = field(repr=False)

    def __repr__(self) -> str:
        return f"Run {one_line(self.folder.name)}: levering {self.release.meta.name}"

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
            The name given to `ask`; of no question, then the name for the last one that was asked.

        Returns
        -------
        Path
            The folder, which appears whole or not at all.

        Raises
        ------
        UseError
            Nothing was asked, the name is none or taken, or the run cannot be written.

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
