"""The functions of the command `scanners learn`, which reads one fob on several readers.

Different readers can send different texts for the same fob. The command finds the transform steps for each reader, so
that all readers give the same code for the fob.
"""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from hardware.learn import Lesson
from hardware.mend_settings import Mend, mend
from hardware.probe import running
from hardware.reader import Emit
from hardware.recording import Raw
from hardware.scan import Misread, ReaderEvent, ReaderStatus, Scan
from hardware.spec import MAX_SCAN_CHARS, Reads, ScannerSpec
from hardware.transform import Transformed, parse_steps
from kiosk.commands.scanner_words import steps_for
from kiosk.structs import replace


def as_they_send(specs: Sequence[ScannerSpec], *, of_items: bool) -> tuple[ScannerSpec, ...]:
    """Return the readers without their transform steps. The code of a scan is then exactly what the device sends.

    If `of_items` is False, leave out the readers that read only items.
    """
    return tuple(
        replace(spec, transform=(), example=None, min_len=1, max_len=MAX_SCAN_CHARS)
        for spec in specs
        if of_items or spec.reads is not Reads.ITEMS
    )


@dataclass(slots=True)
class LearningLimits:
    """The time limits, in seconds, for reading one fob on all readers.

    The first reader must read the fob within `most_s` seconds. After each read, the next reader must read the fob
    within `quiet_s` seconds.
    """

    most_s: float
    quiet_s: float


class _Once:
    """An object that stores the first read of each reader.

    If the settings of a reader are wrong, its read gives no code. The object then also stores corrected settings (a
    Mend).
    """

    def __init__(self, specs: Sequence[ScannerSpec], say: Emit) -> None:
        self.reads: dict[str, str] = {}
        self.mends: dict[str, Mend] = {}
        self.sent: dict[str, list[Raw]] = {spec.name: [] for spec in specs}
        self.changed = threading.Condition()
        self._specs = {spec.name: spec for spec in specs}
        self._say = say

    def hear(self, event: ReaderEvent) -> None:
        """Take an event of a reader. The reader calls this method in its own thread."""
        self._say(event)
        match event:
            case Scan(code, reader):
                self._take(reader, code)
            case Misread(reader):
                found = mend(self.sent[reader], self._specs[reader])
                self.sent[reader].clear()
                if found is not None and reader not in self.reads:
                    self.mends[reader] = found
                    self._take(reader, found.code)
            case ReaderStatus():
                pass
            case _ as unreachable:
                assert_never(unreachable)

    def _take(self, reader: str, code: str) -> None:
        self.sent[reader].clear()
        with self.changed:
            self.reads.setdefault(reader, code)
            self.changed.notify_all()


def read_once_each(
    specs: Sequence[ScannerSpec], limits: LearningLimits, say: Emit
) -> tuple[Mapping[str, str], Mapping[str, Mend]]:
    """Wait until a person has held one fob to each reader. Return the texts of the readers, and corrected settings.

    Both results have the names of the readers as keys. Corrected settings are only for readers whose read gave no code
    because their settings are wrong. `say` is called with every event as soon as the event happens. If the time in
    `limits` ends before all readers have read the fob, the results have only some of the readers.
    """
    once = _Once(specs, say)
    with running(specs, once.hear, lambda spec: once.sent[spec.name].append):
        until = time.monotonic() + limits.most_s
        with once.changed:
            count = 0
            while len(once.reads) < len(specs) and (left_s := until - time.monotonic()) > 0:
                once.changed.wait(left_s)
                if len(once.reads) > count:
                    count, until = len(once.reads), time.monotonic() + limits.quiet_s
            return dict(once.reads), dict(once.mends)


def mends_in_words(mends: Mapping[str, Mend]) -> Iterator[str]:
    """Yield lines of text for staff with corrected settings. The keys of `mends` are the names of the readers."""
    for name, found in mends.items():
        yield ""
        yield f"{name}: its reads give no code as it is set up now; write into its [[scanner]]"
        for line in found.lines:
            yield f"    {line}"


def best(lessons: Sequence[Lesson], reads: Mapping[str, str], specs: Sequence[ScannerSpec]) -> Lesson:
    """Return the lesson (a proposal for settings) with which most readers can keep their present settings.

    If several lessons are equally good, return the first of them. A reader that keeps its settings gives the same codes
    as before, so the fobs that are already linked stay linked.
    """
    return max(lessons, key=lambda lesson: sum(_gives(spec, reads) == lesson.code for spec in specs))


def proposal(lesson: Lesson, reads: Mapping[str, str], specs: Sequence[ScannerSpec]) -> Iterator[str]:
    """Yield lines of text that tell staff, for each reader, which settings they must write into the file.

    `specs` are the present settings of the readers. If a reader can keep its settings, the lines say so.
    """
    for spec in specs:
        if spec.name not in lesson.ways:
            continue
        way = lesson.ways[spec.name]
        yield ""
        if _gives(spec, reads) == lesson.code:
            yield f"{spec.name}: leave it as it is; it makes this number of the fob already."
            continue
        yield f"{spec.name}: write into its [[scanner]]"
        for line in steps_for(way.steps, reads[spec.name], lesson.code):
            yield f"    {line}"
        if way.doubtful:
            yield "    # Other steps fit this fob as well: scanners learn --fobs 2 tells which are right."
        if way.lossy:
            yield "    # These steps cut the number short, as another reader does: two fobs could look alike."


def _gives(spec: ScannerSpec, reads: Mapping[str, str]) -> str | None:
    """Return the code that the reader makes from its text in `reads`, with its present settings.

    Return None if the reader makes no code from this text.
    """
    found = parse_steps(spec.transform).apply(reads.get(spec.name, ""))
    return found.code if isinstance(found, Transformed) else None
