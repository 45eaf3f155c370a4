"""For staff and for bug reports: which readers are here, what they read, and a recording of it."""

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from errno import EACCES
from pathlib import Path
from typing import assert_never

from msgspec import Struct

from hardware import open_reader
from hardware.access import explain
from hardware.input_devices import DEV_ROOT, SYS_ROOT, input_devices
from hardware.learn import Lesson, layouts_that_type, learn
from hardware.reader import Emit
from hardware.recording import Raw, to_line
from hardware.scan import Misread, ReaderEvent, ReaderStatus, Scan
from hardware.spec import ScannerSpec

__all__ = [
    "Device",
    "Lesson",
    "describe_event",
    "layouts_that_type",
    "learn",
    "list_devices",
    "listen",
    "record",
    "watch",
]

_SERIAL_PORTS = ("ttyACM*", "ttyUSB*", "ttyAMA*")


class Device(Struct, frozen=True):
    """Something that may be a reader, and how the settings would name it."""

    node: Path
    name: str
    is_reader: bool  # a serial port, or an input device with digits and Enter
    settings: str
    trouble: str  # why it could not be opened now; empty when nothing is known to be in the way


def list_devices(sys_root: Path = SYS_ROOT, dev_root: Path = DEV_ROOT) -> list[Device]:
    """What is plugged in, readers first. Opens nothing."""
    found = [*_inputs(sys_root, dev_root), *_ports(sys_root, dev_root)]
    return sorted(found, key=lambda device: not device.is_reader)


def listen(specs: Iterable[ScannerSpec], emit: Emit, until: threading.Event) -> None:
    """Run these readers until told to stop."""
    with ExitStack() as stack:
        for spec in specs:
            reader = open_reader(spec, emit)
            reader.start()
            stack.callback(reader.stop)
        until.wait()


def watch(
    specs: Iterable[ScannerSpec], say: Callable[[str], None], until: threading.Event, *, show_codes: bool = False
) -> None:
    """Say what each reader does, a line an event, until told to stop."""
    listen(specs, lambda event: say(describe_event(event, show_codes=show_codes)), until)


def describe_event(event: ReaderEvent, *, show_codes: bool = False) -> str:
    """One line. A code may be a fob's: it is only shown when asked for."""
    match event:
        case Scan(code, reader, _, symbology):
            shown = repr(code) if show_codes else f"{len(code)} characters"
            return f"{reader}: scan, {shown}" + (f", symbology {symbology}" if symbology else "")
        case Misread(reader, reason, _, hint):
            return f"{reader}: misread ({reason})" + (f", {hint}" if hint else "")
        case ReaderStatus(reader, state, why):
            return f"{reader}: {state}" + (f", {why}" if why else "")
        case _ as unreachable:
            assert_never(unreachable)


def record(spec: ScannerSpec, path: Path, until: threading.Event, emit: Emit = lambda _: None) -> int:
    """Write all that the reader's device sends to a new file that only this user can read; how many lines it has.

    The file holds the codes, so fobs as well. FileExistsError when it is there already.
    """
    lines = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", buffering=1) as file:

        def write(raw: Raw) -> None:
            nonlocal lines
            file.write(to_line(raw) + "\n")
            lines += 1

        reader = open_reader(spec, emit, tap=write)
        reader.start()
        until.wait()
        reader.stop()
    return lines


def _inputs(sys_root: Path, dev_root: Path) -> Iterable[Device]:
    for found in input_devices(sys_root, dev_root):
        port = f', phys = "{found.phys}"' if found.phys else ""
        settings = f"match = {{ vendor = 0x{found.vendor:04x}, product = 0x{found.product:04x}{port} }}"
        yield Device(found.node, found.name, found.types, settings, _trouble(found.node))


def _ports(sys_root: Path, dev_root: Path) -> Iterable[Device]:
    for pattern in _SERIAL_PORTS:
        for entry in sorted((sys_root / "class" / "tty").glob(pattern)):
            node = dev_root / entry.name
            settings = f'port = "{_lasting_name(node, dev_root)}"'
            yield Device(node, _usb_name(entry), True, settings, _trouble(node))


def _lasting_name(node: Path, dev_root: Path) -> Path:
    """A link of udev's that stays the same when ports are counted anew, else the node itself."""
    links = (dev_root / "serial" / "by-id").glob("*")
    return next((link for link in sorted(links) if link.resolve() == node.resolve()), node)


def _usb_name(entry: Path) -> str:
    """What the USB device of this port calls itself."""
    for above in (entry / "device").resolve().parents[:3]:
        if (above / "product").exists():
            return (above / "product").read_text(errors="replace").strip()
    return ""


def _trouble(node: Path) -> str:
    return "" if os.access(node, os.R_OK) else explain(node, EACCES if node.exists() else 2).why
