"""How much the main figures depend on each setting: one at a time otherwise, all beside the run.

Which figures and values are tried stands in ``each_setting.toml``. Exact, and inside: nothing is
written and nothing is published.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from hertoets.between.recompute import Bench
from hertoets.datafile import read_json, read_toml
from hertoets.errors import UseError, nearest
from hertoets.findings import Pair, load_definitions, measure
from hertoets.law import Law
from hertoets.run.intact import unchanged
from hertoets.run.parameters import Parameters
from hertoets.runfolder import RunFolder

if TYPE_CHECKING:
    import pandas as pd

    from hertoets.publish.blocks import Block

MOST_TELLING: Final = "wrong_notice"
_BOUNDS: Final = ("lower", "upper", "run_lower", "run_upper")


@dataclass(frozen=True, eq=False)
class Trial:
    """One setting otherwise.

    Attributes
    ----------
    setting : str
    value : str or int
        As a parameters cell holds it.
    figures : mapping of str to Pair
        Lower and upper of each main figure that is measured.
    """

    setting: str
    value: str | int
    figures: Mapping[str, Pair]


@dataclass(frozen=True)
class Sensitivity:
    """The answer of `hertoets.Run.sensitivity`: exact, inside, and written nowhere.

    Attributes
    ----------
    run : mapping of str to Pair
        Lower and upper of each main figure in the run; not measured is not there.
    own : mapping of str to (str or int)
        The settings of the run.
    trials : tuple of Trial
    readings : mapping of str to str
        The title of each reading.
    synthetic : bool
        Whether the persons are invented.
    """

    run: Mapping[str, Pair] = field(repr=False)
    own: Mapping[str, str | int] = field(repr=False)
    trials: tuple[Trial, ...] = field(repr=False)
    readings: Mapping[str, str] = field(repr=False)
    synthetic: bool

    def figures(self) -> "pd.DataFrame":
        """Each main figure with each setting otherwise.

        Returns
        -------
        pandas.DataFrame
            ``id``, ``title_nl``, ``setting``, ``value`` (text), ``lower``, ``upper``,
            ``run_lower``, ``run_upper``, ``difference_lower``, ``difference_upper`` (NA where not
            measured).
        """
        import pandas as pd

        rows = [
            (
                name, load_definitions()[name].title_nl, trial.setting, str(trial.value),
                *trial.figures.get(name, (None, None)), *self.run.get(name, (None, None)),
            )
            for name in main_figures()
            for trial in self.trials
        ]  # fmt: skip
        frame = pd.DataFrame(rows, columns=["id", "title_nl", "setting", "value", *_BOUNDS])
        frame = frame.astype(dict.fromkeys(_BOUNDS, "Float64"))
        for side in ("lower", "upper"):
            frame[f"difference_{side}"] = frame[side] - frame[f"run_{side}"]
        return frame

    def picture(self, figure: str = MOST_TELLING) -> "Block":
        """One figure with each setting otherwise, as a picture with its numbers.

        Parameters
        ----------
        figure : str
            The id of a main figure.

        Raises
        ------
        UseError
            Where it is none.
        """
        from hertoets.desk.each_setting_block import picture_block

        if figure not in main_figures():
            mend = nearest(figure, main_figures())
            raise UseError.of(where="picture", at=figure, what="no main figure", mend=mend)
        return picture_block(self, figure)

    @cached_property
    def _block(self) -> "Block":
        from hertoets.desk.each_setting_block import sensitivity_block

        return sensitivity_block(self)

    def _repr_html_(self) -> str:
        return self._block._repr_html_()

    def __repr__(self) -> str:
        return repr(self._block)


def main_figures() -> tuple[str, ...]:
    """The figures that are looked at, in their order."""
    return tuple(_asked()["figures"])


def try_each_setting(bench: Bench, run: RunFolder, law: Law, settings: Parameters) -> Sensitivity:
    """See `hertoets.Run.sensitivity`.

    By another headline a figure is what the run found under that reading.

    Parameters
    ----------
    bench : Bench
        Of the extract of the run.
    run : RunFolder
        A finished run.
    law : Law
    settings : Parameters
        Of that run.
    """
    exact = read_json(unchanged(run.path, run.exact_findings))
    entries = {entry["id"]: entry for entry in exact}
    own = settings.as_values() | {"as_of": read_json(run.basis)["settings"]["as_of"]}

    def of_reading(reading: str) -> dict[str, Pair]:
        found = {name: entries[name]["by_reading"].get(reading) for name in main_figures()}
        return {name: tuple(pair) for name, pair in found.items() if pair is not None}

    trials = [
        Trial(setting, value, of_reading(str(value)) if setting == "headline" else
              _figures(bench, law, asked))
        for setting, value, asked in _alternatives(settings, own, law)
    ]  # fmt: skip
    titles = {name: reading.title_nl for name, reading in law.readings.items()}
    synthetic = bench.extract.meta.synthetic
    return Sensitivity(of_reading(settings.headline), own, tuple(trials), titles, synthetic)


def _figures(bench: Bench, law: Law, asked: Parameters) -> dict[str, Pair]:
    headline = asked.headline
    tried = bench.tried(law, asked.settings())
    measured = measure(tried, bench.assessment, [headline])
    return {name: measured[name][headline] for name in main_figures() if name in measured}


def _alternatives(
    settings: Parameters, own: Mapping[str, str | int], law: Law
) -> Iterator[tuple[str, str | int, Parameters]]:
    """Each value that is to be tried, with the settings as they then are."""
    for entry in _asked()["setting"]:
        name = entry["name"]
        values = [
            *entry.get("values", ()),
            *(_moved(str(own[name]), by) for by in entry.get("shifts", ())),
            *(law.readings if entry.get("every") else ()),
        ]
        for value in values:
            if value == own[name]:
                continue
            try:
                asked = Parameters.from_values({**settings.as_values(), name: value})
            except UseError:
                continue  # a period that would end before it begins
            yield name, value, asked


def _moved(day: str, by: str) -> str:
    return str(pl.Series([date.fromisoformat(day)]).dt.offset_by(by).item())


@cache
def _asked() -> dict[str, Any]:
    return read_toml(Path(__file__).with_name("each_setting.toml"))
