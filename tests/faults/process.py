"""The kiosk as a process without a display. The tests kill it, stop it, block it or break it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from kiosk.demo.pretend_readers import PretendReader
from kiosk.simulator import SimulatorThread
from tests.app.standing import write_settings
from tests.e2e.desk import wait_until

COMMAND = str(Path(sys.executable).with_name("lending-kiosk"))


class KioskProcess:
    """The installed command, ready for visits: `with KioskProcess(folder, library) as kiosk:`.

    `planted` is Python code that runs instead of the command. The code changes parts of the kiosk, and must then start
    the kiosk.
    """

    def __init__(
        self, folder: Path, library: SimulatorThread, *, planted: str = "", environ: dict[str, str] | None = None
    ) -> None:
        self.folder, self._planted = folder, planted
        self._environ = {**os.environ, **(environ or {}), "QT_QPA_PLATFORM": "offscreen"}
        self.fobs, self.items = PretendReader(folder / "fob-reader"), PretendReader(folder / "item-scanner")
        self.log = folder / "kiosk.log"
        self.config = folder / "kiosk.toml"
        write_settings(folder, library)
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        for reader in (self.fobs, self.items):
            reader.plug()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for reader in (self.fobs, self.items):
            reader.unplug()

    def start(self) -> None:
        """Start the process, and return when the kiosk is ready for visits."""
        since = len(self.said())
        self.launch()
        for words in ("reader fob: ready", "reader items: ready", "ready for visits", "LibraryRead -> Idle"):
            self.says(words, since=since)

    def launch(self) -> None:
        """Start the process, and do not wait until the kiosk is ready."""
        arguments = ["run", "--debug", "--config", str(self.config)]
        planted = [sys.executable, "-c", self._planted] if self._planted else [COMMAND]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [*planted, *arguments], env=self._environ, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def says(self, words: str, *, since: int = 0, timeout_s: float = 60.0) -> None:
        """Return when the kiosk has logged these words. Fail if the process ends without them."""
        assert self.process is not None
        # First ask if the process has ended, and then read the log. If the process has ended, the log is complete.
        over = self.process.poll
        wait_until(lambda: over() is not None or words in self.said()[since:], f"{words!r}", self.said, timeout_s)
        assert words in self.said()[since:], f"it has ended with {over()}:\n{self.said()}"

    def said(self) -> str:
        """Return the whole log."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def ends(self, *, by: signal.Signals | None = None, within_s: float = 10.0) -> int:
        """Wait for the end of the process, and return its exit code. If `by` is given, first send this signal."""
        assert self.process is not None
        if by is not None:
            self.process.send_signal(by)
        return self.process.wait(within_s)
