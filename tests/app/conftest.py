"""Some tests of this folder are coroutines. Run these tests in Qt's event loop."""

import pytest

from tests.app.loop import run_in_qt


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine in a new Qt event loop."""
    return run_in_qt(pyfuncitem)
