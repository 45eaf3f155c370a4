"""The findings as staff read them, printed as they come, or as JSON for programs."""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kiosk.commands.beside import harmless
from kiosk.commands.checks.finding import Finding, Mark
from kiosk.exit_codes import ExitCode

_SIGNS = {Mark.OK: "✓", Mark.NOTE: "·", Mark.WARNING: "!", Mark.PROBLEM: "✗"}
_PLAIN_SIGNS = {Mark.OK: "+", Mark.NOTE: "-", Mark.WARNING: "!", Mark.PROBLEM: "X"}
_INDENT = " " * 13
_WIDEST, _NARROWEST = 110, 50
_GRAVEST_FIRST = (ExitCode.CONFIG, ExitCode.OSERR, ExitCode.UNAVAILABLE)


class Report(Protocol):
    """Takes a section after the other, then sums up."""

    def section(self, title: str, findings: Iterable[Finding]) -> None:
        """A part of the set-up; its findings are taken one by one, for some take seconds."""
        ...

    def end(self) -> int:
        """The exit code of all that was found."""
        ...


@dataclass(frozen=True, slots=True)
class _Entry:
    section: str
    finding: Finding


def exit_code(findings: Iterable[Finding]) -> ExitCode:
    """The code of what most needs a person: the file, then the machine, then what may answer by itself later."""
    codes = {finding.code for finding in findings}
    return next((code for code in _GRAVEST_FIRST if code in codes), ExitCode.OK)


class TextReport:
    """A line a finding, with its mark as sign and word."""

    def __init__(self, about: str) -> None:
        self._found: list[Finding] = []
        self._signs = _SIGNS if _can_print("".join(_SIGNS.values())) else _PLAIN_SIGNS
        self._width = max(_NARROWEST, min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST))
        _say(about)

    def section(self, title: str, findings: Iterable[Finding]) -> None:
        """The title stands before the work begins, so that nobody wonders what takes so long."""
        _say(f"\n{title}")
        for finding in findings:
            self._found.append(finding)
            head = f"  {self._signs[finding.mark]} {finding.mark:<8} "
            _say(self._wrapped(head, finding.text))
            if finding.advice:
                _say(self._wrapped(f"{_INDENT}> ", finding.advice))

    def end(self) -> int:
        """How many warnings and problems there were, in words."""
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
    """One object at the end."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._entries: list[_Entry] = []

    def section(self, title: str, findings: Iterable[Finding]) -> None:
        """Kept for the end."""
        self._entries += [_Entry(title, finding) for finding in findings]

    def end(self) -> int:
        """Print it."""
        code = exit_code(entry.finding for entry in self._entries)
        findings = [
            {
                "section": entry.section,
                "mark": entry.finding.mark.value,
                "text": entry.finding.text,
                "advice": entry.finding.advice,
            }
            for entry in self._entries
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
    """A library's name may hold what this terminal cannot show; that must not end the check."""
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)
