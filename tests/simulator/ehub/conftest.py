"""Fixtures: one simulated eHUB provider for each test file, with a reset before each test, and clients of it."""

from collections.abc import Iterator
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest

from kiosk.simulator.ehub import EhubThread
from tests.simulator.ehub.signing import ProviderClient


class MakesClients(Protocol):
    """A function that makes a client for a person. `changes` are claims that replace the usual claims of the tokens."""

    def __call__(self, key: str, version: str = "v1", **changes: object) -> ProviderClient:
        """Return a new client."""
        ...


@pytest.fixture(scope="module")
def running() -> Iterator[EhubThread]:
    """Run a simulated provider. It has the real date, because the clients' tokens contain the real time."""
    with EhubThread(time_zone=ZoneInfo("America/New_York")) as simulator:
        yield simulator


@pytest.fixture
def library(running: EhubThread) -> EhubThread:
    """Return the simulator after a reset."""
    running.control.reset()
    return running


@pytest.fixture
def caller(library: EhubThread) -> Iterator[MakesClients]:
    """Yield a function that makes clients."""
    made: list[ProviderClient] = []

    def make(key: str, version: str = "v1", **changes: object) -> ProviderClient:
        made.append(ProviderClient(library.url, key, version, **changes))
        return made[-1]

    yield make
    for each in made:
        each.http.close()


@pytest.fixture
def ines(caller: MakesClients) -> ProviderClient:
    """Return a client for ines, a person without loans."""
    return caller("ines")
