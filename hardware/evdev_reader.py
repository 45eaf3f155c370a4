"""A keyboard-like reader: finds its /dev/input node, takes it for itself, reads it, loses it and finds it again.

The three calls that it needs (grab, keys that are down, clock) are made here, and not through the evdev package, which
opens devices read-write, knows no SYN_DROPPED, and costs start-up time.
"""

import array
import errno
import fcntl
import os
import select
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hardware.access import busy_text, explain
from hardware.input_devices import DEV_ROOT, SYS_ROOT, InputDevice, describe, fits, input_devices
from hardware.keys import EV_KEY, EV_SYN, KeyDecoder, KeyValue
from hardware.reader import Emit, ReaderThread, Tap, Unavailable
from hardware.recording import RawKey
from hardware.scan import Cause, MisreadReason, ReaderState, Refusal
from hardware.spec import ScannerSpec

EVENT = struct.Struct("@llHHi")  # seconds, microseconds, type, code, value
CHUNK = EVENT.size * 64  # all that the kernel keeps for one reader

_EVIOCGRAB, _EVIOCSCLOCKID, _EVIOCSMASK = 0x40044590, 0x400445A0, 0x40104593
_KEY_BYTES = 96  # KEY_CNT bits
_EVIOCGKEY = 2 << 30 | _KEY_BYTES << 16 | ord("E") << 8 | 0x18
_NO_SUCH_CALL = {errno.ENOTTY, errno.EINVAL, errno.ENOENT, errno.ENOSYS}  # a pipe or a stand-in, not a device


class InputNode:
    """An open node. Owns its descriptors."""

    def __init__(self, fd: int, path: Path, others: tuple[int, ...] = ()) -> None:
        self.fd = fd
        self.grabbed = False
        self._path = path
        self._others = others  # the same scanner's other nodes, held so that its media keys reach nobody
        self._rest = b""
        self._prepare()
        self._down = self._keys_down()

    def close(self) -> None:
        for fd in (self.fd, *self._others):
            with suppress(OSError):
                os.close(fd)

    def _prepare(self) -> None:
        """Best effort: times that no NTP step moves; no scan codes, so the kernel's ring holds half as much again."""
        wanted = array.array("L", [1 << EV_SYN | 1 << EV_KEY])
        address, _ = wanted.buffer_info()
        for request, argument in (
            (_EVIOCSCLOCKID, struct.pack("i", time.CLOCK_MONOTONIC)),
            (_EVIOCSMASK, struct.pack("IIQ", 0, wanted.itemsize, address)),
        ):
            with suppress(OSError):
                fcntl.ioctl(self.fd, request, argument)

    def grab(self) -> bool:
        """Take the device for us alone; not while a key is down, or the desktop would see it held for ever."""
        if not self.grabbed and not self._down:
            _grab(self.fd, self._path)
            for fd in self._others:
                with suppress(Unavailable):
                    _grab(fd, self._path)
            self.grabbed = True
        return self.grabbed

    def read(self) -> list[RawKey] | None:
        """What has arrived; None when the device is gone."""
        try:
            data = os.read(self.fd, CHUNK)
        except BlockingIOError:
            return []
        except OSError:
            return None
        if not data:
            return None
        data = self._rest + data
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        events = [
            RawKey(s + us / 1e6, kind, code, value) for s, us, kind, code, value in EVENT.iter_unpack(data[:whole])
        ]
        self._down -= {event.code for event in events if event.kind == EV_KEY and event.value == KeyValue.UP}
        return events

    @property
    def cut(self) -> bool:
        """Whether half an event has arrived."""
        return bool(self._rest)

    def _keys_down(self) -> set[int]:
        """Asked once: the kernel forgets the key events that wait to be read whenever it is asked this."""
        state = bytearray(_KEY_BYTES)
        with suppress(OSError):
            fcntl.ioctl(self.fd, _EVIOCGKEY, state)
        bits = int.from_bytes(state, "little")
        return {code for code in range(bits.bit_length()) if bits >> code & 1}


def _grab(fd: int, path: Path) -> None:
    try:
        fcntl.ioctl(fd, _EVIOCGRAB, 1)
    except OSError as refused:
        if refused.errno == errno.EBUSY:
            raise Unavailable(Cause.BUSY, busy_text(path)) from None
        if refused.errno not in _NO_SUCH_CALL:
            raise Unavailable(Cause.GONE, f"{path} went away while it was opened") from None


class EvdevReader(ReaderThread):
    def __init__(
        self,
        spec: ScannerSpec,
        emit: Emit,
        *,
        tap: Tap | None = None,
        sys_root: Path = SYS_ROOT,
        dev_root: Path = DEV_ROOT,
        open_node: Callable[[], InputNode] | None = None,
    ) -> None:
        super().__init__(spec, emit, tap=tap)
        self._sys_root = sys_root
        self._dev_root = dev_root
        self._open_node = open_node or self._find_and_open
        self._device_time = 0.0  # of the last event, on the device's clock
        self._waker = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def stop(self, timeout_s: float = 2.0) -> None:
        super().stop(timeout_s)
        if self._waker >= 0 and not self._thread.is_alive():
            os.close(self._waker)
            self._waker = -1

    def _wake(self) -> None:
        if self._waker >= 0:
            os.eventfd_write(self._waker, 1)

    def _session(self) -> None:
        with self._opened() as node:
            decoder = KeyDecoder.of(self._spec)
            self._take(node)
            while self._wait(node, decoder):
                events = node.read()
                if events is None:
                    self._on_gone(node, decoder)
                else:
                    self._on_events(events, decoder)
                    self._take(node)

    @contextmanager
    def _opened(self) -> Iterator[InputNode]:
        node = self._open_node()
        try:
            yield node
        finally:
            node.close()

    def _take(self, node: InputNode) -> None:
        if node.grab():
            self._tell(ReaderState.READY)
        else:
            self._tell(ReaderState.OPENING, "a key of it is down: waiting until it is let go")

    def _wait(self, node: InputNode, decoder: KeyDecoder) -> bool:
        """Until there is something to read; False when told to stop. A scan that pauses too long ends meanwhile."""
        poller = select.poll()
        poller.register(node.fd, select.POLLIN)
        poller.register(self._waker, select.POLLIN)
        while True:
            read_at = time.monotonic()
            ready = {fd for fd, _ in poller.poll(self._spec.gap_ms + 1 if decoder.pending else None)}
            if self._waker in ready:
                return False
            if node.fd in ready:
                return True
            # The device's clock may be another one than ours: what has passed since the last event is the same on both.
            self._heard(decoder.tick(self._device_time + time.monotonic() - read_at))

    def _on_events(self, events: list[RawKey], decoder: KeyDecoder) -> None:
        for event in events:
            self._note(event)
            self._device_time = event.at
            self._heard(decoder.feed(event.at, event.kind, event.code, event.value))

    def _on_gone(self, node: InputNode, decoder: KeyDecoder) -> None:
        if decoder.pending or node.cut:
            self._misread(Refusal(MisreadReason.UNPLUGGED))
        raise Unavailable(Cause.GONE, "it has been unplugged")

    def _find_and_open(self) -> InputNode:
        """The first fitting device that can be opened and is nobody else's; else why the first one could not."""
        devices = input_devices(self._sys_root, self._dev_root)
        fitting = [device for device in devices if fits(self._spec.match, device)]
        if not fitting:
            why = f"no input device fits {describe(self._spec.match)} ({len(devices)} are here): is it plugged in?"
            raise Unavailable(Cause.NO_SUCH_DEVICE, why)
        readers = [device for device in fitting if device.types]
        if not readers:
            why = f"{fitting[0].name!r} has no digit keys and no Enter: it is not a reader that acts as a keyboard"
            raise Unavailable(Cause.NOT_A_READER, why)
        refused = []
        for device in readers:
            try:
                return _open(device, devices)
            except Unavailable as unavailable:
                refused.append(unavailable)
        raise refused[0]


def _open(device: InputDevice, devices: list[InputDevice]) -> InputNode:
    fd = _open_fd(device.node)
    others = []
    for other in devices:
        if device.shares_plug_with(other):
            with suppress(Unavailable):
                others.append(_open_fd(other.node))
    node = InputNode(fd, device.node, tuple(others))
    try:
        node.grab()
    except Unavailable:
        node.close()
        raise
    return node


def _open_fd(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as refused:
        raise explain(path, refused.errno) from None
