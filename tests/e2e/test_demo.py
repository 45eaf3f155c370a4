"""Tests of the demo that runs without a person.

The installed command plays a whole visit, and saves a picture of each step.
"""

import os
import subprocess
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.exit_codes import ExitCode
from tests.e2e.desk import missing_parts
from tests.e2e.kiosk_process import COMMAND

pytestmark = pytest.mark.slow

_STEPS = {
    "myturn": (
        "welcome", "new-fob", "form-filled", "home", "three-to-borrow", "one-to-bring-back", "condition",
        "unknown-code", "finish", "receipt", "welcome-again", "fob-is-enough",
    ),
    "sierra": (
        "welcome", "card", "pin", "home", "kept-longer", "borrowed", "answer-lost", "found-out", "give-it-back",
        "given-back", "brought-back", "refused", "receipt", "welcome-again",
    ),
    "overdrive": (
        "welcome", "card", "pin", "home", "borrowed", "code", "in-the-browser", "answer-lost", "found-out", "on-loan",
        "give-it-back", "given-back", "refused", "receipt", "welcome-again",
    ),
    "ehub": (
        "welcome", "home", "borrowed", "code", "first-part", "next-part", "digital-loans", "give-it-back",
        "given-back", "refused", "receipt", "welcome-again",
    ),
    "all": (
        "welcome", "card", "pin", "home", "two-tools", "e-book", "code", "audio-book", "digital-loans", "give-it-back",
        "given-back", "brought-back", "receipt", "welcome-again",
    ),
}  # fmt: skip


def _demo(
    folder: Path, *more: str, before: tuple[str, ...] = (), named: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    seen = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environ = {name: value for name, value in os.environ.items() if name not in seen} | (named or {})
    words = [*before, str(COMMAND), "demo", "--pictures", str(folder), *more]
    return subprocess.run(words, env=environ, capture_output=True, text=True, check=False, timeout=180)


def _holds_the_whole_story(folder: Path, size: tuple[int, int], system: str = "myturn") -> None:
    pictures, steps = sorted(folder.glob("*.png")), _STEPS[system]
    assert [path.stem for path in pictures] == [f"{number:02}-{name}" for number, name in enumerate(steps, start=1)]
    assert {QImage(str(path)).size().toTuple() for path in pictures} == {size}
    # All pictures differ. Only the last picture, which shows Welcome again, may be equal to the first picture.
    others = [path.read_bytes() for path in pictures if "again" not in path.stem]
    assert len(set(others)) == len(others)


@pytest.mark.parametrize(
    ("named", "more", "size", "system"),
    [
        ({}, (), (1280, 800), "myturn"),
        ({}, ("--system", "sierra"), (1280, 800), "sierra"),
        ({}, ("--system", "overdrive"), (1280, 800), "overdrive"),
        ({}, ("--system", "ehub", "--size", "1080x1920", "--language", "nl"), (1080, 1920), "ehub"),
        ({}, ("--system", "all", "--size", "800x480", "--language", "fr"), (800, 480), "all"),
        (
            {"DISPLAY": ":65000"},
            ("--size", "1080x1920", "--language", "fr", "--theme", "high-contrast"),
            (1080, 1920),
            "myturn",
        ),
        ({"QT_QPA_PLATFORM": "offscreen"}, ("--story", "--size", "800x480", "--language", "de"), (800, 480), "myturn"),
    ],
)
def test_without_a_display_a_visit_plays_itself(
    named: dict[str, str], more: tuple[str, ...], size: tuple[int, int], system: str, tmp_path: Path
) -> None:
    (tmp_path / "31-former.png").write_bytes(b"")

    told = _demo(tmp_path, *more, named=named)

    assert (told.returncode, told.stderr) == (ExitCode.OK, "")
    _holds_the_whole_story(tmp_path, size, system)
    assert f"{len(_STEPS[system])} pictures are in {tmp_path}" in told.stdout
    assert "To see it live" in told.stdout
    assert (f"demo --system {system}" in told.stdout) is (system != "myturn")
    assert all(f"[{path.name}]" in told.stdout for path in tmp_path.glob("*.png"))


@pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}")
def test_with_a_display_the_same_is_played_for_whoever_looks(tmp_path: Path) -> None:
    told = _demo(tmp_path, "--story", before=("xvfb-run", "-a", "-s", "-screen 0 1600x1200x24"))
    assert told.returncode == ExitCode.OK, told.stderr
    _holds_the_whole_story(tmp_path, (1280, 800))


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    told = _demo(tmp_path / "taken")
    assert told.returncode == ExitCode.OSERR
    assert "--pictures" in told.stderr
    assert "Traceback" not in told.stderr
