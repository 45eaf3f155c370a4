"""The command `lending-kiosk fobs`, which lists the linked fobs and revokes the links of fobs."""

import getpass
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.commands.shared import StaffAccess, add_config, add_json, harmless, say, say_store, staff_access
from kiosk.exit_codes import ExitCode

if TYPE_CHECKING:
    from kiosk.settings.model import Settings
    from kiosk.store.fob_list import FobList, LinkedFob


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments to the parser."""
    add_config(parser)
    add_json(parser)
    acts = parser.add_subparsers(dest="act", metavar="list | revoke")
    listing = acts.add_parser("list", help="which fobs are linked (this is what happens without a word)")
    add_json(listing)
    revoking = acts.add_parser("revoke", help="let a fob be no key any more")
    for act in (listing, revoking):
        add_config(act, inner=True)
    which = revoking.add_mutually_exclusive_group(required=True)
    which.add_argument("--id", metavar="ID", help="the link with this name in the list, or its beginning (4 or more)")
    which.add_argument("--member", metavar="REFERENCE", help="all of this member, as the lending system names them")
    which.add_argument(
        "--scan", action="store_true", help="the fob that is scanned now (typed by its reader, not shown)"
    )
    which.add_argument("--all", action="store_true", help="all of them")


def run(args: Namespace) -> int:
    """List the linked fobs or revoke some of them, and return the exit code."""
    from kiosk.store.fob_list import FobList, NeedsKeyError
    from kiosk.store.sqlite_file import NoStoreError, StoreError

    with staff_access(args.config) as access:
        fobs = FobList(access.store.vault, access.key)
        try:
            return _revoke(fobs, access, args) if args.act == "revoke" else _list(fobs, access, as_json="json" in args)
        except NoStoreError:
            print("[]" if "json" in args else f"Nothing has been kept yet in {access.store.state_dir}.")
            return ExitCode.DATAERR if args.act == "revoke" else ExitCode.OK
        except NeedsKeyError:
            return say(access.why_no_key, ExitCode.OSERR)
        except StoreError as failed:
            return say_store(failed, access.store.state_dir)


def _list(fobs: "FobList", access: StaffAccess, *, as_json: bool) -> int:
    entries = fobs.entries()
    if as_json:
        print(json.dumps([_as_json(fob) for fob in entries], ensure_ascii=False, indent=1))
        return ExitCode.OK
    if not entries:
        print("No fob is linked.")
        return ExitCode.OK
    print(f"{'id':<16}  {'who':<4}  {'fob':<4}  {'linked':<16}  {'last used':<16}  expires")
    for fob in entries:
        print(_line(fob, access))
    if any(not fob.genuine for fob in entries):
        print(f"\n?: cannot be opened here ({access.why_no_key or 'locked with another kiosk key, or changed since'}).")
    return ExitCode.OK


def _line(fob: "LinkedFob", access: StaffAccess) -> str:
    who, tail = (harmless(fob.initials), f"..{harmless(fob.tail)}") if fob.genuine else ("?", "?")
    marks = [word for word, holds in (("suspended", fob.suspended), ("PIN", fob.has_pin)) if holds]
    marks += [f"card for {harmless(system)}" for system in fob.cards]
    dates = f"{access.shown(fob.linked):<16}  {access.shown(fob.used):<16}  {access.shown(fob.expires)[:10]}"
    return f"{fob.link:<16}  {who:<4}  {tail:<4}  {dates}  {', '.join(marks)}".rstrip()


def _revoke(fobs: "FobList", access: StaffAccess, args: Namespace) -> int:
    if args.all:
        count = fobs.revoke_all()
    elif args.member is not None:
        count = fobs.revoke_member(args.member)
    elif args.id is not None:
        count = fobs.revoke(args.id)
    else:
        count = _revoke_scanned(fobs, access.settings)
    if not count and not args.all:
        return say("no such link", ExitCode.DATAERR)
    print("1 link is revoked." if count == 1 else f"{count} links are revoked.")
    return ExitCode.OK


def _revoke_scanned(fobs: "FobList", settings: "Settings") -> int:
    from kiosk.domain.model import Secret

    raw = _without_echo("Scan the fob: ")
    return sum(fobs.revoke_scan(Secret(code)) for code in dict.fromkeys(_readings(raw, settings)))


def _readings(raw: str, settings: "Settings") -> Iterator[str]:
    """Yield the text `raw` itself. Then yield the code that each fob reader would make from this text.

    A person has typed `raw`, or a reader has typed it like a keyboard. The fob readers and their transform steps come
    from the settings.
    """
    from hardware.spec import Reads
    from hardware.transform import Transformed, parse_steps

    yield raw.strip()
    for scanner in settings.scanners:
        if scanner.reads is not Reads.ITEMS:
            read = parse_steps(scanner.transform).apply(raw)
            if isinstance(read, Transformed):
                yield read.code


def _without_echo(prompt: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\r\n")


def _as_json(fob: "LinkedFob") -> dict[str, object]:
    return {
        "id": fob.link,
        "initials": fob.initials,
        "tail": fob.tail,
        "linked": fob.linked.isoformat(),
        "expires": fob.expires.isoformat(),
        "used": fob.used.isoformat() if fob.used else None,
        "suspended": fob.suspended.isoformat() if fob.suspended else None,
        "has_pin": fob.has_pin,
        "genuine": fob.genuine,
        "cards": list(fob.cards),
    }
