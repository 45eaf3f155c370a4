"""Functions that read stories, and play each story line by line on a kiosk without a window.

A story begins with `Story: its title` and ends before the next story. A line that begins with `->` says what must be
true. Any other line says what happens. A remark begins with `#`. README.md lists all wordings.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.scenarios.stage import TOOLS, Stage

Phrase = Callable[..., None]

_TOOL = rf"(?:the (?:{'|'.join(TOOLS)})|\"[^\"]+\")"
_PLACES = {
    "who": r"(?P<who>[A-Z][a-z]+|she|he|somebody)",
    "whose": r"(?:her|his|the) fob",
    "tools": rf"(?P<tools>{_TOOL}(?:(?:, | and ){_TOOL})*)",
    "text": r"\"(?P<text>[^\"]*)\"",
    "more": r"\"(?P<more>[^\"]*)\"",
    "n": r"(?P<n>\d+)",
    "word": r"(?P<word>[a-z][a-z ]*?)",
}
HAPPENINGS: list[tuple[str, re.Pattern[str], Phrase]] = []
CHECKS: list[tuple[str, re.Pattern[str], Phrase]] = []


class StoryLineError(AssertionError):
    """A check in a story is not true, or a line has an unknown wording."""


def happens(wording: str) -> Callable[[Phrase], Phrase]:
    """Return a decorator. The decorated function runs for each line of a story that has this wording.

    Such a line says what happens. In the wording, {who}, {whose}, {tools}, {text}, {more}, {n} and {word} stand for
    words of the story.
    """
    return _phrase(HAPPENINGS, wording)


def holds(wording: str) -> Callable[[Phrase], Phrase]:
    """Return a decorator, as `happens` does, for the lines with `->`, which check something."""
    return _phrase(CHECKS, wording)


def _phrase(book: list[tuple[str, re.Pattern[str], Phrase]], wording: str) -> Callable[[Phrase], Phrase]:
    pattern = re.compile(re.sub(r"\{(\w+)\}", lambda place: _PLACES[place[1]], wording))

    def remember(phrase: Phrase) -> Phrase:
        book.append((wording, pattern, phrase))
        return phrase

    return remember


@dataclass(frozen=True)
class Line:
    """A line of a story, and its number in the file."""

    number: int
    text: str


@dataclass(frozen=True)
class Story:
    """A story with its title and its lines."""

    path: Path
    line: int
    title: str
    lines: tuple[Line, ...]

    def tell(self) -> None:
        """Play this story on a kiosk. Raise StoryLineError at the first line that fails."""
        stage = Stage()
        for line in self.lines:
            book, text = (CHECKS, line.text[2:].strip()) if line.text.startswith("->") else (HAPPENINGS, line.text)
            try:
                _tell(stage, book, text)
            except (AssertionError, LookupError) as why:
                raise StoryLineError(
                    f"{self.path.name}:{line.number}: {line.text}\n  {why}\n{stage.account()}"
                ) from why


def _tell(stage: Stage, book: list[tuple[str, re.Pattern[str], Phrase]], text: str) -> None:
    found = [(match, phrase) for _, pattern, phrase in book if (match := pattern.fullmatch(text))]
    assert found, "nobody understands this line (README.md lists what can be said)"
    assert len(found) == 1, "this line can be understood in more than one way"
    match, phrase = found[0]
    phrase(stage, **match.groupdict())


def stories_in(path: Path) -> list[Story]:
    """Return the stories of this file, in order."""
    from tests.scenarios import (  # noqa: F401 - these modules register the wordings
        answers,
        checks,
        elsewhere,
        find,
        lending_titles,
        money,
        outside,
        people,
        reserving,
        terms,
    )

    stories: list[Story] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = raw.partition("#")[0].strip()
        if text.startswith("Story:"):
            stories.append(Story(path, number, text.removeprefix("Story:").strip(), ()))
        elif text:
            last = stories[-1]
            stories[-1] = Story(last.path, last.line, last.title, (*last.lines, Line(number, text)))
    return stories
