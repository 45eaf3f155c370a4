"""One simulator per module, fresh for each test; members who speak to it over real HTTP."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from kiosk.simulator import MEMBERS, SimulatorThread

SATURDAY = date(2026, 11, 28)
CARTS = "/api/v1.1/self-checkout/carts"


class Visitor:
    """A client of the library, logged in or not. Every method answers with the HTTP response."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(
            base_url=url, timeout=5.0, verify=False
        )  # no TLS here: certificates take 30 ms to load
        self.cart_id = 0

    def log_in(self, name: str, password: str) -> httpx.Response:
        """By user name or membership ID; the token is kept."""
        answer = self.http.post("/api/login", json={"username": name, "password": password})
        if answer.status_code == 200:
            self.use_token(answer.json()["access_token"])
        return answer

    def use_token(self, token: str) -> None:
        """Send this token from now on."""
        self.http.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: str | int) -> httpx.Response:
        """GET below the versioned root."""
        return self.http.get(f"/api/v1.1/{path}", params=query)

    def open_cart(self) -> Any:
        """The open cart, created if need be; its id is kept."""
        answer = self.http.post(CARTS)
        answer.raise_for_status()
        self.cart_id = answer.json()["id"]
        return answer.json()

    def on_cart(self, verb: str, path: str = "", fields: dict[str, str] | None = None) -> httpx.Response:
        """A call on the cart, as multipart when there are fields."""
        files = {name: (None, value) for name, value in fields.items()} if fields else None
        return self.http.request(verb, f"{CARTS}/{self.cart_id}{path}", files=files)

    def borrow(self, code: str, days: int = 7, **more: str) -> httpx.Response:
        """Put a tool in the cart, due in so many days."""
        fields = {"item-id": code, "due-date": (SATURDAY + timedelta(days=days)).isoformat()}
        return self.on_cart(
            "POST", "/checkouts", fields | {name.replace("_", "-"): each for name, each in more.items()}
        )

    def give_back(self, code: str, **more: str) -> httpx.Response:
        """Mark an own loan for return."""
        return self.on_cart(
            "POST", f"/checkins/{self.loan(code)['id']}", {n.replace("_", "-"): v for n, v in more.items()}
        )

    def loan(self, code: str) -> Any:
        """The loan of that tool, as the open cart tells it."""
        return next(each for each in self.cart()["outstandingLoans"] if each["item"]["itemId"] == code)

    def line(self, code: str) -> Any:
        """The line of that tool."""
        return next(each for each in self.cart()["checkouts"] if each["item"]["itemId"] == code)

    def cart(self) -> Any:
        """The cart as it is now."""
        return self.on_cart("GET").json()

    def convert(self) -> httpx.Response:
        """Make it real."""
        return self.on_cart("POST", "/convert")


@pytest.fixture(scope="module")
def running() -> Iterator[SimulatorThread]:
    """A simulator on a Saturday in November, on the US east coast."""
    with SimulatorThread(today=SATURDAY, time_zone=ZoneInfo("America/New_York")) as simulator:
        yield simulator


@pytest.fixture
def library(running: SimulatorThread) -> SimulatorThread:
    """The simulator on a fresh morning."""
    running.control.reset()
    return running


@pytest.fixture
def visitor(library: SimulatorThread) -> Iterator[Callable[[], Visitor]]:
    """Makes clients that are not logged in."""
    made: list[Visitor] = []

    def make() -> Visitor:
        made.append(Visitor(library.url))
        return made[-1]

    yield make
    for each in made:
        each.http.close()


@pytest.fixture
def member(visitor: Callable[[], Visitor]) -> Callable[[str], Visitor]:
    """Makes clients that are logged in."""

    def make(username: str) -> Visitor:
        person = next(each for each in MEMBERS if each.username == username)
        each = visitor()
        assert each.log_in(username, person.password).status_code == 200
        return each

    return make
