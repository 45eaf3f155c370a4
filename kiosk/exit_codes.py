"""What the command's exit code says, in the words of sysexits.h."""

from enum import IntEnum


class ExitCode(IntEnum):
    """systemd, scripts and tests read these; the numbers are those of sysexits.h."""

    OK = 0
    USAGE = 64  # the command line is wrong
    DATAERR = 65  # what was given to read is wrong (a recording, a list of fobs)
    UNAVAILABLE = 69  # something outside did not answer: the server, a reader
    SOFTWARE = 70  # our own bug, caught by the crash net
    OSERR = 71  # the machine refuses: no display, no permission, disk full
    TEMPFAIL = 75  # not now: another kiosk runs on the same state folder
    CONFIG = 78  # the settings file is wrong


class WrongConfig(Exception):
    """Ends a command with CONFIG; its text says what is wrong. Here, so that no command needs the settings for it."""
