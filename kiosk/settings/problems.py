"""The mistakes in a settings file, in words that staff can act on."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from kiosk.exit_codes import WrongConfigError


class SettingsProblem(Struct, frozen=True):
    """One mistake: its place, the value that was found there, and the values that are allowed there."""

    key: str
    """The key path, as in `login.pin` or `scanner[2].match`; empty if the mistake is in the file as a whole."""
    found: str
    allowed: str
    """The allowed values; empty if `found` is a sentence that explains everything (in a reader's settings)."""
    nearest: str | None = None
    """The known name that is most similar to the one that was found."""
    line: int | None = None

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        key = f"{self.key}: " if self.key else ""
        if not self.allowed:
            return f"{place}{key}{self.found}"
        hint = f' (did you mean "{self.nearest}"?)' if self.nearest else ""
        return f"{place}{key}found {self.found}{hint}; allowed: {self.allowed}"


class SettingsError(WrongConfigError):
    """Every mistake of one settings file, in the order of the file."""

    def __init__(self, path: Path, problems: Iterable[SettingsProblem]) -> None:
        self.path = path
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))
        super().__init__(path, self.problems)

    def __str__(self) -> str:
        count = "one problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        return "\n".join([f"{self.path} has {count}:", *(f"  - {problem}" for problem in self.problems)])


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that the writer of `name` most likely meant, or None if no name is similar."""
    from difflib import get_close_matches  # late, because most settings files have no mistake

    by_small_letters = {one.casefold(): one for one in known}
    close = get_close_matches(name.casefold(), by_small_letters, n=1, cutoff=0.6)
    return by_small_letters[close[0]] if close else None
