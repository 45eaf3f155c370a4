"""How the runner starts what takes time: in the app's task group, and nowhere else."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Protocol, TypeVar

from kiosk.domain.frozen import dataclass
from kiosk.domain.messages import Event, Sound
from kiosk.domain.model import Moment

T = TypeVar("T")


class Spawn(Protocol):
    """Starts a coroutine in the app's task group."""

    def __call__(self, work: Coroutine[object, object, T], /) -> asyncio.Task[T]:
        """The running task."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the runner waits before it goes on without: for a sign-in in all, a former farewell, a log-out."""

    sign_in_s: float = 20.0
    farewell_s: float = 10.0
    sign_out_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Wiring:
    """What every part of the runner needs of the app."""

    tell: Callable[[Event], None]
    spawn: Spawn
    clock: Callable[[], Moment]
    patience: Patience = Patience()


Printing = Callable[[tuple[str, ...]], Awaitable[bool]]
"""Prints these lines; whether the printer has taken them. Ends within some seconds, and never raises."""


@dataclass(frozen=True, slots=True)
class Outlets:
    """What can be heard and printed here."""

    play: Callable[[Sound], None]
    printing: Printing | None = None


async def happens(event: asyncio.Event, within_s: float | None) -> bool:
    """True when the event is set in time. Not asyncio.wait_for: under Python 3.11 that can swallow a cancellation."""
    try:
        async with asyncio.timeout(within_s):
            return await event.wait()
    except TimeoutError:
        return False


async def until(at: float, clock: Callable[[], Moment]) -> None:
    """Return when the clock shows `at`. Asks again after each sleep: Qt's coarse timers wake up to 5 % early."""
    while (left_s := at - clock().at) > 0:  # noqa: ASYNC110 - it waits for time itself
        await asyncio.sleep(left_s)
