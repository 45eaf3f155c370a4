"""The command `lending-kiosk simulate`, which runs a made-up library that answers like a lending system."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from typing import TYPE_CHECKING

from kiosk.commands.simulated import SIMULATED, SimulatedSystem
from kiosk.exit_codes import ExitCode

if TYPE_CHECKING:
    from kiosk.simulator import Fault


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments to the parser."""
    add = parser.add_argument
    add("--system", choices=tuple(SIMULATED), default="myturn", help="the lending system; default: myturn")
    add("--port", type=_port, default=0, metavar="N", help="the loopback port; 0, the default: any free one, printed")
    add("--knob", action="append", default=[], metavar="NAME=VALUE", help="how this server answers an open question")
    add("--field", action="append", default=[], metavar="NAME=VALUE", help="a kiosk setting, as in hideMoney=true")
    add("--fault", action="append", default=[], metavar="OP:KIND[,NAME=VALUE]", help="as in convert:drop,acts=true")
    add("--today", type=_day, metavar="YYYY-MM-DD", help="the day that it is, for ever")
    add("--time-zone", metavar="NAME", help="the library's, as in America/New_York; else the machine's")
    add("--print-members", action="store_true", help="say who the members are, and stop")
    add("--print-knobs", action="store_true", help="say which knobs, operations and kinds of fault there are, and stop")


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise ArgumentTypeError(f"{text!r} is not a port, 0 to 65535")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day such as 2026-11-28") from None


def run(args: Namespace) -> int:
    """Run the simulator until a signal ends it, and return the exit code.

    If the arguments ask for the list of members or knobs, only print this list.
    """
    from kiosk.simulator.faults import WrongFaultError
    from kiosk.simulator.knobs import WrongKnobError

    system = SIMULATED[args.system]
    if args.print_members or args.print_knobs:
        print(_members(system) if args.print_members else _knobs(system))
        return ExitCode.OK
    try:
        return _serve(args, system)
    except (WrongKnobError, WrongFaultError) as wrong:
        return _say(str(wrong), ExitCode.USAGE)
    except OSError as trouble:
        return _say(f"port {args.port}: {trouble.strerror}", ExitCode.OSERR)
    except ModuleNotFoundError as missing:
        extra = f"{missing.name} is missing; install the extra: pip install 'lending-kiosk[simulator]'"
        return _say(extra, ExitCode.UNAVAILABLE)


def _serve(args: Namespace, system: SimulatedSystem) -> int:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from kiosk.simulator.knobs import knob_from_words

    try:
        zone = ZoneInfo(args.time_zone) if args.time_zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return _say(f"no time zone is called {args.time_zone!r}", ExitCode.USAGE)
    knobs, fields = dict(map(knob_from_words, args.knob)), dict(map(knob_from_words, args.field))
    server = system.server(args.port, system.knobs(knobs, fields), _faults(args, system), args.today, zone)

    def announce() -> None:
        print(_members(system), "", *system.told(server), sep="\n")
        # This line must come last. A program that waits for this line has then already read all other lines.
        print(f"Serving {server.url} (levers: {server.origin}/_simulator)", flush=True)

    from kiosk.simulator.serving import run_until_signal

    run_until_signal(server, lambda _server: announce())
    return ExitCode.OK


def _members(system: SimulatedSystem) -> str:
    rows = system.people()
    last = len(rows[0]) - 1
    widths = [max(len(row[place]) for row in rows) for place in range(last)]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(row, [*widths, 0], strict=True)) for row in rows
    )


def _knobs(system: SimulatedSystem) -> str:
    from typing import get_args

    from kiosk.simulator.faults import FaultKind
    from kiosk.simulator.knobs import choices

    lines = [f"  {name} = {allowed}" for name, allowed in choices(system.knobs({}, {})).items()]
    names, kinds = ", ".join(system.operations()), ", ".join(get_args(FaultKind))
    return "\n".join(["Knobs:", *lines, f"Operations: {names}", f"Faults: {kinds}"])


def _faults(args: Namespace, system: SimulatedSystem) -> "list[Fault]":
    from kiosk.simulator.faults import fault_from_words

    return [fault_from_words(words, system.operations()) for words in args.fault]


def _say(what: str, code: ExitCode) -> int:
    print(f"lending-kiosk simulate: {what}", file=sys.stderr)
    return code
