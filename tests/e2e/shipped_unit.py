"""A small service manager that runs the lines of the kiosk's systemd unit.

The compositor cage, in which the kiosk runs, draws into memory instead of on a screen. The manager runs ExecStart=, and
waits for READY=1 on the notify socket. It stops the service as systemd does: first ExecStop=, then SIGTERM to all
processes that are left, then ExecStopPost=.
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
"""The id of the user who runs the service if the tests run as root. Cage refuses to run as root."""
_INSTALLED = "/opt/lending-kiosk"
_SETTINGS = "/etc/lending-kiosk/kiosk.toml"


def as_nobody() -> dict[str, Any]:
    """Return arguments for `subprocess`, which start a program without root's rights.

    If this process does not run as root, return an empty dictionary.
    """
    return {"user": NOBODY, "group": NOBODY, "extra_groups": ()} if os.geteuid() == 0 else {}


def unit_lines(key: str) -> list[str]:
    """Return the values of this key in the systemd unit. A value on several lines becomes one line."""
    text = re.sub(r"\\\n\s*", "", UNIT.read_text(encoding="utf-8"))
    return re.findall(rf"^{key}=(.*)$", text, re.MULTILINE)


class UnitUnderCage:
    """The service without systemd, on a screen in memory: `start()`, scan, `stop()`."""

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
        """Run the line ExecStartPre= that systemd would run as the kiosk's user, and return the result."""
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
        """Stop the service as systemd does."""
        for command in unit_lines("ExecStop"):
            self._run(command)
        self.end_all()

    def end_all(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send this signal to all processes of the service at once, and wait for their end."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.cage, number)
        self.wait_for_end()

    def kill(self) -> None:
        """End all processes that are left at the end of a test."""
        if self._service is not None and self._service.poll() is None:
            self.end_all(signal.SIGKILL)

    def wait_for_end(self) -> int:
        """Wait until cage has ended and return its exit code."""
        assert self._service is not None
        return self._service.wait(30)

    @property
    def cage(self) -> int:
        """Return the id of cage's process, which is the main process."""
        assert self._service is not None
        return self._service.pid

    @property
    def kiosk(self) -> int:
        """Return the id of the process that cage has started."""
        found = subprocess.run(("pgrep", "-P", str(self.cage)), capture_output=True, text=True, check=True)
        return int(found.stdout)

    def wait_for_log(self, words: str, times: int = 1) -> None:
        """Wait until the service has logged these words `times` times."""
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
