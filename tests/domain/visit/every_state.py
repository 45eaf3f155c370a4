"""Lists of functions that make a kiosk in each of its states."""

from collections.abc import Callable

from kiosk.domain.library import House
from kiosk.domain.messages.events import ClosedByStaff, StoreBroken
from kiosk.domain.messages.intents import BringBack
from kiosk.domain.model import InDoubt
from tests.domain.bench import Bench
from tests.domain.kiosks import (
    asking,
    committing,
    identifying,
    idle,
    reading_back,
    receipt,
    serving,
    signing_in,
    turned_away,
)

Make = Callable[[], Bench]


def settling() -> Bench:
    return serving("DR-1").scan("SA-2").fob()


def resolving() -> Bench:
    return committing().answer_commit(InDoubt())


def closed() -> Bench:
    return idle().tell(ClosedByStaff())


def trouble() -> Bench:
    return idle().tell(StoreBroken())


def bringing_back() -> Bench:
    return idle(house=House(drop_box=True)).tell(BringBack()).scan("DR-1")


def starting() -> Bench:
    return Bench(None)


IN_A_VISIT: list[Make] = [
    identifying,
    asking,
    signing_in,
    turned_away,
    serving,
    settling,
    committing,
    reading_back,
    resolving,
    receipt,
]
ALL: list[Make] = [starting, closed, trouble, idle, bringing_back, *IN_A_VISIT]
