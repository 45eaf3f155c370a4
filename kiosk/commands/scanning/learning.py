"""Reading one fob on several readers, to find the steps that make one number of what they send."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from hardware import open_reader
from hardware.probe import Lesson
from hardware.reader import Emit
from hardware.scan import ReaderEvent, Scan
from hardware.spec import MAX_SCAN_CHARS, Reads, ScannerSpec
from hardware.transform import Transformed, parse_steps
from kiosk.commands.scanning.toml import steps_for


def of_fobs(specs: Sequence[ScannerSpec]) -> tuple[ScannerSpec, ...]:
    """Those that read fobs, as they send: without their steps."""
    return tuple(
        replace(spec, transform=(), example=None, min_len=1, max_len=MAX_SCAN_CHARS)
        for spec in specs
        if spec.reads is not Reads.ITEMS
    )


@dataclass(slots=True)
class Patience:
    """Ends when every reader has read, when it has been quiet for a while after a read, or after all in all so long."""

    most_s: float
    quiet_s: float


def read_once_each(specs: Sequence[ScannerSpec], patience: Patience, say: Emit) -> Mapping[str, str]:
    """What each reader sent, by name; `say` hears everything as it comes."""
    reads: dict[str, str] = {}
    changed = threading.Condition()

    def hear(event: ReaderEvent) -> None:
        say(event)
        if isinstance(event, Scan):
            with changed:
                reads.setdefault(event.reader, event.code)
                changed.notify_all()

    with ExitStack() as stack:
        for spec in specs:
            reader = open_reader(spec, hear)
            reader.start()
            stack.callback(reader.stop)
        until = time.monotonic() + patience.most_s
        with changed:
            count = 0
            while len(reads) < len(specs) and (left_s := until - time.monotonic()) > 0:
                changed.wait(left_s)
                if len(reads) > count:
                    count, until = len(reads), time.monotonic() + patience.quiet_s
            return dict(reads)


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
        if way.lossy:
            yield "    # These steps cut the number short, as another reader does: two fobs could look alike."


def _gives(spec: ScannerSpec, reads: Mapping[str, str]) -> str | None:
    """What the reader makes of its read as it is set up now."""
    found = parse_steps(spec.transform).apply(reads.get(spec.name, ""))
    return found.code if isinstance(found, Transformed) else None
