"""`lending-kiosk demo`: the kiosk in a window, on a made-up library, with a bench of fobs and tools beside it."""

import os
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from kiosk.commands.beside import say
from kiosk.commands.display import lacks_display
from kiosk.exit_codes import ExitCode


def add_arguments(parser: ArgumentParser) -> None:
    """--size, --theme, --language, --confirm, --printer, --debug."""
    parser.add_argument(
        "--size", type=_size, default="1280x800", metavar="WxH", help="the window, as in 1280x800 or 1080x1920"
    )
    parser.add_argument("--theme", default="light", choices=("light", "dark", "high-contrast"))
    parser.add_argument("--language", default="en", metavar="CODE", help="the language it starts in, as in fr")
    parser.add_argument("--confirm", action="store_true", help="ask 'Is this right?' before Finish")
    parser.add_argument("--printer", metavar="QUEUE", help="offer slips, printed by this queue of CUPS (lpstat -e)")
    parser.add_argument("--debug", action="store_true", help="log more")


def _size(text: str) -> str:
    if not re.fullmatch(r"[1-9]\d{2,4}x[1-9]\d{2,4}", text, re.ASCII):
        raise ArgumentTypeError(f"{text!r} is not a size such as 1280x800")
    return text


def run(args: Namespace) -> int:
    """Play with it until the window is closed."""
    from kiosk.texts import base, languages

    if base(args.language) not in languages():
        return say(f"no catalogue for {args.language!r}; there are {', '.join(languages())}", ExitCode.USAGE)
    if lacks_display(os.environ):
        return ExitCode.UNAVAILABLE
    from kiosk.ops.logs import open_log

    open_log(debug=args.debug, for_journal=False)
    from kiosk.demo.play import play

    return play(
        size=args.size, theme=args.theme, language=args.language, confirm=args.confirm, printer=args.printer or None
    )
