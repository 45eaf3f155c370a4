"""One line of the check: a mark, what was found, and advice."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.exit_codes import ExitCode


class Mark(StrEnum):
    """The judgement of a finding. A note judges nothing: it tells staff a fact, or says what cannot be tried here."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One result of the check. `advice` says how to mend it. `code` is the check's exit code if it is a problem."""

    mark: Mark
    text: str
    advice: str = ""
    code: ExitCode = ExitCode.OK


def ok(text: str) -> CheckResult:
    """Make a finding that all is right."""
    return CheckResult(Mark.OK, text)


def note(text: str, advice: str = "") -> CheckResult:
    """Make a finding that is good to know."""
    return CheckResult(Mark.NOTE, text, advice)


def warning(text: str, advice: str = "") -> CheckResult:
    """Make a finding for a kiosk that can run, but with a part that does not work as it could."""
    return CheckResult(Mark.WARNING, text, advice)


def problem(code: ExitCode, text: str, advice: str = "") -> CheckResult:
    """Make a finding for a kiosk that cannot do its work like this."""
    return CheckResult(Mark.PROBLEM, text, advice, code)
