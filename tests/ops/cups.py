"""A CUPS for tests: a real cupsd on a socket in a temporary folder. Its queue prints into a file."""

import contextlib
import getpass
import grp
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

LONGEST_S = 20.0

_CUPSD = """
Listen {root}/cups.sock
LogLevel debug
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
_FILES = """
FileDevice Yes
User {user}
Group {group}
SystemGroup root
ServerRoot {root}/etc
RequestRoot {root}/spool
TempDir {root}/tmp
CacheDir {root}/cache
StateDir {root}/state
AccessLog {root}/access.log
ErrorLog {root}/error.log
PageLog {root}/page.log
LogFileGroup {group}
"""
# This description of the printer names our own filter, which passes on the text unchanged. Without a filter, CUPS would
# print nothing into the file.
_PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "SLIPS.PPD"
*Manufacturer: "None"
*Product: "(Slips)"
*ModelName: "Slips"
*ShortNickName: "Slips"
*NickName: "Slips"
*PSVersion: "(3010.000) 0"
*cupsFilter: "text/plain 0 {root}/as-it-is"
"""
_FILTER = """#!/bin/sh
exec cat -- "${6:--}"
"""


def program(name: str) -> str | None:
    """Return the path of a program, or None. Also look in /usr/sbin and /sbin, which PATH may leave out."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def can_run() -> bool:
    """Return True if this machine has all programs that CUPS needs."""
    return all(program(name) for name in ("cupsd", "lp", "lpadmin", "cupsreject"))


@dataclass(frozen=True)
class Cups:
    """A running cupsd with the queue `slips`."""

    root: Path

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment variables for clients of this cupsd."""
        return {**os.environ, "CUPS_SERVER": str(self.root / "cups.sock"), "HOME": str(self.root)}

    @property
    def printed(self) -> Path:
        """Return the file into which the printer prints."""
        return self.root / "paper"

    def tell(self, name: str, *words: str) -> None:
        """Run a program of CUPS, for example lpadmin, with these words."""
        told = [program(name) or name, *words]
        subprocess.run(told, env=self.environment, check=True, capture_output=True, timeout=LONGEST_S)


@contextlib.contextmanager
def running_cups() -> Iterator[Cups]:
    """Start cupsd, make the queue, and stop cupsd at the end."""
    # The filters of CUPS run as another user, who may not read pytest's folders. So make a folder that all may read.
    with tempfile.TemporaryDirectory(prefix="cups-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        yield from _running(root)


def _running(root: Path) -> Iterator[Cups]:
    user, group = ("lp", "lp") if os.geteuid() == 0 else (getpass.getuser(), grp.getgrgid(os.getegid()).gr_name)
    for folder in ("etc", "spool", "tmp", "cache", "state"):
        (root / folder).mkdir()
        if os.geteuid() == 0:
            shutil.chown(root / folder, user, group)
    for name, text in (("cupsd.conf", _CUPSD), ("cups-files.conf", _FILES)):
        (root / "etc" / name).write_text(text.format(root=root, user=user, group=group))
    (root / "as-it-is").write_text(_FILTER)
    (root / "as-it-is").chmod(0o555)
    (root / "slips.ppd").write_text(_PPD.format(root=root))
    words = [
        program("cupsd") or "cupsd",
        "-f",
        "-c",
        str(root / "etc/cupsd.conf"),
        "-s",
        str(root / "etc/cups-files.conf"),
    ]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    cups = Cups(root)
    try:
        wait_for(lambda: (root / "cups.sock").exists() or process.poll() is not None)
        cups.tell("lpadmin", "-p", "slips", "-E", "-v", f"file://{cups.printed}", "-P", str(root / "slips.ppd"))
        yield cups
    finally:
        process.terminate()
        process.wait(LONGEST_S)


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until `holds` returns True. Fail after `LONGEST_S` seconds."""
    latest = time.monotonic() + LONGEST_S
    while not holds():
        assert time.monotonic() < latest, "it never came"
        threading.Event().wait(0.01)
