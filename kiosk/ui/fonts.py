"""The fonts of the window: the installed ones, or else the copies that come with the kiosk."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

_FILES = {
    "Inter": ("Inter-Regular.otf", "Inter-SemiBold.otf", "Inter-Bold.otf"),
    "Inter Display": ("InterDisplay-Bold.otf", "InterDisplay-ExtraBold.otf"),
    "National Park Heavy": ("NationalPark-Heavy.otf",),
}


@dataclass(frozen=True, slots=True)
class FontsFound:
    """The font families that were loaded from our own copies, and the families that were not found at all."""

    copied: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    none: bool = False
    """True if there is no font at all, so that each letter would be drawn as a square."""


def load_missing(folder: Path) -> FontsFound:
    """Load the copies in this folder of each font family that is not installed; an installed family costs no time.

    Call this function after the QApplication is made, and before anything is drawn.
    """
    copied: list[str] = []
    missing: list[str] = []
    for family, files in _FILES.items():
        if QFontDatabase.hasFamily(family):
            continue
        read = [QFontDatabase.addApplicationFont(str(folder / name)) for name in files]
        (missing if -1 in read else copied).append(family)
    # Qt lists families that are only another name for a font ("Serif") even if there is no font at all.
    none = len(missing) == len(_FILES) and not QFontMetricsF(QFont("Inter")).inFont("a")
    return FontsFound(tuple(copied), tuple(missing), none)
