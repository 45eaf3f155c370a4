"""The commands of `lending-kiosk`: one module for each, imported only when that command is asked for.

A command's module has `add_arguments(parser)` and `run(args) -> int`. Importing the module and calling add_arguments
must not load Qt or anything else that is slow: `lending-kiosk run --help` needs both.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Protocol, cast


class Command(Protocol):
    """The functions that each module in this package has."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare this command's own arguments."""

    def run(self, args: Namespace) -> int:
        """Carry out the command and return the exit code (kiosk.exit_codes)."""


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
    """Return a summary in one line for each command that this installation has, by name; no command is imported."""
    return MappingProxyType({name: line for name, line in _SUMMARIES.items() if find_spec(_module_name(name))})


def load(command: str) -> Command:
    """Import the module of one command."""
    return cast("Command", import_module(_module_name(command)))
