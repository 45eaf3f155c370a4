"""Functions for staff and for bug reports.

They list the readers, show what a reader reads, and write the data of a reader to a recording.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from errno import EACCES
from pathlib import Path
from typing import assert_never

from msgspec import Struct

from hardware import open_reader
from hardware.input_devices import DEV_ROOT, SYS_ROOT, input_devices
from hardware.open_errors import explain
from hardware.reader import Emit, Reader, Tap
from hardware.recording import Raw, to_line
from hardware.scan import Misread, ReaderEvent, ReaderStatus, Scan
from hardware.spec import ScannerSpec

_SERIAL_PORTS = ("ttyACM*", "ttyUSB*", "ttyAMA*")


class Device(Struct, frozen=True):
    """A device that can be a reader. `settings` is the line for this device in the settings file."""

    node: Path
    name: str
    is_reader: bool  # True for a serial port, and for an input device with digit keys and Enter
    settings: str
    trouble: str  # the reason why the device cannot be opened now, or empty if it can be opened


def list_devices(sys_root: Path = SYS_ROOT, dev_root: Path = DEV_ROOT) -> list[Device]:
    """Return the devices that are plugged in. The devices that are readers come first. No device is opened."""
    found = [*_inputs(sys_root, dev_root), *_ports(sys_root, dev_root)]
    return sorted(found, key=lambda device: not device.is_reader)


@contextmanager
def running(
    specs: Iterable[ScannerSpec], emit: Emit, tap_of: Callable[[ScannerSpec], Tap | None] = lambda _: None
) -> Iterator[list[Reader]]:
    """Start a reader for each of these settings, and yield the readers.

    All readers stop at the end of the `with` block.
    """
    with ExitStack() as stack:
        readers = [open_reader(spec, emit, tap=tap_of(spec)) for spec in specs]
        for reader in readers:
            reader.start()
            stack.callback(reader.stop)
        yield readers


def listen(specs: Iterable[ScannerSpec], emit: Emit, until: threading.Event) -> None:
    """Run a reader for each of these settings until `until` is set."""
    with running(specs, emit):
        until.wait()


def watch(
    specs: Iterable[ScannerSpec], say: Callable[[str], None], until: threading.Event, *, show_codes: bool = False
) -> None:
    """Run a reader for each of these settings until `until` is set, and call `say` with one line for each event."""
    listen(specs, lambda event: say(describe_event(event, show_codes=show_codes)), until)


def describe_event(event: ReaderEvent, *, show_codes: bool = False) -> str:
    """Return one line of text that describes an event.

    The line contains the code only if `show_codes` is True, because the code of a fob is secret.
    """
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
    """Write to a new file everything that a reader's device sends, until `until` is set. Return the number of lines.

    Other users cannot read the file, because it contains codes that can open accounts. Raises FileExistsError if the
    file exists already.
    """
    lines = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", buffering=1) as file:

        def write(raw: Raw) -> None:
            nonlocal lines
            file.write(to_line(raw) + "\n")
            lines += 1

        with running([spec], emit, lambda _: write):
            until.wait()
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
    """Return the udev link of the device, because the link stays the same if port numbers change.

    If the device has no such link, return its node.
    """
    links = (dev_root / "serial" / "by-id").glob("*")
    return next((link for link in sorted(links) if link.resolve() == node.resolve()), node)


def _usb_name(entry: Path) -> str:
    """Return the name that the USB device at this port gave to the system, or an empty text if there is no name."""
    for above in (entry / "device").resolve().parents[:3]:
        if (above / "product").exists():
            return (above / "product").read_text(errors="replace").strip()
    return ""


def _trouble(node: Path) -> str:
    return "" if os.access(node, os.R_OK) else explain(node, EACCES if node.exists() else 2).why
