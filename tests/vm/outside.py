"""The acts of a person at the machine: type on its USB keyboard, pull plugs, send on its serial line.

The tests run inside the machine. Two ports there lead to QEMU's monitor (QMP) and to the outer end of the serial line
(see tests/vm/machine).
"""

import json
import os
import threading
import time
from pathlib import Path

_PORTS = Path("/dev/virtio-ports")
_KEYS = {"-": ("minus",), "/": ("slash",), " ": ("spc",), "\n": ("ret",), ".": ("dot",)}
_HOLD_MS = 20
"""The time for which each key is pressed, in milliseconds.

With a much shorter time, some key events would be lost, because the emulated keyboard stores only 16 events.
"""
_REST_S = 0.1
_PATIENCE_S = 20.0


class Outside:
    """A person at the machine: an object that types, sends, and pulls plugs from outside the machine."""

    def __init__(self) -> None:
        self._monitor = os.open(_PORTS / "machine.monitor", os.O_RDWR)
        self._line = os.open(_PORTS / "machine.line", os.O_RDWR)
        self._unread = b""
        self._resting = threading.Event()
        os.write(self._monitor, b'{"execute": "qmp_capabilities"}\n')
        self._answer()

    def press(self, *keys: str) -> None:
        """Press these keys of the USB keyboard together, and release them. Example: `press("ctrl", "alt", "f2")`."""
        pressed = [{"type": "qcode", "data": key} for key in keys]
        self.order("send-key", keys=pressed, **{"hold-time": _HOLD_MS})
        self._resting.wait(_REST_S)

    def type_line(self, text: str) -> None:
        """Type the text and Enter on the USB keyboard."""
        for letter in f"{text}\n":
            keys = _KEYS.get(letter, (letter.lower(),))
            self.press(*(("shift", *keys) if letter.isupper() else keys))

    def send(self, content: bytes) -> None:
        """Send these bytes on the serial line, as a scanner does."""
        os.write(self._line, content)

    def unplug(self, device: str) -> None:
        """Pull the plug of this device, which is `keyboard` or `line`."""
        self.order("device_del", id=device)

    def plug(self, device: str) -> None:
        """Put the plug of this device back.

        For a moment after the plug was pulled, QEMU refuses this order. So repeat the order until QEMU accepts it, but
        for _PATIENCE_S seconds at most.
        """
        until = time.monotonic() + _PATIENCE_S
        while True:
            try:
                return self.order("device_add", **PLUGS[device])
            except ValueError:
                if time.monotonic() > until:
                    raise
            self._resting.wait(_REST_S)

    def order(self, command: str, **arguments: object) -> None:
        """Give an order to QEMU. Raises ValueError if QEMU refuses it."""
        os.write(self._monitor, json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        answer = self._answer()
        if "error" in answer:
            raise ValueError(f"{command}: {answer['error']}")

    def _answer(self) -> dict[str, object]:
        """Wait for QEMU's next answer to an order, and return it. Ignore QEMU's events and its greeting."""
        while True:
            while b"\n" not in self._unread:
                self._unread += os.read(self._monitor, 4096)
            line, _, self._unread = self._unread.partition(b"\n")
            said = json.loads(line)
            if isinstance(said, dict) and ("return" in said or "error" in said):
                return said


PLUGS: dict[str, dict[str, object]] = {
    "keyboard": {"driver": "usb-kbd", "id": "keyboard", "port": "1"},
    "line": {"driver": "usb-serial", "id": "line", "chardev": "line", "always-plugged": True, "port": "2"},
}
