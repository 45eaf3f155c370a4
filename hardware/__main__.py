"""The command `python -m hardware`, which lists, watches, records and compares readers without a kiosk."""

import argparse
import sys
import threading
from pathlib import Path

from hardware import probe
from hardware.learn import Fob, learn
from hardware.spec import DeviceMatch, Driver, ScannerSpec
from hardware.spec_check import problems
from hardware.until_signal import until_signal

USAGE, DATA, NOT_CREATED = 64, 65, 73  # the exit codes that sysexits.h defines


def main(arguments: list[str] | None = None) -> int:
    """Run the action that is given on the command line, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m hardware", description="Look at readers without a kiosk.")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="which readers are plugged in, and what to write in the settings")
    watching = actions.add_parser("watch", help="what one reader reads, until Ctrl+C")
    watching.add_argument(
        "--show", action="store_true", help="show the codes; a fob's number opens its member's account"
    )
    recording = actions.add_parser("record", help="write all that one reader sends to a new file, until Ctrl+C")
    recording.add_argument("path", type=Path, help="the file; it will hold the codes, so keep it safe")
    learning = actions.add_parser("learn", help="find the transform for readers that read one fob differently")
    learning.add_argument("printed", help="the number printed on the fob")
    learning.add_argument("reads", nargs="+", metavar="READER=TEXT", help="what each reader reads from that fob")
    learning.add_argument(
        "--also",
        nargs="+",
        action="append",
        default=[],
        metavar="TEXT",
        help="another fob, as PRINTED READER=TEXT ...: it tells ways apart that agree on the first one",
    )
    for action in (watching, recording):
        _add_reader(action)
    given = parser.parse_args(arguments)
    match given.action:
        case "list":
            return _list()
        case "learn":
            return _learn([[given.printed, *given.reads], *given.also])
        case _:
            return _with_reader(given)


def _add_reader(parser: argparse.ArgumentParser) -> None:
    device = parser.add_argument_group("which reader (as in the settings)")
    for name, what in (("vendor", "0xffff"), ("product", "0x0035")):
        device.add_argument(f"--{name}", type=lambda text: int(text, 0), metavar=what)
    for name in ("name", "phys", "path"):
        device.add_argument(f"--{name}" if name != "path" else "--node", dest=name)
    device.add_argument("--layout", default="us")
    device.add_argument("--gap-ms", type=int, default=80)
    device.add_argument("--port", default="", help="a serial device or URL")
    device.add_argument("--baud", type=int, default=9600)
    device.add_argument("--framing", default="line")
    device.add_argument("--file", default="", help="a recording to play")
    device.add_argument("--transform", action="append", default=[], metavar="STEP")


def _spec(given: argparse.Namespace) -> ScannerSpec:
    driver = Driver.REPLAY if given.file else Driver.SERIAL if given.port else Driver.EVDEV
    return ScannerSpec(
        "reader",
        driver=driver,
        match=DeviceMatch(given.vendor, given.product, given.name, given.phys, path=given.path),
        layout=given.layout,
        gap_ms=given.gap_ms,
        port=given.port,
        baud=given.baud,
        framing=given.framing,
        file=given.file,
        transform=tuple(given.transform),
    )


def _list() -> int:
    devices = probe.list_devices()
    for device in devices:
        print(f"{device.node}  {device.name or '(no name)'}{'' if device.is_reader else '  (not a reader)'}")
        if device.is_reader:
            print(f"    {device.settings}")
        if device.is_reader and device.trouble:
            print(f"    {device.trouble}")
    if not any(device.is_reader for device in devices):
        print("no reader is plugged in")
    return 0


def _learn(given: list[list[str]]) -> int:
    first, *more = (Fob(printed, dict(read.partition("=")[::2] for read in reads)) for printed, *reads in given)
    lessons = learn(first.printed, first.reads, more)
    for lesson in lessons[:3]:
        print(f"all readers give {lesson.code} with:")
        for reader, way in lesson.ways.items():
            steps = ", ".join(_quoted(step) for step in way.steps)
            lossy = "   # lossy: two fobs could look alike" if way.lossy else ""
            doubtful = "   # other steps fit as well: --also another fob tells" if way.doubtful else ""
            print(f"    {reader}: transform = [{steps}]{lossy}{doubtful}")
    if not lessons:
        print("no known way leads from these reads to one number; is it the same fob?")
    return 0 if lessons else DATA


def _quoted(step: str) -> str:
    import json  # JSON writes a quoted text in the same way as TOML, the form of the settings file

    return json.dumps(step, ensure_ascii=False)


def _with_reader(given: argparse.Namespace) -> int:
    spec = _spec(given)
    wrong = problems(spec)
    for problem in wrong:
        print(f"{problem.key}: {problem.text}", file=sys.stderr)
    if wrong:
        return USAGE
    with until_signal() as until:
        if given.action == "watch":
            probe.watch([spec], _say, until, show_codes=given.show)
            return 0
        return _record(spec, given.path, until)


def _record(spec: ScannerSpec, path: Path, until: threading.Event) -> int:
    try:
        lines = probe.record(spec, path, until, lambda event: _say(probe.describe_event(event)))
    except OSError as refused:
        print(f"{path} cannot be written: {refused.strerror}", file=sys.stderr)
        return NOT_CREATED
    print(f"{lines} lines in {path}; they hold the codes")
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
