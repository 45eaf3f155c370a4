"""Make a test of each story in a `.story` file. A failure names the line of the story."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.scenarios.telling import Story, StoryLineError, stories_in


class StoryItem(pytest.Item):
    """A test of one story."""

    def __init__(self, *, story: Story, **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type]
        self.story = story

    def runtest(self) -> None:
        self.story.tell()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:  # noqa: ARG002 - pytest's own signature
        if isinstance(excinfo.value, StoryLineError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.story.line, self.name


class StoryFile(pytest.File):
    """A file of stories."""

    def collect(self) -> Iterable[StoryItem]:
        for story in stories_in(self.path):
            yield StoryItem.from_parent(self, name=story.title, story=story)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> StoryFile | None:
    """Collect every `.story` file in this folder."""
    return StoryFile.from_parent(parent, path=file_path) if file_path.suffix == ".story" else None
