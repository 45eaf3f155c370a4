"""The lines of the unit as it is shipped, run as systemd runs them, under a cage that draws into memory.

A service manager of a few lines: it starts ExecStart=, hears READY=1 on the notify socket, and stops as systemd does:
ExecStop= first, then SIGTERM to everything that is left, then ExecStopPost=.
"""

import contextlib
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.e2e.desk import wait_until

UNIT = Path(__file__).parents[2] / "systemd" / "lending-kiosk.service"
NOBODY = 65534
"""Who runs the service when the tests run as root: cage refuses to."""
_INSTALLED = "/opt/lending-kiosk"
_SETTINGS = "/etc/lending-kiosk/kiosk.toml"


def as_nobody() -> dict[str, Any]:
    """Return what starts a program without root's rights, if this is root."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": ()} if os.geteuid() == 0 else {}


def unit_lines(key: str) -> list[str]:
    """Return the values of this key, continued lines joined."""
    text = re.sub(r"\\\n\s*", "", UNIT.read_text(encoding="utf-8"))
    return re.findall(rf"^{key}=(.*)$", text, re.MULTILINE)


class UnitUnderCage:
    """`start()`, scan, `stop()`: the service without systemd, on a screen that nobody sees."""

    def __init__(self, folder: Path, config: Path, *, environ: dict[str, str] | None = None) -> None:
        self.log = folder / "service.log"
        self._config = config
        self._notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._notify.bind(str(folder / "notify"))
        (folder / "notify").chmod(0o666)
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(runtime, NOBODY, NOBODY)
        own = dict(line.partition("=")[::2] for line in unit_lines("Environment"))
        self._environ = {
            **os.environ,
            **own,
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "NOTIFY_SOCKET": str(folder / "notify"),
            "WLR_BACKENDS": "headless",
            "WLR_RENDERER": "pixman",
            **(environ or {}),
        }
        self._service: subprocess.Popen[bytes] | None = None

    def before(self) -> subprocess.CompletedProcess[str]:
        """Run what the unit runs before its start, as the kiosk's user does, and return how that went."""
        [command] = [line for line in unit_lines("ExecStartPre") if not line.startswith(("-", "+"))]
        return subprocess.run(
            self._words(command), env=self._environ, capture_output=True, text=True, check=False, **as_nobody()
        )

    def start(self) -> None:
        """Run ExecStart= and wait until the kiosk says that it is ready."""
        [command] = unit_lines("ExecStart")
        with self.log.open("ab") as log:
            self._service = subprocess.Popen(
                self._words(command), env=self._environ, stdout=log, stderr=log, start_new_session=True, **as_nobody()
            )
        self._notify.settimeout(60)
        while b"READY=1" not in self._notify.recv(4096):
            pass

    def stop(self) -> None:
        """Stop as systemd does."""
        for command in unit_lines("ExecStop"):
            self._run(command)
        self.end_all()

    def end_all(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send this signal to all processes of the service at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.cage, number)
        self.wait_for_end()

    def kill(self) -> None:
        """End whatever is left, at the end of a test."""
        if self._service is not None and self._service.poll() is None:
            self.end_all(signal.SIGKILL)

    def wait_for_end(self) -> int:
        """Wait until cage has ended and return its exit code."""
        assert self._service is not None
        return self._service.wait(30)

    @property
    def cage(self) -> int:
        """Return the main process."""
        assert self._service is not None
        return self._service.pid

    @property
    def kiosk(self) -> int:
        """Return the process that cage has started."""
        found = subprocess.run(("pgrep", "-P", str(self.cage)), capture_output=True, text=True, check=True)
        return int(found.stdout)

    def wait_for_log(self, words: str, times: int = 1) -> None:
        """Wait until the service has logged these words."""
        wait_until(lambda: self.log_text().count(words) >= times, f"{words!r} in the log", self.log_text, 60)

    def log_text(self) -> str:
        """Return what cage and the kiosk have logged."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def _run(self, command: str) -> None:
        assert self._service is not None
        main = {"MAINPID": str(self.cage)} if self._service.poll() is None else {}
        subprocess.run(self._words(command), env={**self._environ, **main}, check=False, timeout=10, **as_nobody())

    def _words(self, command: str) -> list[str]:
        here = command.replace(_INSTALLED, sys.prefix).replace(_SETTINGS, str(self._config))
        return [word.replace("$$", "$") for word in shlex.split(here)]
