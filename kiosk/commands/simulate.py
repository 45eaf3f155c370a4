"""The command `lending-kiosk simulate`, which runs a made-up tool library that answers like myTurn, until Ctrl-C."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from typing import TYPE_CHECKING

from kiosk.exit_codes import ExitCode

if TYPE_CHECKING:
    from kiosk.simulator import Fault, Knobs, LibraryServer

_ITEMS_SHOWN = ("DR-0142", "LAD-0009", "SAW-0087", "SAND-0019", "WASH-0031", "PLMB 13", "G/01", "MEAS/12 A", "110")


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments to the parser."""
    add = parser.add_argument
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
    """Run the simulator until a signal ends it, or print the list that the arguments ask for; return the exit code."""
    from kiosk.simulator.faults import WrongFaultError
    from kiosk.simulator.knobs import WrongKnobError

    if args.print_members or args.print_knobs:
        print(_members() if args.print_members else _knobs())
        return ExitCode.OK
    try:
        return _serve(args, _turned(args), _faults(args))
    except (WrongKnobError, WrongFaultError) as wrong:
        return _say(str(wrong), ExitCode.USAGE)
    except OSError as trouble:
        return _say(f"port {args.port}: {trouble.strerror}", ExitCode.OSERR)
    except ModuleNotFoundError as missing:
        extra = f"{missing.name} is missing; install the extra: pip install 'lending-kiosk[simulator]'"
        return _say(extra, ExitCode.UNAVAILABLE)


def _serve(args: Namespace, knobs: "Knobs", faults: "list[Fault]") -> int:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from kiosk.simulator import serve

    try:
        zone = ZoneInfo(args.time_zone) if args.time_zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return _say(f"no time zone is called {args.time_zone!r}", ExitCode.USAGE)
    serve(args.port, knobs, faults=faults, today=args.today, time_zone=zone, started=_announce)
    return ExitCode.OK


def _announce(server: "LibraryServer") -> None:
    print(_members(), "", "Labels to scan:", "  " + "   ".join(_ITEMS_SHOWN), "", sep="\n")
    # This line is the last, so that a program that waits for this line has got all other lines, too.
    print(f"Serving {server.url} (levers: {server.url.removesuffix('/library')}/_simulator)", flush=True)


def _members() -> str:
    from kiosk.simulator.people import MEMBERS

    rows = [("USER NAME", "MEMBER ID", "PASSWORD", "FOB", "WHO")]
    rows += [(each.username, each.membership_id, each.password, each.fob, each.note) for each in MEMBERS]
    widths = [max(len(row[place]) for row in rows) for place in range(4)]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(row, [*widths, 0], strict=True)) for row in rows
    )


def _knobs() -> str:
    from typing import get_args

    from kiosk.simulator.faults import FaultKind
    from kiosk.simulator.knobs import choices
    from kiosk.simulator.routes import OPERATION_NAMES

    lines = [f"  {name} = {allowed}" for name, allowed in choices().items()]
    return "\n".join(
        ["Knobs:", *lines, f"Operations: {', '.join(OPERATION_NAMES)}", f"Faults: {', '.join(get_args(FaultKind))}"]
    )


def _turned(args: Namespace) -> "Knobs":
    from kiosk.simulator.knobs import Knobs, WrongKnobError, knob_from_words, knobs_changed
    from kiosk.simulator.organization import field_names

    changes = dict(map(knob_from_words, args.knob))
    if args.field:
        fields, known = dict(map(knob_from_words, args.field)), field_names()
        if unknown := [name for name in fields if name not in known]:
            raise WrongKnobError(f"no kiosk setting is called {unknown[0]!r}; there are {', '.join(known)}")
        changes["organization"] = fields
    return knobs_changed(Knobs(), changes)


def _faults(args: Namespace) -> "list[Fault]":
    from kiosk.simulator.faults import fault_from_words
    from kiosk.simulator.routes import OPERATION_NAMES

    return [fault_from_words(words, OPERATION_NAMES) for words in args.fault]


def _say(what: str, code: ExitCode) -> int:
    print(f"lending-kiosk simulate: {what}", file=sys.stderr)
    return code
