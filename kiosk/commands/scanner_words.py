"""The texts about readers that staff see in a terminal.

Some texts say what a reader has read or what problem it has. Other texts are lines to copy into the settings file.
"""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, assert_never

from hardware.scan import Misread, MisreadReason, ReaderEvent, ReaderState, ReaderStatus, Scan
from hardware.spec import Reads, ScannerSpec
from kiosk.commands.shared import harmless
from kiosk.domain.library import CodeRule
from kiosk.domain.meaning import meaning_of
from kiosk.domain.messages.events import CommandRead, EitherRead, FobRead, ItemRead, Meaning, OddRead, ReaderKind
from kiosk.settings.model import Settings

if TYPE_CHECKING:
    from hardware.probe import Device

_SHOWN, _LONG_ENOUGH = 2, 6
_KINDS = {Reads.FOBS: ReaderKind.FOBS, Reads.ITEMS: ReaderKind.ITEMS, Reads.ANYTHING: ReaderKind.ANYTHING}

_STATES = {
    ReaderState.OPENING: "opening",
    ReaderState.READY: "ready",
    ReaderState.ABSENT: "not here",
    ReaderState.FAILED: "cannot be used",
}

REASONS: Mapping[MisreadReason, str] = {
    MisreadReason.GAP: "it stopped in the middle (a slow reader? raise gap_ms)",
    MisreadReason.DROPPED: "the machine was too busy and lost a part of it: scan again",
    MisreadReason.TOO_LONG: "it is longer than max_len",
    MisreadReason.UNEXPECTED_KEY: "it holds a key that no code has (layout, fkeys and keys say what keys mean)",
    MisreadReason.CHECKSUM: "its check sum is wrong: hold the fob still (is framing right?)",
    MisreadReason.CHARSET: "it is not text (are baud, bits, parity, framing and charset right?)",
    MisreadReason.CONTROL: "it holds invisible characters (drop_control in transform takes them out)",
    MisreadReason.OVERFLOW: "its end never came (are framing and baud right?)",
    MisreadReason.UNPLUGGED: "the reader was unplugged in the middle",
    MisreadReason.SENTINEL: "the signs around it, which transform expects, are missing",
    MisreadReason.LENGTH: "it is shorter than min_len, or not as long as transform expects",
    MisreadReason.CHECK_DIGIT: "its check digit is wrong: scan again",
    MisreadReason.RANGE: "its number is too big for transform",
    MisreadReason.FORMAT: "it is not of the form that transform expects (lending-kiosk scanners learn finds one)",
    MisreadReason.SEVERAL_LINES: "it is several lines in one go, as a licence or a contact card has them",
    MisreadReason.NO_READ: "the reader says that it read nothing: hold it still, or scan again",
    MisreadReason.NOT_OURS: "it is a paper of somebody's (a boarding pass, a contact card, a bank's card)",
    MisreadReason.IGNORED: "a step drops it",
    MisreadReason.RANDOM_UID: "it is a phone's or a passport's number, which changes each time",
}


def masked(code: str) -> str:
    """Return the code with a dot instead of each character except the last two.

    The code is masked because it can be the code of a fob. If the code has fewer than six characters, all its
    characters become dots.
    """
    shown = _SHOWN if len(code) >= _LONG_ENOUGH else 0
    return "•" * (len(code) - shown) + harmless(code[len(code) - shown :])


def in_words(event: ReaderEvent, *, show: bool, taken_for: str = "") -> str:
    """Return the event as one line of text.

    If the event is a scan and `show` is True, the line shows the whole code. If `show` is False, the code is masked.
    The line of a scan ends with the text `taken_for`, which says what the code means to the kiosk.
    """
    match event:
        case Scan(code, reader, _, symbology):
            shown = f'"{harmless(code)}"' if show else masked(code)
            kind = f", {symbology}" if symbology else ""
            return f"{reader}: read {shown} ({len(code)} characters{kind}){taken_for}"
        case Misread(reader, reason, _, hint):
            return f"{reader}: misread: {REASONS[reason]}" + (f": {hint}" if hint else "")
        case ReaderStatus(reader, state, why):
            return f"{reader}: {_STATES[state]}" + (f": {why}" if why else "")
        case _ as unreachable:
            assert_never(unreachable)


def taken_for(scan: Scan, spec: ScannerSpec, settings: Settings | None) -> str:
    """Return a text that says if the kiosk takes the scan as a fob, a tool or a command.

    Return an empty text if there are no settings.
    """
    if settings is None:
        return ""
    rules = CodeRule(settings.codes.fob, settings.codes.item)
    meaning = meaning_of(scan.code, _KINDS[spec.reads], rules, commands=settings.commands.enabled)
    return f": {_meant(meaning)}"


def _meant(meaning: Meaning) -> str:
    match meaning:
        case FobRead():
            return "a fob"
        case ItemRead():
            return "a tool"
        case CommandRead(name):
            return f"the command {name.value.upper()}"
        case EitherRead():
            return "a fob on Welcome, a tool in a visit"
        case OddRead(reason):
            return f"nothing that can be used ({reason.value.replace('_', ' ')})"
        case _ as unreachable:
            assert_never(unreachable)


# --- lines of text that staff copy into the settings file ---


def table_for(device: "Device", number: int) -> Iterator[str]:
    """Yield the lines of a whole [[scanner]] table for this device. `number` becomes a part of the reader's name."""
    is_serial = device.settings.startswith("port")
    yield "[[scanner]]"
    yield f'name = "reader-{number}"' + "              # any name"
    yield 'reads = "anything"             # fobs | items | anything'
    yield f'driver = "{"serial" if is_serial else "evdev"}"'
    yield device.settings
    if is_serial:
        yield "baud = 9600"
        yield 'framing = "line"               # line | stx-etx | rdm6300 | idle'


def steps_for(steps: tuple[str, ...], given: str, out: str) -> Iterator[str]:
    """Yield the settings `transform` and `example` as lines of text. `transform` has the steps.

    The example has the text `given` and the code `out`. The kiosk tests the steps with this example at each start.
    """
    yield f"transform = [{', '.join(quoted(step) for step in steps)}]"
    yield f"example = {{ in = {quoted(given)}, out = {quoted(out)} }}"


def quoted(text: str) -> str:
    """Return the text as a TOML string with quotes.

    A JSON string is usually a valid TOML string, too. Only the character DEL must be written in another way in TOML.
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
