"""Fixtures: one simulated OverDrive for each test file, with a reset before each test, and clients of it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from kiosk.simulator.overdrive import (
    AUTHORIZATION_NAME,
    CLIENT_KEY,
    CLIENT_SECRET,
    OVERDRIVE_PATRONS,
    WEBSITE_ID,
    OverdrivePatron,
    OverdriveThread,
)

SATURDAY = date(2026, 11, 28)
SCOPE = f"websiteid:{WEBSITE_ID} authorizationname:{AUTHORIZATION_NAME}"
ME = "/v1/patrons/me"
COLLECTION = "/v1/collections/v1P2MillAAAABOAAA1x"


def patron(key: str) -> OverdrivePatron:
    """Return the made-up patron with this key."""
    return next(each for each in OVERDRIVE_PATRONS if each.key == key)


class Caller:
    """A client with the kiosk's key. Every method returns the HTTP response, except `loans`."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=5.0, verify=False)

    def fetch_token(self, secret: str = CLIENT_SECRET) -> httpx.Response:
        """Get a token for the kiosk itself, and send it with all later requests."""
        asked = {"grant_type": "client_credentials"}
        return self._kept(self.http.post("/token", data=asked, auth=(CLIENT_KEY, secret)))

    def log_in(self, key: str, **changes: str) -> httpx.Response:
        """Get a token for a patron, and send it with all later requests. `changes` replace fields of the request."""
        one = patron(key)
        form = {
            "grant_type": "password",
            "username": one.barcodes[0],
            "password": one.pin,
            "password_required": "true",
            "scope": SCOPE,
        }
        return self._kept(self.http.post("/patrontoken", data=form | changes, auth=(CLIENT_KEY, CLIENT_SECRET)))

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        if answer.status_code == 200:
            self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return answer

    def get(self, path: str, **query: str | int) -> httpx.Response:
        """Send a GET request."""
        return self.http.get(path, params=query or None)

    def loans(self) -> Any:
        """Read the patron's loans, and return the answer as JSON."""
        return self.get(f"{ME}/checkouts").json()

    def borrow(self, said: str | int, name: str = "reserveId", **more: object) -> httpx.Response:
        """Check out the title with this reserveId or crossRefId. `more` are other fields of the body."""
        fields = [{"name": name, "value": said}, *({"name": each, "value": value} for each, value in more.items())]
        return self.http.post(f"{ME}/checkouts", json={"fields": fields})

    def give_back(self, said: str | int) -> httpx.Response:
        """End a loan early."""
        return self.http.delete(f"{ME}/checkouts/{said}")


@pytest.fixture(scope="module")
def running() -> Iterator[OverdriveThread]:
    """Run a simulated OverDrive. Its day is a Saturday in November on the US east coast."""
    with OverdriveThread(today=SATURDAY, time_zone=ZoneInfo("America/New_York")) as simulator:
        yield simulator


@pytest.fixture
def library(running: OverdriveThread) -> OverdriveThread:
    """Return the simulator after a reset."""
    running.control.reset()
    return running


@pytest.fixture
def caller(library: OverdriveThread) -> Iterator[Callable[[], Caller]]:
    """Yield a function that makes clients without a token."""
    made: list[Caller] = []

    def make() -> Caller:
        made.append(Caller(library.url))
        return made[-1]

    yield make
    for each in made:
        each.http.close()


@pytest.fixture
def kiosk(caller: Callable[[], Caller]) -> Caller:
    """Return a client with a token of the kiosk itself."""
    each = caller()
    assert each.fetch_token().status_code == 200
    return each


@pytest.fixture
def member(caller: Callable[[], Caller]) -> Callable[[str], Caller]:
    """Return a function that makes a client for the patron with this key. The client has a token."""

    def make(key: str) -> Caller:
        each = caller()
        assert each.log_in(key).status_code == 200
        return each

    return make
