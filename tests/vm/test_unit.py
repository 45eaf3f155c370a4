"""The unit as it is shipped, started, stopped and broken by a real systemd, under a real cage with a real screen."""

from collections.abc import Iterator

import pytest

from kiosk.simulator import SimulatorThread
from tests.vm.installed import KEY, SERVICE, Service, install, make_key, run
from tests.vm.outside import Outside


@pytest.fixture(scope="module")
def library() -> Iterator[SimulatorThread]:
    with SimulatorThread() as library:
        yield library


@pytest.fixture(scope="module")
def outside() -> Outside:
    return Outside()


@pytest.fixture(scope="module")
def service(library: SimulatorThread) -> Iterator[Service]:
    install(library.url)
    service = Service()
    yield service
    service.stop()


def scan(outside: Outside, service: Service, *codes: str) -> None:
    for code in codes:
        mark = service.mark()
        outside.send(f"{code}\r".encode())
        service.wait_for_log("reader items: ItemRead", mark)


def test_a_restart_writes_down_what_lies_in_the_tray(service: Service, outside: Outside) -> None:
    service.start()
    scan(outside, service, "DR-0142", "LVL-0002")
    mark = service.mark()
    run("systemctl", "restart", SERVICE)
    service.wait_until_ready(mark)
    assert sorted(service.written_down()) == ["DR-0142", "LVL-0002"]


def test_without_its_key_it_starts_and_says_what_is_missing(service: Service) -> None:
    service.stop()
    KEY.unlink()
    mark = service.mark()
    run("systemctl", "start", SERVICE)
    service.wait_for_log("no kiosk key", mark)
    assert service.show("ActiveState") == "active"
    make_key()
