"""Run tests that are coroutines in Qt's event loop, in which the kiosk also runs."""

import asyncio
import inspect

import pytest
import qasync

from kiosk.app.qt import application

LONGEST_S = 180.0


def run_in_qt(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine in a new Qt event loop. Return None for other tests, so that pytest runs them.

    The function `pytest_pyfunc_call` of a conftest.py calls this function.
    """
    if not inspect.iscoroutinefunction(pyfuncitem.function):
        return None
    given = {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.function).parameters}
    loop = qasync.QEventLoop(application())
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(asyncio.wait_for(pyfuncitem.function(**given), LONGEST_S))
    return True
