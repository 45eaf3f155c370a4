"""Tests of the wordings of stories.

Each wording is documented and has only one meaning. A failure names the line of the story.
"""

import re
from pathlib import Path

import pytest

from tests.scenarios.telling import CHECKS, HAPPENINGS, StoryLineError, stories_in

HERE = Path(__file__).parent


def told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "one.story"
    path.write_text(text, encoding="utf-8")
    for story in stories_in(path):
        story.tell()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Story: x\n  Marta dances", "one.story:2: Marta dances\n  nobody understands this line"),
        ("Story: x\n\n  # a remark\n  -> the screen is trouble", "one.story:4: -> the screen is trouble\n  Idle"),
        ("Story: x\n  Marta shows her fob\n  -> the screen is elsewhere", "one.story:3: -> the screen is elsewhere"),
        ('Story: x\n  Marta presses "Dance"', 'one.story:2: Marta presses "Dance"'),
    ],
)
def test_a_story_that_fails_names_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(StoryLineError) as failed:
        told(tmp_path, text)
    assert str(failed.value).startswith(complaint)


def test_a_failing_story_says_where_the_kiosk_stands(tmp_path: Path) -> None:
    with pytest.raises(StoryLineError, match=r"the kiosk: Identifying, notice None, asked for .'Identify'."):
        told(tmp_path, "Story: x\n  Marta shows her fob\n  -> the screen is welcome")


def test_all_that_can_be_said_is_written_down() -> None:
    stories_in(HERE / "main.story")
    page = (HERE / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\* `(.+?)`", page, flags=re.MULTILINE))
    spoken = {_plain(wording) for wording, _, _ in HAPPENINGS} | {f"-> {_plain(wording)}" for wording, _, _ in CHECKS}
    assert listed == spoken


def test_nothing_is_in_the_vocabulary_that_no_story_says() -> None:
    lines = [line.text for path in HERE.glob("*.story") for story in stories_in(path) for line in story.lines]
    happened = [text for text in lines if not text.startswith("->")]
    checked = [text[2:].strip() for text in lines if text.startswith("->")]
    unsaid = [wording for wording, pattern, _ in HAPPENINGS if not any(map(pattern.fullmatch, happened))]
    unsaid += [wording for wording, pattern, _ in CHECKS if not any(map(pattern.fullmatch, checked))]
    assert unsaid == []


def test_there_are_stories_enough_and_each_has_its_own_title() -> None:
    titles = [story.title for path in HERE.glob("*.story") for story in stories_in(path)]
    assert len(titles) >= 50
    assert len(titles) == len(set(titles))


def _plain(wording: str) -> str:
    """Return the wording as README.md lists it, without the signs of regular expressions."""
    return re.sub(r"\(\?:(\w+)\|\w+\)", r"\1", wording).replace("s?", "s")
