"""Coroutines run in Qt's loop."""

import pytest

from tests.app.loop import run_in_qt


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A test that is a coroutine runs in a loop of its own."""
    return run_in_qt(pyfuncitem)
