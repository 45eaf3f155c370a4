"""The result of one check. It has a mark such as "ok" or "problem", and says in words what the check has found."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.exit_codes import ExitCode


class Mark(StrEnum):
    """The kind of a result. A note is neither good nor bad. It tells a fact, or says that something was not checked."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One result of the check.

    `advice` says how staff can correct a problem. `code` is the exit code for this result. If the result is not a
    problem, `code` is `ExitCode.OK`. If there are several problems, the command `check` ends with the code of the most
    urgent problem.
    """

    mark: Mark
    text: str
    advice: str = ""
    code: ExitCode = ExitCode.OK


def ok(text: str) -> CheckResult:
    """Return a result with the mark "ok". It says that a part of the set-up is right."""
    return CheckResult(Mark.OK, text)


def note(text: str, advice: str = "") -> CheckResult:
    """Return a result with the mark "note". It tells a fact that is neither good nor bad."""
    return CheckResult(Mark.NOTE, text, advice)


def warning(text: str, advice: str = "") -> CheckResult:
    """Return a result with the mark "warning". The kiosk can run, but a part of it does not work well."""
    return CheckResult(Mark.WARNING, text, advice)


def problem(code: ExitCode, text: str, advice: str = "") -> CheckResult:
    """Return a result with the mark "problem". The kiosk cannot do its work until somebody corrects this problem."""
    return CheckResult(Mark.PROBLEM, text, advice, code)
