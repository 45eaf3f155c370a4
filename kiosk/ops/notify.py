"""The messages to the service manager (sd_notify): the kiosk is ready, it is alive, and its status.

A message is a datagram of `KEY=value` lines to the UNIX socket named in NOTIFY_SOCKET (man sd_notify). A leading `@`
means the NUL byte of an abstract socket.
"""

import os
import socket
from collections.abc import Mapping


class ServiceManager:
    """The service manager that started the kiosk; if there is none, no message is sent."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        path = environ.get("NOTIFY_SOCKET", "")
        self._address = "\0" + path[1:] if path.startswith("@") else path
        self._watchdog_us = int(environ.get("WATCHDOG_USEC", "0") or 0)

    @property
    def ping_every_s(self) -> float | None:
        """Return the seconds between two pings, a quarter of the watchdog's time, or None if there is no watchdog."""
        return self._watchdog_us / 4_000_000 if self._watchdog_us else None

    def ready(self) -> None:
        """Tell the manager that the first frame is on the screen."""
        self._send("READY=1")

    def ping(self) -> None:
        """Tell the manager that the event loop is alive; call this from the loop, as a thread would prove nothing."""
        self._send("WATCHDOG=1")

    def status(self, text: str) -> None:
        """Tell the manager one line for `systemctl status`."""
        self._send("STATUS=" + text.replace("\n", " "))

    def stopping(self) -> None:
        """Tell the manager that the kiosk is ending."""
        self._send("STOPPING=1")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
                channel.setblocking(False)
                channel.sendto(message.encode(), self._address)
        except OSError:
            return  # a manager that has gone cannot be told, and the kiosk goes on without it
