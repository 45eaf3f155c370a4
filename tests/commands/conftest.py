"""Fixtures: the files of a kiosk that has run before, the simulator as its server, and two ports for its readers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.demo.pretend_readers import PretendReader
from kiosk.simulator import SimulatorThread
from tests.commands.kiosk_files import KioskFiles

FOB_CODE = "5F3A77C2"


@pytest.fixture(scope="module")
def running() -> Iterator[SimulatorThread]:
    with SimulatorThread() as simulator:
        yield simulator


@pytest.fixture
def server(running: SimulatorThread) -> Iterator[SimulatorThread]:
    running.control.reset()
    yield running
    running.control.clear_faults()
    running.control.turn(organization={})


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[tuple[PretendReader, PretendReader]]:
    readers = (PretendReader(tmp_path / "fob-port"), PretendReader(tmp_path / "item-port"))
    for reader in readers:
        reader.plug()
    yield readers
    for reader in readers:
        reader.unplug()


@pytest.fixture
def files(
    tmp_path: Path, server: SimulatorThread, ports: tuple[PretendReader, PretendReader], quick_pin: None
) -> KioskFiles:
    """Return the files of a kiosk that has run before, with a server and two readers."""
    made = KioskFiles(tmp_path, server.url)
    example = f'transform = ["strip"]\nexample = {{ in = " {FOB_CODE}", out = "{FOB_CODE}" }}\n'
    made.reader("fob", "fobs", ports[0].port, example)
    made.reader("items", "items", ports[1].port)
    made.keep()
    return made
