"""Tests that the kiosk always shows letters and no empty squares.

If a font is not installed, the kiosk uses its own copy.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.commands.checks.result import Mark
from kiosk.commands.checks.screen import check_screen
from kiosk.exit_codes import ExitCode

ROOT = Path(__file__).parents[2]
FAMILIES = {"Inter", "Inter Display", "National Park Heavy"}

WRITES = """
import json, sys
from pathlib import Path
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
app = QApplication([])
from kiosk.app.qt import load_fonts
from kiosk.assets import asset
from kiosk.texts import NATIVE_NAMES
from kiosk.ui import keyboard, theme
from kiosk.ui.icons import Icons
assert load_fonts()
words = "".join(path.read_text(encoding="utf-8") for path in asset("locale").rglob("*.po"))
words += "".join(keyboard.accents(sign) + sign for sign in map(chr, range(32, 127)))
words += "".join(sign for page in keyboard.signs(with_digits=False) for line in page for sign in line)
look = theme.Theme(asset("theme.toml"))
style = theme.Style(look.colours("light"), look.sizes(1280, 800), Icons(asset("icons")))
kinds = (theme.HERO, theme.H1, theme.H2, theme.H3, theme.BODY, theme.STRONG, theme.SMALL_STRONG)
wanted = {sign for sign in words if sign.isprintable()}
missing = {sign for kind in kinds for sign in wanted if not QFontMetricsF(style.font(kind)).inFontUcs4(ord(sign))}
assert not missing, missing
assert all(QFontMetricsF(style.plate_font("C2", 40)).inFontUcs4(ord(sign)) for sign in "C2")
from tests.ui.conftest import opened
from tests.ui.samples import VIEWS
from tests.ui.geometry import faults
assert faults(opened(VIEWS["basket"], "800x480")) == []
assert style.plate_font("C2", 40).families()[0] == "National Park Heavy"
"""

COPIED = """
from kiosk.app.qt import application
from kiosk.assets import asset
from kiosk.ui.theme import load_missing
app = application()
print(*load_missing(asset("fonts")).copied, sep=";")
"""


@pytest.fixture
def without_fonts(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a machine on which no font is installed."""
    return environment(tmp_path, tmp_path / "no-fonts")


def environment(tmp_path: Path, *folders: Path) -> dict[str, str]:
    for folder in folders:
        folder.mkdir(exist_ok=True)
    listed = "".join(f"<dir>{folder}</dir>" for folder in folders)
    config = tmp_path / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig>{listed}<cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return os.environ | {"FONTCONFIG_FILE": str(config), "QT_QPA_PLATFORM": "offscreen"}


def python(environ: dict[str, str], *words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    return subprocess.run(command, env=environ, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.slow
def test_every_sign_of_every_language_can_be_drawn_where_no_font_is_installed(without_fonts: dict[str, str]) -> None:
    ended = python(without_fonts, "-c", WRITES)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("installed", ["Inter-Regular.otf", "InterDisplay-Bold.otf", "NationalPark-Heavy.otf"])
def test_only_what_is_not_installed_is_loaded(tmp_path: Path, installed: str) -> None:
    environ = environment(tmp_path, tmp_path / "some")
    shutil.copy(ROOT / "assets" / "fonts" / installed, tmp_path / "some")
    ended = python(environ, "-c", COPIED)
    assert ended.returncode == 0, ended.stderr
    family = {"Inter-R": "Inter", "InterDi": "Inter Display", "Nationa": "National Park Heavy"}[installed[:7]]
    assert set(ended.stdout.strip().split(";")) == FAMILIES - {family}


def test_check_says_that_the_copies_are_used(without_fonts: dict[str, str], tmp_path: Path) -> None:
    found = list(check_screen(without_fonts, tmp_path))
    assert any(one.mark is Mark.OK and "its own copies" in one.text for one in found)


@pytest.fixture
def broken_kiosk(tmp_path: Path) -> Path:
    """Return a folder with a kiosk whose own fonts cannot be read."""
    for name in ("kiosk", "hardware", "assets"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name, ignore=shutil.ignore_patterns("__pycache__"))
    fonts = sorted((tmp_path / "copy" / "assets" / "fonts").glob("*.otf"))
    for number, font in enumerate(fonts):
        font.unlink() if number % 2 else font.write_bytes(b"no font")
    return tmp_path / "copy"


def test_without_any_font_it_does_not_start_and_says_why(without_fonts: dict[str, str], broken_kiosk: Path) -> None:
    settings = broken_kiosk / "kiosk.toml"
    settings.write_text("[kiosk\n", encoding="utf-8")
    ended = python(without_fonts, "-m", "kiosk", "run", "--config", str(settings), cwd=broken_kiosk)
    assert ended.returncode == ExitCode.UNAVAILABLE, ended.stderr
    assert "no font can be loaded" in ended.stderr
    assert "apt install fonts-inter" in ended.stderr


def test_without_any_font_check_names_a_problem(without_fonts: dict[str, str], broken_kiosk: Path) -> None:
    ask = "import os, pathlib; from kiosk.commands.checks.screen import check_screen\n"
    ended = python(
        without_fonts,
        "-c",
        ask + "print(*((one.mark, one.text) for one in check_screen(os.environ, pathlib.Path('x'))), sep='\\n')",
        cwd=broken_kiosk,
    )
    assert "no font can be loaded" in ended.stdout, ended.stdout + ended.stderr
    assert "Mark.PROBLEM" in ended.stdout


@pytest.mark.slow
@pytest.mark.parametrize("window", [(400, 300), (639, 480), (640, 479), (480, 799), (479, 2000)])
def test_check_says_that_the_window_is_too_small(tmp_path: Path, window: tuple[int, int]) -> None:
    found = list(check_screen(os.environ | {"QT_QPA_PLATFORM": "offscreen"}, tmp_path, window=window))
    assert [one.mark for one in found if "too small" in one.text] == [Mark.WARNING]


@pytest.mark.slow
@pytest.mark.parametrize("window", [(640, 480), (480, 800), (800, 480), (3840, 2160)])
def test_check_says_nothing_of_a_window_that_is_large_enough(tmp_path: Path, window: tuple[int, int]) -> None:
    found = list(check_screen(os.environ | {"QT_QPA_PLATFORM": "offscreen"}, tmp_path, window=window))
    assert not any("too small" in one.text for one in found)
