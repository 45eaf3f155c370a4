"""Fixtures of the simulated systems. Their servers run for all tests, and each test resets them."""

from collections.abc import Iterator

import pytest

from kiosk.simulator import SimulatorThread
from kiosk.simulator.ehub import EhubThread
from kiosk.simulator.overdrive import OverdriveThread
from kiosk.simulator.sierra import SierraThread
from tests.backends.houses import (
    SIERRA_ZONE,
    House,
    csv_house,
    ehub_house,
    immediate_house,
    myturn_house,
    myturn_with_both,
    overdrive_house,
    several_house,
    sierra_house,
    sierra_with_both,
)
from tests.backends.visits import WEDNESDAY, ZONE


@pytest.fixture(scope="session")
def _running() -> Iterator[SimulatorThread]:
    with SimulatorThread(today=WEDNESDAY, time_zone=ZONE) as running:
        yield running


@pytest.fixture
def library(_running: SimulatorThread) -> SimulatorThread:
    _running.control.reset()
    return _running


@pytest.fixture(scope="session")
def _running_sierra() -> Iterator[SierraThread]:
    with SierraThread(today=WEDNESDAY, time_zone=SIERRA_ZONE) as running:
        yield running


@pytest.fixture
def sierra(_running_sierra: SierraThread) -> SierraThread:
    _running_sierra.control.reset()
    return _running_sierra


@pytest.fixture(scope="session")
def _running_overdrive() -> Iterator[OverdriveThread]:
    with OverdriveThread(today=WEDNESDAY, time_zone=SIERRA_ZONE) as running:
        yield running


@pytest.fixture
def overdrive(_running_overdrive: OverdriveThread) -> OverdriveThread:
    _running_overdrive.control.reset()
    return _running_overdrive


@pytest.fixture(scope="session")
def _running_ehub() -> Iterator[EhubThread]:
    with EhubThread(today=WEDNESDAY, time_zone=SIERRA_ZONE) as running:
        yield running


@pytest.fixture
def ehub(_running_ehub: EhubThread) -> EhubThread:
    _running_ehub.control.reset()
    return _running_ehub


@pytest.fixture(params=["myturn", "immediate", "sierra", "overdrive", "ehub", "csv", "several", "myturn+2", "sierra+2"])
def house(request: pytest.FixtureRequest) -> House:
    if request.param in {"myturn+2", "sierra+2"}:
        digital: tuple[OverdriveThread, EhubThread] = (
            request.getfixturevalue("overdrive"),
            request.getfixturevalue("ehub"),
        )
        if request.param == "myturn+2":
            return myturn_with_both(request.getfixturevalue("library"), *digital).joined_house
        return sierra_with_both(request.getfixturevalue("sierra"), *digital).joined_house
    if request.param == "immediate":
        return immediate_house()
    if request.param == "several":
        return several_house()
    if request.param == "csv":
        return csv_house(request.getfixturevalue("tmp_path"))
    if request.param == "sierra":
        return sierra_house(request.getfixturevalue("sierra"))
    if request.param == "overdrive":
        return overdrive_house(request.getfixturevalue("overdrive"))
    if request.param == "ehub":
        return ehub_house(request.getfixturevalue("ehub"))
    return myturn_house(request.getfixturevalue("library"))
