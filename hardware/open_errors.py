"""The reasons why a device cannot be opened. The texts tell staff what they can do."""

import errno
import grp
import os
import stat
from pathlib import Path

from hardware.reader import UnavailableError
from hardware.scan import Cause

_NOT_THERE = {errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.ENOTDIR}
_TAKEN = {errno.EBUSY, errno.EAGAIN}


def explain(path: Path, number: int | None) -> UnavailableError:
    """Return an error that tells staff why this device cannot be opened. `number` is the system's error number."""
    if number in _NOT_THERE:
        return UnavailableError(Cause.NO_SUCH_DEVICE, f"there is no device {path}: is it plugged in?")
    if number == errno.EACCES:
        return UnavailableError(Cause.NO_PERMISSION, _who_may(path))
    if number == errno.EPERM:
        why = f"no permission for {path}: the service's device policy (DeviceAllow=) does not list it"
        return UnavailableError(Cause.NO_PERMISSION, why)
    if number in _TAKEN:
        return UnavailableError(Cause.BUSY, busy_text(path))
    if number == errno.ENOTTY:
        return UnavailableError(Cause.NOT_A_READER, f"{path} is not a device of this kind")
    said = os.strerror(number) if number else "the system does not say why"
    return UnavailableError(Cause.BROKEN, f"{path} cannot be opened: {said}")


def busy_text(path: Path) -> str:
    """Return a text that says which programs use this device and what staff can do."""
    programs = holders(path)
    by = ", ".join(programs) if programs else "another program (which one, only root can see)"
    return f"{path} is in use by {by}: stop that program, or keep it from taking this device"


def holders(path: Path, proc: Path = Path("/proc")) -> list[str]:
    """Return the programs that have this device open.

    Programs of other users are missing if this user cannot see them.
    """
    device = str(path.resolve())
    own = str(os.getpid())
    names = []
    for process in sorted(proc.glob("[0-9]*"), key=lambda p: int(p.name)):
        if _has_open(process, device):
            name = "another reader of this program" if process.name == own else _name_of(process)
            names.append(f"{name} (process {process.name})")
    return names


def _has_open(process: Path, device: str) -> bool:
    try:
        return any(_target(link) == device for link in (process / "fd").iterdir())
    except OSError:  # the process belongs to another user, or it has just ended
        return False


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def _name_of(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip()
    except OSError:
        return "a program that has just ended"


def _who_may(path: Path) -> str:
    try:
        found = path.stat()
        group = grp.getgrgid(found.st_gid).gr_name
    except (OSError, KeyError):
        return f"no permission for {path}: a udev rule that gives it to the kiosk is missing"
    if group == "root" or not found.st_mode & stat.S_IRGRP:
        return f"no permission for {path}: only root may open it, the udev rule that gives it to the kiosk is missing"
    return (
        f"no permission for {path}: it belongs to the group {group}; "
        f"install the udev rule that gives it to the kiosk's group, or add the kiosk's user to {group}"
    )
