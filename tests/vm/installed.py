"""The kiosk in the virtual machine. It is installed as the README says, and systemd runs the kiosk's own unit."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
SHIPPED = REPOSITORY / "systemd"
SETTINGS = Path("/etc/lending-kiosk/kiosk.toml")
KEY = Path("/etc/lending-kiosk/kiosk-key")
STATE = Path("/var/lib/lending-kiosk")
SERVICE = "lending-kiosk"
PATIENCE_S = 120.0
"""The longest wait in a test, in seconds. Everything in the machine takes five to ten times as long as on a kiosk."""

_PLACES = {
    "sysusers.conf": "/etc/sysusers.d/lending-kiosk.conf",
    "tmpfiles.conf": "/etc/tmpfiles.d/lending-kiosk.conf",
    "modules-load.conf": "/etc/modules-load.d/lending-kiosk.conf",
    "sysctl.conf": "/etc/sysctl.d/90-lending-kiosk.conf",
    "logind.conf": "/etc/systemd/logind.conf.d/lending-kiosk.conf",
    "system.conf": "/etc/systemd/system.conf.d/lending-kiosk.conf",
    "lending-kiosk.service": "/etc/systemd/system/lending-kiosk.service",
}
_READERS = """
[[scanner]]
name = "fob"
reads = "fobs"
driver = "evdev"
match = { vendor = 0x0627, product = 0x0001 }

[[scanner]]
name = "items"
reads = "items"
driver = "serial"
port = "/dev/ttyUSB0"
"""


def run(*command: str | Path) -> str:
    """Run a program, wait for its end, and return its output. Fail if its exit status is not 0."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}"
    return done.stdout


def install(url: str) -> None:
    """Install the kiosk as the README says, for the lending system at this address.

    In the settings, the USB keyboard is the reader for fobs, and the USB serial line is the reader for items.
    """
    venv = Path("/opt/lending-kiosk")
    if not venv.exists():
        venv.symlink_to(Path(sys.prefix))
    for name, place in _PLACES.items():
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SHIPPED / name, place)
    rules = (SHIPPED / "70-lending-kiosk.rules").read_text().replace('"ffff"', '"0627"').replace('"0035"', '"0001"')
    Path("/etc/udev/rules.d/70-lending-kiosk.rules").write_text(rules)
    run("systemd-sysusers")
    run("systemd-tmpfiles", "--create", "/etc/tmpfiles.d/lending-kiosk.conf")
    run("systemctl", "restart", "systemd-modules-load", "systemd-sysctl", "systemd-logind")
    run("udevadm", "control", "--reload")
    run("udevadm", "trigger", "--subsystem-match=input", "--subsystem-match=tty", "--subsystem-match=usb")
    run("udevadm", "settle")
    run("systemctl", "mask", "ctrl-alt-del.target")
    make_key()
    SETTINGS.write_text(f'[myturn]\nurl = "{url}"\n[sound]\nplayer = "off"\n{_READERS}')
    run("systemd-tmpfiles", "--create", "/etc/tmpfiles.d/lending-kiosk.conf")
    drop_in("machine", _for_this_machine())


def make_key() -> None:
    """Make a key of the kiosk as the README says."""
    KEY.touch(mode=0o600)
    KEY.write_bytes(os.urandom(32))


def drop_in(name: str, text: str) -> None:
    """Add these settings to the kiosk's systemd unit, as `systemctl edit` does. `name` is the name of the new file."""
    folder = Path(f"/etc/systemd/system/{SERVICE}.service.d")
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.conf").write_text(text)
    run("systemctl", "daemon-reload")


def _for_this_machine() -> str:
    """Return the settings of the unit that this machine needs.

    With these settings, the kiosk draws without OpenGL, because OpenGL would take minutes here. The time-outs are
    longer than in the kiosk's own unit. The service can also read the folders of its program in /root or /home.
    """
    lines = [
        "[Service]",
        "Environment=WLR_RENDERER=pixman",
        "TimeoutStartSec=600",
        "TimeoutStopSec=60",
        "WatchdogSec=120",
    ]
    hidden = [
        path
        for path in (Path(sys.base_prefix), REPOSITORY)
        if path.is_relative_to("/root") or path.is_relative_to("/home")
    ]
    if hidden:
        lines += ["ProtectHome=tmpfs", *(f"BindReadOnlyPaths={path}" for path in hidden)]
    return "\n".join([*lines, ""])


class Service:
    """The kiosk's service, as a person on the machine sees it.

    This class starts and stops the service, and reads its state, its processes, its log and its journal.
    """

    def __init__(self) -> None:
        self._pausing = threading.Event()
        self._since = "0"

    def start(self) -> None:
        """Start the service, and wait until members can be served."""
        mark = self.mark()
        try:
            run("systemctl", "start", SERVICE)
        except AssertionError as why:
            raise AssertionError(f"{why}; the log:\n{self.log(mark)[-4000:]}") from None
        self.wait_until_ready(mark)

    def wait_until_ready(self, mark: int) -> None:
        """Wait until the log says that both readers and the lending system are ready.

        Look only at the lines after the mark. A mark is the number of lines that the log had at some moment.
        """
        for words in ("reader fob: ready", "reader items: ready", "ready for visits"):
            self.wait_for_log(words, mark)

    def stop(self) -> None:
        """Stop the service, if it runs."""
        run("systemctl", "stop", SERVICE)
        run("systemctl", "reset-failed")

    def mark(self) -> int:
        """Return a mark: the number of lines that the log has now."""
        return len(self._lines())

    def log(self, mark: int = 0) -> str:
        """Return the lines of the log after the mark."""
        return "\n".join(self._lines()[mark:])

    def _lines(self) -> list[str]:
        return run("journalctl", "-u", SERVICE, "-o", "cat", "--no-pager", "-q").splitlines()

    def wait_for_log(self, words: str, mark: int = 0, times: int = 1) -> None:
        """Wait until the log contains these words at least `times` times after the mark."""
        self.wait(lambda: self.log(mark).count(words) >= times, f"{words!r} in the log")

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until `holds` returns True. Fail after PATIENCE_S seconds."""
        until = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < until, f"waited in vain for {what}; the log:\n{self.log()[-6000:]}"
            self._pausing.wait(0.3)

    def show(self, name: str) -> str:
        """Return one property of the unit, as systemd sees it."""
        return run("systemctl", "show", SERVICE, "--value", "-p", name).strip()

    @property
    def cage(self) -> int:
        """Return the id of cage's process, which is the main process of the service."""
        return int(self.show("MainPID"))

    @property
    def kiosk(self) -> int:
        """Return the id of the kiosk's process, which cage has started."""
        return int(run("pgrep", "-P", str(self.cage), "-f", "kiosk"))

    def written_down(self) -> list[str]:
        """Return the codes in the notes and in the inbox of the journal."""
        with sqlite3.connect(f"file:{STATE / 'journal.db'}?mode=ro", uri=True) as journal:
            rows = journal.execute("SELECT codes FROM notes UNION ALL SELECT codes FROM inbox").fetchall()
        return [code for (codes,) in rows for code in re.findall(r"[\w/ -]+", codes) if code.strip()]
