"""Pictures of tools that have arrived so far: asked for when they are first drawn, and never waited for."""

from collections import OrderedDict

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from kiosk.views.find import PictureAsk

_MOST_BYTES = 6 * 1024 * 1024


class PictureShelf(QObject):
    """A store of pictures. `wanted` asks the app for a picture; `arrived` gives the address of a picture that came."""

    wanted = Signal(object)
    arrived = Signal(str)
    _missing = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._images: OrderedDict[PictureAsk, QImage] = OrderedDict()
        self._asked: set[PictureAsk] = set()
        # Queued, because a missing picture is noticed in the middle of a paint.
        self._missing.connect(self.wanted, Qt.ConnectionType.QueuedConnection)

    def image(self, address: str, px: int) -> QImage | None:
        """Return the picture if it has arrived; else return None and ask for the picture once."""
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
        """Store a picture that has arrived; if memory is short, drop those that were not drawn for the longest time."""
        self._images[ask] = image
        while len(self._images) > 1 and sum(each.sizeInBytes() for each in self._images.values()) > _MOST_BYTES:
            gone, _ = self._images.popitem(last=False)
            self._asked.discard(gone)
        self.arrived.emit(ask.address)

    def clear(self) -> None:
        """Forget all pictures and all questions, because the page is left."""
        self._images.clear()
        self._asked.clear()
