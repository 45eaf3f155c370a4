"""The command `lending-kiosk simulate`, which runs a made-up library that answers like myTurn or Sierra."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from typing import TYPE_CHECKING

from kiosk.exit_codes import ExitCode

if TYPE_CHECKING:
    from kiosk.simulator import Fault, Knobs, LibraryServer
    from kiosk.simulator.sierra import SierraKnobs, SierraServer

_ITEMS_SHOWN = ("DR-0142", "LAD-0009", "SAW-0087", "SAND-0019", "WASH-0031", "PLMB 13", "G/01", "MEAS/12 A", "110")
_SIERRA_ITEMS_SHOWN = ("30800000001001", "30800000001043", "30800000002002", "PLMB 13", "G/01", "GLUE 50%")


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments to the parser."""
    add = parser.add_argument
    add("--system", choices=("myturn", "sierra"), default="myturn", help="the lending system; default: myturn")
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

    if args.print_members or args.print_knobs:
        print(_members(args.system) if args.print_members else _knobs(args.system))
        return ExitCode.OK
    try:
        return _serve(args)
    except (WrongKnobError, WrongFaultError) as wrong:
        return _say(str(wrong), ExitCode.USAGE)
    except OSError as trouble:
        return _say(f"port {args.port}: {trouble.strerror}", ExitCode.OSERR)
    except ModuleNotFoundError as missing:
        extra = f"{missing.name} is missing; install the extra: pip install 'lending-kiosk[simulator]'"
        return _say(extra, ExitCode.UNAVAILABLE)


def _serve(args: Namespace) -> int:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        zone = ZoneInfo(args.time_zone) if args.time_zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return _say(f"no time zone is called {args.time_zone!r}", ExitCode.USAGE)
    faults = _faults(args)
    if args.system == "sierra":
        from kiosk.simulator.sierra import serve_sierra

        knobs = _sierra_turned(args)
        serve_sierra(args.port, knobs, faults=faults, today=args.today, time_zone=zone, started=_announce_sierra)
        return ExitCode.OK
    from kiosk.simulator import serve

    serve(args.port, _turned(args), faults=faults, today=args.today, time_zone=zone, started=_announce)
    return ExitCode.OK


def _announce(server: "LibraryServer") -> None:
    print(_members("myturn"), "", "Labels to scan:", "  " + "   ".join(_ITEMS_SHOWN), "", sep="\n")
    # This line must come last. A program that waits for this line has then already read all other lines.
    print(f"Serving {server.url} (levers: {server.origin}/_simulator)", flush=True)


def _announce_sierra(server: "SierraServer") -> None:
    from kiosk.simulator.sierra import KEY, KEY_SECRET

    print(_members("sierra"), "", "Labels to scan:", "  " + "   ".join(_SIERRA_ITEMS_SHOWN), "", sep="\n")
    print(f"Key file: {KEY}:{KEY_SECRET}", f"Token: {server.token_url}", sep="\n")
    print(f"Serving {server.url} (levers: {server.origin}/_simulator)", flush=True)


def _members(system: str) -> str:
    rows = _sierra_rows() if system == "sierra" else _myturn_rows()
    last = len(rows[0]) - 1
    widths = [max(len(row[place]) for row in rows) for place in range(last)]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(row, [*widths, 0], strict=True)) for row in rows
    )


def _myturn_rows() -> list[tuple[str, ...]]:
    from kiosk.simulator.people import MEMBERS

    rows = [(each.username, each.membership_id, each.password, each.fob, each.note) for each in MEMBERS]
    return [("USER NAME", "MEMBER ID", "PASSWORD", "FOB", "WHO"), *rows]


def _sierra_rows() -> list[tuple[str, ...]]:
    from kiosk.simulator.sierra.people import PATRONS

    rows = [(each.barcode, each.pin, each.name, each.note) for each in PATRONS]
    return [("CARD", "PIN", "NAME", "WHO"), *rows]


def _knobs(system: str) -> str:
    from typing import get_args

    from kiosk.simulator.faults import FaultKind
    from kiosk.simulator.knobs import Knobs, choices
    from kiosk.simulator.sierra.knobs import SierraKnobs

    knobs = choices(SierraKnobs() if system == "sierra" else Knobs())
    lines = [f"  {name} = {allowed}" for name, allowed in knobs.items()]
    names, kinds = ", ".join(_operation_names(system)), ", ".join(get_args(FaultKind))
    return "\n".join(["Knobs:", *lines, f"Operations: {names}", f"Faults: {kinds}"])


def _operation_names(system: str) -> tuple[str, ...]:
    from kiosk.simulator.routes import OPERATION_NAMES
    from kiosk.simulator.sierra.routes import SIERRA_OPERATION_NAMES

    return SIERRA_OPERATION_NAMES if system == "sierra" else OPERATION_NAMES


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


def _sierra_turned(args: Namespace) -> "SierraKnobs":
    from kiosk.simulator.knobs import WrongKnobError, knob_from_words, knobs_changed
    from kiosk.simulator.sierra.knobs import SierraKnobs

    if args.field:
        raise WrongKnobError("--field sets kiosk settings of myTurn; Sierra has none")
    return knobs_changed(SierraKnobs(), dict(map(knob_from_words, args.knob)))


def _faults(args: Namespace) -> "list[Fault]":
    from kiosk.simulator.faults import fault_from_words

    return [fault_from_words(words, _operation_names(args.system)) for words in args.fault]


def _say(what: str, code: ExitCode) -> int:
    print(f"lending-kiosk simulate: {what}", file=sys.stderr)
    return code
