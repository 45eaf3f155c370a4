"""Run each test that is a coroutine. The test runs in Qt's loop."""

import pytest

from tests.app.loop import run_in_qt


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine in a new loop."""
    return run_in_qt(pyfuncitem)
