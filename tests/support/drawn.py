"""An invented world of the default size and seed, and whether a share in it is as it was drawn."""

from math import sqrt

import pandas as pd
import pytest
from hertoets.synth.world import World, make_world


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(60_000, 20220321)


def drawn(world: World, name: str) -> pd.DataFrame:
    """The rows of a table without the planted ones."""
    return pd.DataFrame(world.tables[name])[~world.planted[name]]


@pytest.fixture(scope="module")
def people(world: World) -> pd.DataFrame:
    """One row a drawn person, with the first right for a lasting purpose."""
    rights = drawn(world, "residence_rights")
    minister = rights["spiritual_minister"]
    lasting = rights[minister | ~rights["temporary_purpose"]].sort_values("decision_date")
    first = lasting.drop_duplicates("person_id")
    return drawn(world, "persons").merge(first, on="person_id", validate="1:1")


def assert_share(happened: pd.Series, share: float, slack: float = 0.0) -> None:
    tolerance = 4 * sqrt(share * (1 - share) / len(happened)) + slack
    assert happened.mean() == pytest.approx(share, abs=tolerance)
