"""A service manager for tests: it listens for the messages and pings of the kiosk."""

import socket
from pathlib import Path
from types import TracebackType
from typing import Self


class PretendManager:
    """A service manager that a test uses as `with PretendManager(folder / "notify", watchdog_s=1) as manager:`.

    The kiosk must be started with the environment variables `manager.environ`.
    """

    def __init__(self, address: Path, *, watchdog_s: float) -> None:
        self._address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
        self._watchdog_s = watchdog_s

    @property
    def environ(self) -> dict[str, str]:
        """Return the variables that systemd sets for a service with a watchdog."""
        return {"NOTIFY_SOCKET": str(self._address), "WATCHDOG_USEC": str(int(self._watchdog_s * 1e6))}

    def __enter__(self) -> Self:
        self._socket.bind(str(self._address))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def hears(self, within_s: float) -> str | None:
        """Return the next message, or None if none comes within `within_s` seconds."""
        self._socket.settimeout(within_s)
        try:
            return self._socket.recv(4096).decode()
        except TimeoutError:
            return None

    def forget(self) -> None:
        """Forget all messages that have come until now."""
        while self.hears(0.001) is not None:
            pass
