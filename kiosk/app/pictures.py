"""Pictures of tools for the window. The kiosk fetches them in the background, and makes them smaller in a thread."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from kiosk.backends.errors import LendingError
from kiosk.backends.protocol import LendingBackend
from kiosk.runner.tasks import Spawn
from kiosk.views.find import PictureAsk

_log = logging.getLogger("kiosk.pictures")

MOST_PIXELS = 24_000_000
_FORMATS = frozenset({b"png", b"jpeg", b"webp", b"gif", b"bmp"})
"""The formats of pictures that the kiosk opens.

SVG is not allowed. An SVG file is a list of drawing commands, and such commands can need very much time or memory.
"""
_AT_ONCE = 2
Give = Callable[[PictureAsk, QImage], None]


class Pictures:
    """Fetches pictures for the window, two at a time. If a picture cannot be fetched, this class does not try again."""

    def __init__(self, backend: LendingBackend, slow: Executor, *, spawn: Spawn, give: Give) -> None:
        self._backend, self._slow, self._spawn, self._give = backend, slow, spawn, give
        self._turns = asyncio.Semaphore(_AT_ONCE)

    def ask(self, ask: PictureAsk) -> None:
        """Begin to fetch a picture. Until the picture comes, the window shows an icon instead."""
        self._spawn(self._bring(ask))

    async def _bring(self, ask: PictureAsk) -> None:
        async with self._turns:
            try:
                body = await self._backend.picture(ask.address)
            except LendingError as why:
                _log.debug("%s", why)
                return
            image = await asyncio.get_running_loop().run_in_executor(self._slow, small_picture, body, ask.px)
        if image is not None:
            self._give(ask, image)


def small_picture(body: bytes, px: int) -> QImage | None:
    """Return the picture, scaled to fit into `px` by `px` pixels. Every thread may call this function.

    Return None if the bytes are not a picture of an accepted format, or if the picture is too large.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(body))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in _FORMATS or size.isEmpty() or size.width() * size.height() > MOST_PIXELS:
        return None
    reader.setScaledSize(size.scaled(QSize(px, px), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    return None if image.isNull() else image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
