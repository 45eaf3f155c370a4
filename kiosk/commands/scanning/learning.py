"""Reading one fob on several readers, to find the steps that make one number of what they send."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from hardware import open_reader
from hardware.mend import Mend, mend
from hardware.probe import Lesson
from hardware.reader import Emit
from hardware.recording import Raw
from hardware.scan import Misread, ReaderEvent, Scan
from hardware.spec import MAX_SCAN_CHARS, Reads, ScannerSpec
from hardware.transform import Transformed, parse_steps
from kiosk.commands.scanning.toml import steps_for


def as_they_send(specs: Sequence[ScannerSpec], *, of_items: bool) -> tuple[ScannerSpec, ...]:
    """Return the readers without their steps; those that read only items are among them if `of_items`."""
    return tuple(
        replace(spec, transform=(), example=None, min_len=1, max_len=MAX_SCAN_CHARS)
        for spec in specs
        if of_items or spec.reads is not Reads.ITEMS
    )


@dataclass(slots=True)
class Patience:
    """Ends when every reader has read, when it has been quiet for a while after a read, or after all in all so long."""

    most_s: float
    quiet_s: float


def read_once_each(
    specs: Sequence[ScannerSpec], patience: Patience, say: Emit
) -> tuple[Mapping[str, str], Mapping[str, Mend]]:
    """Return what each reader sent, by name, and what mends those whose reads gave no code.

    `say` hears everything as it comes.
    """
    reads: dict[str, str] = {}
    mends: dict[str, Mend] = {}
    sent: dict[str, list[Raw]] = {spec.name: [] for spec in specs}
    by_name = {spec.name: spec for spec in specs}
    changed = threading.Condition()

    def hear(event: ReaderEvent) -> None:
        say(event)
        if isinstance(event, Scan):
            with changed:
                reads.setdefault(event.reader, event.code)
                changed.notify_all()
        if isinstance(event, Scan | Misread):
            heard = list(sent[event.reader])
            sent[event.reader].clear()
            found = mend(heard, by_name[event.reader]) if isinstance(event, Misread) else None
            if found is not None and event.reader not in reads:
                with changed:
                    mends[event.reader], reads[event.reader] = found, found.code
                    changed.notify_all()

    with ExitStack() as stack:
        for spec in specs:
            reader = open_reader(spec, hear, tap=sent[spec.name].append)
            reader.start()
            stack.callback(reader.stop)
        until = time.monotonic() + patience.most_s
        with changed:
            count = 0
            while len(reads) < len(specs) and (left_s := until - time.monotonic()) > 0:
                changed.wait(left_s)
                if len(reads) > count:
                    count, until = len(reads), time.monotonic() + patience.quiet_s
            return dict(reads), dict(mends)


def mends_in_words(mends: Mapping[str, Mend]) -> Iterator[str]:
    """Say line by line what to write for readers whose codes do not come through as they are set up now."""
    for name, found in mends.items():
        yield ""
        yield f"{name}: its reads give no code as it is set up now; write into its [[scanner]]"
        for line in found.lines:
            yield f"    {line}"


def best(lessons: Sequence[Lesson], reads: Mapping[str, str], specs: Sequence[ScannerSpec]) -> Lesson:
    """The one that most readers reach as they are set up already, so that linked fobs stay linked; else the first."""
    return max(lessons, key=lambda lesson: sum(_gives(spec, reads) == lesson.code for spec in specs))


def proposal(lesson: Lesson, reads: Mapping[str, str], specs: Sequence[ScannerSpec]) -> Iterator[str]:
    """Line by line what to write for each reader; `specs` as they are set up now."""
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
    """What the reader makes of its read as it is set up now."""
    found = parse_steps(spec.transform).apply(reads.get(spec.name, ""))
    return found.code if isinstance(found, Transformed) else None
