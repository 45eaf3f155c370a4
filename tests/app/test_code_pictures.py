"""Tests that the program keeps no picture of a digital loan's QR code, neither in Qt's cache nor elsewhere."""

import gc
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPixmap, QPixmapCache
from PySide6.QtWidgets import QWidget

from kiosk.domain.visit.states import Idle
from tests.app.standing_published import TITLES, StandingOverDrive
from tests.backends.overdrive.published import LOCATION
from tests.phone import read_codes

pytestmark = pytest.mark.slow

SIDE = 2000
"""The side of the large picture in pixels. Without this picture, the cache has room for a picture of the screen."""
SPARE_KB = 32
"""The kilobytes of the cache that are free beside the large picture: too few for the picture of a code.

A code of 541 by 541 pixels needs 36 KB, even with only one bit for each pixel.
"""
LEAST_SIDE = 33
"""The side of the smallest code of an address, in pixels. Each row of such a code has 25 modules and the margins."""
GUARD = "guard"


class GuardedCache:
    """Qt's cache of pictures. One large picture fills the cache, except for SPARE_KB kilobytes.

    Qt cannot list the pictures in its cache. But if a picture of a code comes into the cache, Qt must remove the large
    picture.
    """

    def __init__(self) -> None:
        self._limit_kb = QPixmapCache.cacheLimit()
        self._picture = QPixmap(SIDE, SIDE)
        self._picture.fill(QColor("#808080"))
        QPixmapCache.clear()
        QPixmapCache.setCacheLimit(SIDE * SIDE * self._picture.depth() // 8 // 1024 + SPARE_KB)
        assert QPixmapCache.insert(GUARD, self._picture)

    @property
    def is_clean(self) -> bool:
        """Return True if the large picture is still in the cache, so that no picture of a code has come into it."""
        found = QPixmap()
        return QPixmapCache.find(GUARD, found)

    def end(self) -> None:
        """Empty the cache, and give the cache its usual size again."""
        QPixmapCache.clear()
        QPixmapCache.setCacheLimit(self._limit_kb)


def pictures_with_codes(window: QWidget) -> list[str]:
    """Find the pictures in memory and the hidden widgets that show a readable code. Return the names of their types."""
    held = [each for each in gc.get_objects() if isinstance(each, QImage | QPixmap)]
    images = [(type(each).__name__, each.toImage() if isinstance(each, QPixmap) else each) for each in held]
    hidden = [each for each in window.findChildren(QWidget) if not each.isVisible()]
    images += [
        (type(each).__name__, each.grab().toImage()) for each in hidden if _is_large(each.width(), each.height())
    ]
    return [name for name, image in images if _is_large(image.width(), image.height()) and read_codes(image)]


def _is_large(wide: int, high: int) -> bool:
    return min(wide, high) >= LEAST_SIDE


async def test_no_picture_of_a_code_is_kept_while_it_is_shown_or_after_it(tmp_path: Path) -> None:
    async with StandingOverDrive(tmp_path) as kiosk:
        await kiosk.enter()
        await kiosk.press("Digital loans, 2")
        await kiosk.sees("Your digital loans")
        cache = GuardedCache()
        try:
            (title, *_) = TITLES.values()
            await kiosk.press(f"Open {title} on your phone")
            await kiosk.until(lambda: kiosk.codes() == [LOCATION], "the code")
            assert cache.is_clean
            assert pictures_with_codes(kiosk.program.window) == []
            await kiosk.press("Back to digital loans")
            await kiosk.sees("Your digital loans")
            assert cache.is_clean
            assert pictures_with_codes(kiosk.program.window) == []
            await kiosk.press("Back to scanning")
            await kiosk.press_first("Log out")
            await kiosk.until(lambda: isinstance(kiosk.program.kiosk.state, Idle), "the page Welcome")
            assert cache.is_clean
            assert pictures_with_codes(kiosk.program.window) == []
        finally:
            cache.end()


async def test_a_picture_of_a_code_that_is_kept_is_found(tmp_path: Path) -> None:
    async with StandingOverDrive(tmp_path) as kiosk:
        await kiosk.enter()
        await kiosk.press("Digital loans, 2")
        (title, *_) = TITLES.values()
        await kiosk.press(f"Open {title} on your phone")
        await kiosk.until(lambda: kiosk.codes() == [LOCATION], "the code")
        kept = kiosk.program.window.grab()
        assert pictures_with_codes(kiosk.program.window) == ["QPixmap"]
        cache = GuardedCache()
        try:
            assert cache.is_clean
            small = QPixmap.fromImage(kept.toImage().convertToFormat(QImage.Format.Format_Mono))
            QPixmapCache.insert("planted", small)
            assert not cache.is_clean
        finally:
            cache.end()
