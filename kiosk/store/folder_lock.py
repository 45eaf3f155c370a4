"""The lock of a state folder. Only one kiosk can use the folder at a time.

Without the lock, two kiosks would try to find the results of the same open commits.
"""

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
    """A lock that this process has on a state folder. If the process ends or crashes, the lock ends, too."""

    def __init__(self, handle: int | None) -> None:
        self._handle = handle

    def let_go(self) -> None:
        """Release the folder, so that another kiosk can claim it."""
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None


def claim(state_dir: Path, *, lock: Callable[[int, int], None] = fcntl.flock) -> Claim:
    """Claim the folder for this process. If the folder is missing, make it.

    Raises FolderInUseError if another process has claimed the folder. If the folder cannot be opened or its disk cannot
    lock folders, return a claim without a lock. The lock is on the folder itself, and there is no lock file. For this
    reason a read-only folder can be locked, too, and no old lock file can remain. If two paths lead to the same folder,
    there is still only one lock. Staff commands do not claim the folder, because they also run while the kiosk runs.
    """
    try:
        handle = _opened(state_dir)
    except OSError:
        return Claim(None)  # The code that uses the folder next will report this problem.
    try:
        lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as why:
        if why.errno in _HELD_BY_ANOTHER:
            os.close(handle)
            raise FolderInUseError(f"another kiosk runs on {state_dir}") from why
        # Some network disks cannot lock folders. In this case the kiosk runs without the lock.
        _log.warning("%s cannot be locked (%s): see that only one kiosk runs on it", state_dir, why.strerror)
    return Claim(handle)


def _opened(folder: Path) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    try:
        return os.open(folder, flags)
    except FileNotFoundError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder, flags)
