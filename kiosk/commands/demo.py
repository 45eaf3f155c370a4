"""`lending-kiosk demo`: the kiosk in a window, on a made-up library, with a bench of fobs and tools beside it."""

from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """--size, --theme, --language, --no-bench."""
    parser.add_argument("--size", default="1280x800", metavar="WxH", help="the window, as in 1280x800 or 1080x1920")
    parser.add_argument("--theme", default="light", choices=("light", "dark", "high-contrast"))
    parser.add_argument("--language", default="en", metavar="CODE", help="the language it starts in, as in fr")
    parser.add_argument("--confirm", action="store_true", help="ask 'Is this right?' before Finish")
    parser.add_argument("--debug", action="store_true", help="log more")


def run(args: Namespace) -> int:
    """Play with it until the window is closed."""
    from kiosk.ops.logs import open_log

    open_log(debug=args.debug, for_journal=False)
    from kiosk.demo.play import play

    return play(size=args.size, theme=args.theme, language=args.language, confirm=args.confirm)
