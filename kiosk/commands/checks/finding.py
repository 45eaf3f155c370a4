"""One line of the check: how it stands, what was found, what can be done."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.exit_codes import ExitCode


class Mark(StrEnum):
    """How it stands. A note judges nothing: it says what staff should know, or what cannot be tried from here."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """`advice` is what to do about it. A problem has the exit code that it ends the check with."""

    mark: Mark
    text: str
    advice: str = ""
    code: ExitCode = ExitCode.OK


def ok(text: str) -> Finding:
    """It is as it should be."""
    return Finding(Mark.OK, text)


def note(text: str, advice: str = "") -> Finding:
    """Good to know."""
    return Finding(Mark.NOTE, text, advice)


def warning(text: str, advice: str = "") -> Finding:
    """The kiosk runs, and something will not be as it could."""
    return Finding(Mark.WARNING, text, advice)


def problem(code: ExitCode, text: str, advice: str = "") -> Finding:
    """The kiosk cannot do its work like this."""
    return Finding(Mark.PROBLEM, text, advice, code)
