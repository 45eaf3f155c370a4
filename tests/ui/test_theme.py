"""Tests of the theme: readable colours, and buttons that are large enough."""

import pytest
from PySide6.QtGui import QColor

from kiosk.assets import asset
from kiosk.ui.theme import ScreenForm, Theme, form_for, plate_font_holds

THEMES = ("light", "dark", "contrast")
TEXT = (
    ("ink", "wall"),
    ("ink", "card"),
    ("ink", "bench"),
    ("ink-2", "wall"),
    ("ink-2", "card"),
    ("ink-2", "wait-tint"),
    ("wait-ink", "wait-tint"),
    ("accent-ink", "card"),
    ("accent-ink", "accent-tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-ink"),
    ("ink", "bad-tint"),
    ("bad-ink", "bad-tint"),
    ("ink", "warn-tint"),
    ("warn-ink", "warn-tint"),
    ("on-ok", "ok"),
    ("on-warn", "warn"),
    ("ok-ink", "ok-tint"),
    ("on-plate", "plate"),
    ("qr-ink", "qr-paper"),
)
GRAPHICS = (("edge", "bench"), ("edge", "card"), ("wait", "wait-tint"), ("bad", "bad-tint"), ("warn-edge", "warn-tint"))


@pytest.fixture(scope="module")
def theme(qapp: object) -> Theme:
    return Theme(asset("theme.toml"))


def luminance(colour: QColor) -> float:
    """Return the relative luminance of a colour, from 0 to 1, as WCAG 2 defines it."""
    shares = (colour.redF(), colour.greenF(), colour.blueF())
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 7.0), (GRAPHICS, 3.0)])
def test_everything_can_be_told_from_what_it_lies_on(
    theme: Theme, name: str, pairs: tuple[tuple[str, str], ...], least: float
) -> None:
    tokens = theme.colours(name).tokens
    poor = {pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 1) for pair in pairs}
    if (name, least) == ("contrast", 7.0):
        poor.pop(("on-accent", "accent-ink"))  # pressed buttons become black in this theme
    assert {pair: ratio for pair, ratio in poor.items() if ratio < least} == {}


def test_all_themes_have_the_same_tokens(theme: Theme) -> None:
    first, *others = (set(theme.colours(name).tokens) for name in THEMES)
    assert all(tokens == first for tokens in others)


def test_the_settings_word_for_contrast_is_understood(theme: Theme) -> None:
    assert theme.colours("high-contrast").strong
    assert theme.colours("high-contrast").tokens == theme.colours("contrast").tokens


@pytest.mark.parametrize(
    ("width", "height", "form"),
    [
        (1080, 1920, ScreenForm.PORTRAIT),
        (600, 1024, ScreenForm.PORTRAIT),
        (1280, 800, ScreenForm.LANDSCAPE),
        (1920, 1080, ScreenForm.LANDSCAPE),
        (1280, 720, ScreenForm.LANDSCAPE),
        (1024, 768, ScreenForm.SMALL),
        (1024, 600, ScreenForm.SMALL),
        (800, 480, ScreenForm.SMALL),
    ],
)
def test_the_screen_chooses_the_form(width: int, height: int, form: ScreenForm) -> None:
    assert form_for(width, height) is form


@pytest.mark.parametrize(
    ("width", "height"), [(1080, 1920), (1280, 800), (800, 480), (1024, 600), (600, 1024), (480, 320)]
)
def test_no_screen_makes_text_or_targets_too_small(theme: Theme, width: int, height: int) -> None:
    sizes = theme.sizes(width, height)
    assert min(sizes.small, sizes.body, sizes.h3, sizes.h1) >= 20
    assert min(sizes.tap, sizes.big) >= 64
    assert sizes.gap >= 12


def test_a_large_screen_scales_everything(theme: Theme) -> None:
    sizes = theme.sizes(2160, 3840)
    assert (sizes.h1, sizes.tap, sizes.pick(10, 1)) == (160, 192, 20)


@pytest.mark.parametrize(("text", "sure"), [("C2", True), ("R-12 B", True), ("Straße", False), ("A&B", False)])
def test_only_sure_letters_are_carved(text: str, *, sure: bool) -> None:
    assert plate_font_holds(text) is sure
