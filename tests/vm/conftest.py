"""These tests run inside the machine only (`make test-devices`); elsewhere one line says that they were left out."""

from pathlib import Path

import pytest

from tests.vm.outside import Outside

HERE = Path(__file__).parent
IN_THE_MACHINE = Path("/run/exchange/job").exists()
_LEFT_OUT = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def outside() -> Outside:
    """The world around the machine; its two ports can be opened once."""
    return Outside()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs the machine."""
    if IN_THE_MACHINE:
        return
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    items[:] = [item for item in items if item not in ours]
    config.hook.pytest_deselected(items=ours)
    config.stash[_LEFT_OUT] = len(ours)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say so."""
    if count := config.stash.get(_LEFT_OUT, 0):
        terminalreporter.write_line(f"tests/vm: {count} tests need the machine, and were not run: make test-devices")
