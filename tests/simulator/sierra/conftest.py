"""Fixtures: one simulated Sierra for each test file, with a reset before each test, and clients that speak to it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from kiosk.simulator.sierra import KEY, KEY_SECRET, PATRONS, Patron, SierraThread

SATURDAY = date(2026, 11, 28)


def patron(key: str) -> Patron:
    """Return the made-up patron with this key."""
    return next(each for each in PATRONS if each.key == key)


def day_at(library: SierraThread, instant: str) -> date:
    """Return the day of this instant in the library's time zone. In UTC, it can already be the next day."""
    return library.library_state.clock.day_of(datetime.fromisoformat(instant))


class Kiosk:
    """A client with the library's key. Every method returns the HTTP response, except `loan_of`."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=5.0, verify=False)

    def fetch_token(self, address: str = "/token", secret: str = KEY_SECRET) -> httpx.Response:
        """Get a token, and send it with all later requests."""
        asked = {"grant_type": "client_credentials"}
        answer = self.http.post(address, data=asked, auth=(KEY, secret))
        if answer.status_code == 200:
            self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return answer

    def get(self, path: str, **query: str | int) -> httpx.Response:
        """Send a GET to this path below the API's address, which ends with the version."""
        return self.http.get(path, params=query)

    def post(self, path: str, body: Any = None, **query: str | int) -> httpx.Response:
        """Send a POST with a JSON body to this path below the API's address, which ends with the version."""
        return self.http.post(path, json=body, params=query)

    def loans(self, key: str, **query: str | int) -> httpx.Response:
        """Return the answer with the loans of this patron."""
        return self.get(f"/patrons/{patron(key).id}/checkouts", **query)

    def check_out(self, key: str, barcode: str, **more: object) -> httpx.Response:
        """Lend an item to a patron. The request has the patron's barcode, the item's barcode, and the fields `more`."""
        return self.post("/patrons/checkout", {"patronBarcode": patron(key).barcode, "itemBarcode": barcode} | more)

    def check_in(self, encoded: str) -> httpx.Response:
        """Take an item back. `encoded` is its barcode, encoded for the path of a URL."""
        return self.http.delete(f"/items/checkouts/{encoded}")

    def loan_of(self, key: str, barcode: str) -> str:
        """Return the address of the loan of this item."""
        entries = self.loans(key, fields="barcode", limit=100).json()["entries"]
        return str(next(each["id"] for each in entries if each["barcode"] == barcode))

    def renew(self, key: str, barcode: str) -> httpx.Response:
        """Renew the loan of this item."""
        return self.post(f"{self.loan_of(key, barcode)}/renewal")


@pytest.fixture(scope="module")
def running() -> Iterator[SierraThread]:
    """Run a simulated Sierra. Its day is a Saturday in November on the US east coast."""
    with SierraThread(today=SATURDAY, time_zone=ZoneInfo("America/New_York")) as simulator:
        yield simulator


@pytest.fixture
def library(running: SierraThread) -> SierraThread:
    """Return the simulator after a reset."""
    running.control.reset()
    return running


@pytest.fixture
def stranger(library: SierraThread) -> Iterator[Callable[[], Kiosk]]:
    """Yield a function that makes clients without a token."""
    made: list[Kiosk] = []

    def make() -> Kiosk:
        made.append(Kiosk(library.url))
        return made[-1]

    yield make
    for each in made:
        each.http.close()


@pytest.fixture
def kiosk(stranger: Callable[[], Kiosk]) -> Kiosk:
    """Return a client with a token."""
    each = stranger()
    assert each.fetch_token().status_code == 200
    return each
