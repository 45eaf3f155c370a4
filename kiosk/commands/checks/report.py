"""The two kinds of report that the command `check` can print. One is text for staff, and one is JSON for programs."""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kiosk.commands.checks.result import CheckResult, Mark
from kiosk.commands.shared import harmless
from kiosk.exit_codes import ExitCode

_SIGNS = {Mark.OK: "✓", Mark.NOTE: "·", Mark.WARNING: "!", Mark.PROBLEM: "✗"}
_PLAIN_SIGNS = {Mark.OK: "+", Mark.NOTE: "-", Mark.WARNING: "!", Mark.PROBLEM: "X"}
_INDENT = " " * 13
_WIDEST, _NARROWEST = 110, 50
_GRAVEST_FIRST = (ExitCode.CONFIG, ExitCode.OSERR, ExitCode.UNAVAILABLE)


class CheckReport(Protocol):
    """A report about all checks. Call `section` with the results for each part of the set-up, and then call `end`."""

    def section(self, title: str, findings: Iterable[CheckResult]) -> None:
        """Print or store the results for one part of the set-up. `title` is the name of this part.

        `findings` yields the results one by one. A check runs only when its result is fetched, and can take some
        seconds.
        """
        ...

    def end(self) -> int:
        """Finish the report and return the exit code that follows from all findings."""
        ...


@dataclass(frozen=True, slots=True)
class _Entry:
    section: str
    finding: CheckResult


def exit_code(findings: Iterable[CheckResult]) -> ExitCode:
    """Return the exit code of the most urgent finding.

    A wrong settings file is the most urgent problem, and a problem of this machine is the second. A problem of the
    server or of a reader is the least urgent, because it perhaps goes away by itself after some time.
    """
    codes = {finding.code for finding in findings}
    return next((code for code in _GRAVEST_FIRST if code in codes), ExitCode.OK)


class TextReport:
    """A report in text for staff. Each finding begins with a symbol and a word such as "ok" or "problem"."""

    def __init__(self, about: str) -> None:
        self._found: list[CheckResult] = []
        self._signs = _SIGNS if _can_print("".join(_SIGNS.values())) else _PLAIN_SIGNS
        self._width = max(_NARROWEST, min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST))
        _say(about)

    def section(self, title: str, findings: Iterable[CheckResult]) -> None:
        """Print the title. Then print each finding as soon as it is known, so that staff see which check is slow."""
        _say(f"\n{title}")
        for finding in findings:
            self._found.append(finding)
            head = f"  {self._signs[finding.mark]} {finding.mark:<8} "
            _say(self._wrapped(head, finding.text))
            if finding.advice:
                _say(self._wrapped(f"{_INDENT}> ", finding.advice))

    def end(self) -> int:
        """Print how many warnings and problems there were, and return the exit code."""
        problems = sum(finding.mark is Mark.PROBLEM for finding in self._found)
        warnings = sum(finding.mark is Mark.WARNING for finding in self._found)
        if not problems and not warnings:
            _say("\nEverything that was tried is as it should be.")
        else:
            counts = (_counted(problems, "problem"), _counted(warnings, "warning"))
            ends = "" if problems else " The kiosk can run like this."
            _say(f"\n{' and '.join(filter(None, counts))}.{ends}")
        return exit_code(self._found)

    def _wrapped(self, head: str, text: str) -> str:
        return textwrap.fill(
            harmless(text),
            self._width,
            initial_indent=head,
            subsequent_indent=" " * len(head),
            break_long_words=False,
            break_on_hyphens=False,
        )


class JsonReport:
    """A report that is one JSON object, printed at the end."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._entries: list[_Entry] = []

    def section(self, title: str, findings: Iterable[CheckResult]) -> None:
        """Store the findings until the end."""
        self._entries += [_Entry(title, finding) for finding in findings]

    def end(self) -> int:
        """Print the JSON object with all findings, and return the exit code."""
        code = exit_code(entry.finding for entry in self._entries)
        shown = ((entry.section, entry.finding) for entry in self._entries)
        findings = [
            {"section": section, "mark": found.mark.value, "text": found.text, "advice": found.advice}
            for section, found in shown
        ]
        _say(json.dumps({"file": self._file, "exit": int(code), "findings": findings}, ensure_ascii=False, indent=1))
        return code


def _counted(number: int, word: str) -> str:
    return "" if not number else f"{number} {word}" + ("s" if number > 1 else "")


def _can_print(signs: str) -> bool:
    try:
        signs.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _say(text: str) -> None:
    """Print the text. If the terminal cannot show a character, print "?" instead of this character.

    Without this replacement, Python would raise an error, and the check would end.
    """
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)
