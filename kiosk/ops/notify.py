"""Talks to the service manager (sd_notify): ready, still alive, what the kiosk is doing.

The protocol is a datagram of `KEY=value` lines to the UNIX socket named in NOTIFY_SOCKET (man sd_notify); a leading
`@` stands for an abstract socket's NUL.
"""

import os
import socket
from collections.abc import Mapping


class ServiceManager:
    """Says nothing where no service manager listens."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        path = environ.get("NOTIFY_SOCKET", "")
        self._address = "\0" + path[1:] if path.startswith("@") else path
        self._watchdog_us = int(environ.get("WATCHDOG_USEC", "0") or 0)

    @property
    def ping_every_s(self) -> float | None:
        """How often to ping: a quarter of the manager's patience; None without a watchdog."""
        return self._watchdog_us / 4_000_000 if self._watchdog_us else None

    def ready(self) -> None:
        """The first frame is on the screen."""
        self._send("READY=1")

    def ping(self) -> None:
        """The event loop is alive. Call it from the loop: from a thread it would prove nothing."""
        self._send("WATCHDOG=1")

    def status(self, text: str) -> None:
        """One line for `systemctl status`."""
        self._send("STATUS=" + text.replace("\n", " "))

    def stopping(self) -> None:
        """The kiosk is on its way out."""
        self._send("STOPPING=1")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
                channel.setblocking(False)
                channel.sendto(message.encode(), self._address)
        except OSError:
            return  # a manager that is not there cannot be told
