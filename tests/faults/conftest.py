"""A hook for the tests that are coroutines. It runs each of these tests in an event loop of Qt."""

import pytest

from tests.app.loop import run_in_qt


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    return run_in_qt(pyfuncitem)
