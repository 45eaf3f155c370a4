"""The lending system, and all parts that exchange data with it. This module is loaded after the first frame."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime, timedelta

from hardware.spec import Reads
from kiosk.app.clock import KioskClock
from kiosk.app.stores import CHECK_EVERY_S, Stores
from kiosk.app.systems import LendingSystem, system_of, systems_with_remembered_cards
from kiosk.backends.network import is_local
from kiosk.domain.library import CodeRule
from kiosk.domain.messages.effects import (
    DropFob,
    Effect,
    ReadDetails,
    ReadShelves,
    SaveReturn,
    Search,
    Sound,
    TakeFob,
    TryServer,
)
from kiosk.domain.messages.events import Event, ServerBack
from kiosk.domain.model import VisitId
from kiosk.ops.printing import SlipPrinter
from kiosk.runner.account_returns import AccountReturns
from kiosk.runner.library_reads import LibraryReading
from kiosk.runner.runner import Runner
from kiosk.runner.saved_returns import ReturnSender
from kiosk.runner.searches import Searching
from kiosk.runner.server_watch import ServerWatch
from kiosk.runner.settling import CommitSettler
from kiosk.runner.sign_in import LoginRules, SignInService
from kiosk.runner.tasks import Outlets, Printing, Wiring, until
from kiosk.settings.model import Remember, Settings
from kiosk.store.sqlite_file import StoreError
from kiosk.store.throttle import Throttle
from kiosk.store.times import Old

COME_BACK_S = 1200.0
"""The number of seconds from the start of the program until the kiosk asks staff about tools of an earlier run.

People held these tools when the program ended suddenly. In this time, the people can come back and scan the tools
again. Then the kiosk does not ask about these tools.
"""

_log = logging.getLogger("kiosk.app")


class Services:
    """The lending system and its parts, which carry out the effects of visits. `open` must be called before `start`."""

    def __init__(
        self,
        settings: Settings,
        stores: Stores,
        slow: Executor,
        wiring: Wiring,
        play: Callable[[Sound], None],
        watch: KioskClock | None = None,
        system: LendingSystem | None = None,
    ) -> None:
        self._settings, self._stores, self._wiring, self._watch = settings, stores, wiring, watch
        self._system = system or system_of(settings)
        wall = _wall(wiring)
        self.backend = self._system.connect(settings, stores.journal, stores.items, wall, watch, stores.loans)
        self.vault = stores.vault(slow)
        self._server = ServerWatch(self._tell)
        self._settling = CommitSettler(self.backend, stores.journal, clock=wiring.clock)
        self._library = LibraryReading(
            self.backend,
            language=settings.kiosk.language,
            tell=wiring.tell,
            keep=stores.library.save,
            server=self._server,
            unsure_s=watch.unsure_s if watch is not None else None,
        )
        signing = self._signing()
        self._runner = Runner(
            signing=signing,
            journal=stores.journal,
            settling=self._settling,
            library=self._library,
            server=self._server,
            wiring=wiring,
            outlets=Outlets(play, _printing(settings)),
            language=settings.kiosk.language,
        )
        self._returns = self._return_sender(signing)
        visits, find_out = self._runner.visits, self._library.now
        self._searching = Searching(self.backend, wiring=wiring, server=self._server, visits=visits, find_out=find_out)

    def _signing(self) -> SignInService:
        rules, clock = _login_rules(self._settings), self._wiring.clock
        return SignInService(
            self.backend, self.vault, Throttle(), rules, clock=clock, knows_item=self._stores.knows_item
        )

    def _return_sender(self, signing: SignInService) -> ReturnSender:
        tell, clock, saved, server = self._wiring.tell, self._wiring.clock, self._stores.returns, self._server
        if self.vault is None:
            return ReturnSender(self.backend, saved, tell=tell, clock=clock, server=server)
        accounts = AccountReturns(
            self.backend,
            saved,
            signing=signing,
            settling=self._settling,
            runner=self._runner,
            server=server,
            clock=clock,
            language=self._settings.kiosk.language,
        )
        return ReturnSender(self.backend, saved, tell=tell, clock=clock, server=server, accounts=accounts)

    def _tell(self, event: Event) -> None:
        """Tell the kiosk that the server is away or back. If the server is back, send the saved returns at once."""
        self._wiring.tell(event)
        if isinstance(event, ServerBack):
            self._returns.now()

    def start(self, effect: Effect) -> None:
        """Begin to carry out this effect, and do not wait for its end."""
        match effect:
            case SaveReturn() | TakeFob() | DropFob():
                self._wiring.spawn(self._returns.do(effect))
            case Search() | ReadShelves() | ReadDetails():
                self._searching.start(effect)
            case _:
                self._runner.start(effect)
        if isinstance(effect, TryServer):
            self._returns.now()

    def member_of(self, visit: VisitId) -> str | None:
        """Return the server's reference for the member who opened this visit, or None if the visit is not recent."""
        return self._runner.member_of(visit)

    async def open(self) -> None:
        """Read the remembered items, and start the work that runs until the end of the program.

        This work reads the library's settings, sends returns that were saved, and settles commits whose result is not
        known. It also asks staff about tools that people held when the program last ended suddenly.
        """
        await self._stores.items.load()
        self._wiring.spawn(self._forget_cards())
        self._wiring.spawn(self._close_former_run())
        self._wiring.spawn(self._library.run())
        self._wiring.spawn(self._returns.run())
        hours = self._settings.journal.inbox_after_h
        self._wiring.spawn(self._ask_about_former_runs(hours))
        self._wiring.spawn(
            self._settling.settle_when_quiet(quiet=lambda: self._runner.quiet, inbox_after_h=hours, purge=self._purge)
        )

    async def aclose(self) -> None:
        """Close the connections to the server."""
        await self.backend.aclose()

    async def _forget_cards(self) -> None:
        """Delete the remembered cards of each digital system for which the settings do not allow remembered cards.

        If the disk fails, try again until the disk works. Until then, the kiosk does not use these cards.
        """
        but = systems_with_remembered_cards(self._settings)
        while True:
            try:
                forgotten = await self._stores.forget_cards(but=but)
            except StoreError:
                await asyncio.sleep(CHECK_EVERY_S)
            else:
                if forgotten:
                    _log.warning("%d remembered cards were deleted, as the settings now say", forgotten)
                return

    async def _close_former_run(self) -> None:
        """Find the writes that had no answer when the program last ended, except commits. Mark these writes as UNKNOWN.

        If the disk fails, try again until the disk works. While the disk fails, the kiosk sends no new write.
        """
        while True:
            try:
                await self._stores.journal.close_unanswered(staged=True)
            except StoreError:
                await asyncio.sleep(CHECK_EVERY_S)
            else:
                return

    async def _ask_about_former_runs(self, hours: float) -> None:
        """Ask staff about tools that people held when the program ended suddenly.

        If the record of a tool is older than `hours` hours, ask at once. If the record is newer, ask after
        COME_BACK_S seconds. If somebody scans the tool again before that, do not ask about this tool.
        """
        now = self._wiring.clock()
        await self._ask_until_asked(Old.by(now.wall, timedelta(hours=hours)))
        await until(now.at + COME_BACK_S, self._wiring.clock)
        await self._ask_until_asked(None)

    async def _ask_until_asked(self, old: Old | None) -> None:
        while True:
            try:
                asked = await self._stores.in_hand.ask_about_former_runs(old)
            except StoreError:
                await asyncio.sleep(CHECK_EVERY_S)
            else:
                if asked:
                    _log.warning("staff are asked about %d tools that were scanned before the kiosk ended", asked)
                return

    async def _purge(self) -> None:
        """Delete old records. Do nothing if the server can confirm the kiosk's time, but has not done so yet.

        For example, the kiosk's clock can be some years ahead. Without this check, all linked fobs would then count as
        old, and the kiosk would delete them.
        """
        url = self._system.url
        told = self._watch is not None and (url.startswith("https:") or is_local(url))
        if told and self._watch is not None and not self._watch.is_confirmed:
            return
        await self._stores.journal.purge(self._settings.journal.keep_days)
        await self._stores.loans.purge(all_of_them=not self._settings.remembers_loans)
        if self.vault is not None:
            await self.vault.purge()


def _wall(wiring: Wiring) -> Callable[[], datetime]:
    return lambda: wiring.clock().wall


def _printing(settings: Settings) -> Printing | None:
    queue = settings.printer.queue
    return SlipPrinter(queue).print_lines if queue is not None else None


def _login_rules(settings: Settings) -> LoginRules:
    mixed = any(scanner.reads is Reads.ANYTHING for scanner in settings.scanners)
    return LoginRules(
        settings.fob_login,
        remember_password=settings.login.remember is Remember.PASSWORD,
        codes=CodeRule(settings.codes.fob, settings.codes.item) if mixed else None,
    )
