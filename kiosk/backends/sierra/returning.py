"""The check-in of items by their labels, without a member's account. Sierra needs no patron for a check-in."""

import logging

from kiosk.backends.answer import Received
from kiosk.backends.errors import LendingError, MisconfiguredError
from kiosk.backends.http import HttpCall
from kiosk.backends.ports import ItemMemo, ItemMemory
from kiosk.backends.sierra import reading
from kiosk.backends.sierra.judging import answered, judged
from kiosk.backends.sierra.loans import Loans
from kiosk.backends.sierra.paths import CIRC_LOGIN, STATGROUP
from kiosk.backends.sierra.schema import ItemAnswer
from kiosk.backends.sierra.service import Service
from kiosk.domain.model import Direction, InDoubt, ItemCode, NotSent, Recorded, RefusalKind, Refused
from kiosk.domain.outcome import Outcome, outcome

_log = logging.getLogger("kiosk.sierra")


class SierraReturning:
    """Takes items back by their labels. kiosk.backends.protocol.Returning explains its methods."""

    def __init__(self, service: Service, loans: Loans, memory: ItemMemory) -> None:
        self._service, self._loans, self._memory = service, loans, memory

    async def is_out(self, code: ItemCode) -> bool | None:
        """Return True if Sierra shows a due day for the item, which means that the item is on loan.

        Return False if Sierra shows no due day. Some sites never show due days, so the item can be on loan even then.
        Return None if no item has this label, or if Sierra does not send the item's status.
        """
        found = await self._item(code)
        if found is None or found.status is None:
            return None
        return bool(found.status.duedate)

    async def check_in(self, code: ItemCode) -> Recorded | Refused | NotSent | InDoubt:
        """Check in the item with this label."""
        site = self._service.site
        query = {CIRC_LOGIN: site.username} if site.username else {}
        query |= {STATGROUP: str(site.statgroup)} if site.statgroup else {}
        target = self._service.paths.target("check_in", code, query)
        call = HttpCall("check_in", target.verb, target.url, fresh=True)
        try:
            received, judgement = await self._sent(call)
        except MisconfiguredError:
            raise
        except LendingError as why:  # no token came, so the check-in was not sent
            _log.info("a check-in was not sent: %s", why)
            return NotSent()
        came = answered(judgement, received, None, call)
        if isinstance(came, NotSent | InDoubt):
            return came
        refused = came if isinstance(came, Refused) else None
        if refused is not None and refused.refusal.kind is not RefusalKind.ITEM_UNKNOWN:
            return refused
        try:
            found = await self._item(code)
        except LendingError as why:
            _log.info("an item that came back cannot be described: %s", why)
            return Recorded(direction=Direction.RETURN) if refused is None else InDoubt()
        if found is None:
            return refused or Recorded(direction=Direction.RETURN)
        # Some sites answer "no record" if the item is not on loan. But the item exists, so it counts as returned.
        return await self._described(found, code)

    async def _sent(self, call: HttpCall) -> tuple[Received, Outcome]:
        """Send the call. If the server refuses the token, send the call once more with a new token."""
        received = await self._service.send(call)
        judgement = outcome(judged(received, call))
        if judgement is not Outcome.RENEW:
            return received, judgement
        await self._service.renew()
        received = await self._service.send(call)
        return received, outcome(judged(received, call))

    async def _described(self, found: ItemAnswer, code: ItemCode) -> Recorded:
        item = await self._loans.described(found, code)
        if item.name:
            self._memory.remember(code, ItemMemo(item.name))
        return Recorded(item, None, Direction.RETURN, put=reading.put_of(found))

    async def _item(self, code: ItemCode) -> ItemAnswer | None:
        ident = await self._loans.item_with(code)
        return await self._loans.item(ident) if ident is not None else None
