"""One simulated library for all of these tests, a fresh morning for each."""

from collections.abc import Iterator

import pytest

from kiosk.simulator import SimulatorThread
from tests.backends.houses import House, immediate_house, myturn_house
from tests.backends.visits import WEDNESDAY, ZONE


@pytest.fixture(scope="session")
def _running() -> Iterator[SimulatorThread]:
    with SimulatorThread(today=WEDNESDAY, time_zone=ZONE) as running:
        yield running


@pytest.fixture
def library(_running: SimulatorThread) -> SimulatorThread:
    _running.control.reset()
    return _running


@pytest.fixture(params=["myturn", "immediate"])
def house(request: pytest.FixtureRequest) -> House:
    if request.param == "immediate":
        return immediate_house()
    return myturn_house(request.getfixturevalue("library"))
