"""One kiosk for one state folder: two would settle the same commits, each behind the other's back."""

import errno
import fcntl
import logging
import os
from collections.abc import Callable
from pathlib import Path

_log = logging.getLogger("kiosk.store")

_HELD_BY_ANOTHER = frozenset({errno.EWOULDBLOCK, errno.EACCES})


class FolderInUseError(Exception):
    """Another kiosk runs on this state folder; the text says on which."""


class Claim:
    """The right to run on a state folder. It ends with this process, however that ends."""

    def __init__(self, handle: int | None) -> None:
        self._handle = handle

    def let_go(self) -> None:
        """Give the folder up for others."""
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None


def claim(state_dir: Path, *, lock: Callable[[int, int], None] = fcntl.flock) -> Claim:
    """Claim the folder for this process, and make the folder if it is missing. Raises FolderInUseError.

    The lock is on the folder itself: it needs no file, so nothing stale is left and a folder that may only be read
    will do; each path that leads to the folder leads to its lock. Commands beside the kiosk do not ask for it.
    """
    try:
        handle = _opened(state_dir)
    except OSError:
        return Claim(None)  # whoever uses the folder next says what is wrong with it
    try:
        lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as why:
        if why.errno in _HELD_BY_ANOTHER:
            os.close(handle)
            raise FolderInUseError(f"another kiosk runs on {state_dir}") from why
        # Some network disks lock no folders. One kiosk that runs is worth more than the certainty that it is alone.
        _log.warning("%s cannot be locked (%s): see that only one kiosk runs on it", state_dir, why.strerror)
    return Claim(handle)


def _opened(folder: Path) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    try:
        return os.open(folder, flags)
    except FileNotFoundError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder, flags)
