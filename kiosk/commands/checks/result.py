"""The result of one check: a mark such as "ok" or "problem", a text that says what was found, and advice."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.exit_codes import ExitCode


class Mark(StrEnum):
    """The kind of a result. A note is neither good nor bad: it tells a fact, or says what cannot be tried here."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One result of the check.

    `advice` says how staff can correct a problem. `code` is OK, or the exit code with which the command `check` ends
    if no other problem is more urgent.
    """

    mark: Mark
    text: str
    advice: str = ""
    code: ExitCode = ExitCode.OK


def ok(text: str) -> CheckResult:
    """Return a result that says that something is right."""
    return CheckResult(Mark.OK, text)


def note(text: str, advice: str = "") -> CheckResult:
    """Return a result that tells a fact and is neither good nor bad."""
    return CheckResult(Mark.NOTE, text, advice)


def warning(text: str, advice: str = "") -> CheckResult:
    """Return a result that says that the kiosk can run, but that a part of the kiosk does not work well."""
    return CheckResult(Mark.WARNING, text, advice)


def problem(code: ExitCode, text: str, advice: str = "") -> CheckResult:
    """Return a result that says that the kiosk cannot do its work until this problem is corrected."""
    return CheckResult(Mark.PROBLEM, text, advice, code)
