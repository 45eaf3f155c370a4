"""The log-in of a member at the digital systems beside the main system. A failed log-in is also told to the visit."""

import logging
from collections.abc import Callable

from kiosk.backends.errors import LendingError, LogBrokenError
from kiosk.backends.protocol import Account
from kiosk.domain.digital import CardWanted, Joined, NotVouched
from kiosk.domain.messages.answers import CardDropped, SystemJoined
from kiosk.domain.messages.effects import DropCard, JoinSystem
from kiosk.domain.messages.events import Event
from kiosk.domain.model import Moment
from kiosk.store.throttle import Throttle
from kiosk.structs import replace

_log = logging.getLogger("kiosk.joining")


class Joining:
    """Signs members in at digital systems. After several wrong cards, the member must wait before the next entry."""

    def __init__(self, *, tell: Callable[[Event], None], clock: Callable[[], Moment]) -> None:
        self._tell, self._clock = tell, clock
        self._throttle = Throttle()

    async def join(self, effect: JoinSystem, account: Account | None) -> None:
        """Sign the member in at the digital system, and tell the visit the outcome."""
        self._tell(SystemJoined(effect.visit, effect.system, await self._outcome(effect, account)))

    async def drop_card(self, effect: DropCard, account: Account | None) -> None:
        """Forget the card that is remembered for the digital system. Tell the visit if this has worked or failed."""
        joining = account.joining if account is not None else None
        ok = joining is not None and await joining.forget_card(effect.system)
        self._tell(CardDropped(effect.visit, effect.system, ok))

    async def _outcome(self, effect: JoinSystem, account: Account | None) -> Joined | CardWanted | NotVouched | None:
        """Return the outcome, or None if the system did not answer. Count each entered card that was refused."""
        name, now = f"{effect.system} {effect.card.reveal()}" if effect.card is not None else "", self._clock().at
        wait_s = self._throttle.allowed(name, now) if name else 0.0
        if wait_s > 0:
            return CardWanted(wrong=True, wait_s=wait_s)
        joining = account.joining if account is not None else None
        try:
            if joining is None:
                return None
            found = await joining.join(effect.system, effect.card, effect.pin, remember=effect.remember)
        except (LendingError, LogBrokenError) as why:
            _log.warning("the digital system %s: %s", effect.system, why)
            return None
        if name and isinstance(found, CardWanted):
            self._throttle.failed(name, now)
            return replace(found, wait_s=self._throttle.allowed(name, now))
        if name:
            self._throttle.succeeded(name)
        return found
