"""The command line `lending-kiosk`: it runs the command that the user has typed, and returns an exit code.

Only the module of this command is imported.
"""

import os
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Mapping, Sequence
from typing import NoReturn

from kiosk import version
from kiosk.commands import Command, available, load
from kiosk.exit_codes import ExitCode, WrongConfigError

_INTERRUPTED = 130  # the exit code that shells report if the user ends a program with Ctrl-C
_UNREAD = 141  # the exit code that shells report if the program that reads the output (head, less) has ended


class _Parser(ArgumentParser):
    """An ArgumentParser that ends the program with ExitCode.USAGE if the command line is wrong."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(ExitCode.USAGE, f"{self.prog}: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    # Only the module of the named command is imported. An error or a slow import in the module of another command then
    # has no effect on the named command.
    there = available()
    asked = words[0] if words and words[0] in there else None
    parser, commands = _parser({asked: there[asked]} if asked is not None else there)
    if not words:
        parser.print_help(sys.stderr)
        return ExitCode.USAGE
    command = load(asked) if asked is not None else None
    if command is not None:
        command.add_arguments(commands.choices[words[0]])
    args = parser.parse_args(words)
    if args.version:
        print(f"lending-kiosk {version()}")
        return ExitCode.OK
    if command is None:
        parser.error("say which command")
    return _run(command, args)


def _parser(summaries: Mapping[str, str]) -> tuple[_Parser, "_SubParsersAction[_Parser]"]:
    parser = _Parser(prog="lending-kiosk", description="The self-service kiosk of a tool library.")
    parser.add_argument("--version", action="store_true", help="say which version this is, and stop")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    for name, summary in summaries.items():
        commands.add_parser(name, help=summary, description=summary[:1].upper() + summary[1:] + ".")
    return parser, commands


def _run(command: Command, args: Namespace) -> int:
    try:
        code = command.run(args)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        if not _unread():
            raise
        return _UNREAD
    except WrongConfigError as wrong:
        print(wrong, file=sys.stderr)
        return ExitCode.CONFIG
    except KeyboardInterrupt:
        return _INTERRUPTED


def _unread() -> bool:
    """Return True if the program that reads our standard output has ended.

    In that case, send the rest of the output to /dev/null, so that Python reports no error when it flushes the output.
    """
    import select

    out = select.poll()
    out.register(sys.stdout.fileno(), 0)  # poll always reports a closed pipe, even if no event is requested
    if not out.poll(0):
        return False
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return True


if __name__ == "__main__":
    sys.exit(main())
