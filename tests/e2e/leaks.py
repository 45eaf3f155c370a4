"""A search for secrets in everything that a running kiosk writes, and in everything that a screen reader can read."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.e2e.kiosk_process import KioskOnDesk

OWN_KEYS = {"overdrive-client", "ehub-key"}
"""The files with the kiosk's own keys. The search leaves them out, because the test itself has written them."""
_PICTURES = ".png"


def places_of(secrets: Iterable[str], kiosk: KioskOnDesk) -> list[str]:
    """Return a line for each place that contains one of these secrets. The line names the place and the secret.

    Search all files in the folder of the kiosk: settings, log, journal, vault, caches. If the kiosk runs, also search
    its command line, its environment, all files that its process can write to, and all parts of its windows.
    """
    wanted = sorted(set(secrets))
    assert all(len(each) > 7 for each in wanted), "a short text can be anywhere by chance"
    found = [f"{place}: {each}" for place, content in _written(kiosk) for each in wanted if each.encode() in content]
    for seen in kiosk.desk.tree() if _runs(kiosk) else ():
        found += [f"{seen.role}: {each}" for each in wanted if each in f"{seen.name}\n{seen.text}"]
    return found


def _runs(kiosk: KioskOnDesk) -> bool:
    return kiosk.process is not None and kiosk.process.poll() is None


def _written(kiosk: KioskOnDesk) -> Iterator[tuple[str, bytes]]:
    for path in sorted(kiosk.folder.rglob("*")):
        if path.is_file() and path.name not in OWN_KEYS and path.suffix != _PICTURES:
            yield str(path.relative_to(kiosk.folder)), path.read_bytes()
    if not _runs(kiosk):
        return
    assert kiosk.process is not None
    process = Path("/proc") / str(kiosk.process.pid)
    yield "the command line", (process / "cmdline").read_bytes()
    yield "the environment", (process / "environ").read_bytes()
    for opened in sorted((process / "fd").iterdir()):
        if _is_written(process, opened):
            yield f"the open file {opened.readlink()}", opened.read_bytes()


def _is_written(process: Path, opened: Path) -> bool:
    """Return True if `opened` is a regular file that the process has opened for writing."""
    try:
        is_file = stat.S_ISREG(opened.stat().st_mode)
        facts = (process / "fdinfo" / opened.name).read_text(encoding="utf-8")
    except OSError:
        return False  # the process has closed the file meanwhile
    flags = re.search(r"^flags:\s*([0-7]+)", facts, re.MULTILINE)
    return is_file and flags is not None and int(flags[1], 8) & os.O_ACCMODE != os.O_RDONLY
