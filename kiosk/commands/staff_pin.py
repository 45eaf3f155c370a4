"""The command `lending-kiosk staff-pin`, which sets the staff PIN.

The command asks for the PIN. The PIN is never an argument, because everybody on the machine can read arguments.
"""

import getpass
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.shared import add_config, load_settings, say
from kiosk.exit_codes import ExitCode

if TYPE_CHECKING:
    from kiosk.domain.model import Secret


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments to the parser."""
    add_config(parser)
    parser.epilog = "Asks twice; reads one line where standard input is not a terminal."


def run(args: Namespace) -> int:
    """Ask for the PIN, write the PIN to the file given in the settings, and return the exit code."""
    from kiosk.store.pin_file import BadPinError, write_pin

    settings = load_settings(args.config)
    path = settings.staff.pin_file
    pin = _asked()
    if pin is None:
        return say("the two are not the same; nothing was changed", ExitCode.DATAERR)
    try:
        write_pin(path, pin, _owner(settings.kiosk.state_dir))
    except BadPinError as wrong:
        return say(f"{wrong}; nothing was changed", ExitCode.DATAERR)
    except OSError as why:
        return say(f"{path} cannot be written: {why.strerror}", ExitCode.OSERR)
    print(f"The staff PIN is in {path}.")
    return ExitCode.OK


def _asked() -> "Secret | None":
    from kiosk.domain.model import Secret

    if not sys.stdin.isatty():
        return Secret(sys.stdin.readline().rstrip("\r\n"))
    first = Secret(getpass.getpass("New staff PIN: "))
    return first if Secret(getpass.getpass("Once more: ")) == first else None


def _owner(state_dir: Path) -> tuple[int, int] | None:
    """Return the user and the group that own the state folder.

    The PIN file must belong to the same user and group, so that the kiosk can read the file. Return None if the user
    who runs this command is not root, or if there is no state folder yet.
    """
    if os.geteuid() != 0 or not state_dir.is_dir():
        return None
    found = state_dir.stat()
    return found.st_uid, found.st_gid
