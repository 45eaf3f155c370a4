"""The way in which the runner starts work that takes time: in the app's task group, and nowhere else."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Protocol, TypeVar

from msgspec import Struct

from kiosk.domain.messages.effects import Sound
from kiosk.domain.messages.events import Event
from kiosk.domain.model import Moment

T = TypeVar("T")


class Spawn(Protocol):
    """Starts a coroutine in the app's task group."""

    def __call__(self, work: Coroutine[object, object, T], /) -> asyncio.Task[T]:
        """Return the running task."""
        ...


class Patience(Struct, frozen=True):
    """The most seconds that the runner waits for a whole sign-in, a former farewell, a log-out and a commit's answer.

    A commit without an answer in this time is in doubt for the visit, and still runs to its end.
    """

    sign_in_s: float = 20.0
    farewell_s: float = 10.0
    sign_out_s: float = 10.0
    commit_answer_s: float = 30.0


class Wiring(Struct, frozen=True):
    """The things of the app that every part of the runner needs."""

    tell: Callable[[Event], None]
    spawn: Spawn
    clock: Callable[[], Moment]
    patience: Patience = Patience()


Printing = Callable[[tuple[str, ...]], Awaitable[bool]]
"""A function that prints lines and returns True if the printer has taken them, within seconds. It never raises."""


class Outlets(Struct, frozen=True):
    """The ways to play sounds and to print, if there is a printer."""

    play: Callable[[Sound], None]
    printing: Printing | None = None


async def happens(event: asyncio.Event, within_s: float | None) -> bool:
    """Return True if the event is set in time. In Python 3.11, asyncio.wait_for could swallow a cancellation."""
    try:
        async with asyncio.timeout(within_s):
            return await event.wait()
    except TimeoutError:
        return False


async def until(at: float, clock: Callable[[], Moment]) -> None:
    """Return when the clock shows `at`. Compare again after each sleep: Qt's coarse timers may wake up to 5 % early."""
    while (left_s := at - clock().at) > 0:  # noqa: ASYNC110 - it waits for time itself
        await asyncio.sleep(left_s)
