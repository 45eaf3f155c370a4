"""The waiting times after wrong passwords and unknown fobs. They make it slow to guess passwords and fob codes.

There is a count of wrong passwords for each name, and another count for all names together. There is one count of
unknown fobs. The counts are only in memory, so a restart sets them to 0. This is good enough, because a person who can
cut the power again and again can also steal the kiosk.
"""

import hmac
import secrets
from collections import OrderedDict

from msgspec import Struct

_FREE_BY_NAME = 3
_FIRST_WAIT_S = 15.0
_LONGEST_WAIT_S = 900.0
_FORGOTTEN_AFTER_S = 3600.0
_FREE_BY_KIOSK = 10
_KIOSK_WINDOW_S = 600.0
_KIOSK_WAIT_S = 30.0
_MOST_NAMES = 1000


class _Misses(Struct, frozen=True):
    count: int
    last: float


class Throttle:
    """The waiting times after wrong passwords. `now` is in seconds on a clock that never jumps.

    Only keyed hashes of the names are in memory, and not the names themselves. Each object has a new random key.
    """

    def __init__(self, *, free: int = _FREE_BY_NAME, first_wait_s: float = _FIRST_WAIT_S) -> None:
        self._free, self._first_wait_s = free, first_wait_s
        self._key = secrets.token_bytes(32)
        self._names: OrderedDict[bytes, _Misses] = OrderedDict()
        self._kiosk: list[float] = []

    def allowed(self, name: str, now: float) -> float:
        """Return the seconds to wait before the next try with this name, or 0 if a try is allowed now."""
        return max(self._wait_by_name(self._hash(name), now), self._wait_by_kiosk(now))

    def failed(self, name: str, now: float) -> None:
        """Count a wrong password for this name and for the whole kiosk."""
        hashed = self._hash(name)
        misses = self._names.pop(hashed, None)
        count = misses.count if misses and now - misses.last < _FORGOTTEN_AFTER_S else 0
        self._names[hashed] = _Misses(count + 1, now)
        if len(self._names) > _MOST_NAMES:
            self._names.popitem(last=False)
        self._kiosk = [*self._recent(now), now]

    def succeeded(self, name: str) -> None:
        """Set the count of wrong passwords for this name to 0.

        The count for the whole kiosk stays as it is. If a log-in also set that count to 0, a member who guesses the
        passwords of others could log in to their own account after each few guesses, and would never have to wait.
        """
        self._names.pop(self._hash(name), None)

    def _wait_by_name(self, hashed: bytes, now: float) -> float:
        misses = self._names.get(hashed)
        if misses is None or misses.count < self._free or now - misses.last >= _FORGOTTEN_AFTER_S:
            return 0.0
        wait_s = min(self._first_wait_s * 2.0 ** min(misses.count - self._free, 20), _LONGEST_WAIT_S)
        return max(0.0, misses.last + wait_s - now)

    def _wait_by_kiosk(self, now: float) -> float:
        recent = self._recent(now)
        return max(0.0, recent[-1] + _KIOSK_WAIT_S - now) if len(recent) >= _FREE_BY_KIOSK else 0.0

    def _recent(self, now: float) -> list[float]:
        return [at for at in self._kiosk if now - at < _KIOSK_WINDOW_S]

    def _hash(self, name: str) -> bytes:
        return hmac.digest(self._key, name.strip().casefold().encode(), "sha256")


_FREE_FOBS = 5
_FOBS_WINDOW_S = 60.0
_FIRST_PAUSE_S = 15.0
_LONGEST_PAUSE_S = 120.0
"""The longest pause in seconds. It must be short, because members with a linked fob must also wait during a pause."""
_FOBS_FORGOTTEN_AFTER_S = 900.0


class FobThrottle:
    """The pauses after unknown fobs.

    The fifth different unknown fob in a minute starts a pause of 15 seconds. Each unknown fob after that starts a pause
    that is twice as long as the last one, up to 120 seconds. `now` is in seconds on a clock that never jumps. Only
    keyed hashes of the codes are in memory, and not the codes.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._unknown: OrderedDict[bytes, float] = OrderedDict()
        self._pauses = 0
        self._until = 0.0
        self._known = b""

    def wait_s(self, fob: str, now: float) -> float:
        """Return the seconds to wait before this fob can be looked up, or 0 if no pause runs.

        Also return 0 for the fob that was the last to open an account or to be linked.
        """
        return 0.0 if self._hash(fob) == self._known else max(0.0, self._until - now)

    def unknown(self, fob: str, now: float) -> None:
        """Count a fob that is not linked. The same fob is counted only once."""
        last = next(reversed(self._unknown.values()), now)
        if now - last >= _FOBS_FORGOTTEN_AFTER_S:
            self._unknown.clear()
            self._pauses = 0
        hashed = self._hash(fob)
        if hashed in self._unknown:
            return
        self._unknown[hashed] = now
        if len(self._unknown) > _MOST_NAMES:
            self._unknown.popitem(last=False)
        recent = sum(now - at < _FOBS_WINDOW_S for at in self._unknown.values())
        if self._pauses or recent >= _FREE_FOBS:
            self._pauses += 1
            self._until = now + min(_FIRST_PAUSE_S * 2.0 ** min(self._pauses - 1, 10), _LONGEST_PAUSE_S)

    def known(self, fob: str) -> None:
        """Remember this fob, because it has opened an account or was just linked.

        If the fob was counted as unknown before, nobody guessed its code. In this case remove it from the count, and
        end the pause.
        """
        self._known = self._hash(fob)
        if self._unknown.pop(self._known, None) is not None and self._pauses:
            self._pauses -= 1
            self._until = 0.0

    def _hash(self, fob: str) -> bytes:
        return hmac.digest(self._key, fob.encode(), "sha256")
