"""An installed kiosk on a virtual display, with a simulated library, pretended readers, settings and linked fobs.

The modules are compiled before the first start, as pip does. So no start has to compile a module.
"""

import asyncio
import compileall
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

import hardware
import kiosk
from kiosk.app.stores import Stores
from kiosk.app.systems import system_of
from kiosk.backends.protocol import Password
from kiosk.demo.pretend_readers import PretendReader
from kiosk.domain.model import Secret, VisitId
from kiosk.settings.load import load
from kiosk.settings.model import Backend, Settings
from kiosk.simulator import MEMBERS, Knobs, Person, SimulatorThread
from kiosk.simulator.ehub import EhubThread
from kiosk.simulator.overdrive import OverdriveThread
from kiosk.simulator.sierra import KEY, KEY_SECRET, PATRONS, SierraThread
from kiosk.store.link_encryption import RememberedToken
from kiosk.store.vault import Holder
from tests.bench.display import HEIGHT, WIDTH, Display, end, wait_until
from tests.e2e.ehub_process import ehub_tables
from tests.e2e.overdrive_process import overdrive_tables

COMMAND = (str(Path(sys.executable).with_name("lending-kiosk")), "run")
LINKED = MEMBERS[:3]
_AS_THE_UNIT_SETS = {"MALLOC_ARENA_MAX": "2", "PYTHONFAULTHANDLER": "1", "PYTHONUNBUFFERED": "1"}
_CARDS = tuple(each.barcodes[0] for each in PATRONS[:3])
_TOOLS = {
    "myturn": ("DR-0142", "SAND-0019", "100"),
    "sierra": ("30800000001013", "30800000001016", "30800000001014"),
}
_ZONE = ZoneInfo("America/New_York")
_SCANNER = '[[scanner]]\nname = "{name}"\nreads = "{reads}"\ndriver = "serial"\nport = "{port}"\n'


class BenchSystem(StrEnum):
    """The lending systems of a station. In a name, BOTH means that OverDrive and eHUB are beside the main system."""

    MYTURN = "myturn"
    SIERRA = "sierra"
    MYTURN_BOTH = "myturn+both"
    SIERRA_BOTH = "sierra+both"

    @property
    def main(self) -> Backend:
        """Return the main system."""
        return Backend(self.value.partition("+")[0])

    @property
    def has_both(self) -> bool:
        """Return True if OverDrive and eHUB are beside the main system."""
        return self.value.endswith("+both")

    @property
    def compared_with(self) -> "BenchSystem | None":
        """Return the system with which the start of the kiosk is compared, or None if this system is myTurn alone.

        A kiosk with digital systems is compared with the same kiosk without digital systems. Sierra is compared with
        myTurn.
        """
        if self.has_both:
            return BenchSystem(self.main.value)
        return None if self is BenchSystem.MYTURN else BenchSystem.MYTURN


class Log:
    """The text that a kiosk has printed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def text(self) -> str:
        """Return all text that the kiosk has printed so far."""
        return self.path.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, *words: str, timeout_s: float = 30.0) -> float:
        """Wait until the log has all of these words, and return the moment."""
        return wait_until(lambda: all(word in self.text() for word in words), f"{words} in the log", timeout_s)


class Station:
    """`with Station(display) as station:` prepares everything that a kiosk needs, and starts no kiosk.

    `system` is the lending system that the station simulates.
    """

    def __init__(
        self,
        display: Display,
        *,
        reads: tuple[str, str] = ("fobs", "items"),
        more: str = "",
        knobs: Knobs | None = None,
        system: BenchSystem = BenchSystem.MYTURN,
    ) -> None:
        self.display = display
        self.system = system
        self._knobs = knobs or Knobs(sweep_after_s=0)
        self._reads = reads
        self._more = more
        self._stack = ExitStack()
        self._started = 0

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-kiosk-")))
            if self.system.main is Backend.SIERRA:
                self.library_url = stack.enter_context(SierraThread(time_zone=_ZONE)).url
            else:
                self.library_url = stack.enter_context(SimulatorThread(knobs=self._knobs)).url
            if self.system.has_both:
                self._overdrive_url = stack.enter_context(OverdriveThread(time_zone=_ZONE)).url
                self._provider_url = stack.enter_context(EhubThread(time_zone=_ZONE)).url
            self.first = PretendReader(self.folder / "first")
            self.second = PretendReader(self.folder / "second")
            for reader in (self.first, self.second):
                reader.plug()
                stack.callback(reader.unplug)
            for package in (kiosk, hardware):
                compileall.compile_dir(Path(package.__path__[0]), quiet=1)
            self.config = self.folder / "kiosk.toml"
            self.config.write_text(self._settings(), encoding="utf-8")
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _settings(self) -> str:
        ports = zip(("first", "second"), self._reads, (self.first.port, self.second.port), strict=True)
        return (
            f'[kiosk]\nbackend = "{self.system.main.value}"\n{self._digital()}state_dir = "{self.folder / "state"}"\n'
            f'display = "{WIDTH}x{HEIGHT}"\ntime_zone = "{_ZONE}"\n'
            f'{self._tables()}[sound]\nplayer = "off"\n[fees]\nallow_owing = true\n{self._more}'
            + "".join(_SCANNER.format(name=name, reads=reads, port=port) for name, reads, port in ports)
        )

    def _tables(self) -> str:
        """Return the tables of the settings file that concern the lending system."""
        beside = ""
        if self.system.has_both:
            ehub = ehub_tables(self.folder, self._provider_url, label="Riverside e-books")
            beside = overdrive_tables(self.folder, self._overdrive_url) + ehub
        if self.system.main is Backend.MYTURN:
            # myTurn does not tell the number of a member's library card, so eHUB gets another claim.
            claims = 'claims = ["patronId"]\n' if self.system.has_both else ""
            return f'[myturn]\nurl = "{self.library_url}"\n{beside}{claims}'
        key = self.folder / "sierra-key"
        key.write_text(f"{KEY}:{KEY_SECRET}")
        key.chmod(0o600)
        sierra = f'[sierra]\nurl = "{self.library_url}"\nkey_file = "{key}"\ncard_pin = "none"\n'
        return f'{sierra}{beside}[library]\nname = "Millbrook"\n[login]\nfob = "card"\n'

    def _digital(self) -> str:
        return 'digital = ["overdrive", "ehub"]\n' if self.system.has_both else ""

    @property
    def fobs(self) -> tuple[str, ...]:
        """Return three codes that open the accounts of members: cards with Sierra, otherwise fobs.

        `link_fobs` must link the fobs first.
        """
        return _CARDS if self.system.main is Backend.SIERRA else tuple(each.fob for each in LINKED)

    @property
    def tools(self) -> tuple[str, ...]:
        """Return the labels of three tools that nobody has borrowed."""
        return _TOOLS[self.system.main.value]

    @contextmanager
    def kiosk(
        self, command: Sequence[str] = COMMAND, *, pipes: bool = False
    ) -> Iterator[tuple["subprocess.Popen[str]", Log, float]]:
        """Start the program.

        Yield the process, its log from standard error, and the moment of its start (CLOCK_MONOTONIC).
        """
        self._started += 1
        log = Log(self.folder / f"kiosk-{self._started}.log")
        words = [*command, "--config", str(self.config)]
        with log.path.open("w") as out:
            pipe = subprocess.PIPE if pipes else subprocess.DEVNULL
            environ = self.display.environ | _AS_THE_UNIT_SETS
            # A developer may have set this variable. Then Python would compile the modules at each start.
            environ.pop("PYTHONDONTWRITEBYTECODE", None)
            began = time.monotonic()
            process = subprocess.Popen(words, env=environ, stdin=pipe, stdout=pipe, stderr=out, text=True)
        try:
            yield process, log, began
        finally:
            end(process)
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
            self.display.clear()

    def link_fobs(self) -> None:
        """Link the fobs of some members in the kiosk's stores, each after a log-in with name and password.

        With Sierra, do nothing, because there a card of the library opens the account, and no fob is linked.
        """
        if self.system.main is Backend.SIERRA:
            return
        asyncio.run(_link(load(self.config), LINKED))


async def _link(settings: Settings, people: Sequence[Person]) -> None:
    stores = Stores(settings, lambda: datetime.now(UTC))
    backend = system_of(settings).connect(settings, stores.journal, stores.items, lambda: datetime.now(UTC))
    with ThreadPoolExecutor(1) as slow:
        vault = stores.vault(slow)
        assert vault is not None
        for number, person in enumerate(people):
            account = await backend.sign_in(
                Password(person.username, Secret(person.password)), VisitId(-1 - number), "en"
            )
            assert account.renewable is not None
            holder = Holder(account.member.reference, account.member.first_name[:1])
            await vault.keep(Secret(person.fob), RememberedToken(account.renewable), holder)
            await account.sign_out()
    await backend.aclose()
    stores.store.close()
