"""The functions that the runner gets from the app, and two functions that wait.

All work of the runner is done by tasks in the app's task group.
"""

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
        """Start this coroutine and return its task."""
        ...


class Patience(Struct, frozen=True):
    """The longest times, in seconds, that the runner waits.

    The runner waits for a whole sign-in, for the farewell of the previous visit, for a log-out, and for the answer to a
    commit. If the answer to a commit does not come within `commit_answer_s`, the visit gets InDoubt. But the runner
    does not cancel the commit.
    """

    sign_in_s: float = 20.0
    farewell_s: float = 10.0
    sign_out_s: float = 10.0
    commit_answer_s: float = 30.0


class Wiring(Struct, frozen=True):
    """The functions of the app, and the longest waits, that every part of the runner needs."""

    tell: Callable[[Event], None]
    spawn: Spawn
    clock: Callable[[], Moment]
    patience: Patience = Patience()


Printing = Callable[[tuple[str, ...]], Awaitable[bool]]
"""A function that prints lines, and returns True if the printer accepts them within some seconds. It never raises."""


class Outlets(Struct, frozen=True):
    """The functions that play sounds and print. `printing` is None if there is no printer."""

    play: Callable[[Sound], None]
    printing: Printing | None = None


async def happens(event: asyncio.Event, within_s: float | None) -> bool:
    """Wait until the event is set, and return True. Return False if the event is not set within `within_s` seconds.

    If `within_s` is None, wait without a limit.
    asyncio.wait_for is not used, because in Python 3.11 it could lose a cancellation.
    """
    try:
        async with asyncio.timeout(within_s):
            return await event.wait()
    except TimeoutError:
        return False


async def until(at: float, clock: Callable[[], Moment]) -> None:
    """Wait until the clock shows `at`. Read the clock after each sleep, because Qt's timers can end 5 % too early."""
    while (left_s := at - clock().at) > 0:  # noqa: ASYNC110 - this waits for a time, not for an event
        await asyncio.sleep(left_s)
