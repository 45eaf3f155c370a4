"""Lines that certainly never arrived. Each is sent again after 1 s, then every 2 s, because a member waits."""

from msgspec import Struct

from kiosk.domain.model import ItemCode, Line, LineId
from kiosk.structs import replace

LONGEST_S = 2.0


class _Unsent(Struct, frozen=True):
    line: Line
    tries: int
    at: float


class Retries:
    """The lines that must be sent again, with times as in `Moment.at`."""

    def __init__(self) -> None:
        self._unsent: dict[LineId, _Unsent] = {}

    def put(self, line: Line, now: float, *, asked_s: float = 0.0) -> None:
        """Send this line again later; `asked_s` is the shortest wait that the server asked for, in seconds."""
        earlier = self._unsent.get(line.ident)
        tries = earlier.tries + 1 if earlier else 0
        self._unsent[line.ident] = _Unsent(line, tries, now + max(min(2.0**tries, LONGEST_S), asked_s))

    def drop(self, line: LineId) -> bool:
        """Do not send this line again; return False if that was not planned."""
        return self._unsent.pop(line, None) is not None

    def give_way(self, code: ItemCode) -> None:
        """Drop older lines of this code: its label was scanned again, and the new line is sent instead."""
        self._unsent = {ident: each for ident, each in self._unsent.items() if each.line.code != code}

    def clear(self) -> None:
        """Drop all lines, so that none is sent again."""
        self._unsent.clear()

    def all_now(self, now: float) -> None:
        """Make all lines due now, without waiting any longer."""
        self._unsent = {ident: replace(each, at=now) for ident, each in self._unsent.items()}

    def due(self, now: float) -> Line | None:
        """Return a line whose time has come, or None; the line stays until it is dropped or put again."""
        return next((each.line for each in self._unsent.values() if each.at <= now), None)

    def wait_s(self, now: float) -> float | None:
        """Return the seconds until the next line is due, or None if there is no line."""
        nearest = min((each.at for each in self._unsent.values()), default=None)
        return None if nearest is None else max(0.0, nearest - now)
