"""The object that writes to disk which tools people hold, so that the kiosk still knows them after a power cut."""

import asyncio
from collections.abc import Callable, Iterable

from hardware.spec import Reads
from kiosk.app.settings_file import house_of
from kiosk.domain.meaning import meaning_of
from kiosk.domain.messages.events import ItemRead, ReaderKind
from kiosk.domain.model import ItemCode, VisitId
from kiosk.domain.visit.state_parts import HeldTool, InHand, in_hand
from kiosk.domain.visit.states import Kiosk
from kiosk.settings.model import Settings
from kiosk.store.in_hand import Held, InHandLog, ScannedCode

_SOON_S = 0.05
"""The number of seconds from a change until the change is written to disk.

The scan that made the change can also start a write to the server. The wait gives this write the time to get its row in
the journal. So the row is on disk before the change is on disk.
"""

MemberOf = Callable[[VisitId], str | None]


def certain_items(settings: Settings, knows_item: Callable[[ItemCode], bool]) -> Callable[[ItemCode], bool]:
    """Return a function that gets an item code, and returns True if the code is certainly not the code of a fob.

    If no reader reads both fobs and items, the function always returns True. If a reader reads both, the function
    returns True in two cases. Either a rule in the settings says that the code belongs to an item, or the kiosk knows
    the item from an earlier visit.
    """
    rules = house_of(settings).codes
    if all(scanner.reads is not Reads.ANYTHING for scanner in settings.scanners):
        return lambda _: True
    return lambda code: (
        isinstance(meaning_of(code, ReaderKind.ANYTHING, rules, commands=False), ItemRead) or knows_item(code)
    )


class InHandKeeper:
    """The object that writes the tools in people's hands to disk. After every event, it checks for a change."""

    def __init__(self, log: InHandLog, *, is_item: Callable[[ItemCode], bool], member_of: MemberOf) -> None:
        self._log, self._is_item, self._member_of = log, is_item, member_of
        self._last, self._next_number, self._store_ok = InHand(), 0, True
        self._scheduled: asyncio.TimerHandle | None = None

    def look(self, kiosk: Kiosk) -> None:
        """Plan a write if the tools in people's hands have changed, or if the disk works again after a failure."""
        now, mended = in_hand(kiosk.state), kiosk.lasting.store_ok and not self._store_ok
        self._store_ok = kiosk.lasting.store_ok
        if now == self._last and not mended:
            return
        self._last, self._next_number = now, kiosk.lasting.next_id
        if self._scheduled is None:
            self._scheduled = asyncio.get_running_loop().call_later(_SOON_S, self.write)

    def write(self) -> None:
        """Write the planned change now, if there is one."""
        if self._scheduled is None:
            return
        self._scheduled.cancel()
        self._scheduled = None
        now, visit = self._last, self._last.visit
        account = self._member_of(visit) if visit is not None and now.basket else None
        self._log.keep(Held(self._next_number, visit, self._told(now.basket), self._told(now.tray), account))

    def _told(self, tools: Iterable[HeldTool]) -> tuple[ScannedCode, ...]:
        return tuple(ScannedCode(each.code, self._is_item(each.code), each.line or 0) for each in tools)
