"""The stores of the running kiosk. An event tells the visit when a store fails, or when a store works again."""

import asyncio
import logging
from collections.abc import Callable, Collection
from concurrent.futures import Executor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.messages.events import Event, StoreBroken, StoreMended
from kiosk.domain.model import ItemCode
from kiosk.settings.model import FobRule, PinRule, Settings
from kiosk.store.cache import ItemCache, LibraryCache
from kiosk.store.in_hand import InHandLog
from kiosk.store.journal import Journal
from kiosk.store.kept_loans import KeptLoans
from kiosk.store.kiosk_key import KioskKey, load_key
from kiosk.store.reports import LinksRefused, LinkTampered, Mended, MovedAside, StoreName, StoreReport, StoreUnusable
from kiosk.store.saved_returns import SavedReturns
from kiosk.store.store import Store

if TYPE_CHECKING:
    from kiosk.store.vault import Vault

_log = logging.getLogger("kiosk.stores")

CHECK_EVERY_S = 5.0


class Stores:
    """All data that the kiosk stores on this machine. Raises KeyProblemError if there is no usable kiosk key.

    `url` is the address of the lending system. If `url` is empty, the address in the settings is used.
    If `thread` is given, the jobs of the stores run there.
    """

    def __init__(
        self, settings: Settings, now: Callable[[], datetime], url: str = "", thread: Executor | None = None
    ) -> None:
        self._settings, self._url = settings, url
        self._now = now
        self._tell: Callable[[Event], None] = lambda _: None
        self.key = _key(settings.kiosk.state_dir)
        self.store = Store.open(settings.kiosk.state_dir, thread)
        self.journal = Journal(self.store.journal, self.key, now)
        self.in_hand = InHandLog(self.store.journal, self.key, now)
        self.returns = SavedReturns(self.store.journal, self.key, now)
        self.loans = KeptLoans(self.store.journal, self.key, now)
        self.library = LibraryCache(self.store.cache)
        self.items = ItemCache(self.store.cache)
        self.broken = False

    def knows_item(self, code: ItemCode) -> bool:
        """Return True if the kiosk remembers an item with this label.

        The label is also looked up in capital and in small letters, because Caps Lock can change the letters that a
        reader sends.
        """
        spellings = (code, code.swapcase(), code.upper(), code.lower())
        return any(self.items.recall(ItemCode(each)) is not None for each in spellings)

    def vault(self, slow: Executor) -> "Vault | None":
        """Return the vault of linked fobs, or None if this kiosk links no fobs."""
        login = self._settings.login
        if login.fob is not FobRule.LINKED:
            return None
        from kiosk.store.vault import Vault  # imported here because it loads the encryption

        return Vault(
            self.store.vault,
            self.key,
            slow,
            self._now,
            self.store.tell,
            site=self._url or self._settings.system.url,
            link_days=login.link_expires_days,
            pin_once_a_day=login.pin is PinRule.FIRST_VISIT_OF_DAY,
        )

    async def forget_cards(self, *, but: Collection[str]) -> int:
        """Delete the remembered cards for all digital systems that are not in `but`.

        Return the number of deleted cards. Raises StoreError if the disk fails.
        """
        from kiosk.store.link_cards import forget_cards

        return await forget_cards(self.store.vault, but=but)

    def listen(self, loop: asyncio.AbstractEventLoop, tell: Callable[[Event], None]) -> None:
        """From now on, tell the visit when a store fails and when the store works again."""
        self._tell = tell

        def heard(report: StoreReport) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._hear, report)

        self.store.listen(heard)

    async def watch(self) -> None:
        """Test a failed store every CHECK_EVERY_S seconds, and tell the visit when the store works again."""
        while True:
            await asyncio.sleep(CHECK_EVERY_S)
            if self.broken and await self.store.check_writable():
                self._mended()

    def _ask_about(self, store: StoreName, why: str) -> None:
        """Tell staff that the journal or the vault was lost and that the kiosk has created a new file.

        Do nothing for a lost cache, because the kiosk can read the data of the cache from the server again.
        """
        kind = {StoreName.JOURNAL: RecordKind.JOURNAL_LOST, StoreName.VAULT: RecordKind.VAULT_LOST}.get(store)
        if kind is not None:
            self.journal.record_behind(Record(kind, inbox=True, note=why))

    def _mended(self) -> None:
        if self.broken:
            self.broken = False
            self._tell(StoreMended())

    def _hear(self, report: StoreReport) -> None:
        match report:
            case StoreUnusable():
                self.broken = True
                self._tell(StoreBroken())
            case Mended():
                self._mended()
            case MovedAside(store, None, why):
                _log.error("the %s was lost (%s) and begun anew", store, why)
                self._ask_about(store, why)
            case MovedAside(store, moved_to, why):
                _log.error("the %s was damaged (%s) and begun anew; the damaged file is %s", store, why, moved_to)
                self._ask_about(store, f"{why}; kept as {moved_to}")
            case LinksRefused(count):
                _log.error("%d linked fobs were refused within an hour: is the site's set-up still right?", count)
            case LinkTampered():
                _log.error("a linked fob's row was changed by something else than the kiosk; it is not used")
            case _:
                assert_never(report)


def _key(state_dir: Path) -> KioskKey:
    """Return the kiosk's key, and make a new key if there is none.

    If the key is new but a vault exists, log a warning, because the new key cannot decrypt the links in the vault.
    """
    key = load_key(state_dir)
    if key.is_new and (state_dir / "vault.db").exists():
        _log.warning(
            "there was no kiosk key in %s, so a new one was made: fobs that were linked with the lost one "
            "must be linked again, and what the inbox says of members stays sealed",
            state_dir,
        )
    return key
