"""The lock that allows only one kiosk for each state folder, because two kiosks would settle the same commits."""

import errno
import fcntl
import logging
import os
from collections.abc import Callable
from pathlib import Path

_log = logging.getLogger("kiosk.store")

_HELD_BY_ANOTHER = frozenset({errno.EWOULDBLOCK, errno.EACCES})


class FolderInUseError(Exception):
    """Another kiosk runs on this state folder; the text names the folder."""


class Claim:
    """The right to run on a state folder. It ends with this process, even after a crash."""

    def __init__(self, handle: int | None) -> None:
        self._handle = handle

    def let_go(self) -> None:
        """Release the folder, so that another kiosk can claim it."""
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None


def claim(state_dir: Path, *, lock: Callable[[int, int], None] = fcntl.flock) -> Claim:
    """Claim the folder for this process, and make the folder if it is missing. Raises FolderInUseError.

    The lock is on the folder itself. It needs no lock file, so no old file can remain, and a read-only folder works
    too. All paths to the folder share the same lock. Commands that run beside the kiosk do not claim the folder.
    """
    try:
        handle = _opened(state_dir)
    except OSError:
        return Claim(None)  # the next code that uses the folder reports the problem
    try:
        lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as why:
        if why.errno in _HELD_BY_ANOTHER:
            os.close(handle)
            raise FolderInUseError(f"another kiosk runs on {state_dir}") from why
        # Some network disks cannot lock folders. A kiosk that runs is better than a kiosk that is surely alone.
        _log.warning("%s cannot be locked (%s): see that only one kiosk runs on it", state_dir, why.strerror)
    return Claim(handle)


def _opened(folder: Path) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    try:
        return os.open(folder, flags)
    except FileNotFoundError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder, flags)
