"""The filter against double reads. It is pure: the caller passes the time."""

from collections import OrderedDict
from typing import assert_never

from hardware.spec import RepeatMode, RepeatSpec

MAX_REMEMBERED = 256  # codes; a reader sends a few per second, and only the codes of the last window count


class RepeatFilter:
    """A filter that tells the repeats of a reader from its new reads; different codes never hide each other."""

    def __init__(self, spec: RepeatSpec) -> None:
        self._mode = spec.mode
        self._window_s = spec.ms / 1000
        self._since: OrderedDict[str, float] = OrderedDict()  # oldest first

    def is_repeat(self, code: str, at: float) -> bool:
        """Return True if this read of `code` at `at` seconds is a repeat, and remember the read in any case."""
        self._forget_before(at - self._window_s)
        repeated = code in self._since
        match self._mode:
            case RepeatMode.FIXED:
                self._since.setdefault(code, at)
            case RepeatMode.SLIDING:
                self._since[code] = at
                self._since.move_to_end(code)
            case _ as unreachable:
                assert_never(unreachable)
        if len(self._since) > MAX_REMEMBERED:
            self._since.popitem(last=False)
        return repeated

    def _forget_before(self, oldest: float) -> None:
        while self._since and next(iter(self._since.values())) <= oldest:
            self._since.popitem(last=False)
