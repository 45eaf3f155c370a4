"""Tests of the server's time: from which answers the kiosk reads the time, and when a log-in needs a second answer."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from kiosk.app.clock import KioskClock
from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import ServerAwayError, WrongLoginError
from kiosk.backends.http import Wire
from kiosk.backends.myturn.backend import MyTurnBackend
from kiosk.backends.myturn.site import MyTurnSite
from kiosk.backends.protocol import Password
from kiosk.domain.clock import ClockVerdict
from kiosk.domain.messages.events import ClockCompared, Event
from kiosk.domain.model import Moment, Secret, VisitId
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.tiny import Tiny, http, tiny
from tests.backends.visits import ZONE

NOON = datetime(2026, 3, 11, 16, 0, tzinfo=UTC)
LOCAL, SAFE, OPEN = "http://127.0.0.1/library", "https://x.example/library", "http://x.example/library"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (HttpAnswer(200, date=NOON, asked=LOCAL), NOON),
        (HttpAnswer(200, date=NOON, asked="http://localhost:81/x"), NOON),
        (HttpAnswer(200, date=NOON, asked="http://[::1]:81/x"), NOON),
        (HttpAnswer(200, date=NOON, asked=SAFE), NOON),
        (HttpAnswer(200, date=NOON, asked=OPEN), None),
        (HttpAnswer(200, date=NOON, asked="http://localhost.x.example/"), None),
        (HttpAnswer(200, date=NOON, asked=""), None),
        (HttpAnswer(200, date=None, asked=SAFE), None),
        (HttpAnswer(200, date=NOON, age_s=60, asked=SAFE), NOON + timedelta(seconds=60)),
        (HttpAnswer(200, date=NOON, age_s=61, asked=SAFE), None),
        (HttpAnswer(200, date=NOON, age_s=None, asked=SAFE), None),
        *((HttpAnswer(200, date=NOON.replace(year=year), asked=SAFE), None) for year in (1970, 2000, 2024, 2100, 9999)),
        (HttpAnswer(200, date=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), age_s=30, asked=SAFE), None),
        (HttpAnswer(302, date=NOON, asked=SAFE), None),
        (HttpAnswer(304, date=NOON, asked=SAFE), None),
        (HttpAnswer(404, date=NOON, asked=SAFE), None),
        (HttpAnswer(503, date=NOON, asked=SAFE), None),
    ],
)
def test_whose_word_counts(answer: HttpAnswer, told: datetime | None) -> None:
    assert answer.told_at == told


class Watch:
    """A watch for the back end. It only remembers the times that the server has told."""

    def __init__(self) -> None:
        self.told: list[datetime] = []

    def heard(self, server: datetime) -> None:
        self.told.append(server)

    def unsure_s(self) -> float | None:
        return None


def dated(body: object = None, status: int = 200, **headers: str) -> bytes:
    said = {"date": format_datetime(NOON, usegmt=True)} | headers
    return http(json.dumps(body or {"name": "Tools", "languages": []}).encode(), status, **said)


ANSWERS = {
    "the server's own": (dated(), True),
    "a second Date": (dated().replace(b"date: ", b"date: x\r\ndate: ", 1), False),
    "a broken Date": (dated(date="yesterday"), False),
    "no Date": (http(b'{"name": "Tools"}'), False),
    "a date of no calendar": (dated(date="Sat, 31 Feb 2026 10:00:00 GMT"), False),
    "a cache's": (dated(age="3600"), False),
    "a cache's, fresh": (dated(age="0"), True),
    "an odd age": (dated(age="a while"), False),
    "a negative age": (dated(age="-5"), False),
    "another shape": (dated([1, 2]), False),
    "a web page": (http(b"<html>", content_type="text/html", date=format_datetime(NOON, usegmt=True)), False),
    "a redirect": (dated(status=302, location="/x"), False),
    "an error": (dated(status=500), False),
}


@pytest.mark.parametrize(("sent", "counts"), ANSWERS.values(), ids=ANSWERS.keys())
def test_only_an_answer_of_the_right_shape_counts(sent: bytes, *, counts: bool) -> None:
    watch = Watch()

    async def run() -> None:
        async with tiny(sent) as server:
            backend = _backend(server, lambda: NOON, watch)
            try:
                await backend.texts("en")
            except ServerAwayError:
                assert not counts
            finally:
                await backend.aclose()

    asyncio.run(run())
    assert watch.told == ([NOON] if counts else [])


def _backend(server: Tiny, clock: object, watch: object) -> MyTurnBackend:
    site = MyTurnSite(url=f"{server.url}/library", time_zone=ZONE)
    wire = Wire(timeout_s=5.0, pauses_s=())
    return MyTurnBackend(site, MemoryLog(), MemoryItems(), clock, wire=wire, watch=watch)  # type: ignore[arg-type]


class Machine:
    """The clock of a machine, ahead of the true time by `ahead`. If `ahead` is negative, the clock is behind.

    The monotonic part of the clock is the time of the event loop.
    """

    def __init__(self, ahead: timedelta) -> None:
        self.ahead = ahead

    def __call__(self) -> Moment:
        return Moment(asyncio.get_running_loop().time(), datetime.now(ZONE) + self.ahead)


async def tells_the_time(writer: asyncio.StreamWriter) -> None:
    writer.write(dated(date=format_datetime(datetime.now(UTC), usegmt=True)))
    await writer.drain()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ahead", "asked", "verdict"), [(timedelta(), 2, ClockVerdict.RIGHT), (timedelta(days=-400), 3, ClockVerdict.WRONG)]
)
def test_nobody_logs_in_before_it_is_certain_whose_clock_is_right(
    ahead: timedelta, asked: int, verdict: ClockVerdict
) -> None:
    told: list[Event] = []

    async def run() -> None:
        clock = KioskClock(Machine(ahead), told.append)
        async with tiny(*[tells_the_time] * (asked - 1), http(b"", 401)) as server:
            backend = _backend(server, lambda: clock().wall, clock)
            try:
                with pytest.raises(WrongLoginError):
                    await backend.sign_in(Password("marta", Secret("x")), VisitId(1), "en")
            finally:
                await backend.aclose()
            assert len(server.requests) == asked
            assert abs(clock().wall - datetime.now(UTC)) < timedelta(minutes=2)

    asyncio.run(run())
    assert isinstance(told[-1], ClockCompared)
    assert told[-1].verdict is verdict
