"""The exit codes of `lending-kiosk`, and what each means; the names and numbers are those of sysexits.h."""

from enum import IntEnum


class ExitCode(IntEnum):
    """An exit code that systemd, scripts and tests read."""

    OK = 0
    USAGE = 64  # the command line is wrong
    DATAERR = 65  # a file or list that the command was given is wrong (a recording, a list of fobs)
    UNAVAILABLE = 69  # the server, a reader or the display did not answer
    SOFTWARE = 70  # a bug of the kiosk, caught by the crash net
    OSERR = 71  # the machine refuses: no permission, disk full
    TEMPFAIL = 75  # try again later: another kiosk runs on the same state folder
    CONFIG = 78  # the settings file is wrong


class WrongConfigError(Exception):
    """An error that ends a command with CONFIG; its text says what is wrong. To raise it needs no settings."""
