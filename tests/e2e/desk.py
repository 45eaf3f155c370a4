"""A desk for the real kiosk: a virtual display, a session bus, and a program that reads the screen.

The program also presses buttons.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

HERE = Path(__file__).parent
BUS_LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))
SYSTEM_PYTHON = "/usr/bin/python3"


@cache
def missing_parts() -> tuple[str, ...]:
    """Return the names of the programs that a Desk needs and that are not installed here. Look for them only once."""
    parts = [name for name in ("Xvfb", "dbus-daemon") if shutil.which(name) is None]
    if not any(path.exists() for path in BUS_LAUNCHERS):
        parts.append("at-spi2-core")
    if subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode:
        parts.append("python3-pyatspi")
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Seen:
    """A text, button or field on the screen, as a screen reader gets it."""

    role: str
    name: str
    text: str
    states: tuple[str, ...]


class Desk:
    """A virtual display and a session bus, for `with Desk() as desk:`.

    At the end of the `with` block, all programs that use them are stopped.
    """

    def __init__(self, size: str = "1280x800") -> None:
        self._size = size
        self._stack = ExitStack()
        self.environ = dict(os.environ)
        self._probe: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._stack = stack
            self._start_display()
            self._start_bus()
            self._probe = self._run([SYSTEM_PYTHON, str(HERE / "atspi_probe.py")], pipes=True)
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

    def _ask(self, **request: str) -> object:
        assert self._probe is not None
        assert self._probe.stdin is not None
        assert self._probe.stdout is not None
        self._probe.stdin.write(json.dumps(request) + "\n")
        self._probe.stdin.flush()
        return json.loads(self._probe.stdout.readline() or "null")

    def screen(self) -> list[Seen]:
        """Return everything that can be read in the kiosk's window now.

        The list is empty if the window changes during the reading.
        """
        return self._read("read")

    def tree(self) -> list[Seen]:
        """Return all windows of the kiosk and all their parts, also the hidden ones, as a screen reader can read them.

        The text of each part also has the description, the value and the attributes of the part.
        """
        found: list[Seen] = []

        def is_read() -> bool:
            found[:] = self._read("read all")
            return bool(found)

        wait_until(is_read, "the accessible tree")
        return found

    def _read(self, what: str) -> list[Seen]:
        rows = self._ask(do=what)
        if not isinstance(rows, list):
            return []
        return [Seen(role, name, text, tuple(states)) for role, name, text, states in rows]

    def words(self) -> str:
        """Return all names and texts on the screen, one on each line."""
        return "\n".join(part for seen in self.screen() for part in (seen.name, seen.text) if part)

    def press(self, name: str) -> None:
        """Press the button with this accessible name, as soon as the screen shows the button."""
        wait_until(lambda: self._ask(do="press", name=name) is True, f"a button {name!r}", self.words)

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

    def _presses(self, beginning: str) -> bool:
        return self._ask(do="press beginning", name=beginning) is True

    def fill(self, field: str, text: str) -> None:
        """Put this text into a field, as soon as the screen shows the field."""
        wait_until(lambda: self._ask(do="type", name=field, text=text) is True, f"a field {field!r}", self.words)

    def wait_for(self, *words: str, timeout_s: float = 60.0) -> None:
        """Return when all these words are on the screen. Fail after `timeout_s` seconds."""

        def all_there() -> bool:
            seen = self.words()
            return all(word in seen for word in words)

        wait_until(all_there, f"the words {words}", self.words, timeout_s)

    def screenshot(self, path: Path) -> None:
        """Save the whole display as a PNG."""
        code = (
            "import sys; from PySide6.QtGui import QGuiApplication as A; app = A([]);"
            "app.primaryScreen().grabWindow(0).save(sys.argv[1])"
        )
        environ = {**self.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0"}
        subprocess.run([sys.executable, "-c", code, str(path)], env=environ, check=True, timeout=30)


def wait_until(
    fact: Callable[[], bool], what: str, shown: Callable[[], str] = lambda: "", timeout_s: float = 60.0
) -> None:
    """Return when `fact` returns True.

    If `fact` still returns False after `timeout_s` seconds, fail. The error names `what` and the text of `shown`.
    """
    import threading
    import time

    pause = threading.Event()
    end = time.monotonic() + timeout_s
    while not fact():
        if time.monotonic() > end:
            raise AssertionError(f"waited {timeout_s} s for {what}; there is:\n{shown()}")
        pause.wait(0.05)


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
