"""Run each test that is a coroutine in an event loop, and give tests a simulated library."""

import asyncio
import inspect
from collections.abc import Iterator

import pytest

from kiosk.simulator import SimulatorThread


@pytest.fixture
def library() -> Iterator[SimulatorThread]:
    with SimulatorThread() as running:
        yield running


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """If a test is a coroutine, run this test in a new event loop. Let the test fail if it takes more than 90 s."""
    if not inspect.iscoroutinefunction(pyfuncitem.function):
        return None
    given = {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.function).parameters}
    asyncio.run(asyncio.wait_for(pyfuncitem.function(**given), 90))
    return True
