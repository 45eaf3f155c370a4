"""A desk for the real kiosk: a virtual display, a session bus, and a program that reads the screen.

The program also presses buttons.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.e2e.bus import BusError
from tests.e2e.screen_reader import ScreenReader, Seen

HERE = Path(__file__).parent
BUS_LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))
SYSTEM_PYTHON = "/usr/bin/python3"
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 0.4

_CAMERA = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
for line in sys.stdin:
    print(app.primaryScreen().grabWindow(0).save(line.rstrip("\\n")), flush=True)
"""
"""A program that saves the display as a PNG for each path on its standard input. Its start takes longest."""


@cache
def missing_parts() -> tuple[str, ...]:
    """Return the names of the programs that a Desk needs and that are not installed here. Look for them only once."""
    parts = [name for name in ("Xvfb", "dbus-daemon") if shutil.which(name) is None]
    if not any(path.exists() for path in BUS_LAUNCHERS):
        parts.append("at-spi2-core")
    return tuple(parts)


class Desk:
    """A virtual display and a session bus, for `with Desk() as desk:`.

    At the end of the `with` block, all programs that use them are stopped.
    """

    def __init__(self, size: str = "1280x800") -> None:
        self._size = size
        self._stack = ExitStack()
        self.environ = dict(os.environ)
        self._reader: ScreenReader | None = None
        self._camera: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._stack = stack
            self._start_display()
            self._start_bus()
            self._reader = ScreenReader(self.environ["DBUS_SESSION_BUS_ADDRESS"])
            stack.callback(self._reader.close)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _start_display(self) -> None:
        reading, writing = os.pipe()
        command = [
            "Xvfb",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            f"{self._size}x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ]
        self._run(command, pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as number:
            self.environ["DISPLAY"] = ":" + number.readline().strip()
        self.environ.update(QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", NO_AT_BRIDGE="0")
        self.environ.pop("WAYLAND_DISPLAY", None)

    def _start_bus(self) -> None:
        bus = self._run(["dbus-daemon", "--session", "--nofork", "--print-address=1"], pipes=True)
        assert bus.stdout is not None
        self.environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        launcher = next(str(path) for path in BUS_LAUNCHERS if path.exists())
        self._run([launcher, "--launch-immediately"])

    def _run(
        self, command: Sequence[str], *, pipes: bool = False, pass_fds: tuple[int, ...] = ()
    ) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            env=self.environ,
            stdin=subprocess.PIPE if pipes else subprocess.DEVNULL,
            stdout=subprocess.PIPE if pipes else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            pass_fds=pass_fds,
        )
        self._stack.callback(_end, process)
        return process

    def talk_to(self, command: Sequence[str]) -> subprocess.Popen[str]:
        """Start a program that answers each line on its standard input with a line on its standard output."""
        return self._run(command, pipes=True)

    def start(self, command: Sequence[str], log: Path, **environ: str) -> subprocess.Popen[str]:
        """Start a program on this desk. Its output goes to the file `log`."""
        with log.open("a") as out:
            process = subprocess.Popen(
                command,
                env={**self.environ, **environ},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                text=True,
            )
        self._stack.callback(_end, process)
        return process

    def screen(self) -> list[Seen]:
        """Return everything that can be read in the kiosk's window now.

        The list is empty if the window changes during the reading.
        """
        assert self._reader is not None
        try:
            return self._reader.read()
        except BusError:
            return []

    def tree(self) -> list[Seen]:
        """Return all windows of the kiosk and all their parts, also the hidden ones, as a screen reader can read them.

        The text of each part also has the description, the value and the attributes of the part.
        """
        reader, found = self._reader, list[Seen]()
        assert reader is not None

        def is_read() -> bool:
            found[:] = reader.read_all()
            return bool(found)

        wait_until(lambda: _succeeds(is_read), "the accessible tree")
        return found

    def words(self) -> str:
        """Return all names and texts on the screen, one on each line."""
        return "\n".join(part for seen in self.screen() for part in (seen.name, seen.text) if part)

    def press(self, name: str) -> None:
        """Press the button with this accessible name, as soon as the screen shows the button."""
        wait_until(lambda: self._presses(name, whole=True), f"a button {name!r}", self.words)

    def press_beginning(self, beginning: str) -> None:
        """Press the first button whose accessible name begins with these words, as soon as the button is shown."""
        wait_until(lambda: self._presses(beginning), f"a button {beginning}...", self.words)

    def press_until(self, words: str, beginnings: Sequence[str]) -> None:
        """Press buttons until these words are on the screen.

        In each round, try the words of `beginnings` in order, until the name of a button begins with such words. Press
        this button.
        """

        def arrived() -> bool:
            return words in self.words() or (any(self._presses(each) for each in beginnings) and False)

        wait_until(arrived, f"the words {words}", self.words)

    def _presses(self, name: str, *, whole: bool = False) -> bool:
        reader = self._reader
        assert reader is not None
        return _succeeds(lambda: reader.press(name, whole=whole))

    def fill(self, field: str, text: str) -> None:
        """Put this text into a field, as soon as the screen shows the field."""
        reader = self._reader
        assert reader is not None
        wait_until(lambda: _succeeds(lambda: reader.fill(field, text)), f"a field {field!r}", self.words)

    def wait_for(self, *words: str, timeout_s: float = 60.0) -> None:
        """Return when all these words are on the screen. Fail after `timeout_s` seconds."""

        def all_there() -> bool:
            seen = self.words()
            return all(word in seen for word in words)

        wait_until(all_there, f"the words {words}", self.words, timeout_s)

    def screenshot(self, path: Path) -> None:
        """Save the whole display as a PNG."""
        if self._camera is None:
            self._camera = self.talk_to(["env", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON=0", sys.executable, "-c", _CAMERA])
        assert self._camera.stdin is not None
        assert self._camera.stdout is not None
        self._camera.stdin.write(f"{path}\n")
        self._camera.stdin.flush()
        assert self._camera.stdout.readline() == "True\n"


def _succeeds(act: Callable[[], bool]) -> bool:
    """Return what `act` returns, or False if the window changes meanwhile or is not there yet."""
    try:
        return act()
    except BusError:
        return False


def wait_until(
    fact: Callable[[], bool], what: str, shown: Callable[[], str] = lambda: "", timeout_s: float = 60.0
) -> None:
    """Return when `fact` returns True.

    The pauses between two questions grow, because each question needs time of the processor. If `fact` still returns
    False after `timeout_s` seconds, fail. The error names `what` and the text of `shown`.
    """
    import threading
    import time

    never, pause_s = threading.Event(), SHORTEST_PAUSE_S
    end = time.monotonic() + timeout_s
    while not fact():
        if time.monotonic() > end:
            raise AssertionError(f"waited {timeout_s} s for {what}; there is:\n{shown()}")
        never.wait(pause_s)
        pause_s = min(LONGEST_PAUSE_S, pause_s * 1.25)


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
