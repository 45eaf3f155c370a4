"""A search for the steps with which different readers give the same number for one fob.

All readers get one form, the widest one that each of them can reach without losing more of the number. If one reader
sends only 24 of the fob's 40 bits, all readers get 24 bits. This module also finds the layout that a reader types.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from hardware.keys import KeyDecoder, Typed
from hardware.layouts import LAYOUTS
from hardware.number_search import FoundWay, ReadTexts, numbers_in, search, texts_of
from hardware.recording import RawKey

StepNames = tuple[str, ...]

_PAIR = r"[0-9]+[,./:-][0-9]+"
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z])[0-9A-Fa-f]{{2}}(?:[: -][0-9A-Fa-f]{{2}}){{2,}}(?![0-9A-Za-z])|{_PAIR}(?![0-9A-Za-z])|[^\s]+"
)
_APART = re.compile(r"(?<!\w)(?=([0-9]{1,5})\s+(?:[A-Za-z#.:]+\s*)*([0-9]{3,7})(?!\w))")  # Site 123 Card 14706
_AS_TEXT = 100  # a text that is no number costs more than any number, because it says nothing about other fobs


class Way(Struct, frozen=True):
    """The steps for one reader. They are `lossy` if two different fobs could get the same code.

    They are `doubtful` if other steps fit these reads, too, but give other codes for other fobs.
    """

    steps: StepNames
    lossy: bool
    doubtful: bool = False


class Lesson(Struct, frozen=True):
    """A proposal for the settings: steps with which all readers give one code. `code` is the code of the first fob."""

    code: str
    ways: Mapping[str, Way]  # by the reader's name

    def __repr__(self) -> str:
        return f"Lesson(<{len(self.code)} characters>, ways={dict(self.ways)!r})"


class Fob(Struct, frozen=True):
    """One fob: the number printed on it, and the text that each reader sends for it."""

    printed: str
    reads: Mapping[str, str]

    def __repr__(self) -> str:
        return f"Fob({len(self.reads)} reads)"


def learn(printed: str, reads: Mapping[str, str], more: Sequence[Fob] = ()) -> list[Lesson]:
    """Return proposals, the best first, from the number printed on a fob and the text that each reader sends for it.

    `printed` may hold several numbers (`0008075634 123,14706`). If it is empty, the readers need only agree. With more
    fobs, read by the same readers, only the ways that are right for all fobs remain.
    """
    fobs = [Fob(printed, reads), *more]
    readers = [reader for reader in reads if all(reader in fob.reads for fob in fobs)]
    if not readers:
        return []
    by_reader = {reader: _ways(tuple(fob.reads[reader] for fob in fobs)) for reader in readers}
    reached = set.intersection(*(set(ways) for ways in by_reader.values()))
    said = [_printed_codes(fob.printed) if fob.printed.strip() else None for fob in fobs]
    wanted = [codes for codes in reached if all(s is None or code in s for code, s in zip(codes, said, strict=True))]
    best = sorted(wanted, key=lambda codes: _rank(codes, [by_reader[reader][codes] for reader in readers]))
    return [_lesson(codes, {reader: by_reader[reader][codes] for reader in readers}) for codes in best]


def layouts_that_type(events: Iterable[RawKey], printed: str) -> list[str]:
    """Return the names of the layouts with which the scan of a printed check code gives the printed text."""
    recorded = list(events)
    return [name for name in LAYOUTS if _typed(name, recorded) == printed]


def _lesson(codes: ReadTexts, ways: Mapping[str, FoundWay]) -> Lesson:
    return Lesson(codes[0], {name: Way(way.steps, way.lossy > 0, way.doubtful) for name, way in ways.items()})


def _rank(codes: ReadTexts, ways: Sequence[FoundWay]) -> tuple[int, int, int, ReadTexts]:
    return (sum(way.lossy for way in ways), sum(way.cost for way in ways), -len(codes[0]), codes)


def _ways(raws: ReadTexts) -> dict[ReadTexts, FoundWay]:
    """Return every number that the reads of one reader may mean, and their texts, with the cheapest way to each."""
    ways = search(raws)
    for found in zip(*(list(texts_of(raw)) for raw in raws), strict=False):
        if len({way.steps for way in found}) == 1:
            texts = tuple(way.texts[0] for way in found)
            ways.setdefault(texts, FoundWay(texts, found[0].steps, 0, _AS_TEXT + found[0].cost))
    return ways


def _printed_codes(printed: str) -> set[str]:
    """Return the codes that the print can mean: each number in it, in hex, and the text itself."""
    codes = {printed.strip().upper()}
    for number in _NUMBER.findall(printed):
        is_pair = re.fullmatch(_PAIR, number)
        for text in [number] if is_pair else [way.texts[0] for way in texts_of(number)]:
            codes |= numbers_in(text)
    for facility, card in _APART.findall(printed):
        codes |= numbers_in(f"{facility},{card}")
    return codes


def _typed(layout: str, events: list[RawKey]) -> str:
    decoder = KeyDecoder(LAYOUTS[layout])
    reads = [read for event in events for read in decoder.feed(event.at, event.kind, event.code, event.value)]
    reads += decoder.tick(events[-1].at + 1 if events else 0)
    return "".join(read.text for read in reads if isinstance(read, Typed))
