"""Fixtures: real files in a new folder, a clock that tests move, and a list of the reports of the stores."""

import asyncio
import inspect
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import KioskKey, load_key
from kiosk.store.reports import StoreReport
from kiosk.store.store import Store
from kiosk.store.vault import Vault
from tests.store.samples import SITE


@dataclass
class Clock:
    """A clock with the time of day, which stands still until a test moves it."""

    now: datetime = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Heard:
    """A listener that stores the reports of the stores, in order."""

    reports: list[StoreReport] = field(default_factory=list)

    def __call__(self, report: StoreReport) -> None:
        self.reports.append(report)


@pytest.fixture
def state_dir(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(state_dir: Path) -> Iterator[Store]:
    opened = Store.open(state_dir)
    yield opened
    opened.close()


@pytest.fixture
def heard(store: Store) -> Heard:
    listener = Heard()
    store.listen(listener)
    return listener


@pytest.fixture
def key(state_dir: Path) -> KioskKey:
    return load_key(state_dir, {})


@pytest.fixture
def journal(store: Store, key: KioskKey, clock: Clock) -> Journal:
    return Journal(store.journal, key, clock)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """If a test is a coroutine, run this test in a new event loop. Let the test fail if it takes more than 30 s."""
    if not inspect.iscoroutinefunction(pyfuncitem.function):
        return None
    given = {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.function).parameters}
    asyncio.run(asyncio.wait_for(pyfuncitem.function(**given), 30))
    return True


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    return store.journal.read_now(lambda connection: connection.execute(query).fetchall())


@pytest.fixture
def slow() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as thread:
        yield thread


@pytest.fixture
def vault(store: Store, key: KioskKey, slow: Executor, clock: Clock, heard: Heard) -> Vault:
    return Vault(store.vault, key, slow, clock, heard, site=SITE)
