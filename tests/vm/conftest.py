"""The tests of this folder run only in the virtual machine (`make test-devices`).

Outside this machine, pytest prints how many of these tests were not run.
"""

from pathlib import Path

import pytest

from tests.vm.outside import Outside

HERE = Path(__file__).parent
IN_THE_MACHINE = Path("/run/exchange/job").exists()
_LEFT_OUT = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def outside() -> Outside:
    """Return the object that acts on the machine from outside.

    All tests share this object, because the ports that it uses can be opened only once.
    """
    return Outside()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of this folder if pytest does not run in the virtual machine."""
    if IN_THE_MACHINE:
        return
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    items[:] = [item for item in items if item not in ours]
    config.hook.pytest_deselected(items=ours)
    config.stash[_LEFT_OUT] = len(ours)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print how many tests were not run."""
    if count := config.stash.get(_LEFT_OUT, 0):
        terminalreporter.write_line(f"tests/vm: {count} tests need the machine, and were not run: make test-devices")
