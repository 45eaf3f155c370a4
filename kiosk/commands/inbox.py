"""The command `lending-kiosk inbox`, which lists, shows and resolves the questions that only staff can settle."""

import getpass
import json
import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kiosk.commands.shared import StaffAccess, add_config, add_json, harmless, say, say_store, staff_access
from kiosk.exit_codes import ExitCode

if TYPE_CHECKING:
    from kiosk.store.inbox import InboxEntry, StaffInbox

_QUESTIONS = {
    "inbox.tray_without_fob": "These tools were scanned, and nobody showed a fob. Whose are they, where are they now?",
    "inbox.cancelled": "A visit was cancelled with these tools on the list. Were they taken along or left here?",
    "inbox.walked_away": "A member walked away with these tools on the list. Were they taken along or left here?",
    "inbox.left_unchecked": "The server could not be reached for these tools. Record by hand what the member did.",
    "inbox.line_unknown": "Nobody knows whether this write arrived. Compare the member's loans with these tools.",
    "inbox.commit_unsettled": "A visit was finished, and the kiosk could not find out what the server recorded. "
    "Compare the member's loans with these tools.",
    "inbox.commit_not_sent": "A visit was finished, and the server has recorded nothing of it; the member had left. "
    "Record by hand what the member did.",
    "inbox.commit_refused": "A visit was finished, and the server refused these tools: they are not recorded. "
    "Were they taken along or left here? Record by hand what the member did.",
    "inbox.commit_settled": "What became of a lost visit has been found out. Nothing is left to do.",
    "inbox.not_finished": "These tools were handed over, or put on the list by another device, and the visit was not "
    "finished. Compare the member's loans and open cart with what is here.",
    "inbox.journal_lost": "The kiosk's journal was damaged and begun anew: what waited in it for an answer is not in "
    "this list. The damaged file is kept; look at the disk.",
    "inbox.vault_lost": "The list of linked fobs was damaged and begun anew: members must link their fobs once more. "
    "The damaged file is kept; look at the disk.",
    "inbox.also_lent": "These tools came onto the member's account while a visit was finished, and were not on its "
    "list. Another device may have put them there. Are they here, or did the member take them?",
    "inbox.interrupted": "The kiosk stopped in the middle of a visit, and nobody came back for these tools. Compare "
    "the member's loans and open cart with what is here.",
    "inbox.member_changed": "One member's list was open when another one logged in. Check both members' loans.",
    "inbox.clock_wrong": "This kiosk's clock and the server's do not agree. Let the machine set its clock "
    "(timedatectl set-ntp true); until then the kiosk does what stands below.",
    "inbox.zone_wrong": "The server records other due days than the ones shown. Is the kiosk's time zone right? "
    "`lending-kiosk check` says which one would fit.",
    "inbox.date_differs": "The server recorded another due date than the one shown. Is the time zone right?",
    "inbox.return_seen": "Somebody brought this back while the system could not be asked, and nobody knows who. Is it "
    "here? Book it in by hand. The person may know the number of the slip.",
    "inbox.return_not_booked": "A member brought this back and showed a fob while the system could not be asked. The "
    "kiosk could not book it on that account. Is it here? Book it in by hand.",
    "inbox.return_refused": "Somebody brought this back without logging in, and the system refused the return. Is it "
    "here? Book it in by hand.",
    "inbox.return_unclear": "Somebody brought this back without logging in, and the system has not said whether the "
    "return is booked. Is it here, and is it still on loan?",
    "inbox.fobs_guessed": "Many unknown fobs were shown one after the other, and the kiosk slowed down. "
    "Were new fobs handed out, or did somebody try numbers?",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments to the parser."""
    add_config(parser)
    add_json(parser)
    acts = parser.add_subparsers(dest="act", metavar="list | show | resolve")
    listing = acts.add_parser("list", help="what waits for an answer (this is what happens without a word)")
    listing.add_argument("--all", action="store_true", help="what was answered, too")
    add_json(listing)
    showing = acts.add_parser("show", help="one of them, wholly")
    showing.add_argument("ident", type=int, metavar="ID")
    add_json(showing)
    resolving = acts.add_parser("resolve", help="answer one")
    resolving.add_argument("ident", type=int, metavar="ID")
    for act in (listing, showing, resolving):
        add_config(act, inner=True)
    resolving.add_argument(
        "--answer", type=_words_of, required=True, metavar="TEXT", help="what came out, for whoever asks later"
    )
    resolving.add_argument("--by", metavar="NAME", help="who answers; else who is logged in")


def _words_of(answer: str) -> str:
    if not answer.strip():
        raise ArgumentTypeError("say what came out")
    return answer.strip()


def run(args: Namespace) -> int:
    """List the questions, or show or resolve one question, and return the exit code."""
    from kiosk.store.inbox import StaffInbox
    from kiosk.store.sqlite_file import NoStoreError, StoreError

    with staff_access(args.config) as access:
        inbox = StaffInbox(access.store.journal, access.key, lambda: datetime.now(UTC))
        as_json = "json" in args
        try:
            match args.act:
                case "show":
                    return _show(inbox, access, args.ident, as_json=as_json)
                case "resolve":
                    return _resolve(inbox, args)
                case _:
                    return _list(inbox, access, everything=getattr(args, "all", False), as_json=as_json)
        except NoStoreError:
            print("[]" if as_json else f"Nothing has been kept yet in {access.store.state_dir}.")
            return ExitCode.OK if args.act in (None, "list") else ExitCode.DATAERR
        except StoreError as failed:
            return say_store(failed, access.store.state_dir)


def _list(inbox: "StaffInbox", access: StaffAccess, *, everything: bool, as_json: bool) -> int:
    entries = inbox.entries(with_resolved=everything)
    if as_json:
        print(json.dumps([_as_json(entry) for entry in entries], ensure_ascii=False, indent=1))
    elif not entries:
        print("Nothing waits for an answer.")
    else:
        for entry in entries:
            print(_line(entry, access))
        print("\nlending-kiosk inbox show ID   tells more;   inbox resolve ID --answer TEXT   answers one.")
    for kept in access.store.damaged_files():
        if kept.name.startswith("journal"):
            say(f"a damaged journal was put aside as {kept}: what waited in it is not in this list", ExitCode.OK)
    return ExitCode.OK


def _show(inbox: "StaffInbox", access: StaffAccess, ident: int, *, as_json: bool) -> int:
    entry = inbox.entry(ident)
    if entry is None:
        return say(f"there is no entry {ident}", ExitCode.DATAERR)
    if as_json:
        print(json.dumps(_as_json(entry), ensure_ascii=False, indent=1))
        return ExitCode.OK
    print(_QUESTIONS.get(entry.question, entry.question))
    rows = {
        "entry": f"{entry.ident} ({_words(entry.kind)})",
        "since": access.shown(entry.created),
        "tools": _codes(entry) or "-",
        "member": _member(entry, access),
        "visit": str(entry.visit or "-"),
        "note": harmless(entry.note) or "-",
        "answer": _answer(entry, access),
    }
    for name, text in rows.items():
        print(f"  {name:<7} {text}")
    return ExitCode.OK


def _resolve(inbox: "StaffInbox", args: Namespace) -> int:
    by = args.by or os.environ.get("SUDO_USER") or getpass.getuser()
    if not inbox.resolve(args.ident, args.answer, by):
        return say(f"there is no entry {args.ident} that waits for an answer", ExitCode.DATAERR)
    print(f"Entry {args.ident} is answered.")
    return ExitCode.OK


def _line(entry: "InboxEntry", access: StaffAccess) -> str:
    codes = _codes(entry)
    shown = codes if len(codes) <= 40 else codes[:39] + "…"
    done = "  (answered)" if entry.resolved else ""
    return f"{entry.ident:>5}  {access.shown(entry.created)}  {_words(entry.kind):<17}  {shown}{done}"


def _member(entry: "InboxEntry", access: StaffAccess) -> str:
    if not entry.has_member:
        return "nobody had logged in"
    if entry.member is not None:
        return harmless(entry.member)
    return f"sealed ({access.why_no_key or 'with another kiosk key'})"


def _answer(entry: "InboxEntry", access: StaffAccess) -> str:
    if entry.resolved is None:
        return "none yet"
    return f"{harmless(entry.answer)} ({harmless(entry.resolved_by)}, {access.shown(entry.resolved)})"


def _words(kind: str) -> str:
    return kind.replace("_", " ")


def _codes(entry: "InboxEntry") -> str:
    return ", ".join(harmless(code) for code in entry.codes)


def _as_json(entry: "InboxEntry") -> dict[str, object]:
    return {
        "id": entry.ident,
        "kind": entry.kind,
        "question": _QUESTIONS.get(entry.question, entry.question),
        "created": entry.created.isoformat(),
        "visit": entry.visit,
        "commit": entry.commit,
        "codes": list(entry.codes),
        "has_member": entry.has_member,
        "member": entry.member,
        "note": entry.note,
        "resolved": entry.resolved.isoformat() if entry.resolved else None,
        "resolved_by": entry.resolved_by,
        "answer": entry.answer,
    }
