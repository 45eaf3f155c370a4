"""Lines that certainly never arrived: each is sent again after 1 s, then every 2 s: a member stands there and waits."""

from dataclasses import replace

from kiosk.domain.frozen import dataclass
from kiosk.domain.model import ItemCode, Line, LineId

LONGEST_S = 2.0


@dataclass(frozen=True, slots=True)
class _Unsent:
    line: Line
    tries: int
    at: float


class Retries:
    """Times are `Moment.at`."""

    def __init__(self) -> None:
        self._unsent: dict[LineId, _Unsent] = {}

    def put(self, line: Line, now: float, *, asked_s: float = 0.0) -> None:
        """Once more, later; `asked_s` is what the server asked to wait at least."""
        earlier = self._unsent.get(line.ident)
        tries = earlier.tries + 1 if earlier else 0
        self._unsent[line.ident] = _Unsent(line, tries, now + max(min(2.0**tries, LONGEST_S), asked_s))

    def drop(self, line: LineId) -> bool:
        """Not any more; False if it was not to be sent again."""
        return self._unsent.pop(line, None) is not None

    def give_way(self, code: ItemCode) -> None:
        """The same label was scanned anew: its new line is sent instead."""
        self._unsent = {ident: each for ident, each in self._unsent.items() if each.line.code != code}

    def clear(self) -> None:
        """Nothing is sent again."""
        self._unsent.clear()

    def all_now(self, now: float) -> None:
        """Do not wait for the back-off."""
        self._unsent = {ident: replace(each, at=now) for ident, each in self._unsent.items()}

    def due(self, now: float) -> Line | None:
        """A line whose time has come; it stays until it is dropped or put again."""
        return next((each.line for each in self._unsent.values() if each.at <= now), None)

    def wait_s(self, now: float) -> float | None:
        """Until the next one is due; None: there is none."""
        nearest = min((each.at for each in self._unsent.values()), default=None)
        return None if nearest is None else max(0.0, nearest - now)
