"""A network of one kiosk and some servers, in memory. Each connection carries bytes in order; each packet has a delay.

The dice of each connection decide its delays, so what one connection draws changes nothing for the others. What goes
wrong is planned at the link to a port: a partition, a slow time, a lost connection, a cut, a packet that comes late.
"""

import asyncio
import os
import socket
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.walks.dice import Dice

Way = Literal["to server", "to kiosk"]
TO_SERVER: Way = "to server"
TO_KIOSK: Way = "to kiosk"
_USUAL_S = (0.002, 0.08)
_GAP_S = 1e-6
LATEST_S = 20.0
"""The longest delay of a packet.

The kiosk believes that a write was not done after a second look at the loans, 25 s after it was sent or later. A write
that arrives still later could not be known by anybody.
"""


@dataclass
class Mishap:
    """What happens to one of the next packets of a link.

    `late_s` delays it. If `cut` is True, only the first `share` of it arrives, and then the connection is reset.
    """

    way: Way
    skip: int = 0
    late_s: float = 0.0
    cut: bool = False
    share: float = 0.0


@dataclass
class Link:
    """The way between the kiosk and one port, with what is planned to go wrong on it."""

    slow_s: float = 0.0
    held_until: dict[Way, float] = field(default_factory=lambda: {TO_SERVER: 0.0, TO_KIOSK: 0.0})
    mishaps: list[Mishap] = field(default_factory=list)

    def take(self, way: Way) -> Mishap | None:
        """Return the mishap of this packet, and count the packet."""
        for each in self.mishaps:
            if each.way != way:
                continue
            if each.skip:
                each.skip -= 1
                continue
            self.mishaps.remove(each)
            return each
        return None


class StandInSocket:
    """What a transport says of its socket: addresses, options, and if something can be read."""

    family = socket.AF_INET

    def __init__(self, end: "End") -> None:
        self._end = end

    def getsockname(self) -> tuple[str, int]:
        """Return the own address."""
        return "127.0.0.1", self._end.ports[0]

    def getpeername(self) -> tuple[str, int]:
        """Return the address of the other end."""
        return "127.0.0.1", self._end.ports[1]

    def setsockopt(self, _level: int, option: int, _value: object) -> None:
        """Keep that the end of this connection will be abrupt, and ignore all other options."""
        if option == socket.SO_LINGER:
            self._end.is_abrupt = True

    def fileno(self) -> int:
        """Return a file that can be read now if this socket could be read now."""
        return _files()[0 if self._end.can_read else 1]


_FILES: list[int] = []


def _files() -> list[int]:
    """Return a file that can always be read, and one that never can."""
    if not _FILES:
        for text in (b"x", b""):
            reading, writing = os.pipe()
            os.write(writing, text)
            _FILES.append(reading)
    return _FILES


class End(asyncio.Transport):
    """One end of a connection."""

    peer: "End"

    def __init__(self, network: "Network", link: Link, way: Way, dice: Dice, ports: tuple[int, int]) -> None:
        super().__init__()
        self._network, self._loop, self._link, self._way, self._dice = network, network.loop, link, way, dice
        self.ports, self.is_abrupt = ports, False
        self._protocol: Any = None
        self._last = 0.0
        self._inbox: deque[bytes | OSError | None] = deque()
        self._closing = self._over = self.is_black = self._eof = False
        self._paused = True  # until there is a protocol
        self._socket = StandInSocket(self)
        self.sent: Callable[[bytes], None] = lambda _: None

    def begin(self, protocol: Any) -> None:
        """Give the connection to this protocol."""
        self._protocol = protocol
        protocol.connection_made(self)
        self.resume_reading()

    # --- sending ---------------------------------------------------------------------------------

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send these bytes."""
        if self._over or self._closing or not data:
            return
        packet = bytes(data)
        self.sent(packet)
        wrong = self._link.take(self._way)
        if wrong is not None and wrong.cut:
            packet = packet[: int(len(packet) * wrong.share)]
            self._network.note(f"  cut {self._way} after {len(packet)} bytes")
            if packet:
                self._send(packet)
            self._reset_both()
            return
        if wrong is not None:
            self._network.note(f"  late {self._way} by {wrong.late_s:.1f} s")
        self._send(packet, wrong.late_s if wrong is not None else 0.0)

    def _send(self, what: bytes | OSError | None, late_s: float = 0.0) -> None:
        if self.is_black:
            return
        self._last = self.arrival(late_s)
        self._loop.call_at(self._last, self.peer.arrives, what)

    def arrival(self, late_s: float = 0.0) -> float:
        """Return the time at which a packet arrives that is sent now."""
        now = self._loop.time()
        least, most = _USUAL_S
        at = now + least + (most - least) * self._dice.unit() ** 3 + self._link.slow_s * self._dice.unit() + late_s
        held = self._link.held_until[self._way]
        if at < held:
            at = held + most * self._dice.unit()
        return max(min(at, now + LATEST_S), self._last + _GAP_S)

    def _reset_both(self) -> None:
        self._send(ConnectionResetError(104, "cut"))
        self.is_black = True
        self.peer.is_black = True
        self._loop.call_soon(self._lost, ConnectionResetError(104, "cut"))

    def write_eof(self) -> None:
        """Send no more."""
        self._send(None)

    def can_write_eof(self) -> bool:
        """Return True."""
        return True

    def close(self) -> None:
        """End the connection after what was sent."""
        self.abort()

    def abort(self) -> None:
        """End the connection. What was sent is still under way."""
        if self._closing:
            return
        self._closing = True
        if not self._over:
            self._send(ConnectionResetError(104, "reset") if self.is_abrupt else None)
        self._loop.call_soon(self._lost, None)

    def is_closing(self) -> bool:
        """Return True if the connection has ended on this side."""
        return self._closing or self._over

    def vanish(self) -> None:
        """Let this end be gone without a word, as when its machine has lost power."""
        self.is_black = self._over = True
        self._protocol = None

    # --- receiving -------------------------------------------------------------------------------

    def arrives(self, what: bytes | OSError | None) -> None:
        """Take a packet (bytes), the end of the stream (None) or a reset."""
        if self._over or self._closing:
            if isinstance(what, bytes) and not self._over and not self.is_black:
                self._send(ConnectionResetError(104, "closed"))
            return
        if isinstance(what, OSError):
            self._inbox.clear()
        self._inbox.append(what)
        if not self._paused:
            self._hand_on()

    def _hand_on(self) -> None:
        while self._inbox and not self._paused and not self._over:
            what = self._inbox.popleft()
            if isinstance(what, bytes):
                self._protocol.data_received(what)
            elif isinstance(what, OSError):
                self._lost(what)
            else:
                self._eof = True
                if not self._protocol.eof_received():
                    self.abort()

    def _lost(self, why: Exception | None) -> None:
        if self._over:
            return
        self._over = True
        protocol, self._protocol = self._protocol, None
        self._network.forget(self)
        if protocol is not None:
            protocol.connection_lost(why)

    @property
    def can_read(self) -> bool:
        """Return True if bytes, the end of the stream, or a reset have arrived."""
        return bool(self._inbox) or self._eof or self._over or self._closing

    def pause_reading(self) -> None:
        """Keep what arrives from now on."""
        self._paused = True

    def resume_reading(self) -> None:
        """Hand on what has arrived."""
        self._paused = False
        if self._inbox:
            self._loop.call_soon(self._hand_on)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Do nothing, because a write never has to wait."""

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return the stand-in for the socket, or an address."""
        known = {"socket": self._socket, "sockname": self._socket.getsockname(), "peername": self._socket.getpeername()}
        return known.get(name, default)


class Network:
    """All ports and all connections. `note` writes into the trace what goes wrong."""

    def __init__(self, loop: asyncio.AbstractEventLoop, dice: Dice) -> None:
        self.loop, self._dice = loop, dice
        self.note: Callable[[str], None] = lambda _: None
        self._listening: dict[int, Callable[[], asyncio.Protocol]] = {}
        self.links: dict[int, Link] = {}
        self._ends: list[tuple[End, End]] = []
        """The two ends of each connection: first the end at the kiosk."""
        self._count = 0
        self.kiosk_is_dead = False

    def link(self, port: int) -> Link:
        """Return the link to this port."""
        return self.links.setdefault(port, Link())

    def listen(self, port: int, protocol: Callable[[], asyncio.Protocol]) -> None:
        """Accept connections at this port."""
        self._listening[port] = protocol

    def refuse(self, port: int) -> None:
        """Accept no connections at this port."""
        self._listening.pop(port, None)

    def cut_all(self, port: int) -> None:
        """End each connection to this port at the server's side."""
        for kiosk, server in tuple(self._ends):
            if kiosk.ports[1] == port:
                server.abort()

    def lose_all(self, port: int) -> None:
        """Forget each connection to this port, as a router does. Nothing that is sent on it arrives, and no end."""
        for kiosk, server in self._ends:
            if kiosk.ports[1] == port:
                kiosk.is_black = server.is_black = True

    def kill_kiosk(self, *, silently: bool) -> None:
        """End the kiosk's machine or process. Its connections end, or nobody ever hears of them again."""
        self.kiosk_is_dead = True
        for kiosk, _ in tuple(self._ends):
            if not silently:
                kiosk.abort()
            kiosk.vanish()

    def forget(self, end: End) -> None:
        """Forget a connection whose both ends are over."""
        if end.peer.is_closing():
            self._ends = [each for each in self._ends if end not in each]

    async def connect(
        self, protocol: Callable[[], asyncio.Protocol], port: int
    ) -> tuple[asyncio.Transport, asyncio.Protocol]:
        """Connect this protocol with the server at this port. Raises OSError if the server refuses."""
        self._check_that_kiosk_lives()
        self._count += 1
        link, dice, number = self.link(port), self._dice.of(f"connection {self._count}"), 30_000 + self._count
        kiosk = End(self, link, TO_SERVER, dice.of("asks"), (number, port))
        server = End(self, link, TO_KIOSK, dice.of("answers"), (port, number))
        kiosk.peer, server.peer = server, kiosk
        await self._until(kiosk.arrival())
        accept = self._listening.get(port)
        if accept is None:
            await self._until(server.arrival())
            raise ConnectionRefusedError(111, "refused")
        self._ends.append((kiosk, server))
        server.begin(accept())
        await self._until(server.arrival())
        self._check_that_kiosk_lives()
        made = protocol()
        kiosk.begin(made)
        return kiosk, made

    def _check_that_kiosk_lives(self) -> None:
        if self.kiosk_is_dead:
            raise OSError("the kiosk is dead")

    async def _until(self, at: float) -> None:
        await asyncio.sleep(max(0.0, at - self.loop.time()))
