"""Tests of the kiosk's systemd unit.

A real systemd runs the unit, with a real cage and a real screen. The tests stop, kill and change the unit.
"""

import fcntl
import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.simulator import SimulatorThread
from tests.e2e.desk import wait_until
from tests.vm.installed import KEY, PATIENCE_S, SERVICE, Service, install, make_key, run
from tests.vm.outside import Outside

KDGKBMODE, K_OFF = 0x4B44, 4  # both numbers are from the man page ioctl_console


@pytest.fixture(scope="module")
def library() -> Iterator[SimulatorThread]:
    with SimulatorThread() as library:
        # On this slow machine, SimulatorThread may stop waiting before the simulator has started. So wait here, too.
        wait_until(lambda: ":0/" not in library.url, "the library's port", lambda: library.url, PATIENCE_S)
        yield library


@pytest.fixture(scope="module")
def service(library: SimulatorThread) -> Iterator[Service]:
    install(library.url)
    service = Service()
    yield service
    service.stop()


def scan(outside: Outside, service: Service, *codes: str) -> None:
    for code in codes:
        mark = service.mark()
        outside.send(f"{code}\r".encode())
        service.wait_for_log("reader items: ItemRead", mark)


def test_the_udev_rules_give_the_readers_to_the_kiosk_alone(service: Service) -> None:
    fob = next(Path("/dev/input/by-id").glob("usb-QEMU_QEMU_USB_Keyboard*-event-kbd"))
    for node, mode in ((fob, 0o640), (Path("/dev/ttyUSB0"), 0o660)):
        assert (node.group(), node.stat().st_mode & 0o777) == ("lending-kiosk", mode)
    known = run("udevadm", "info", "--name", fob)
    assert "E: LIBINPUT_IGNORE_DEVICE=1" in known
    # If udev gave this keyboard the tag power-switch, its power key would switch the machine off. Read CURRENT_TAGS and
    # not TAGS, because TAGS also has tags of earlier rules.
    assert not [line for line in known.splitlines() if "CURRENT_TAGS=" in line and "power-switch" in line]
    assert "E: ID_MM_DEVICE_IGNORE=1" in run("udevadm", "info", "--name", "/dev/ttyUSB0")


def test_a_restart_writes_down_what_lies_in_the_tray(service: Service, outside: Outside) -> None:
    service.start()
    scan(outside, service, "DR-0142", "LVL-0002")
    mark = service.mark()
    run("systemctl", "restart", SERVICE)
    assert "stopping" in service.log(mark)
    assert sorted(service.written_down()) == ["DR-0142", "LVL-0002"]
    service.wait_until_ready(mark)


def test_no_memory_of_it_may_be_dumped(service: Service) -> None:
    for process in (service.cage, service.kiosk):
        assert resource.prlimit(process, resource.RLIMIT_CORE) == (0, 0)


def test_a_kiosk_that_dies_is_started_again(service: Service) -> None:
    mark = service.mark()
    os.kill(service.kiosk, signal.SIGKILL)
    service.wait_until_ready(mark)


def test_what_a_reader_types_while_there_is_no_kiosk_reaches_no_console(service: Service, outside: Outside) -> None:
    service.stop()
    with Path("/dev/tty0").open("rb", buffering=0) as console:
        assert fcntl.ioctl(console, KDGKBMODE, b"\0" * 4)[0] == K_OFF
    active = Path("/sys/class/tty/tty0/active").read_text()
    outside.press("ctrl", "alt", "f2")
    outside.type_line("ROOT")
    for _ in range(8):
        outside.press("ctrl", "alt", "delete")
    outside.press("alt", "sysrq", "b")
    outside.press("power")
    assert Path("/sys/class/tty/tty0/active").read_text() == active
    assert "getty" not in run("ps", "-e", "-o", "comm=")
    assert "reboot.target" not in run("systemctl", "list-jobs")
    checked = subprocess.run(
        ("/opt/lending-kiosk/bin/lending-kiosk", "check", "--no-server", "--no-readers", "--json"),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "no console listens to what a reader types" in checked.stdout


def test_without_its_key_it_starts_and_says_what_is_missing(service: Service) -> None:
    service.stop()
    KEY.unlink()
    mark = service.mark()
    run("systemctl", "start", SERVICE)
    service.wait_for_log("the kiosk key is missing: systemd found no file", mark)
    assert service.show("ActiveState") == "active"
    make_key()
    run("systemctl", "restart", SERVICE)
    service.wait_until_ready(mark)
