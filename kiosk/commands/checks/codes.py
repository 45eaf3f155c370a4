"""The check of the codes. For each code, the kiosk must know if it comes from a fob, a label or a command card.

The kiosk knows this if each reader reads only fobs or only labels. If a reader reads both, the kiosk needs the rules in
[codes].
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hardware.spec import Reads, ScannerSpec, SeveralLines
from kiosk.commands.checks.result import CheckResult, Mark, note, ok, warning
from kiosk.domain.meaning import COMMAND_PREFIX
from kiosk.settings.model import CodeSettings, Settings
from kiosk.store.sqlite_file import StoreError
from kiosk.store.store import Store

SAMPLES = (
    *("0008075634", "007B3972", "6F007B3972", "7B3972", "123,14706", "04A1B2C3D4E580", "FOB-0001", "FOB-12345"),
    *("ITEM-00042", "TL-0042", "DRILL 3", "A17/2", "12345", "0042", "LADDER-3", "4006381333931"),
)
"""Invented codes with which the rules in [codes] are tried. They look like the codes of many real fobs and labels."""


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item that the kiosk knows from the server, with the code on its label and its name."""

    code: str
    name: str


def known_items(state_dir: Path) -> tuple[KnownItem, ...]:
    """Return the items that the kiosk has stored in its cache.

    Return an empty tuple if the cache cannot be read. The check of the storage reports the reason.
    """

    def read(connection: sqlite3.Connection) -> list[tuple[str, str]]:
        return connection.execute("SELECT code, name FROM items").fetchall()

    store = Store.beside(state_dir)
    try:
        return tuple(KnownItem(code, name) for code, name in store.cache.read_now(read))
    except StoreError:
        return ()
    finally:
        store.close()


def check_codes(settings: Settings) -> Iterator[CheckResult]:
    """Say how the kiosk finds out if a code is from a fob, a label or a command card. Warn if the kiosk cannot do this.

    If each reader reads only fobs or only labels, the reader decides. If a reader reads both, the rules in [codes]
    decide.
    """
    known = known_items(settings.kiosk.state_dir)
    mixed = [scanner.name for scanner in settings.scanners if scanner.reads is Reads.ANYTHING]
    kinds = {scanner.reads for scanner in settings.scanners}
    if not settings.scanners:
        yield warning("no reader is set up: nothing can be scanned", "lending-kiosk scanners list shows what is here")
    elif not mixed and kinds == {Reads.FOBS, Reads.ITEMS}:
        yield ok("fobs and labels are told apart by their readers")
    elif not mixed and kinds == {Reads.FOBS}:
        yield warning(
            "no reader is set up for labels: tools cannot be scanned", 'add a [[scanner]] with reads = "items"'
        )
    elif not mixed:
        yield ok("labels only: no reader is set up for fobs")
    else:
        yield from _by_rules(settings.codes, known, settings.scanners, ", ".join(mixed))
    yield from _sheets(settings.scanners)
    yield from _commands(settings, known)


def _sheets(scanners: Iterable[ScannerSpec]) -> Iterator[CheckResult]:
    """Warn of each reader that reads fobs and turns a scan of several lines into several codes.

    If somebody scans a driving licence or a contact card with such a reader, one of its lines could count as a fob.
    """
    for scanner in scanners:
        if scanner.several_lines is SeveralLines.EACH and scanner.reads is not Reads.ITEMS:
            yield warning(
                f"{scanner.name} takes each of several lines in one go for a code: the last line of a driving licence "
                "would be a fob, the same one for everybody",
                'several_lines = "refuse" is right, except for imagers that read a sheet of labels at once',
            )


def _by_rules(
    codes: CodeSettings, known: Sequence[KnownItem], scanners: Iterable[ScannerSpec], readers: str
) -> Iterator[CheckResult]:
    if not codes.fob and not codes.item:
        yield warning(
            f"{readers} reads fobs and labels alike, and [codes] has no rule: a code on Welcome is taken for a fob, "
            "and in a visit every code but the member's own fob for a tool",
            'give [codes] fob or item a rule that fits only the one kind, such as fob = "FOB-.*"',
        )
        return
    rules = " and ".join(f"{name} rule" for name, rule in (("fob", codes.fob), ("item", codes.item)) if rule)
    found = [*_known_taken_for_fobs(codes, known), *_fobs_taken_for_items(codes, scanners), *_overlap(codes)]
    yield from found
    if all(finding.mark is not Mark.WARNING for finding in found):
        tried = f"{len(known)} known labels and {len(SAMPLES)} made-up codes"
        yield ok(f"{readers} reads fobs and labels alike; the {rules} of [codes] tell which is which ({tried} tried)")
    if codes.item and not codes.fob:
        yield note("what the item rule does not fit is taken for a fob on Welcome, and for a tool in a visit")
    if codes.fob and not codes.item:
        yield note(
            "what the fob rule does not fit is taken for a fob on Welcome all the same: give [codes] item a rule"
        )


def _known_taken_for_fobs(codes: CodeSettings, known: Sequence[KnownItem]) -> Iterator[CheckResult]:
    as_fobs = [item for item in known if _fits(codes.fob, item.code)]
    if as_fobs:
        yield warning(f"the fob rule fits the labels of {_named(as_fobs)}: scanned, they would be taken for fobs")
    strange = [item for item in known if codes.item and not _fits(codes.item, item.code)]
    if strange:
        yield warning(f"the item rule does not fit the labels of {_named(strange)}")


def _fobs_taken_for_items(codes: CodeSettings, scanners: Iterable[ScannerSpec]) -> Iterator[CheckResult]:
    """Warn if the code of a real fob fits the item rule and not the fob rule, so that the fob would count as a tool.

    The codes of fobs come from the examples in the settings of fob readers. The warning does not show the code.
    """
    for scanner in scanners:
        example = scanner.example.out if scanner.example and scanner.reads is Reads.FOBS else ""
        if example and _fits(codes.item, example) and not _fits(codes.fob, example):
            yield warning(f"the item rule fits the example of the reader {scanner.name!r}, which reads fobs")


def _overlap(codes: CodeSettings) -> Iterator[CheckResult]:
    items = [code for code in SAMPLES if _fits(codes.item, code)]
    both = [code for code in items if _fits(codes.fob, code)]
    if both and both == items:
        yield warning(
            f"the fob rule fits every made-up code that the item rule fits, such as {both[0]!r}: no label would "
            "ever be taken for a tool, for the fob rule comes first"
        )
    elif both:
        yield note(f"both rules fit codes such as {both[0]!r}: they count as fobs, so no label may look like that")


def _commands(settings: Settings, known: Sequence[KnownItem]) -> Iterator[CheckResult]:
    like_commands = [item for item in known if item.code.upper().startswith(COMMAND_PREFIX)]
    if settings.commands.enabled and like_commands:
        yield warning(f"the labels of {_named(like_commands)} begin with {COMMAND_PREFIX}: they are taken for commands")
    elif settings.commands.enabled:
        yield ok(f"printed command cards work: what begins with {COMMAND_PREFIX} is a command on every reader")
    else:
        yield note("printed command cards are off ([commands] enabled = false)")


def _fits(rule: str, code: str) -> bool:
    return bool(rule) and re.fullmatch(rule, code) is not None


def _named(items: Sequence[KnownItem]) -> str:
    """Return a text with the number of these items and at most three of their names.

    The text shows no codes, because the code of a fob can be in the cache by mistake.
    """
    names = sorted({item.name for item in items if item.name})[:3]
    shown = f" ({', '.join(names)}{', ...' if len(items) > len(names) else ''})" if names else ""
    return f"{len(items)} known tool{'s' if len(items) > 1 else ''}{shown}"
