"""The command `lending-kiosk demo`, which runs the kiosk with a made-up library.

If there is a display, a second window opens beside the kiosk. There the user can click fobs, tools and faults. If there
is no display, for example over ssh or in a container, the kiosk plays a whole visit by itself, and writes a picture of
each step. With the option `--story`, the kiosk plays the visit even if there is a display.
"""

import logging
import os
import re
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kiosk.commands.display import somebody_looks
from kiosk.commands.shared import say
from kiosk.exit_codes import ExitCode

if TYPE_CHECKING:
    from kiosk.demo.play import Wanted

_SYSTEMS = ("myturn", "sierra", "overdrive", "ehub", "all")
_PICTURES = Path("build/demo")
_FOR_A_SPECTATOR_S = 2.0
_LIVE = """\
To see it live:
  on a desktop          {command}    (and click fobs, tools and faults beside it)
  over ssh              ssh -X HOST, then the same
  in a VNC viewer       QT_QPA_PLATFORM=vnc:size={size} {command} --story    then open HOST:5900
                        (Qt's VNC asks for no password: only on a network that you trust)
  under Xvfb            xvfb-run -a -s "-screen 0 {size}x24" {command} --story"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options to the parser."""
    parser.add_argument(
        "--system", choices=_SYSTEMS, default="myturn", help="the lending system (default: %(default)s)"
    )
    parser.add_argument(
        "--story", action="store_true", help="let a visit play itself, and write a picture of each step"
    )
    parser.add_argument(
        "--pictures", type=Path, default=_PICTURES, metavar="FOLDER", help="where they go (default: %(default)s)"
    )
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
    """Run the demo, and return the exit code.

    The demo ends when the user closes the window, or when the visit that plays by itself has ended.
    """
    from kiosk.texts import languages
    from kiosk.texts.translation import base

    if base(args.language) not in languages():
        return say(f"no catalogue for {args.language!r}; there are {', '.join(languages())}", ExitCode.USAGE)
    if args.story or not somebody_looks(os.environ):
        return _story(args)
    from kiosk.ops.logs import open_log

    open_log(debug=args.debug, for_journal=False)
    from kiosk.demo.play import play

    return play(_wanted(args))


def _wanted(args: Namespace) -> "Wanted":
    from kiosk.demo.play import Wanted

    return Wanted(
        system=args.system,
        size=args.size,
        theme=args.theme,
        language=args.language,
        confirm=args.confirm,
        printer=args.printer or None,
    )


def _story(args: Namespace) -> int:
    """Play a visit, print each step, write the pictures, and print where the pictures are."""
    seen = somebody_looks(os.environ)
    if not seen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        print("There is no display here: the kiosk plays a visit by itself, and takes a picture of each step.")
    began = time.monotonic()
    try:
        args.pictures.mkdir(parents=True, exist_ok=True)
        log = (args.pictures / "kiosk.log").open("w", encoding="utf-8")
    except OSError as refused:
        return say(f"the pictures cannot be written: {refused}; name another folder by --pictures", ExitCode.OSERR)
    with log:
        _log_into(log, debug=args.debug)
        from kiosk.demo.play import play_story
        from kiosk.demo.story import StoryFailedError

        try:
            code, pictures = play_story(
                _wanted(args),
                folder=args.pictures,
                say=lambda line: print(line, flush=True),
                pause_s=_FOR_A_SPECTATOR_S if seen else 0.0,
            )
        except StoryFailedError as failed:
            return say(f"{failed}; {args.pictures / 'kiosk.log'} says more", ExitCode.SOFTWARE)
    if code != ExitCode.OK:
        return code
    print(
        f"{pictures} pictures are in {args.pictures}, taken from the running kiosk in {time.monotonic() - began:.0f} s."
    )
    command = "lending-kiosk" if sys.argv[0].endswith("__main__.py") else sys.argv[0]
    of_system = "" if args.system == "myturn" else f" --system {args.system}"
    print(_LIVE.format(command=f"{command} demo{of_system}", size=args.size))
    return ExitCode.OK


def _log_into(log: TextIO, *, debug: bool) -> None:
    """Write the log to this file. An error that ends the program is also written to standard error."""
    from kiosk.ops.logs import open_log

    open_log(debug=debug, for_journal=False, stream=log)
    last_words = logging.StreamHandler(sys.stderr)
    last_words.setLevel(logging.CRITICAL)
    logging.getLogger().addHandler(last_words)
