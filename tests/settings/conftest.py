"""Fixtures that write a settings file for one test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.settings.load import load
from kiosk.settings.problems import SettingsError, SettingsProblem

Write = Callable[[str], Path]
Complain = Callable[[str], tuple[SettingsProblem, ...]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a text into a settings file."""

    def write_text(text: str) -> Path:
        path = tmp_path / "kiosk.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_text


@pytest.fixture
def problems_of(write: Write) -> Complain:
    """Return a function that returns the problems of a settings file with this text."""

    def complain(text: str) -> tuple[SettingsProblem, ...]:
        with pytest.raises(SettingsError) as wrong:
            load(write(text))
        return wrong.value.problems

    return complain
