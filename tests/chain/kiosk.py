"""The whole kiosk without readers and without a window. It has a simulated library over HTTP, and real files."""

import asyncio
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from kiosk.app.clock import KioskClock, local_zone
from kiosk.app.presenting import Presenting
from kiosk.app.settings_file import house_of
from kiosk.controller import Controller
from kiosk.domain.messages.effects import Effect, Play, Sound
from kiosk.domain.messages.events import Event, FobRead, ItemRead, Scanned, Tick
from kiosk.domain.messages.intents import FormSent, Intent
from kiosk.domain.model import ItemCode, Moment, Secret
from kiosk.domain.visit import begin
from kiosk.domain.visit.states import Kiosk
from kiosk.settings.load import load
from kiosk.simulator import MEMBERS, Person, SimulatorThread
from kiosk.store.journal import Journal
from kiosk.views.forms import FormPage
from kiosk.views.pieces import Button
from kiosk.views.view import View
from tests.presenter.kiosks import every, words
from tests.runner.ground import Ground
from tests.walks.disk import Disk

MARTA = MEMBERS[0]
AFTERNOON = time(15, 30)
_PATIENCE_S = 45.0
_READERS = "".join(
    f'\n[[scanner]]\nname = "{name}"\nreads = "{name}"\ndriver = "serial"\nport = "/dev/{name}"\n'
    for name in ("fobs", "items")
)


class _Machine:
    """The clock of a machine.

    The clock begins at half past three in the afternoon. A test can put the clock forward or set it wrong.
    """

    def __init__(self, ahead: timedelta, zone: str) -> None:
        self.ahead = ahead
        self._began = monotonic()
        here = local_zone(zone or None)
        self._at = datetime.combine(datetime.now(here).date(), AFTERNOON, here)
        self.forward_s = 0.0

    def __call__(self) -> Moment:
        gone = monotonic() - self._began + self.forward_s
        return Moment(self._began + gone, self.true(gone) + self.ahead)

    def true(self, gone: float | None = None) -> datetime:
        """Return the true time `gone` seconds after the start, or the true time now if `gone` is None."""
        gone = monotonic() - self._began + self.forward_s if gone is None else gone
        return self._at + timedelta(seconds=gone)


class ChainedKiosk:
    """`async with ChainedKiosk(folder, library, more) as kiosk:` starts a kiosk.

    `more` is added to the settings file.
    """

    def __init__(
        self,
        folder: Path,
        library: SimulatorThread,
        more: str = "",
        *,
        ahead: timedelta | None = None,
        zone: str = "",
    ) -> None:
        """Write the settings file, and prepare the kiosk.

        `ahead` is the time by which the machine's clock is ahead of the true time. If `ahead` is None, the kiosk does
        not compare its clock with the server's clock. `zone` is the value of `[kiosk] time_zone`.
        """
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "kiosk.toml"
        own = f'time_zone = "{zone}"\n' if zone else ""
        head = f'[kiosk]\nstate_dir = "{folder / "state"}"\n{own}[myturn]\nurl = "{library.url}"\n'
        config.write_text(head + "[fees]\nallow_owing = true\n" + more + _READERS, encoding="utf-8")
        self.library, self.machine = library, _Machine(ahead or timedelta(), zone)
        self.clock: Callable[[], Moment] = self.machine if ahead is None else KioskClock(self.machine, self.tell)
        self.sounds: list[Sound] = []
        self.seen: list[View] = []
        self.config = config
        self._settings = load(config)
        self._ground = Ground(self._settings, self.clock)
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        library = self.library.library_state.clock
        self.library.control.put_forward((self.machine.true() - library.now()).total_seconds())
        house = house_of(self._settings)
        self._controller = Controller(
            begin(house, self.clock(), next_id=1000),
            clock=self.clock,
            present=Presenting(self._ground.stores.items, house.language).present,
            show=self._show,
            start=self._start,
        )
        await self._ground.open(self.tell, self.sounds.append)
        await self.until(lambda: self.state.lasting.library is not None, "the library")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._ground.close(kind, error, trace)

    def _show(self, view: View) -> None:
        self.seen.append(view)

    def _start(self, effect: Effect) -> None:
        if isinstance(effect, Play):
            self.sounds.append(effect.sound)
        else:
            self._ground.serving.start(effect)

    # --- events: time, scans and buttons -------------------------------------------------------------

    def tell(self, event: Event) -> None:
        """Give the event to the controller."""
        self._controller.dispatch(event)
        self._changed.set()

    def pass_time(self, seconds: float) -> None:
        """Let this many seconds pass in which nobody does anything."""
        self.machine.forward_s += seconds
        self.tell(Tick())

    def show_fob(self, code: str) -> None:
        """Show this fob to the reader."""
        self.tell(Scanned(FobRead(Secret(code))))

    async def scan(self, code: str, *then: str) -> None:
        """Scan a tool, and wait for these words on the screen."""
        self.tell(Scanned(ItemRead(ItemCode(code))))
        await self.sees(*then)

    async def press(self, label: str) -> None:
        """Press the button with this label, as soon as the view has the button and it can be pressed."""
        await self.until(lambda: self._intent(label) is not None, f"a button {label!r}")
        intent = self._intent(label)
        assert intent is not None
        self.tell(intent)

    async def fill_in(self, name: str = "", password: str = "") -> None:
        """Fill in the form on the screen, and send it."""
        await self.until(lambda: isinstance(self.view.page, FormPage), "a form")
        page = self.view.page
        assert isinstance(page, FormPage)
        self.tell(FormSent(page.form.ident, name, Secret(password)))

    async def log_in(self, person: Person = MARTA) -> None:
        """Log this person in with name and password. Call this method only while the kiosk shows Welcome."""
        await self.press("Log in without a fob")
        await self.fill_in(person.username, person.password)
        await self.sees("Log out")

    # --- the state of the kiosk ----------------------------------------------------------------------

    @property
    def state(self) -> Kiosk:
        """The state of the kiosk."""
        return self._controller.kiosk

    @property
    def view(self) -> View:
        """The view that is on the screen."""
        self._controller.show()
        return self.seen[-1]

    def words(self) -> str:
        """Return everything that can be read on the screen."""
        return words(self.view).replace("\u202f", " ")  # this narrow space stands before AM and PM

    def calls(self, operation: str) -> int:
        """Return how often the kiosk has called this operation of the server."""
        return self.library.library_state.call_counts().get(operation, 0)

    def out(self, code: str, person: Person = MARTA) -> bool:
        """Return True if this member has the tool on loan, according to the records of the library."""
        return code in {loan.code for loan in self.library.library_state.loans_of(person.username)}

    async def inbox(self) -> list[tuple[str, tuple[ItemCode, ...]]]:
        """Return the kind and the item codes of each entry in the staff inbox."""
        entries = await asyncio.to_thread(self._ground.inbox().entries)
        return [(entry.kind, entry.codes) for entry in entries]

    @property
    def journal(self) -> Journal:
        """The journal of the kiosk."""
        return self._ground.stores.journal

    @property
    def disk(self) -> Disk:
        """The files in the kiosk's state folder."""
        return Disk(self._settings.kiosk.state_dir)

    async def until_inbox(self, fact: Callable[[list[tuple[str, tuple[ItemCode, ...]]]], bool], what: str) -> None:
        """Wait until `fact(entries)` is true of the entries in the staff inbox."""
        end = monotonic() + _PATIENCE_S
        while not fact(found := await self.inbox()):
            assert monotonic() < end, f"waited {_PATIENCE_S} s for {what} in the inbox; there: {found}"
            await asyncio.sleep(0.05)

    async def sees(self, *those: str, within_s: float = _PATIENCE_S) -> None:
        """Wait until the screen shows all of these words."""
        await self.until(lambda: all(one in self.words() for one in those), f"{those}", within_s)

    async def until(self, fact: Callable[[], bool], what: str, within_s: float = _PATIENCE_S) -> None:
        """Wait until `fact()` is true."""
        end = monotonic() + within_s
        while not fact():
            assert monotonic() < end, f"waited {within_s} s for {what}; on the screen:\n{self.words()}"
            self._changed.clear()
            try:
                async with asyncio.timeout(0.2):
                    await self._changed.wait()
            except TimeoutError:
                self.tell(Tick())

    def _intent(self, label: str) -> Intent | None:
        for button in every(self.view, Button):
            if isinstance(button, Button) and label in (button.label, button.name) and button.enabled:
                return button.intent
        return None
