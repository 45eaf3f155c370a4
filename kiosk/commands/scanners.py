"""The command `lending-kiosk scanners`, with which staff test and set up the readers of this machine.

It lists the devices, shows every scan, finds good settings for readers, and records or replays the data of one reader.
Usually it uses all readers in the settings file. The user can also choose one of these readers, or a device that is not
in the file yet.
"""

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.shared import add_config, add_json, harmless, keep_the_log_out, load_settings, say
from kiosk.exit_codes import ExitCode
from kiosk.structs import replace

if TYPE_CHECKING:
    from hardware.learn import Fob
    from hardware.mend_settings import Mend
    from hardware.probe import Device
    from hardware.reader import Emit
    from hardware.scan import ReaderEvent
    from hardware.spec import ScannerSpec
    from kiosk.settings.model import Settings

_SHOW = "show whole codes; whoever reads a fob's code can open its account"


class NoSuchReaderError(Exception):
    """An error that says why the user's choice of readers is not possible. Often it also names the possible readers."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The readers that the user chose. `settings` is None if these readers do not come from a settings file."""

    specs: "tuple[ScannerSpec, ...]"
    settings: "Settings | None" = None

    @property
    def only(self) -> "ScannerSpec":
        """Return the only chosen reader. Raises NoSuchReaderError if several readers are chosen."""
        if len(self.specs) != 1:
            names = ", ".join(spec.name for spec in self.specs)
            raise NoSuchReaderError(f"say which reader: --reader with one of {names}")
        return self.specs[0]


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments to the parser."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="list | watch | learn | record | replay")
    listing = acts.add_parser("list", help="what is plugged in, and what to write for it in the settings file")
    add_json(listing)
    listing.add_argument("--all", action="store_true", help="also devices that are no readers")
    watching = acts.add_parser("watch", help="every scan as it comes, until Ctrl+C")
    _add_choice(watching)
    watching.add_argument("--show", action="store_true", help=_SHOW)
    learning = acts.add_parser("learn", help="find the steps by which different readers read one fob alike")
    _add_choice(learning)
    learning.add_argument(
        "--wait", type=_positive, default=60.0, metavar="S", help="so long to wait for a first read (60)"
    )
    learning.add_argument(
        "--quiet", type=_positive, default=15.0, metavar="S", help="then so long for another reader (15)"
    )
    learning.add_argument(
        "--fobs", type=int, choices=range(1, 6), default=1, help="so many fobs: a second one tells steps apart (1)"
    )
    recording = acts.add_parser("record", help="write all that one reader sends to a new file, until Ctrl+C")
    recording.add_argument("file", type=Path, metavar="FILE", help="it will hold the codes, fobs' as well")
    _add_choice(recording)
    replaying = acts.add_parser("replay", help="read a recording as this reader would")
    replaying.add_argument("file", type=Path, metavar="FILE", help="a recording")
    _add_choice(replaying)
    replaying.add_argument("--show", action="store_true", help=_SHOW)
    replaying.add_argument("--speed", type=_positive, default=1.0, metavar="X", help="so many times as fast (1)")


def _add_choice(parser: ArgumentParser) -> None:
    """Add the options `--config`, `--reader` and `--device`, and the options that describe a device."""
    add_config(parser)
    parser.add_argument("--reader", metavar="NAME", help="only the [[scanner]] of this name")
    device = parser.add_argument_group("a device that no settings file names")
    device.add_argument(
        "--device", metavar="DEVICE", help="/dev/input/event3, /dev/ttyACM0 or an address such as socket://host:port"
    )
    device.add_argument("--layout", default="us", help="its keyboard layout (us)")
    device.add_argument("--baud", type=int, default=9600, help="its speed, if it is serial (9600)")
    device.add_argument("--framing", default="line", help="where a code ends, if it is serial (line)")


def _positive(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= 3600:
        raise ArgumentTypeError(f"{text!r} is not a number above 0, at most 3600")
    return number


def run(args: Namespace) -> int:
    """Carry out the sub-command that the user chose, and return the exit code."""
    acts: dict[str, Callable[[Namespace], int]] = {
        "list": _list,
        "watch": _watch,
        "learn": _learn,
        "record": _record,
        "replay": _replay,
    }
    keep_the_log_out()
    try:
        return acts[args.act](args)
    except NoSuchReaderError as wrong:
        return say(str(wrong), ExitCode.USAGE)


# --- list ---


def _list(args: Namespace) -> int:
    from hardware.probe import list_devices

    devices = [device for device in list_devices() if device.is_reader or args.all]
    if "json" in args:
        print(json.dumps([_as_json(device) for device in devices], ensure_ascii=False, indent=1))
        return ExitCode.OK
    for line in listed(devices):
        print(line)
    return ExitCode.OK


def listed(devices: "list[Device]") -> Iterator[str]:
    """Yield lines of text about each device. If the device is a reader, also yield a table for the settings file."""
    from kiosk.commands.scanner_words import table_for

    readers = [device for device in devices if device.is_reader]
    if not readers:
        yield "No reader is plugged in: neither a device that types digits and Enter, nor a serial port."
    elif any("match" in device.settings for device in readers):
        yield "What types digits and Enter is listed, keyboards too. Copy the table of a reader into the settings file."
    for number, device in enumerate(readers, start=1):
        yield f"\n# {harmless(device.name) or 'no name'} ({device.node})"
        if device.trouble:
            yield f"# It cannot be opened now: {device.trouble}"
        yield from table_for(device, number)
    for device in devices:
        if not device.is_reader:
            yield f"\n# {harmless(device.name) or 'no name'} ({device.node}): not a reader"


def _as_json(device: "Device") -> dict[str, object]:
    return {
        "device": str(device.node),
        "name": device.name,
        "reader": device.is_reader,
        "settings": device.settings,
        "trouble": device.trouble,
    }


# --- watch, record, replay ---


def _watch(args: Namespace) -> int:
    from hardware.probe import listen
    from hardware.until_signal import until_signal

    readers = _chosen(args)
    _tell("Scan something; Ctrl+C ends this." + ("" if args.show else " Codes are masked: --show shows them."))
    with until_signal() as until:
        listen(readers.specs, _teller(readers, show=args.show), until)
    return ExitCode.OK


def _record(args: Namespace) -> int:
    from hardware.probe import record
    from hardware.until_signal import until_signal

    readers = _chosen(args)
    spec = readers.only
    _tell("Everything that is scanned now goes into the file, fobs' codes as well; Ctrl+C ends this.")
    try:
        with until_signal() as until:
            lines = record(spec, args.file, until, _teller(readers, show=False))
    except OSError as refused:
        return say(f"{args.file} cannot be written: {refused.strerror}", ExitCode.OSERR)
    if not lines:
        return say(f"nothing was scanned: {args.file} is empty", ExitCode.UNAVAILABLE)
    print(f"Written to {args.file}. It holds the codes themselves: give it to nobody whom they do not concern.")
    return ExitCode.OK


def _replay(args: Namespace) -> int:
    from hardware.replay_reader import ReplayReader
    from hardware.scan import Cause, ReaderState, ReaderStatus
    from hardware.spec import Driver
    from hardware.until_signal import until_signal

    readers = _chosen(args)
    spec = replace(readers.only, driver=Driver.REPLAY, file=str(args.file))
    ended: list[ReaderStatus] = []
    teller = _teller(readers, show=args.show)
    with until_signal() as until:

        def hear(event: "ReaderEvent") -> None:
            teller(event)
            if isinstance(event, ReaderStatus) and event.state in (ReaderState.ABSENT, ReaderState.FAILED):
                ended.append(event)
                until.set()

        reader = ReplayReader(spec, hear, speed=args.speed)
        reader.start()
        until.wait()
        reader.stop()
    return ExitCode.OK if all(status.cause is Cause.GONE for status in ended) else ExitCode.DATAERR


# --- learn ---


def _learn(args: Namespace) -> int:
    from hardware.learn import learn
    from kiosk.commands.scanner_learning import as_they_send, best, mends_in_words, proposal

    readers = _chosen_or_found(args)
    raw = as_they_send(readers.specs, of_items=args.reader is not None)
    if not raw:
        raise NoSuchReaderError("no reader of this file reads fobs")
    fobs: list[Fob] = []
    mends: dict[str, Mend] = {}
    for number in range(args.fobs):
        fob, mended = _one_fob(raw, args, first=number == 0, found=readers.settings is None)
        fobs.append(fob)
        mends.update(mended)
        if not fob.reads:
            return say("nothing was read", ExitCode.UNAVAILABLE)
    first, *more = fobs
    lessons = learn(first.printed, first.reads, more)
    for line in mends_in_words(mends):
        print(line)
    if not lessons:
        hint = "Is it the same fob, and the number printed on it?" if first.printed else "Was it the same fob?"
        return say(f"no known steps lead from what was read to one number. {hint}", ExitCode.DATAERR)
    for line in proposal(best(lessons, first.reads, readers.specs), first.reads, readers.specs):
        print(line)
    print("\nThe example holds the number of this fob: take one that nobody has, or leave that line out.")
    return ExitCode.OK


def _one_fob(
    raw: "tuple[ScannerSpec, ...]", args: Namespace, *, first: bool, found: bool
) -> "tuple[Fob, Mapping[str, Mend]]":
    """Ask for the number that is printed on a fob. Then ask the user to hold the fob to each reader.

    Return the fob with the texts that the readers sent. Also return corrected settings (a Mend) for each reader that
    sent something but gave no code, because its settings are wrong.
    """
    from hardware.learn import Fob
    from kiosk.commands.scanner_learning import LearningLimits, read_once_each

    printed = _asked(f"Which number is printed on the {'' if first else 'next '}fob? (Enter: none) ")
    _tell(f"Now hold this one fob to each of: {', '.join(spec.name for spec in raw)}.")
    if found:
        _tell(f"Until that is done, {args.wait:g} s at most, keyboards among them type nothing.")
    reads, mends = read_once_each(raw, LearningLimits(args.wait, args.quiet), _teller(Chosen(raw), show=False))
    return Fob(printed, reads), mends


def _asked(question: str) -> str:
    if sys.stdin.isatty():
        return input(question).strip()
    return sys.stdin.readline().strip()


# --- the readers that the user chose, and their events ---


def _chosen(args: Namespace) -> Chosen:
    """Return the readers that the user chose with the arguments.

    Raises SettingsError if the settings file is wrong, and NoSuchReaderError if there is no such reader.
    """
    if args.device:
        return Chosen((_device_spec(args),))
    settings = load_settings(args.config)
    specs = tuple(spec for spec in settings.scanners if args.reader in (None, spec.name))
    if not specs:
        names = ", ".join(spec.name for spec in settings.scanners)
        raise NoSuchReaderError(
            f"the file has no reader {args.reader!r}: {names}" if names else "the file has no [[scanner]]"
        )
    return Chosen(specs, settings)


def _chosen_or_found(args: Namespace) -> Chosen:
    """Return the readers that the user chose, or all plugged-in readers if there are no settings.

    There are no settings if the user gave neither a device nor a settings file, and the usual settings file is missing.
    Leave out plugged-in readers that cannot be opened. Raises SettingsError or NoSuchReaderError.
    """
    from kiosk.settings.load import find_config

    if args.device or args.config is not None or _is_there(find_config(None, os.environ)):
        return _chosen(args)
    from hardware.probe import list_devices

    usable = [device.node for device in list_devices() if device.is_reader and not device.trouble]
    specs = tuple(replace(_spec(str(node), args), name=node.name) for node in usable)
    if not specs:
        raise NoSuchReaderError("no settings file, and no reader is plugged in that may be opened")
    return Chosen(specs)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # This account is not allowed to look at the file. The code that reads the file will report this.
        return True


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


def _teller(readers: Chosen, *, show: bool) -> "Emit":
    from hardware.scan import Scan
    from kiosk.commands.scanner_words import in_words, taken_for

    specs = {spec.name: spec for spec in readers.specs}

    def tell(event: "ReaderEvent") -> None:
        kind = taken_for(event, specs[event.reader], readers.settings) if isinstance(event, Scan) else ""
        _tell(in_words(event, show=show, taken_for=kind))

    return tell


def _tell(line: str) -> None:
    print(line, flush=True)
