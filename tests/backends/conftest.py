"""One simulated library for all of these tests, a fresh morning for each."""

from collections.abc import Iterator

import pytest

from kiosk.simulator import SimulatorThread
from tests.backends.visits import WEDNESDAY, ZONE


@pytest.fixture(scope="session")
def _running() -> Iterator[SimulatorThread]:
    with SimulatorThread(today=WEDNESDAY, time_zone=ZONE) as running:
        yield running


@pytest.fixture
def library(_running: SimulatorThread) -> SimulatorThread:
    _running.control.reset()
    return _running
