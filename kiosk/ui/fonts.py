"""The fonts of the window: those that are installed, else the copies that travel with the kiosk."""

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
    """What the window can write with: families of our own copies, and families that are nowhere."""

    copied: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    none: bool = False
    """There is no font at all: each letter would be a square."""


def load_missing(folder: Path) -> FontsFound:
    """Load the copies in this folder of each family that is not installed; those that are cost nothing.

    Call it when the application of Qt is made, and before anything is drawn.
    """
    copied: list[str] = []
    missing: list[str] = []
    for family, files in _FILES.items():
        if QFontDatabase.hasFamily(family):
            continue
        read = [QFontDatabase.addApplicationFont(str(folder / name)) for name in files]
        (missing if -1 in read else copied).append(family)
    # Families that are only another name for a font ("Serif") are listed where there is no font, too.
    none = len(missing) == len(_FILES) and not QFontMetricsF(QFont("Inter")).inFont("a")
    return FontsFound(tuple(copied), tuple(missing), none)
