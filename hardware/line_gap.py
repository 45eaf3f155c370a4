"""A filter that decides which lines of a reader belong to one read. Two reads have a short silence between them.

Several lines without such a silence are one read. This read is refused, because no label and no fob sends several
lines. But if the settings want each line as a code, no line is refused.
A driving licence or a contact card arrives as many lines within a second. If each line were a code, the kiosk would use
the last line (which is the same on every licence of a state) as a fob, and a name and a street as items. So the filter
returns a line only if nothing has come for a while after its end. The filter is pure: the caller passes the time.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from hardware.scan import MisreadReason, ReadRefusal
from hardware.spec import SeveralLines

LINE_GAP_S = 0.04
LONGEST_GAP_S = 0.2  # seconds; people scan at most every 250 ms, so a longer gap would join two scans
UNKNOWN_PACE_S = LONGEST_GAP_S  # the silence after a single character, because the reader's pace is not known yet
# While a fob stays on its reader, the reader sends the line again and again without a silence. The line is returned
# after this many seconds and repeats, so that nobody must wait until the fob is lifted.
HELD_S, HELD_TIMES = 0.25, 4
_ENOUGH_ENDS_S = 1.0  # seconds; the longest time by which empty lines after a code can delay the code
_ROUNDING_S = 1e-5

ReadLine = TypeVar("ReadLine")
SEVERAL = ReadRefusal(MisreadReason.SEVERAL_LINES)


class LineGap(Generic[ReadLine]):
    """A filter that remembers the first line of a read, until a silence shows that it was the only line.

    A `ReadLine` is the result of a decoder or a framer for one line. If two results are equal, a line was repeated.
    """

    def __init__(
        self,
        gap_s: float = LINE_GAP_S,
        several: SeveralLines = SeveralLines.REFUSE,
        *,
        says_something: Callable[[ReadLine | ReadRefusal], bool] = lambda _: True,
    ) -> None:
        self._gap_s = gap_s
        self._each = several is SeveralLines.EACH
        self._says_something = says_something
        self._last = 0.0  # the time when the last byte or key came
        self._first: ReadLine | ReadRefusal | None = None
        self._ended = 0.0  # the time when the first line ended
        self._lined = 0.0  # the time when the last line ended; a line end without a line does not count
        self._again = 0  # the number of times that the first line was repeated
        self._held = False  # True if the first line was returned before the silence
        self._told = False  # True if the read was refused
        self._begun = False
        self._signs = 0
        self._longest_s = 0.0
        self._started = 0.0
        self.took_s = 0.0
        """The number of seconds between the first and the last byte or key of the last read."""

    @property
    def pending(self) -> bool:
        """Return True if a line waits for the silence, or if the rest of a refused read can still come."""
        return self._first is not None or self._told

    def sign(self, at: float, *, types: bool = True) -> None:
        """Remember that a byte or key came at `at` seconds. `types` is False for a key such as Shift."""
        if self._begun:
            self._longest_s = max(self._longest_s, at - self._last)
        else:
            self._started = at
        self._begun = True
        self._signs += types
        self._last = at

    def quiet_s(self, open_s: float | None = None) -> float:
        """Return how many seconds of silence end the read. If a line has no end yet, this is at least `open_s`."""
        slow_s = min(2 * self._longest_s, LONGEST_GAP_S)
        if open_s is None:
            return max(self._gap_s, slow_s)
        return max(self._gap_s, slow_s, open_s, UNKNOWN_PACE_S if self._signs < 2 else 0.0)

    def is_over(self, at: float, since: float, open_s: float | None = None) -> bool:
        """Return True if the silence from `since` until `at` ends the read."""
        if at - since > self.quiet_s(open_s) + _ROUNDING_S:
            return True
        return open_s is None and self._first is not None and at - self._lined > _ENOUGH_ENDS_S

    def rest_s(self, at: float, since: float, open_s: float | None = None) -> float:
        """Return how many seconds after `at` the read is over if nothing comes. The silence began at `since`."""
        return max(0.0, since + self.quiet_s(open_s) - at + 2 * _ROUNDING_S)

    def line(self, line: ReadLine | ReadRefusal, at: float) -> list[ReadLine | ReadRefusal]:
        """Add a line that has ended to the read. Return the lines that need not wait for the silence, usually none."""
        if self._each:
            return [line]
        if self._told:
            return []
        self._lined = at
        if self._first is None or not self._says_something(self._first):
            self._first, self._ended = line, at
            return []
        if not self._says_something(line):
            return []
        if line != self._first:
            return self.refuse(SEVERAL)
        self._again += 1
        self._held = self._again >= HELD_TIMES and at - self._ended >= HELD_S
        return [self._first] if self._held else []

    def refuse(self, why: ReadRefusal) -> list[ReadLine | ReadRefusal]:
        """Refuse the whole read, and ignore the rest of it. Return the refusal, but only once for each read."""
        told, self._told, self._first = self._told, not self._each, None
        return [] if told else [why]

    def finish(self) -> list[ReadLine | ReadRefusal]:
        """End the read and return its only line, or nothing if the line was returned before or the read was refused."""
        first = None if self._held else self._first
        self.took_s = self._last - self._started if self._begun else 0.0
        self._first, self._again, self._held, self._told = None, 0, False, False
        self._begun, self._signs, self._longest_s = False, 0, 0.0
        return [] if first is None else [first]
