"""The choice of readers: those of the settings file, one of them, or a device that no file names yet."""

import os
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.beside import add_config
from kiosk.structs import replace

if TYPE_CHECKING:
    from hardware.probe import Device
    from hardware.spec import ScannerSpec
    from kiosk.settings.model import Settings


class NoSuchReaderError(Exception):
    """An error for a chosen reader that is missing or impossible; the text says what there is."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen readers, and the settings from which they come, if any."""

    specs: "tuple[ScannerSpec, ...]"
    settings: "Settings | None" = None

    @property
    def only(self) -> "ScannerSpec":
        """Return the one chosen reader. Raises NoSuchReader if several are chosen."""
        if len(self.specs) != 1:
            names = ", ".join(spec.name for spec in self.specs)
            raise NoSuchReaderError(f"say which reader: --reader with one of {names}")
        return self.specs[0]


def add_choice(parser: ArgumentParser) -> None:
    """Add --config and --reader, and --device with the options that a device needs."""
    add_config(parser)
    parser.add_argument("--reader", metavar="NAME", help="only the [[scanner]] of this name")
    device = parser.add_argument_group("a device that no settings file names")
    device.add_argument(
        "--device", metavar="DEVICE", help="/dev/input/event3, /dev/ttyACM0 or an address such as socket://host:port"
    )
    device.add_argument("--layout", default="us", help="its keyboard layout (us)")
    device.add_argument("--baud", type=int, default=9600, help="its speed, if it is serial (9600)")
    device.add_argument("--framing", default="line", help="where a code ends, if it is serial (line)")


def chosen(args: Namespace) -> Chosen:
    """Return the readers that the arguments name. Raises SettingsError, NoSuchReader."""
    if args.device:
        return Chosen((_device_spec(args),))
    from kiosk.settings.load import find_config, load

    settings = load(find_config(args.config, os.environ))
    specs = tuple(spec for spec in settings.scanners if args.reader in (None, spec.name))
    if not specs:
        names = ", ".join(spec.name for spec in settings.scanners)
        raise NoSuchReaderError(
            f"the file has no reader {args.reader!r}: {names}" if names else "the file has no [[scanner]]"
        )
    return Chosen(specs, settings)


def chosen_or_found(args: Namespace) -> Chosen:
    """Return the result of `chosen`, or all plugged-in readers if there is no settings file."""
    from kiosk.settings.load import find_config

    if args.device or args.config is not None or _is_there(find_config(None, os.environ)):
        return chosen(args)
    from hardware.probe import list_devices

    specs = tuple(spec_of(device, args) for device in list_devices() if device.is_reader and not device.trouble)
    if not specs:
        raise NoSuchReaderError("no settings file, and no reader is plugged in that may be opened")
    return Chosen(specs)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # this account may not look at the file: reading it will say why
        return True


def spec_of(device: "Device", args: Namespace) -> "ScannerSpec":
    """Return the settings for a reader that was found on this machine."""
    return replace(_spec(str(device.node), args), name=device.node.name)


def _device_spec(args: Namespace) -> "ScannerSpec":
    from hardware.spec_check import problems

    spec = _spec(args.device, args)
    wrong = "; ".join(problem.text for problem in problems(spec))
    if wrong:
        raise NoSuchReaderError(wrong)
    return spec


def _spec(device: str, args: Namespace) -> "ScannerSpec":
    from hardware.spec import DeviceMatch, Driver, ScannerSpec

    if "/input/" in device and "://" not in device:
        return ScannerSpec("reader", match=DeviceMatch(path=device), layout=args.layout)
    return ScannerSpec("reader", driver=Driver.SERIAL, port=device, baud=args.baud, framing=args.framing)
