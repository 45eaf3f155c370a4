"""What time it is, on two clocks: one that never jumps, and the library's local one."""

import time
from collections.abc import Callable
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from kiosk.domain.model import Moment


def local_zone(name: str | None) -> tzinfo:
    """The zone of this name, else the machine's."""
    if name:
        return ZoneInfo(name)
    zone = datetime.now().astimezone().tzinfo
    return _machine_zone() or zone or ZoneInfo("UTC")


def _machine_zone() -> ZoneInfo | None:
    """The machine's zone with its rules; an offset alone would be wrong on the other side of a clock change."""
    try:
        with open("/etc/localtime", "rb") as rules:  # noqa: PTH123 - ZoneInfo takes the open file
            return ZoneInfo.from_file(rules, key="localtime")
    except (OSError, ValueError):
        return None


def moments(zone: tzinfo) -> Callable[[], Moment]:
    """A clock. Boot time goes on through suspend, and no setting of the clock moves it."""

    def now() -> Moment:
        return Moment(time.clock_gettime(time.CLOCK_BOOTTIME), datetime.now(zone))

    return now
