"""Pictures of tools, as far as they have come: asked for when they are first drawn, never waited for."""

from collections import OrderedDict

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from kiosk.views import PictureAsk

_MOST_BYTES = 6 * 1024 * 1024


class PictureShelf(QObject):
    """`wanted` asks the world for a picture; `arrived` gives its address once it is here."""

    wanted = Signal(object)
    arrived = Signal(str)
    _missing = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._images: OrderedDict[PictureAsk, QImage] = OrderedDict()
        self._asked: set[PictureAsk] = set()
        # Queued: this is found out in the middle of a paint.
        self._missing.connect(self.wanted, Qt.ConnectionType.QueuedConnection)

    def image(self, address: str, px: int) -> QImage | None:
        """The picture, if it is here; otherwise it is asked for, once."""
        ask = PictureAsk(address, px)
        found = self._images.get(ask)
        if found is not None:
            self._images.move_to_end(ask)
            return found
        if address and ask not in self._asked:
            self._asked.add(ask)
            self._missing.emit(ask)
        return None

    def put(self, ask: PictureAsk, image: QImage) -> None:
        """It has come; the one that was not drawn for the longest time makes room."""
        self._images[ask] = image
        while len(self._images) > 1 and sum(each.sizeInBytes() for each in self._images.values()) > _MOST_BYTES:
            gone, _ = self._images.popitem(last=False)
            self._asked.discard(gone)
        self.arrived.emit(ask.address)

    def clear(self) -> None:
        """The page goes."""
        self._images.clear()
        self._asked.clear()
