"""Finds the steps that make one number of what different readers read from one fob, and the layout that a reader types.

Every reader is brought to one form, the widest that all of them reach: a reader that sends 24 bits of the fob's 40
decides for all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from hardware.keys import KeyDecoder, Typed
from hardware.layouts import LAYOUTS
from hardware.recording import RawKey
from hardware.scan import Refusal
from hardware.transform import parse_steps

Steps = tuple[str, ...]

_CLEAN: tuple[Steps, ...] = (("strip", "upper"), ("strip", "upper", "replace(:,)"), ("strip", "upper", "sentinel(;,?)"))
# What a read looks like says how wide its number is: zeros that are not there must not be made up.
_PARSE: tuple[tuple[str, Steps], ...] = (
    (r"[0-9A-F]{10}|[0-9A-F]{8}|[0-9A-F]{6}", ()),
    (r"[0-9]{5,7}|[0-9]{9,10}", ("dec_to_hex(8)",)),
    (r"[0-9]{8}", ("dec_to_hex(6)",)),
    (r"[0-9]{13,15}", ("dec_to_hex(10)",)),
    (r"[0-9]{1,3}[,.: -][0-9]{5}|[0-9]{8}", ("join35",)),
    (r"[0-9]{5}[,.: -][0-9]{5}", ("join55",)),
    (r"[01]{26}|[0-9A-F]{7}", ("w26_to_hex",)),
    (r"[01]{26}|[0-9A-F]{7}", ("w26_to_hex(inverted)",)),
    (r"[0-9A-F]{12}", ("check_xor",)),
)
_UNSCRAMBLE: tuple[Steps, ...] = (
    (),
    ("reverse_bytes",),
    ("reverse_bits",),
    ("swap_nibbles",),
    ("invert(24)",),
    ("shift_right(1)",),
)
_MASKS = (32, 24)  # bits
_NUMBER = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+|[0-9A-Fa-f]+(?:[,.][0-9]+)?")


class Way(Struct, frozen=True):
    """Steps for one reader. `lossy` when two different fobs could come out alike."""

    steps: Steps
    lossy: bool


class Lesson(Struct, frozen=True):
    """One form that all readers reach: a proposal to put into the settings."""

    code: str
    ways: Mapping[str, Way]  # by reader

    def __repr__(self) -> str:
        return f"Lesson(<{len(self.code)} characters>, ways={dict(self.ways)!r})"


def learn(printed: str, reads: Mapping[str, str]) -> list[Lesson]:
    """Proposals, widest form first, from the number printed on a fob and what each reader makes of that fob.

    `printed` may hold several numbers (`0008075634 123,14706`), or nothing: then the readers need only agree.
    """
    if not reads:
        return []
    by_reader = {reader: _ways(raw) for reader, raw in reads.items()}
    reached = set.intersection(*(set(ways) for ways in by_reader.values()))
    wanted = reached & _printed_codes(printed) if printed.strip() else reached
    lessons = [Lesson(code, {reader: ways[code] for reader, ways in by_reader.items()}) for code in wanted]
    return sorted(lessons, key=_rank)


def layouts_that_type(events: Iterable[RawKey], printed: str) -> list[str]:
    """The layouts by which a scan of a printed check code reads as it is printed."""
    recorded = list(events)
    return [name for name in LAYOUTS if _typed(name, recorded) == printed]


def _rank(lesson: Lesson) -> tuple[int, int, int, str]:
    steps = sum(len(way.steps) for way in lesson.ways.values())
    lossy = sum(way.lossy for way in lesson.ways.values())
    return (-len(lesson.code), lossy, steps, lesson.code)


def _ways(raw: str) -> dict[str, Way]:
    """Every number that this read may be, with the best steps to it."""
    found: dict[str, Way] = {}
    for clean in _CLEAN:
        for parse in _fitting(_run(clean, raw)):
            for unscramble in _UNSCRAMBLE:
                for code, way in _widths((*clean, *parse, *unscramble), raw):
                    found[code] = min(found.get(code, way), way, key=lambda w: (w.lossy, len(w.steps)))
    return found


def _run(steps: Steps, raw: str) -> str:
    """Empty where a step refuses."""
    out = parse_steps(steps).apply(raw)
    return "" if isinstance(out, Refusal) else out.code


def _fitting(text: str) -> list[Steps]:
    return [steps for shape, steps in _PARSE if re.fullmatch(shape, text)]


def _widths(steps: Steps, raw: str) -> Iterator[tuple[str, Way]]:
    """The number as it is, and cut to fewer bits."""
    whole = _run(steps, raw)
    if "invert(24)" in steps and _bits(_run(steps[:-1], raw)) != 24:
        return
    for narrow in ((), *((f"mask({bits})",) for bits in _MASKS if bits < _bits(whole))):
        if code := _run((*steps, *narrow), raw):
            yield code, Way((*steps, *narrow), lossy=bool(parse_steps((*steps, *narrow)).lossy))


def _bits(code: str) -> int:
    return 4 * len(code)


def _printed_codes(printed: str) -> set[str]:
    """What the print can stand for; it is never scrambled."""
    numbers = [_run(("upper", "replace(:,)"), number) for number in _NUMBER.findall(printed)]
    return {code for number in numbers for parse in _fitting(number) for code, _ in _widths(parse, number)}


def _typed(layout: str, events: list[RawKey]) -> str:
    decoder = KeyDecoder(LAYOUTS[layout])
    reads = [read for event in events for read in decoder.feed(event.at, event.kind, event.code, event.value)]
    reads += decoder.tick(events[-1].at + 1 if events else 0)
    return "".join(read.text for read in reads if isinstance(read, Typed))
