"""Tests of the sentences that tell staff why a device cannot be opened."""

import errno
import grp
import os
from pathlib import Path

import pytest

from hardware.open_errors import explain, holders
from hardware.scan import Cause

NODE = Path("/dev/input/event99")
CASES: list[tuple[int | None, Cause, str]] = [
    (errno.ENOENT, Cause.NO_SUCH_DEVICE, "there is no device /dev/input/event99: is it plugged in?"),
    (errno.ENODEV, Cause.NO_SUCH_DEVICE, "there is no device /dev/input/event99: is it plugged in?"),
    (errno.EACCES, Cause.NO_PERMISSION,
     "no permission for /dev/input/event99: a udev rule that gives it to the kiosk is missing"),
    (errno.EPERM, Cause.NO_PERMISSION,
     "no permission for /dev/input/event99: the service's device policy (DeviceAllow=) does not list it"),
    (errno.EBUSY, Cause.BUSY,
     ("/dev/input/event99 is in use by another program (which one, only root can see): "
     "stop that program, or keep it from taking this device")),
    (errno.ENOTTY, Cause.NOT_A_READER, "/dev/input/event99 is not a device of this kind"),
    (errno.EIO, Cause.BROKEN, "/dev/input/event99 cannot be opened: Input/output error"),
    (None, Cause.BROKEN, "/dev/input/event99 cannot be opened: the system does not say why"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "cause", "why"), CASES)
def test_each_error_is_said_in_plain_words(number: int | None, cause: Cause, why: str) -> None:
    unavailable = explain(NODE, number)
    assert (unavailable.cause, unavailable.why) == (cause, why)


def test_no_permission_names_the_group_that_owns_it(tmp_path: Path) -> None:
    node = tmp_path / "event0"
    node.touch(0o640)
    gid = next(group.gr_gid for group in grp.getgrall() if group.gr_name != "root")
    if os.geteuid() == 0:
        os.chown(node, -1, gid)
    group = grp.getgrgid(node.stat().st_gid).gr_name
    assert explain(node, errno.EACCES).why == (
        f"no permission for {node}: it belongs to the group {group}; "
        f"install the udev rule that gives it to the kiosk's group, or add the kiosk's user to {group}"
    )


def test_no_permission_for_the_group_either_means_that_the_rule_is_missing(tmp_path: Path) -> None:
    node = tmp_path / "event0"
    node.touch(0o600)
    assert (
        "only root may open it, the udev rule that gives it to the kiosk is missing" in explain(node, errno.EACCES).why
    )


class MadeUpProc:
    def __init__(self, root: Path) -> None:
        self.root = root

    def add(self, pid: int, name: str | None, *open_files: str) -> None:
        (self.root / str(pid) / "fd").mkdir(parents=True)
        if name is not None:
            (self.root / str(pid) / "comm").write_text(name + "\n")
        for number, file in enumerate(open_files):
            (self.root / str(pid) / "fd" / str(number)).symlink_to(file)


def test_the_programs_that_hold_a_device_are_named(tmp_path: Path) -> None:
    proc = MadeUpProc(tmp_path)
    proc.add(900, "minicom", "/dev/null", str(NODE))
    proc.add(77, None, str(NODE))
    proc.add(5, "cat", "/dev/null")
    proc.add(os.getpid(), "python", str(NODE))
    (tmp_path / "6").mkdir()
    (tmp_path / "77" / "fd" / "7").touch()
    assert set(holders(NODE, tmp_path)) == {
        "minicom (process 900)",
        "a program that has just ended (process 77)",
        f"another reader of this program (process {os.getpid()})",
    }
