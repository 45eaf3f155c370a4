"""The whole app, which runs inside the process of the test, with a real window, files, server and serial lines.

A test can put the clock of the app forward.
"""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from PySide6.QtWidgets import QAbstractButton

from kiosk.app.program import Program
from kiosk.app.systems import LendingSystem
from kiosk.demo.hand import Hand
from kiosk.demo.pretend_readers import PretendReader
from kiosk.domain.messages.effects import Farewell
from kiosk.domain.messages.events import Tick
from kiosk.domain.model import Moment
from kiosk.settings.load import load
from kiosk.settings.model import Settings
from kiosk.simulator import MEMBERS, Knobs, Person, SimulatorThread
from kiosk.store.inbox import InboxEntry, StaffInbox
from tests.runner.deeds import Deeds

MARTA, JAMAL, INES, THEO = MEMBERS[:4]
SCANNERS = """
[[scanner]]
name = "fob"
reads = "fobs"
driver = "serial"
port = "{folder}/fob-reader"
repeat = {{ mode = "fixed", ms = 50 }}

[[scanner]]
name = "items"
reads = "items"
driver = "serial"
port = "{folder}/item-scanner"
"""

ONE_FOR_EVERYTHING = """
[[scanner]]
name = "reader"
reads = "anything"
driver = "serial"
port = "{folder}/fob-reader"
repeat = {{ mode = "fixed", ms = 50 }}
"""


@dataclass
class TestClock:
    """A clock with the real time, which a test can put forward.

    `forward_s` seconds are added to the clock that never jumps, and `wall_s` seconds to the time of day.
    """

    __test__ = False

    forward_s: float = 0.0
    wall_s: float = 0.0

    def __call__(self) -> Moment:
        return Moment(monotonic() + self.forward_s, datetime.now().astimezone() + timedelta(seconds=self.wall_s))


def write_settings(folder: Path, library: SimulatorThread, more: str = "", scanners: str = SCANNERS) -> Settings:
    """Write a settings file into this folder, for a kiosk whose readers use serial lines. Return the settings."""
    path = folder / "kiosk.toml"
    head = f'[kiosk]\nstate_dir = "{folder / "state"}"\ndisplay = "1280x800"\n[sound]\nplayer = "off"\n'
    site = f'[fees]\nallow_owing = true\n[myturn]\nurl = "{library.url}"\nrequest_timeout_s = 2.0\n'
    path.write_text(head + site + more + scanners.format(folder=folder), encoding="utf-8")
    return load(path)


async def link_fobs(folder: Path, library: SimulatorThread, *people: Person) -> None:
    """Link the fobs of these members in an earlier visit. All members have logged out when this function returns."""
    async with Deeds(folder, library) as deeds:
        for person in people:
            deeds.ask(Farewell(await deeds.link(person)))
        await deeds.until(lambda: deeds.calls("delete_cart") == len(people))


class StandingKiosk:
    """`async with StandingKiosk(folder) as kiosk:` starts a simulated library, two readers and the kiosk.

    The kiosk is then ready for visits.
    """

    def __init__(
        self,
        folder: Path,
        *,
        knobs: Knobs | None = None,
        more: str = "",
        library: SimulatorThread | None = None,
        scanners: str = SCANNERS,
    ) -> None:
        self.folder, self._more, self._knobs, self._given = folder, more, knobs or Knobs(), library
        self._scanners = scanners
        self.clock = TestClock()
        self.fobs, self.items = PretendReader(folder / "fob-reader"), PretendReader(folder / "item-scanner")
        self._stack = ExitStack()
        self._stop = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.begin()
        await self.until(lambda: self.program.kiosk.lasting.library is not None, "the library")
        return self

    async def begin(self) -> None:
        """Start everything, and wait until the readers are ready. The server of the library may be down."""
        settings = self._opened()
        for reader in (self.fobs, self.items):
            reader.plug()
            self._stack.callback(reader.unplug)
        self._readers = len(settings.scanners)
        self.program = Program(settings, clock=self.clock, system=self._system())
        self._main = asyncio.get_running_loop().create_task(self.program.main(self._stop))
        await self.until(lambda: self.program.serving is not None, "the parts behind the screen")
        await self.until(self.readers_ready, "the readers")

    def _system(self) -> LendingSystem | None:
        """Return the lending system of the test, or None to use the lending system in the settings."""
        return None

    def _opened(self) -> Settings:
        """Start a simulated library if the test has given none. Write a settings file, and return the settings."""
        self.library = self._given or self._stack.enter_context(SimulatorThread(knobs=self._knobs))
        return write_settings(self.folder, self.library, self._more, self._scanners)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.end()

    async def end(self) -> None:
        """End the kiosk as SIGTERM does, and close everything that was started for the kiosk."""
        self._stop.set()
        try:
            assert await self._main == 0
        finally:
            self.program.window.hide()
            self.program.window.deleteLater()
            self._stack.close()

    # --- waiting -------------------------------------------------------------------------------------

    async def until(self, fact: Callable[[], bool], what: str, timeout_s: float = 60.0) -> None:
        """Wait until `fact()` is true, `timeout_s` seconds at most.

        If the program has ended with an error, raise this error.
        """
        end = monotonic() + timeout_s
        while not fact():
            if self._main.done():
                self._main.result()
            assert monotonic() < end, f"waited {timeout_s} s for {what}; on the screen:\n{self.words()}"
            await asyncio.sleep(0.03)

    async def sees(self, *words: str, timeout_s: float = 60.0) -> None:
        """Wait until the screen shows all of these words."""
        await self.until(lambda: all(word in self.words() for word in words), f"{words}", timeout_s)

    async def misses(self, word: str) -> None:
        """Wait until the screen does not show this word any more."""
        await self.until(lambda: word not in self.words(), f"the end of {word!r}")

    def put_forward(self, seconds: float) -> None:
        """Let this many seconds pass on the clock that the kiosk's deadlines use."""
        self.clock.forward_s += seconds
        self.program.tell(Tick())

    # --- what a person does --------------------------------------------------------------------------

    async def arrive(self, person: Person = MARTA) -> None:
        """Show the linked fob of this person, and wait until the person is logged in."""
        self.fobs.scan(person.fob)
        await self.sees(f"Log out {person.first}")

    def scan(self, *codes: str) -> None:
        """Scan these tools."""
        for code in codes:
            self.items.scan(code)

    async def press(self, name: str) -> None:
        """Press the button with this accessible name, as soon as the screen shows the button and it can be pressed."""
        await self.until(lambda: self._hand.named(name) is not None, f"a button {name!r}")
        button = self._hand.named(name)
        assert button is not None
        button.click()

    async def press_first(self, beginning: str) -> None:
        """Press the first button whose accessible name begins like this, as soon as it is shown and can be pressed."""

        def named() -> str | None:
            names = (one.accessibleName() for one in self._hand.seen(QAbstractButton) if one.isEnabled())
            return next((name for name in names if name.startswith(beginning)), None)

        await self.until(lambda: named() is not None, f"a button {beginning!r}")
        await self.press(named() or beginning)

    async def fill(self, field: str, text: str) -> None:
        """Put this text into a field, as soon as the screen shows the field."""
        await self.until(lambda: self._hand.field(field) is not None, f"a field {field!r}")
        entry = self._hand.field(field)
        assert entry is not None
        entry.setText(text)

    async def log_in(self, person: Person, submit: str = "Log in") -> None:
        """Fill in the form that is shown, and send it."""
        await self.fill("User name or membership ID", person.username)
        await self.fill("Password", person.password)
        await self.press(submit)

    # --- the state of the kiosk and the library ------------------------------------------------------

    def words(self) -> str:
        """Return all accessible names and texts on the screen, one in each line."""
        return self._hand.words()

    def readers_ready(self) -> bool:
        """Return True if all readers of the settings file are ready."""
        readers = self.program.kiosk.lasting.readers
        return len(readers) == self._readers and all(reader.ready for reader in readers)

    @property
    def _hand(self) -> Hand:
        return Hand(self.program.window)

    def loans(self, person: Person = MARTA) -> set[str]:
        """Return the labels of the tools that this member has on loan, according to the library."""
        return {loan.code for loan in self.library.library_state.loans_of(person.username)}

    def calls(self, operation: str) -> int:
        """Return how often the kiosk has called this operation of the server."""
        return self.library.library_state.call_counts().get(operation, 0)

    async def until_inbox(self, *entries: tuple[str, tuple[str, ...]]) -> None:
        """Wait until the staff inbox has exactly these entries. Each entry is given by its kind and its item codes."""
        end, found = monotonic() + 20.0, None
        while found != list(entries):
            assert monotonic() < end, f"there is {found}"
            found = [(entry.kind, entry.codes) for entry in await self._inbox()]

    async def _inbox(self) -> tuple[InboxEntry, ...]:
        stores = self.program.stores
        inbox = StaffInbox(stores.store.journal, stores.key, lambda: self.clock().wall)
        return await asyncio.get_running_loop().run_in_executor(None, inbox.entries)
