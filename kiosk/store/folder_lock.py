"""The lock that lets only one kiosk use a state folder, because two kiosks would settle the same commits."""

import errno
import fcntl
import logging
import os
from collections.abc import Callable
from pathlib import Path

_log = logging.getLogger("kiosk.store")

_HELD_BY_ANOTHER = frozenset({errno.EWOULDBLOCK, errno.EACCES})


class FolderInUseError(Exception):
    """Another kiosk already uses this state folder. The text of the error names the folder."""


class Claim:
    """The right of this process to use a state folder. The right ends when the process ends, also after a crash."""

    def __init__(self, handle: int | None) -> None:
        self._handle = handle

    def let_go(self) -> None:
        """Release the folder, so that another kiosk can claim it."""
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None


def claim(state_dir: Path, *, lock: Callable[[int, int], None] = fcntl.flock) -> Claim:
    """Claim the folder for this process. If the folder is missing, make it.

    Raises FolderInUseError if another process has claimed the folder. The lock is on the folder itself, not on a file
    in the folder. For this reason no old lock file can remain, and a read-only folder can be locked too. Two different
    paths to the same folder lead to the same lock. Commands that run while the kiosk runs do not claim the folder.
    """
    try:
        handle = _opened(state_dir)
    except OSError:
        return Claim(None)  # the problem is reported by the next code that uses the folder
    try:
        lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as why:
        if why.errno in _HELD_BY_ANOTHER:
            os.close(handle)
            raise FolderInUseError(f"another kiosk runs on {state_dir}") from why
        # Some network disks cannot lock folders. It is better to run without the lock than not to run.
        _log.warning("%s cannot be locked (%s): see that only one kiosk runs on it", state_dir, why.strerror)
    return Claim(handle)


def _opened(folder: Path) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    try:
        return os.open(folder, flags)
    except FileNotFoundError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder, flags)
