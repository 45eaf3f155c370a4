"""The cards that the kiosk remembers with a linked fob during one visit. Each card is for one digital system."""

import logging
from collections.abc import Iterable

from kiosk.backends.errors import LogBrokenError
from kiosk.backends.ports import CardKeeper, RememberedCard
from kiosk.domain.digital import CardRemembering, DigitalSystem
from kiosk.structs import replace

_log = logging.getLogger("kiosk.several")


class RememberedCards:
    """The remembered cards of one visit. Without a linked fob, the kiosk remembers no card.

    `systems` are the digital systems. The settings say for which of them the kiosk may remember a card.
    """

    def __init__(self, systems: Iterable[DigitalSystem]) -> None:
        self._may = {each.key for each in systems if each.remembering is not CardRemembering.NEVER}
        self._keeper: CardKeeper | None = None
        self._in_use: set[str] = set()
        self._refused: set[str] = set()

    def keep_with(self, keeper: CardKeeper) -> None:
        """From now on, remember cards in `keeper`, because the fob of the visit is linked."""
        self._keeper = keeper

    def offered(self, system: DigitalSystem) -> DigitalSystem:
        """Return the system with `remembering` set to OFFERED if the kiosk can now remember a card for this system.

        If not, return the system without a change.
        """
        can = self._keeper_for(system.key) is not None
        return replace(system, remembering=CardRemembering.OFFERED) if can else system

    def is_in_use(self, key: str) -> bool:
        """Return True if the member signs in at this system with a card that the kiosk remembers."""
        return key in self._in_use

    async def card_for(self, key: str) -> RememberedCard | None:
        """Return the remembered card for this system, and note that this card is in use.

        Return None if there is no such card. Also return None if the system has already refused a remembered card in
        this visit.
        """
        keeper = self._keeper_for(key)
        if keeper is None or key in self._refused:
            return None
        try:
            card = await keeper.card_of(key)
        except LogBrokenError as why:
            _log.error("a remembered card cannot be read: %s", why)
            return None
        if card is not None:
            self._in_use.add(key)
        return card

    async def remember(self, key: str, card: RememberedCard) -> None:
        """Remember this card, which the system has accepted. If the disk fails, log the reason and raise nothing."""
        keeper = self._keeper_for(key)
        try:
            if keeper is not None and await keeper.keep_card(key, card):
                self._in_use.add(key)
        except LogBrokenError as why:
            _log.error("a card cannot be remembered: %s", why)

    def replaced(self, key: str) -> None:
        """Note that the remembered card is not in use, because the member has entered a card for this system."""
        self._in_use.discard(key)

    async def refused(self, key: str) -> bool:
        """Note that the system has refused the log-in. Return True if a remembered card was the log-in, else False.

        Forget this remembered card. Even if the disk fails, the kiosk does not use the refused card again in this
        visit.
        """
        if key not in self._in_use:
            return False
        self._refused.add(key)
        await self.forget(key)
        return True

    async def forget(self, key: str) -> bool:
        """Forget the remembered card for this system. Return True when the card is deleted on disk.

        Return False if that fails, if the fob is not linked, or if the kiosk may not remember a card for this system.
        """
        keeper = self._keeper_for(key)
        self._in_use.discard(key)
        return keeper is not None and await keeper.forget_card(key)

    def end(self) -> None:
        """Stop the use of the remembered cards, because the visit ends. The cards stay on disk."""
        self._keeper = None
        self._in_use.clear()

    def _keeper_for(self, key: str) -> CardKeeper | None:
        return self._keeper if key in self._may else None
