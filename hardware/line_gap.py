"""A filter that decides which lines of a reader belong to one read. Between two reads, there is a short silence.

Lines without a silence between them belong to one read. A read of several lines is refused, because no label and no fob
sends several lines. But a driving licence or a contact card sends many lines within a second. If the kiosk accepted
each line, the last line of a licence would be the code of a fob, although many people have the same last line. A name
or a street would be the code of an item. So the filter waits after a line, and returns the line only if
nothing follows. There is one exception: if the settings say that each line is a code, no line is refused. The filter
reads no clock, because the caller passes the time.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from hardware.scan import MisreadReason, ReadRefusal
from hardware.spec import SeveralLines

LINE_GAP_S = 0.04
# If a reader types slowly, the filter waits longer than LINE_GAP_S for the end of a read, but at most this many
# seconds. People need at least 0.25 s between two scans, which is more. So two scans never count as one read.
LONGEST_GAP_S = 0.2
# The seconds of silence that end a read of only one character. The program cannot know yet how fast the reader types.
UNKNOWN_PACE_S = LONGEST_GAP_S
# While a fob stays on its reader, the reader sends the same line again and again without a silence. The filter returns
# the line when at least HELD_S seconds are over and the line was repeated at least HELD_TIMES times. So nobody must
# wait until the fob is taken away.
HELD_S, HELD_TIMES = 0.25, 4
_ENOUGH_ENDS_S = 1.0  # seconds; the code is returned after this time even if the reader goes on sending empty lines
_ROUNDING_S = 1e-5

ReadLine = TypeVar("ReadLine")
SEVERAL = ReadRefusal(MisreadReason.SEVERAL_LINES)


class LineGap(Generic[ReadLine]):
    """A filter that remembers the first line of a read, until a silence shows that no other line follows.

    A `ReadLine` is the result of a decoder or a framer for one line. If two results are equal, the reader has sent the
    same line again.
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
        self._lined = 0.0  # the time when the last line ended; an empty line does not count
        self._again = 0  # the number of times that the first line was repeated
        self._held = False  # True if the first line was already returned, without a silence
        self._told = False  # True if the read was refused
        self._begun = False
        self._signs = 0
        self._longest_s = 0.0
        self._started = 0.0
        self.took_s = 0.0
        """The length of the last read, in seconds from its first to its last byte or key."""

    @property
    def pending(self) -> bool:
        """Return True if the filter holds a line until the silence that ends the read.

        Return True also if a read was refused and more lines of this read can still come.
        """
        return self._first is not None or self._told

    def sign(self, at: float, *, types: bool = True) -> None:
        """Remember that a byte or a key came at `at` seconds.

        `types` is False if the key gives no character, such as the key Shift.
        """
        if self._begun:
            self._longest_s = max(self._longest_s, at - self._last)
        else:
            self._started = at
        self._begun = True
        self._signs += types
        self._last = at

    def quiet_s(self, open_s: float | None = None) -> float:
        """Return the length, in seconds, of the silence that ends the read.

        If the last line has not ended yet, the caller passes `open_s`: the length of the silence that ends this line.
        Then the result is at least `open_s`.
        """
        slow_s = min(2 * self._longest_s, LONGEST_GAP_S)
        if open_s is None:
            return max(self._gap_s, slow_s)
        return max(self._gap_s, slow_s, open_s, UNKNOWN_PACE_S if self._signs < 2 else 0.0)

    def is_over(self, at: float, since: float, open_s: float | None = None) -> bool:
        """Return True if the silence from `since` until `at` is long enough to end the read.

        `open_s` has the same meaning as in `quiet_s`.
        """
        if at - since > self.quiet_s(open_s) + _ROUNDING_S:
            return True
        return open_s is None and self._first is not None and at - self._lined > _ENOUGH_ENDS_S

    def rest_s(self, at: float, since: float, open_s: float | None = None) -> float:
        """Return the number of seconds from `at` until the read ends, if nothing comes.

        The silence began at `since`.
        """
        return max(0.0, since + self.quiet_s(open_s) - at + 2 * _ROUNDING_S)

    def line(self, line: ReadLine | ReadRefusal, at: float) -> list[ReadLine | ReadRefusal]:
        """Add a complete line to the read. Usually, return nothing, because the line must wait for the silence.

        There are three exceptions. If the settings say that each line is a code, return the line. If the line differs
        from the first line, return a refusal. If the first line has come often enough, return it (see HELD_TIMES).
        """
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
        """Refuse the whole read, and ignore the rest of the read. Return the refusal.

        If the read was refused before, return nothing, so that there is only one refusal for each read.
        """
        told, self._told, self._first = self._told, not self._each, None
        return [] if told else [why]

    def finish(self) -> list[ReadLine | ReadRefusal]:
        """End the read and return its only line.

        Return nothing if the read was refused or the line was returned earlier.
        """
        first = None if self._held else self._first
        self.took_s = self._last - self._started if self._begun else 0.0
        self._first, self._again, self._held, self._told = None, 0, False, False
        self._begun, self._signs, self._longest_s = False, 0, 0.0
        return [] if first is None else [first]
