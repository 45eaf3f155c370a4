"""The colours and measures from theme.toml, the types of text, and the fonts."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path

from msgspec import Struct
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF

from kiosk.structs import replace
from kiosk.ui.icons import Icons
from kiosk.views.pieces import Tone

_SMALLEST_TEXT = 20
_SMALLEST_TARGET = 64
_SMALLEST_GAP = 12
_LYING_SCREEN = (1280, 800)
_LEAST_OF_LYING = 0.9
"""If the width or height of a screen is less than this part of 1280x800, the screen gets the small form.

The lying form already has the smallest text and the smallest buttons that people can use, so it cannot be made much
smaller. On a screen of 1024x600, words and keys of the lying form would be cut off.
"""
_STANDS = 1.15
"""A screen gets the standing form only if its height is at least this many times its width."""
_LOW, _LOW_LYING, _NARROW = 1000, 790, 760
_LEAST_LYING, _LEAST_STANDING = (640, 480), (480, 800)
_CONTRAST_NAMES = ("contrast", "high-contrast")


class ScreenForm(StrEnum):
    """The form of a screen: standing (higher than wide), lying (wider than high), or small (too small to be lying)."""

    PORTRAIT = auto()
    LANDSCAPE = auto()
    SMALL = auto()


class Sizes(Struct, frozen=True):
    """The measures in pixels for one screen, taken from theme.toml. `width` and `height` are the size of the screen."""

    form: ScreenForm
    width: int
    height: int
    hero: int
    h1: int
    h2: int
    h3: int
    body: int
    small: int
    margin: int
    gap: int
    pad: int
    tap: int
    big: int
    icon: int
    badge: int
    radius: int
    radius_small: int
    top: int
    plate: int
    border: int
    side: int
    scale: float = 1.0

    @property
    def portrait(self) -> bool:
        """Return True for the standing form, in which the bench (the buttons) is below the wall.

        In the other two forms, the bench is beside the wall, except on pages with a keyboard.
        """
        return self.form is ScreenForm.PORTRAIT

    @property
    def low(self) -> bool:
        """Return True if there is little room above a keyboard. Pages must then put many parts into one row."""
        return self.form is ScreenForm.SMALL or self.height < (_LOW if self.portrait else _LOW_LYING)

    @property
    def narrow(self) -> bool:
        """Return True if a row of three buttons with words is wider than the screen."""
        return self.width < _NARROW

    @property
    def by_form(self) -> int:
        """Return 0 for the standing form, 1 for the lying form, and 2 for the small form."""
        return (ScreenForm.PORTRAIT, ScreenForm.LANDSCAPE, ScreenForm.SMALL).index(self.form)

    def pick(self, portrait: float, landscape: float, small: float | None = None) -> int:
        """Return the measure for the form of this screen, in pixels. It is scaled like all other measures.

        If `small` is None, the small form gets the measure of the lying form.
        """
        value = (portrait, landscape, landscape if small is None else small)[self.by_form]
        return round(value * self.scale)


_TEXT = ("hero", "h1", "h2", "h3", "body", "small")
_TARGETS = ("tap", "big")


def form_for(width: int, height: int) -> ScreenForm:
    """Return the form that fits a screen of this size, in pixels."""
    if height >= width * _STANDS and height >= _LEAST_STANDING[1]:
        return ScreenForm.PORTRAIT
    share = min(width / _LYING_SCREEN[0], height / _LYING_SCREEN[1])
    return ScreenForm.SMALL if share < _LEAST_OF_LYING else ScreenForm.LANDSCAPE


def large_enough(width: int, height: int) -> bool:
    """Return True if every page fits a screen of this size, in every language."""
    leasts = (_LEAST_LYING, _LEAST_STANDING)
    return any(width >= least_width and height >= least_height for least_width, least_height in leasts)


def _scaled(sizes: Sizes, scale: float) -> Sizes:
    # The small words of the lying form cannot become smaller. Such words are also on the bench beside the wall, so the
    # bench must not become narrower.
    lies = sizes.form is ScreenForm.LANDSCAPE

    def measure(name: str, value: int) -> int:
        least = {"gap": _SMALLEST_GAP, "border": 2, "side": sizes.side if lies else 0}.get(name, 0)
        least = _SMALLEST_TEXT if name in _TEXT else _SMALLEST_TARGET if name in _TARGETS else least
        return max(least, round(value * scale))

    names = (name for name in sizes.__struct_fields__ if name not in ("form", "scale"))
    measures = {name: measure(name, getattr(sizes, name)) for name in names}
    return Sizes(form=sizes.form, scale=scale, **measures)


class Type(Struct, frozen=True):
    """A type of text. It says how large and how bold the letters are, and which font family they have."""

    size: str
    weight: QFont.Weight = QFont.Weight.Normal
    display: bool = False
    leading: float = 1.35
    spacing: float = 100.0


_BLACK = QFont.Weight.ExtraBold
_BOLD = QFont.Weight.Bold
HERO = Type("hero", _BLACK, display=True, leading=1.06, spacing=98.6)
H1 = Type("h1", _BLACK, display=True, leading=1.08, spacing=98.6)
H2 = Type("h2", _BOLD, display=True, leading=1.14, spacing=99)
H3 = Type("h3", _BOLD, display=True, leading=1.18, spacing=99)
BODY = Type("body")
STRONG = Type("body", _BOLD, leading=1.2)
SMALL = Type("small", leading=1.3)
SMALL_STRONG = Type("small", QFont.Weight.DemiBold, leading=1.25)
SMALL_BOLD = Type("small", _BOLD, leading=1.25)


class Colours(Struct, frozen=True):
    """The colours of one theme, by token. A token is the name of a colour's use, such as "ink"."""

    name: str
    tokens: dict[str, QColor]

    @property
    def strong(self) -> bool:
        """Return True if the theme has high contrast. Such a theme has thicker borders, no shadow and no motion."""
        return self.name in _CONTRAST_NAMES


class Theme:
    """The themes and the measures in the file theme.toml."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            raw = tomllib.load(file)
        self._colours: dict[str, dict[str, str]] = raw["colours"]
        self._forms: dict[str, dict[str, int]] = raw["forms"]

    def colours(self, name: str) -> Colours:
        """Return the colours of the theme with this name. "high-contrast" is a second name of the theme "contrast"."""
        stored = "contrast" if name in _CONTRAST_NAMES else name
        return Colours(stored, {token: QColor(value) for token, value in self._colours[stored].items()})

    def sizes(self, width: int, height: int) -> Sizes:
        """Return the measures for a screen of this size."""
        form = form_for(width, height)
        drawn = Sizes(form=form, **self._forms[form.value])
        scale = min(width / drawn.width, height / drawn.height)
        sized = drawn if abs(scale - 1) < 0.02 else _scaled(drawn, round(scale, 2))
        return replace(sized, width=width, height=height)


class Style:
    """The colours, measures, fonts and icons with which every widget is drawn."""

    def __init__(self, colours: Colours, sizes: Sizes, icons: Icons, *, motion: bool = False) -> None:
        self.colours = colours
        self.motion = motion
        self.sizes = replace(sizes, border=max(3, sizes.border)) if colours.strong else sizes
        self.icons = icons
        self._fonts: dict[object, QFont] = {}

    def colour(self, token: str) -> QColor:
        """Return the colour of this token of theme.toml."""
        return self.colours.tokens[token]

    def font(self, kind: Type, px: int = 0) -> QFont:
        """Return the font of this type in `px` pixels, or in the size of the type if `px` is 0."""
        size = max(_SMALLEST_TEXT, px or int(getattr(self.sizes, kind.size)))
        key = (kind, size)
        if key not in self._fonts:
            font = QFont(_families(display=kind.display))
            font.setPixelSize(size)
            font.setWeight(kind.weight)
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, kind.spacing)
            self._fonts[key] = font
        return self._fonts[key]

    def plate_font(self, text: str, px: int) -> QFont:
        """Return the font of carved letters, which plates and large numbers use.

        If this font does not have every character of `text`, return the plain font.
        """
        if not plate_font_holds(text):
            return self.font(H2, max(20, round(px * 0.8)))
        font = QFont(["National Park Heavy", *_families(display=True)])
        font.setPixelSize(px)
        return font


def _families(*, display: bool) -> list[str]:
    return ["Inter Display", "Inter"] if display else ["Inter"]


def plate_font_holds(text: str) -> bool:
    """Return True if the text has only capitals A to Z, digits, "-" and spaces.

    The font of carved letters (National Park) has all of these characters. Other characters are perhaps missing.
    """
    return all(sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789- " for sign in text)


# --- the colour tokens of a tone ---


class Tint(Struct, frozen=True):
    """The colour tokens for the surface, the border and the text of a card or a pill (a small label) in one tone."""

    surface: str
    border: str
    ink: str


CARD_TINTS = {
    Tone.PLAIN: Tint("card", "line", "ink"),
    Tone.ACCENT: Tint("card", "line", "accent-ink"),
    Tone.WAIT: Tint("wait-tint", "wait", "wait-ink"),
    Tone.OK: Tint("card", "line", "ok-ink"),
    Tone.WARN: Tint("warn-tint", "warn-edge", "warn-ink"),
    Tone.BAD: Tint("bad-tint", "bad", "bad-ink"),
}
"""The tint that a card or a line of the basket has in each tone."""
PILL_TINTS = CARD_TINTS | {
    Tone.PLAIN: Tint("wait-tint", "wait", "wait-ink"),
    Tone.ACCENT: Tint("accent-tint", "accent", "accent-ink"),
    Tone.OK: Tint("ok-tint", "ok", "ok-ink"),
}
"""The tint that a pill or the notice has in each tone."""
BADGE_TOKENS = {
    Tone.PLAIN: ("wait-tint", "ink"),
    Tone.ACCENT: ("accent", "on-accent"),
    Tone.WAIT: ("card", "wait"),
    Tone.OK: ("ok", "on-ok"),
    Tone.WARN: ("warn", "on-warn"),
    Tone.BAD: ("bad", "on-bad"),
}
"""The colour tokens for the surface and the icon of a badge in each tone."""
VERDICT_TOKENS = BADGE_TOKENS | {Tone.PLAIN: ("wait-tint", "wait-ink"), Tone.WAIT: ("wait-tint", "wait-ink")}
"""The colour tokens for the surface and the words of the receipt's verdict in each tone."""


# --- the fonts, which are installed or else loaded from the kiosk's own copies ---

_FILES = {
    "Inter": ("Inter-Regular.otf", "Inter-SemiBold.otf", "Inter-Bold.otf"),
    "Inter Display": ("InterDisplay-Bold.otf", "InterDisplay-ExtraBold.otf"),
    "National Park Heavy": ("NationalPark-Heavy.otf",),
}


@dataclass(frozen=True, slots=True)
class FontsFound:
    """The font families that were loaded from the kiosk's own copies, and the families that were not found at all."""

    copied: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    none: bool = False
    """True if the computer has no font at all, so that each letter would be drawn as a square."""


def load_missing(folder: Path) -> FontsFound:
    """Load a copy from this folder for each font family that is not installed.

    Return which families were loaded and which are missing. Call this function after the QApplication is made, and
    before anything is drawn.
    """
    copied: list[str] = []
    missing: list[str] = []
    for family, files in _FILES.items():
        if QFontDatabase.hasFamily(family):
            continue
        read = [QFontDatabase.addApplicationFont(str(folder / name)) for name in files]
        (missing if -1 in read else copied).append(family)
    # We look for the letter "a", because Qt lists family names such as "Serif" even if there is no font at all.
    none = len(missing) == len(_FILES) and not QFontMetricsF(QFont("Inter")).inFont("a")
    return FontsFound(tuple(copied), tuple(missing), none)
