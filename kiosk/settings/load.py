"""Finds, reads and checks the settings file."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kiosk.settings.lines import key_lines, line_of
from kiosk.settings.model import Settings
from kiosk.settings.problems import Problem, SettingsProblems
from kiosk.settings.rules import broken_rules
from kiosk.settings.walk import Walk

DEFAULT_PATH = Path("/etc/lending-kiosk/kiosk.toml")
ENVIRONMENT_NAME = "LENDING_KIOSK_CONFIG"


def find_config(given: Path | None, environ: Mapping[str, str]) -> Path:
    """The settings file: given on the command line, else named by the environment, else in its usual place."""
    if given is not None:
        return given
    named = environ.get(ENVIRONMENT_NAME, "")
    return Path(named) if named else DEFAULT_PATH


def load(path: Path) -> Settings:
    """The settings in this file; SettingsProblems with every mistake in it."""
    text = _read(path)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsProblems(path, [_syntax(str(wrong), text)]) from None
    except RecursionError:  # tomllib reads nested lists by recursion
        problem = Problem("", "lists or tables nested too deeply", "what the example shows")
        raise SettingsProblems(path, [problem]) from None
    walk = Walk()
    settings = walk.struct(tables, Settings)
    problems = [*walk.problems, *broken_rules(walk)]
    if settings is None or problems:
        lines = key_lines(text)
        raise SettingsProblems(path, [replace(problem, line=line_of(problem.key, lines)) for problem in problems])
    return settings


def _read(path: Path) -> str:
    allowed = "a text file in UTF-8 that this user may read"
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        found = "no such file"
    except OSError as wrong:
        found = f"a file that cannot be read ({wrong.strerror})"
    except UnicodeDecodeError as wrong:
        found = f"bytes that are not UTF-8, from byte {wrong.start + 1}"
    raise SettingsProblems(path, [Problem("", found, allowed)])


def _syntax(message: str, text: str) -> Problem:
    """tomllib's words, and the line that they speak of."""
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    reason = message[: place.start()] if place else message
    line = (int(place[1]) if place and place[1] else len(text.splitlines())) or None
    return Problem(
        "",
        f"a line that is not TOML: {reason[:1].lower()}{reason[1:]}",
        'lines such as name = "text", name = 7 or [table]',
        line=line,
    )
