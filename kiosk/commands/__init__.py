"""The commands of `lending-kiosk`. Each command has its own module, which is imported only for this command.

The module of a command has the functions `add_arguments(parser)` and `run(args) -> int`. To show a help text, for
example for `lending-kiosk run --help`, only the module is imported and `add_arguments` is called. The help text must
appear quickly. For this reason, the module and `add_arguments` must not import Qt or other slow modules.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Protocol, cast


class Command(Protocol):
    """The functions that the module of each command has."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add this command's arguments to the parser."""

    def run(self, args: Namespace) -> int:
        """Carry out the command and return one of the exit codes in kiosk.exit_codes."""


_SUMMARIES = {
    "run": "the kiosk itself, from a settings file",
    "demo": "the kiosk in a window, on a made-up library, with fobs and tools to click",
    "simulate": "a made-up tool library that answers like a lending system",
    "check": "is this set-up right? the settings file, the server, the readers, line by line",
    "scanners": "list, watch, learn and record the readers of this machine",
    "fobs": "list and revoke linked fobs",
    "inbox": "list and resolve what a machine cannot settle",
    "staff-pin": "set the staff PIN (no screen asks for it yet)",
    "cards": "command cards and labels for tools and fobs, as a PDF to print and cut",
}


def _module_name(command: str) -> str:
    return f"{__name__}.{command.replace('-', '_')}"


def available() -> Mapping[str, str]:
    """Return the names of the commands that are installed here, each with a summary of one line.

    This function imports none of the commands.
    """
    return MappingProxyType({name: line for name, line in _SUMMARIES.items() if find_spec(_module_name(name))})


def load(command: str) -> Command:
    """Import the module of this command and return it."""
    return cast("Command", import_module(_module_name(command)))
