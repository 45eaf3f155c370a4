"""The driver for readers that act as a keyboard.

The driver finds the nodes (device files) of a reader in /dev/input. It grabs the nodes, so that no other program gets
the keys, and reads them. The module `hardware.evdev_device` opens a node with python-evdev. The key decoder of this
package handles SYN_DROPPED (lost events), because python-evdev does not handle it.
"""

import os
import select
import time
from contextlib import ExitStack, closing
from pathlib import Path

from hardware.evdev_device import OpenDevice, open_device
from hardware.input_devices import DEV_ROOT, SYS_ROOT, FoundDevice, describe, fits, input_devices, node_names
from hardware.reader import Emit, ReaderThread, Tap, UnavailableError
from hardware.scan import Cause, ReaderState
from hardware.scanner_nodes import ScannerNodes, TypingNode
from hardware.spec import ScannerSpec

# The reader looks for more nodes of a device at these times, in seconds after it has opened the device. The nodes of a
# USB device appear one by one, so some nodes can be missing when the reader opens the device.
LOOKS_S = (0.3, 1.0, 2.0, 4.0)


class EvdevReader(ReaderThread):
    """A reader that acts as a keyboard. One reader can have several input nodes."""

    def __init__(
        self,
        spec: ScannerSpec,
        emit: Emit,
        *,
        tap: Tap | None = None,
        sys_root: Path = SYS_ROOT,
        dev_root: Path = DEV_ROOT,
        open_device: OpenDevice = open_device,
    ) -> None:
        super().__init__(spec, emit, tap=tap)
        self._sys_root = sys_root
        self._dev_root = dev_root
        self._open_device = open_device
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
        seen = node_names(self._sys_root)
        main, nodes = self._find_and_open()
        looks = [time.monotonic() + after_s for after_s in LOOKS_S]
        with closing(nodes):
            while not self._stopping.is_set():
                self._grab(nodes)
                ready, silent_at = self._wait(nodes, looks)
                for node in nodes.typing:
                    if node.fd in ready:
                        self._read_node(node, nodes)
                    else:
                        self._hand_on(node.tick(silent_at), node.took_s)
                if looks and not nodes.pending and time.monotonic() >= looks[0]:
                    del looks[0]
                    seen = self._look_again(main, nodes, seen, is_last=not looks)

    def _grab(self, nodes: ScannerNodes) -> None:
        if nodes.grab():
            self._set_status(ReaderState.READY)
        else:
            self._set_status(ReaderState.OPENING, "a key of it is down: waiting until it is let go")

    def _wait(self, nodes: ScannerNodes, looks: list[float]) -> tuple[set[int], float]:
        """Wait until a node has something to read, until silence ends a read, or until the next look for new nodes.

        The wait also ends when another thread stops this reader. Return two values. The first value has the
        descriptors of the nodes that have something to read. The second value is a time. It is certain that the other
        nodes have sent nothing before this time.
        """
        poller = select.poll()
        for fd in (self._waker, *(node.fd for node in nodes.typing)):
            poller.register(fd, select.POLLIN)
        began = time.monotonic()
        wait_s = nodes.rest_s(began)
        if wait_s is None:
            wait_s = max(0, looks[0] - began) if looks else None
        ready = {fd for fd, _ in poller.poll(None if wait_s is None else wait_s * 1000)}
        return ready, began if ready or wait_s is None else began + wait_s

    def _read_node(self, node: TypingNode, nodes: ScannerNodes) -> None:
        events = node.read()
        if events is None:
            self._hand_on(nodes.cut())
            raise UnavailableError(Cause.GONE, "it has been unplugged")
        for event in events:
            self._to_tap(event)
            self._hand_on(node.decode(event), node.took_s)

    def _look_again(
        self, main: FoundDevice, nodes: ScannerNodes, seen: frozenset[str], *, is_last: bool
    ) -> frozenset[str]:
        """Open the nodes of this device that have appeared since the last look. `seen` has the names of older nodes.

        Usually, return the names of all nodes that were ever seen. There is one exception: if a new node cannot be
        opened yet, return only `seen`, so that the next look tries to open this node again. If a new node cannot be
        opened at the last look (`is_last`), raise UnavailableError.
        """
        names = node_names(self._sys_root)
        try:
            if not names <= seen:
                nodes.take_in(_parts_of(main, self._devices()))
        except UnavailableError:
            if is_last:
                raise
            return seen
        return names | seen

    def _devices(self) -> list[FoundDevice]:
        return input_devices(self._sys_root, self._dev_root)

    def _find_and_open(self) -> tuple[FoundDevice, ScannerNodes]:
        """Open the first device that fits the settings and can be opened. Return the device and its open nodes.

        Raises UnavailableError if no device fits, or if no fitting device can be opened. If a device fits, the error
        says why the first fitting device cannot be opened.
        """
        devices = self._devices()
        refused = []
        for device in self._candidates(devices):
            try:
                return device, self._open(_parts_of(device, devices))
            except UnavailableError as unavailable:
                refused.append(unavailable)
        raise refused[0]

    def _open(self, parts: list[FoundDevice]) -> ScannerNodes:
        with ExitStack() as undo:
            nodes = ScannerNodes(self._spec, self._open_device)
            undo.callback(nodes.close)
            nodes.take_in(parts)
            nodes.grab()
            undo.pop_all()
        return nodes

    def _candidates(self, devices: list[FoundDevice]) -> list[FoundDevice]:
        fitting = [device for device in devices if fits(self._spec.match, device)]
        if not fitting:
            why = f"no input device fits {describe(self._spec.match)} ({len(devices)} are here): is it plugged in?"
            raise UnavailableError(Cause.NO_SUCH_DEVICE, why)
        readers = [device for device in fitting if device.types]
        if not readers:
            why = f"{fitting[0].name!r} has no digit keys and no Enter: it is not a reader that acts as a keyboard"
            raise UnavailableError(Cause.NOT_A_READER, why)
        return readers


def _parts_of(main: FoundDevice, devices: list[FoundDevice]) -> list[FoundDevice]:
    return [main, *(other for other in devices if main.shares_plug_with(other))]
