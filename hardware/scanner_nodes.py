"""The open nodes of one scanner. Each node is a file in /dev/input.

Some nodes of a USB device send the typed characters. Other nodes, for example nodes for media keys, do not send
them.
"""

import errno
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from hardware.evdev_device import KeyDevice, OpenDevice, keys_down
from hardware.input_devices import FoundDevice
from hardware.key_decoder import EV_KEY, Decoded, KeyDecoder, KeyValue
from hardware.open_errors import busy_text, explain
from hardware.reader import UnavailableError
from hardware.recording import RawKey
from hardware.scan import Cause
from hardware.spec import ScannerSpec


class TypingNode:
    """A node that sends the typed characters of a scanner. Only such nodes are read.

    Each node has its own decoder, because two nodes can send characters at the same time.
    """

    def __init__(self, device: KeyDevice, path: Path, decoder: KeyDecoder) -> None:
        self.fd = device.fd
        self._device = device
        self._path = path
        self._decoder = decoder
        self._down = keys_down(device)
        self._grabbed = False
        self._device_time = 0.0  # the time of the last event, on the device's clock
        self._read_at = 0.0  # the time when events were last read from the device, on the clock of this program

    @property
    def pending(self) -> bool:
        """Return True if a scan has begun but has not ended."""
        return self._decoder.pending

    def close(self) -> None:
        self._device.close()

    def grab(self) -> bool:
        """Grab the node if none of its keys is down. After a grab, no other program gets the keys of the node.

        Return True if the node is grabbed now. A key must not be down during the grab. If it were, the desktop would
        not notice when the key is released.
        """
        if not self._grabbed and not self._down:
            _grab(self._device, self._path)
            self._grabbed = True
        return self._grabbed

    def read(self) -> list[RawKey] | None:
        """Return the events that have arrived, or None if the device is gone."""
        try:
            events = [RawKey(event.timestamp(), event.type, event.code, event.value) for event in self._device.read()]
        except BlockingIOError:
            return []
        except OSError:
            return None
        self._down -= {event.code for event in events if event.kind == EV_KEY and event.value == KeyValue.UP}
        self._read_at = time.monotonic()
        # Evdev raises BlockingIOError if there are no events, so an empty list means that the device is lost.
        return events or None

    def decode(self, event: RawKey) -> list[Decoded]:
        self._device_time = event.at
        return self._decoder.feed(event.at, event.kind, event.code, event.value)

    @property
    def took_s(self) -> float:
        """Return how many seconds the last read took."""
        return self._decoder.took_s

    def tick(self, silent_at: float) -> list[Decoded]:
        """End the read if the silence since the last event is long enough, and return the read.

        `silent_at` is the time until which no event has come. It is a time on the clock of this program.
        """
        return self._decoder.tick(self._on_its_clock(silent_at)) if self.pending else []

    def rest_s(self, now: float) -> float | None:
        """Return how many seconds after `now` the read ends if no event comes, or None if no read has begun."""
        return self._decoder.rest_s(self._on_its_clock(now))

    def cut(self) -> list[Decoded]:
        """End the read because the device is gone, and return the read."""
        return self._decoder.cut()

    def _on_its_clock(self, at: float) -> float:
        # The device's clock can differ from the clock of this program. But the time since the last event is the same on
        # both clocks.
        return self._device_time + at - self._read_at


class ScannerNodes:
    """All open nodes of one scanner. The nodes that send typed characters are read.

    The other nodes are not read, but they are grabbed, because their media keys must not reach other programs.
    """

    def __init__(self, spec: ScannerSpec, open_device: OpenDevice) -> None:
        self.typing: list[TypingNode] = []
        self._held: list[KeyDevice] = []
        self._loose: list[tuple[KeyDevice, Path]] = []  # nodes that send no typed characters and are not grabbed yet
        self._paths: set[Path] = set()
        self._spec = spec
        self._open_device = open_device

    @property
    def pending(self) -> bool:
        """Return True if a read of any node has begun but has not ended."""
        return any(node.pending for node in self.typing)

    def rest_s(self, now: float) -> float | None:
        """Return how many seconds after `now` the first read ends if no event comes, or None if no read has begun."""
        return min((rest for node in self.typing if (rest := node.rest_s(now)) is not None), default=None)

    def cut(self) -> list[Decoded]:
        """End the reads of all nodes because the device is gone. Return the reads, without duplicates."""
        return list(dict.fromkeys(read for node in self.typing for read in node.cut()))

    def close(self) -> None:
        """Close all nodes. The kernel then releases the nodes that were grabbed."""
        for node in self.typing:
            node.close()
        for device in (*self._held, *(device for device, _ in self._loose)):
            device.close()

    def take_in(self, parts: Iterable[FoundDevice]) -> None:
        """Open the nodes of the scanner that are not open yet. `parts` describes all nodes of the scanner.

        Raises UnavailableError if a node that sends typed characters cannot be opened, because its scans would be lost.
        Any other node that cannot be opened is left out.
        """
        for part in parts:
            if part.node in self._paths:
                continue
            if part.types:
                self.typing.append(TypingNode(self._open(part), part.node, KeyDecoder.of(self._spec)))
            else:
                with suppress(UnavailableError):
                    self._loose.append((self._open(part), part.node))

    def grab(self) -> bool:
        """Grab the nodes that can be grabbed now. Return True if all nodes that send typed characters are grabbed.

        The nodes that send no typed characters are grabbed last, when all nodes of the first kind are grabbed. Raises
        UnavailableError if a node that sends typed characters is gone, or if another program has grabbed it.
        """
        ours = [node.grab() for node in self.typing]
        while all(ours) and self._loose:
            device, path = self._loose.pop()
            self._held.append(device)
            with suppress(UnavailableError):
                _grab(device, path)
        return all(ours)

    def _open(self, part: FoundDevice) -> KeyDevice:
        try:
            device = self._open_device(part)
        except OSError as refused:
            raise explain(part.node, refused.errno) from None
        self._paths.add(part.node)
        return device


def _grab(device: KeyDevice, path: Path) -> None:
    try:
        device.grab()
    except OSError as refused:
        # The device is closed first, because `busy_text` must not name this process as a user of the device.
        device.close()
        if refused.errno == errno.EBUSY:
            raise UnavailableError(Cause.BUSY, busy_text(path)) from None
        raise UnavailableError(Cause.GONE, f"{path} went away while it was opened") from None
