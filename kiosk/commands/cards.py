"""The command `lending-kiosk cards`, which writes a PDF with command cards and with labels for tools and fobs."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.commands.shared import say
from kiosk.domain.meaning import COMMAND_PREFIX, LONGEST_CODE
from kiosk.exit_codes import ExitCode
from kiosk.views.sheets import CommandCard, Paper, PrintedCode, SheetLabel

if TYPE_CHECKING:
    from kiosk.domain.messages.events import CommandName

_STDIN = "-"
_FOR_ALL, _SECRET = 0o644, 0o600


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments to the parser."""
    add = parser.add_argument
    parser.description = (
        "Writes a PDF: cards that work like the buttons Finish, Cancel, Help and the languages, and labels for tools "
        "and fobs. Each has a QR code and, for plain laser scanners, a Code 128."
    )
    add("--out", type=Path, default=Path("cards.pdf"), metavar="FILE", help="the PDF (cards.pdf)")
    add("--paper", choices=("a4", "letter"), default="a4", help="what the printer holds (a4)")
    add("--language", default="en", metavar="CODE", help="the language of the cards, as in fr (en)")
    add("--items", metavar="FILE", help="labels for tools: a code on each line, then a tab and a title if you like")
    add("--fobs", metavar="FILE", help="the same for fobs: the code is not written out, and the PDF is only yours")
    add("--no-commands", action="store_true", help="labels only; FILE can be - for standard input")


def run(args: Namespace) -> int:
    """Write the PDF that the arguments describe, and return the exit code."""
    from kiosk.texts import languages
    from kiosk.texts.translation import base

    if base(args.language) not in languages():
        return say(f"no catalogue for {args.language!r}; there are {', '.join(languages())}", ExitCode.USAGE)
    if args.items == args.fobs == _STDIN:
        return say("--items and --fobs cannot both read standard input", ExitCode.USAGE)
    if args.no_commands and args.items is None and args.fobs is None:
        return say("--no-commands without --items or --fobs leaves nothing to print", ExitCode.USAGE)
    try:
        items = read_labels(_lines_of(args.items), "items") if args.items else ()
        fobs = read_labels(_lines_of(args.fobs), "fobs") if args.fobs else ()
    except WrongLabelsError as wrong:
        return say(str(wrong), ExitCode.DATAERR)
    except (OSError, UnicodeDecodeError) as why:
        return say(f"cannot read the codes: {why}", ExitCode.OSERR)
    cards = () if args.no_commands else command_cards(args.language)
    return _print(args, cards, items, fobs)


def _print(
    args: Namespace, cards: tuple[CommandCard, ...], items: "tuple[LabelLine, ...]", fobs: "tuple[LabelLine, ...]"
) -> int:
    from kiosk.assets import asset
    from kiosk.ui.sheets.pdf import pdf

    labels = (*(label_of(line) for line in items), *(label_of(line, secret=True) for line in fobs))
    sheets = pdf(cards, labels, Paper(args.paper), asset("icons"), "Lending kiosk")
    try:
        _write(args.out, sheets, _SECRET if fobs else _FOR_ALL)
    except OSError as why:
        return say(f"{args.out}: {why.strerror}", ExitCode.OSERR)
    _remark((*items, *fobs), labels)
    print(f"{args.out}: {_counted(len(cards), 'card')}, {_counted(len(labels), 'label')}. Print it at 100 %.")
    return ExitCode.OK


def command_cards(language: str) -> tuple[CommandCard, ...]:
    """Return a card for every command. The text on the cards is in `language`.

    A card that changes the language of the kiosk is different: its text is in the new language.
    """
    from kiosk.domain.messages.events import CommandName
    from kiosk.texts import NATIVE_NAMES, Texts, languages

    texts = Texts.for_language(language).cards
    buttons = (
        CommandCard(texts.finish, texts.finish_lead, "check", _printed(CommandName.FINISH)),
        CommandCard(texts.cancel, texts.cancel_lead, "logout", _printed(CommandName.CANCEL)),
        CommandCard(texts.help, texts.help_lead, "help", _printed(CommandName.HELP)),
    )
    spoken = (
        CommandCard(
            NATIVE_NAMES[code],
            Texts.for_language(code).cards.language_lead,
            "globe",
            _printed(CommandName.LANGUAGE, code),
        )
        for code in languages()
    )
    return (*buttons, *spoken)


def _printed(name: "CommandName", argument: str = "") -> PrintedCode:
    code = COMMAND_PREFIX + name.value.upper() + (f":{argument}" if argument else "")
    return PrintedCode(code, code)


def _lines_of(file: str) -> str:
    # Codes come from standard input or a file. They are never arguments, because everybody on the machine can read the
    # arguments of a command.
    return sys.stdin.read() if file == _STDIN else Path(file).read_text(encoding="utf-8-sig")


def _write(path: Path, sheets: bytes, mode: int) -> None:
    """Write a new file with the permissions `mode`, and give it the name `path`.

    If there is a file `path` already, the new file replaces it. If `path` is a symbolic link, the new file replaces the
    link itself, and not the file to which the link points.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(sheets)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _remark(lines: "tuple[LabelLine, ...]", labels: tuple[SheetLabel, ...]) -> None:
    from kiosk.ui.sheets.layout import has_bars

    for line, label in zip(lines, labels, strict=True):
        if not has_bars(label):
            print(
                f"{line.place}: too long, or signs that Code 128 does not have here: this label has its QR code only",
                file=sys.stderr,
            )


def _counted(n: int, what: str) -> str:
    return f"1 {what}" if n == 1 else f"{n} {what}s"


# --- reading the input ---
# Each line of the input is for one label. It has the code of the label. A tab and a title can follow the code.


class WrongLabelsError(Exception):
    """An error that says that some lines of the input are wrong, or that the input has no codes.

    The text of the error names the wrong lines, but never shows a code.
    """


class LabelLine(Struct, frozen=True):
    """One line of the input. `place` says where the line is, such as "fobs, line 3".

    The repr of this class does not show the code, because the code can be the code of a fob.
    """

    place: str
    code: str
    title: str

    __repr__ = object.__repr__


def read_labels(text: str, what: str) -> tuple[LabelLine, ...]:
    """Return the lines of `text` that are not empty. `what` is the name of the input, for the text of an error.

    Raises WrongLabelsError if a line is wrong, or if all lines are empty.
    """
    found, wrong, seen = [], [], set[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        code, _, title = line.partition("\t")
        code, title = code.strip(" "), " ".join(title.split())
        if not code and not title:
            continue
        place = f"{what}, line {number}"
        problem = _problem(code) or ("the same code as before" if code in seen else "")
        if problem:
            wrong.append(f"{place}: {problem}")
        seen.add(code)
        found.append(LabelLine(place, code, title))
    if wrong:
        raise WrongLabelsError("\n".join(wrong))
    if not found:
        raise WrongLabelsError(f"{what}: no codes")
    return tuple(found)


def label_of(line: LabelLine, *, secret: bool = False) -> SheetLabel:
    """Return the label for one line of the input. The label has a title and a QR code.

    If `secret` is False, the code is also printed as text.
    """
    return SheetLabel(line.title, PrintedCode(line.code, "" if secret else line.code))


def _problem(code: str) -> str:
    """Return the reason why no label can have this code, or an empty text if a label can have the code."""
    if not code:
        return "a title without a code"
    if not code.isprintable():
        return "signs that no label can have"
    if len(code) > LONGEST_CODE:
        return f"more than {LONGEST_CODE} signs"
    if code.upper().startswith(COMMAND_PREFIX):
        return f"{COMMAND_PREFIX} is for command cards"
    return ""
