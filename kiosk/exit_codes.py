"""The exit codes of `lending-kiosk` and their meanings. The names and numbers come from sysexits.h."""

from enum import IntEnum


class ExitCode(IntEnum):
    """An exit code that systemd, scripts and tests read."""

    OK = 0
    USAGE = 64  # the command line is wrong
    DATAERR = 65  # the input of the command is wrong, for example a recording or the number of a linked fob
    UNAVAILABLE = 69  # the server, a reader or the display did not answer
    SOFTWARE = 70  # the kiosk has a bug: an error was raised that no code catches
    OSERR = 71  # the machine has refused something, for example because a permission is missing or the disk is full
    TEMPFAIL = 75  # another kiosk uses the same state folder now; try again later
    CONFIG = 78  # the settings file is wrong


class WrongConfigError(Exception):
    """An error in the settings file. The error ends a command with ExitCode.CONFIG, and its text says what is wrong.

    The class is defined here, so that a module that raises or catches this error does not import kiosk.settings.
    """
