"""Fixtures: one simulator for each test file, with a reset before each test, and clients that speak to it over HTTP."""

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
    """A client of the library, logged in or not.

    A method that sends a request usually returns the HTTP response. `open_cart`, `cart`, `loan` and `line` return JSON.
    """

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(
            base_url=url, timeout=5.0, verify=False
        )  # the tests need no TLS; without verify=False, the client would spend 30 ms on loading certificates
        self.cart_id = 0

    def log_in(self, name: str, password: str) -> httpx.Response:
        """Log in with the user name or the membership ID, and keep the token."""
        answer = self.http.post("/api/login", json={"username": name, "password": password})
        if answer.status_code == 200:
            self.use_token(answer.json()["access_token"])
        return answer

    def use_token(self, token: str) -> None:
        """Send this token with every request from now on."""
        self.http.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: str | int) -> httpx.Response:
        """Send a GET to this path below `/api/v1.1/`."""
        return self.http.get(f"/api/v1.1/{path}", params=query)

    def open_cart(self) -> Any:
        """Return the open cart, and keep its id. If the member has no open cart, the server makes one."""
        answer = self.http.post(CARTS)
        answer.raise_for_status()
        self.cart_id = answer.json()["id"]
        return answer.json()

    def on_cart(self, verb: str, path: str = "", fields: dict[str, str] | None = None) -> httpx.Response:
        """Send a request about the open cart to this path below the cart's address. Send `fields` as multipart."""
        files = {name: (None, value) for name, value in fields.items()} if fields else None
        return self.http.request(verb, f"{CARTS}/{self.cart_id}{path}", files=files)

    def borrow(self, code: str, days: int = 7, **more: str) -> httpx.Response:
        """Put a tool into the cart, due in `days` days."""
        fields = {"item-id": code, "due-date": (SATURDAY + timedelta(days=days)).isoformat()}
        return self.on_cart(
            "POST", "/checkouts", fields | {name.replace("_", "-"): each for name, each in more.items()}
        )

    def give_back(self, code: str, **more: str) -> httpx.Response:
        """Mark a loan of this member for return."""
        return self.on_cart(
            "POST", f"/checkins/{self.loan(code)['id']}", {n.replace("_", "-"): v for n, v in more.items()}
        )

    def loan(self, code: str) -> Any:
        """Return this member's loan of this tool, as the answer with the cart lists it."""
        return next(each for each in self.cart()["outstandingLoans"] if each["item"]["itemId"] == code)

    def line(self, code: str) -> Any:
        """Return the line of this tool in the cart."""
        return next(each for each in self.cart()["checkouts"] if each["item"]["itemId"] == code)

    def cart(self) -> Any:
        """Return the present cart."""
        return self.on_cart("GET").json()

    def convert(self) -> httpx.Response:
        """Convert the cart, which makes its lines real."""
        return self.on_cart("POST", "/convert")


@pytest.fixture(scope="module")
def running() -> Iterator[SimulatorThread]:
    """Run a simulator. Its day is a Saturday in November on the US east coast."""
    with SimulatorThread(today=SATURDAY, time_zone=ZoneInfo("America/New_York")) as simulator:
        yield simulator


@pytest.fixture
def library(running: SimulatorThread) -> SimulatorThread:
    """Return the simulator after a reset."""
    running.control.reset()
    return running


@pytest.fixture
def visitor(library: SimulatorThread) -> Iterator[Callable[[], Visitor]]:
    """Yield a function that makes clients that are not logged in."""
    made: list[Visitor] = []

    def make() -> Visitor:
        made.append(Visitor(library.url))
        return made[-1]

    yield make
    for each in made:
        each.http.close()


@pytest.fixture
def member(visitor: Callable[[], Visitor]) -> Callable[[str], Visitor]:
    """Return a function that makes clients that are logged in."""

    def make(username: str) -> Visitor:
        person = next(each for each in MEMBERS if each.username == username)
        each = visitor()
        assert each.log_in(username, person.password).status_code == 200
        return each

    return make
