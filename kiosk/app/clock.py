"""The two times of the kiosk: boot time, which never jumps, and local time, which the server's answers can correct."""

import logging
import os
import time
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk.domain.clock import ClockVerdict, ServersClock, Sighting, off_in_words, seen
from kiosk.domain.messages.events import ClockCompared, Event
from kiosk.domain.model import Moment

_log = logging.getLogger("kiosk.clock")


def local_zone(name: str | None, environ: Mapping[str, str] = os.environ) -> tzinfo:
    """Return the time zone with this name. If there is no name, return the time zone of this machine.

    If the environment variable TZ is set, it decides the time zone of the machine, as in other programs.
    """
    if name:
        return ZoneInfo(name)
    zone = datetime.now().astimezone().tzinfo
    return _machine_zone(environ.get("TZ")) or zone or ZoneInfo("UTC")


def _machine_zone(told: str | None) -> ZoneInfo | None:
    """Return the time zone that TZ names, or the machine's time zone if TZ is not set. `told` is the value of TZ.

    If the rules of this time zone cannot be read, return None. The kiosk needs the rules, because a fixed difference
    to UTC would be wrong after the change to summer or winter time.
    """
    path = "/etc/localtime" if told is None else told.removeprefix(":")
    try:
        if not path.startswith("/"):
            return ZoneInfo(path)
        with open(path, "rb") as rules:  # noqa: PTH123 - ZoneInfo takes the open file
            return ZoneInfo.from_file(rules, key="localtime")
    except (OSError, ValueError, ZoneInfoNotFoundError):
        return None


def moments(zone: tzinfo) -> Callable[[], Moment]:
    """Return a function that gives the local time of this zone, together with the boot time.

    The boot time continues while the machine is suspended, and does not change when somebody sets the machine's clock.
    """

    def now() -> Moment:
        return Moment(time.clock_gettime(time.CLOCK_BOOTTIME), datetime.now(zone))

    return now


class KioskClock:
    """The kiosk's clock. Usually it uses the machine's time.

    If two answers of the server show that the machine's time is wrong, the clock uses the server's time. Each time the
    verdict about the machine's time (`ClockVerdict`) changes, `tell` is called with an event.
    """

    def __init__(self, machine: Callable[[], Moment], tell: Callable[[Event], None]) -> None:
        self._machine, self._tell = machine, tell
        self._known = ServersClock()
        self._said: set[ClockVerdict] = set()

    def __call__(self) -> Moment:
        """Return the time now, corrected if the machine's clock is known to be wrong."""
        moment = self._machine()
        machine_s = moment.wall.timestamp()
        now_s = self._known.now_s(moment.at, machine_s)
        if now_s == machine_s:
            return moment
        return Moment(moment.at, datetime.fromtimestamp(now_s, moment.wall.tzinfo))

    @property
    def is_confirmed(self) -> bool:
        """Return True if the server has confirmed the time that the kiosk uses."""
        return self._known.base_s is not None

    def heard(self, server: datetime) -> None:
        """Compare the machine's clock with the time in an answer of the lending system.

        The answer must be new (not from a cache), and certainly from the lending system.
        """
        moment, before = self._machine(), self._known
        sighting = Sighting(moment.at, moment.wall.timestamp(), server.timestamp())
        self._known = seen(before, sighting)
        if self._known.verdict is not before.verdict:
            self._changed(self._known.verdict, sighting.machine_s - sighting.server_s)

    def unsure_s(self) -> float | None:
        """Return how many seconds the kiosk must wait until a second answer can show if the machine's clock is right.

        Return None if no second answer is needed soon, or if the answers of the server contradict each other.
        """
        return self._known.unsure_s(self._machine().at)

    def _changed(self, verdict: ClockVerdict, off_s: float) -> None:
        level = logging.DEBUG if verdict in self._said else logging.WARNING
        self._said.add(verdict)
        match verdict:
            case ClockVerdict.WRONG:
                _log.log(level, "this machine's clock is %s the server's, whose time is taken", off_in_words(off_s))
            case ClockVerdict.DOUBTFUL:
                _log.log(level, "the server's answers contradict each other in the time; this machine's clock is taken")
            case ClockVerdict.SUSPECT:
                _log.info("this machine's clock is %s the server's; the next answer decides", off_in_words(off_s))
            case ClockVerdict.RIGHT | ClockVerdict.UNSEEN:
                _log.info("this machine's clock agrees with the server's")
        self._tell(ClockCompared(verdict, off_s))
