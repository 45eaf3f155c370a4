"""The installed command as a process, with a simulator and made-up readers. Every end-to-end test needs these parts."""

import signal
import subprocess
import sys
from abc import ABC, abstractmethod
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from kiosk.simulator import Knobs, Person, SimulatorThread
from kiosk.simulator.records import LoanFact
from tests.e2e.desk import Desk, wait_until
from tests.e2e.readers import Readers, SerialReaders

COMMAND = Path(sys.executable).with_name("lending-kiosk")
LEAVING = ("Done", "Finish now", "Understood", "Yes, log out", "Yes, go on", "Log out", "Not now", "Back")
"""The first words of the buttons that lead from any page to Welcome."""


class KioskOnDesk(ABC):
    """A kiosk with a display, two readers and a library. The installed command runs inside a `with` block."""

    welcome: ClassVar[str]
    """The headline of Welcome."""

    def __init__(self, folder: Path, *, readers: Readers | None = None, size: str = "1280x800") -> None:
        self.folder = folder
        self.size = size
        self._stack = ExitStack()
        self.readers = readers or SerialReaders(folder)
        self.fobs, self.items = self.readers.fobs, self.readers.items
        self.log = folder / "kiosk.log"
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            settings = self._opened(stack)
            self.desk = stack.enter_context(Desk(self.size))
            tables = self.readers.set_up(self.desk, stack)
            self.config = self.folder / "kiosk.toml"
            self.config.write_text(settings + tables, encoding="utf-8")
            self.start()
            self._stack = stack.pop_all()
        return self

    @abstractmethod
    def _opened(self, stack: ExitStack) -> str:
        """Start the servers of the library, and return the text of the settings file without the readers.

        The servers run until the stack is closed.
        """

    @abstractmethod
    def _new_morning(self) -> None:
        """Reset the library's data to the data at the start of the tests."""

    def back_to_welcome(self) -> None:
        """If a visit is open, end it with the buttons on the screen. Then reset the library's data."""
        self.desk.press_until(self.welcome, LEAVING)
        self._new_morning()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def start(self) -> None:
        """Start the command, and wait until the kiosk is ready for visits."""
        began = self.log.stat().st_size if self.log.exists() else 0
        command = [str(COMMAND), "run", "--debug", "--config", str(self.config)]
        self.process = self.desk.start(command, self.log, **self.readers.environ)
        self.wait_for_log("reader fob: ready", since=began)
        self.wait_for_log("reader items: ready", since=began)
        self.wait_for_log("ready for visits", since=began)
        self.desk.wait_for(self.welcome)

    def kill(self) -> None:
        """Kill the process without a warning, as if the power were cut."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(5)

    def stop(self) -> int:
        """Stop the process as the service manager does, and return its exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(10)

    def wait_for_log(self, words: str, *, since: int = 0) -> None:
        """Return when the kiosk has logged these words."""
        wait_until(
            lambda: words in self.log.read_text(encoding="utf-8")[since:], f"{words!r} in the log", self.log_text
        )

    def log_text(self) -> str:
        """Return the whole log so far."""
        return self.log.read_text(encoding="utf-8")


class RunningKiosk(KioskOnDesk):
    """A kiosk for `with RunningKiosk(folder) as kiosk:`, at a library with myTurn."""

    welcome = "Hold your key fob to the reader"

    def __init__(
        self,
        folder: Path,
        *,
        readers: Readers | None = None,
        knobs: Knobs | None = None,
        size: str = "1280x800",
        more: str = "",
        owing: bool = True,
    ) -> None:
        super().__init__(folder, readers=readers, size=size)
        self._more = more
        self._owing = owing
        self._knobs = knobs or Knobs()

    def _opened(self, stack: ExitStack) -> str:
        self.library = stack.enter_context(SimulatorThread(knobs=self._knobs))
        return (
            f'[kiosk]\nstate_dir = "{self.folder / "state"}"\ndisplay = "{self.size}"\n'
            f'[myturn]\nurl = "{self.library.url}"\nrequest_timeout_s = 2.0\n'
            '[sound]\nplayer = "off"\n'
            f"[fees]\nallow_owing = {str(self._owing).lower()}\n" + self._more
        )

    def _new_morning(self) -> None:
        self.library.control.reset()

    def link_and_log_in(self, person: Person, *greeting: str) -> None:
        """Show a new fob, and link it with user name and password. Return when the screen greets the member."""
        self.fobs.scan(person.fob)
        self.desk.wait_for("A new fob: log in once")
        self.desk.fill("User name or membership ID", person.username)
        self.desk.fill("Password", person.password)
        self.desk.press("Link fob")
        self.desk.wait_for(f"Hello {person.first}", *(greeting or ("Next time the fob is enough.",)))

    def loans(self, username: str) -> dict[str, LoanFact]:
        """Return the loans that the library has for this member, by label."""
        return {loan.code: loan for loan in self.library.library_state.loans_of(username)}
