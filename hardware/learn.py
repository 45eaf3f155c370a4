"""A search for steps (of the setting `transform`) with which different readers give the same number for one fob.

The number must have the same form for all readers. The steps must lose as few digits as possible. For example, a fob
has 40 bits, but one reader sends only 24 of them. Then the steps make a number of 24 bits for every reader.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from hardware.scan import ReadRefusal
from hardware.transform import Transform, TransformError, parse_steps

ReadTexts = tuple[str, ...]

_PAIR = r"[0-9]+[,./:-][0-9]+"
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z])[0-9A-Fa-f]{{2}}(?:[: -][0-9A-Fa-f]{{2}}){{2,}}(?![0-9A-Za-z])|{_PAIR}(?![0-9A-Za-z])|[^\s]+"
)
# A facility number and a card number, with spaces or words between them, as in Site 123 Card 14706.
_APART = re.compile(r"(?<!\w)(?=([0-9]{1,5})\s+(?:[A-Za-z#.:]+\s*)*([0-9]{3,7})(?!\w))")
# The cost of a way (a list of steps) whose result is the text of the read, and not a number. A way to a number always
# costs less, because a way to a number is more likely to be right for other fobs, too.
_AS_TEXT = 100


class Way(Struct, frozen=True):
    """The steps for one reader. The steps are `lossy` if it is possible that two different fobs get the same code.

    The steps are `doubtful` if a second list of steps is equally good for the known reads, but gives different codes
    for fobs that were not read.
    """

    steps: tuple[str, ...]
    lossy: bool
    doubtful: bool = False


class Lesson(Struct, frozen=True):
    """A proposal for the settings. It has steps with which all readers give the same code for a fob.

    `code` is the code of the first fob.
    """

    code: str
    ways: Mapping[str, Way]  # the keys are the names of the readers

    def __repr__(self) -> str:
        return f"Lesson(<{len(self.code)} characters>, ways={dict(self.ways)!r})"


class Fob(Struct, frozen=True):
    """A fob. `printed` is the text that is printed on the fob.

    `reads` has the text that each reader sends for this fob.
    """

    printed: str
    reads: Mapping[str, str]

    def __repr__(self) -> str:
        return f"Fob({len(self.reads)} reads)"


class FoundWay(Struct, frozen=True):
    """A list of steps for one reader, and the texts that these steps make from the reads.

    `lossy` is the number of lossy steps. `shadow` is the text that the steps make from an invented read. The invented
    read has the same form as a real read. `doubtful` is True if there is another list of steps that has the same cost
    and makes the same texts from these reads, but can make different texts from other reads.
    """

    texts: ReadTexts
    steps: tuple[str, ...]
    lossy: int
    cost: int
    shadow: str = ""
    doubtful: bool = False


def learn(printed: str, reads: Mapping[str, str], more: Sequence[Fob] = ()) -> list[Lesson]:
    """Return proposals for the settings. The best proposal comes first.

    `printed` is the text that is printed on a fob. It can contain several numbers, such as `0008075634 123,14706`. If
    `printed` is empty, the code can be any number that all readers can give. `reads` has the text that each reader
    sends for the fob. If `more` contains other fobs, a proposal must be right for these fobs, too. A reader that has
    not read all fobs is left out.
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


def _lesson(codes: ReadTexts, ways: Mapping[str, FoundWay]) -> Lesson:
    return Lesson(codes[0], {name: Way(way.steps, way.lossy > 0, way.doubtful) for name, way in ways.items()})


def _rank(codes: ReadTexts, ways: Sequence[FoundWay]) -> tuple[int, int, int, ReadTexts]:
    return (sum(way.lossy for way in ways), sum(way.cost for way in ways), -len(codes[0]), codes)


def _ways(raws: ReadTexts) -> dict[ReadTexts, FoundWay]:
    """Return all texts that the reads of one reader can mean, with the cheapest steps to each text.

    Most of these texts are numbers in hex. A text can also be the read itself, for example without its prefix.
    """
    ways = search(raws)
    for found in zip(*(list(texts_of(raw)) for raw in raws), strict=False):
        if len({way.steps for way in found}) == 1:
            texts = tuple(way.texts[0] for way in found)
            ways.setdefault(texts, FoundWay(texts, found[0].steps, 0, _AS_TEXT + found[0].cost))
    return ways


def _printed_codes(printed: str) -> set[str]:
    """Return the codes that a printed text can mean.

    These are the text itself, and the hex form of each number in the text.
    """
    codes = {printed.strip().upper()}
    for number in _NUMBER.findall(printed):
        is_pair = re.fullmatch(_PAIR, number)
        for text in [number] if is_pair else [way.texts[0] for way in texts_of(number)]:
            codes |= numbers_in(text)
    for facility, card in _APART.findall(printed):
        codes |= numbers_in(f"{facility},{card}")
    return codes


# --- the search for the steps that make a number from the text of a reader ---
# A way is a list of steps. The search adds one step after another, at most DEPTH steps. It changes all reads of one
# reader together, because a way must work for all reads. It also changes an invented read of the same form, which is
# called the shadow. Two ways can give the same numbers for the real reads, but different numbers for the shadow. Then
# the search cannot decide which way is right. It keeps one way and marks this way as doubtful.

DEPTH = 3  # a way has at most this many steps from _CHANGES
MOST_STATES = 12_000
_WIDTHS: Mapping[int, int] = {4: 5, 6: 8, 8: 10, 10: 13, 12: 15, 14: 17, 16: 20, 20: 25, 24: 29}
"""For each length of a number in hex digits, its greatest length in decimal digits.

For example, a number of 4 hex digits has at most 5 decimal digits.
"""
_WIEGAND = (26, 34, 35, 36, 37)
_JOINS = (
    (r"[0-9]{1,3}[,.:/ -][0-9]{1,5}", "join35"),
    (r"[0-9]{4,5}[,.:/ -][0-9]{1,5}", "join55"),
    (r"[0-9]{1,5}[,.:/ -][0-9]{6}", "join(16, 19)"),
    (r"[0-9]{1,4}[,.:/ -][0-9]{6,7}", "join(12, 20)"),
)
"""Each form of a facility number and a card number, with the step that joins the two numbers."""
_CHANGES = (
    *("reverse_bytes", "reverse_bits", "swap_nibbles", "mask(32)", "mask(24)", "mask(16)", "shift_right(1)"),
    *("invert(24)", "invert(26)", "invert(32)", "invert(40)", "invert(56)"),
    *(f"hex_width({width})" for width in (8, 6, 10, 14, 16, 24)),
)
_TURNED = str.maketrans("0123456789ABCDEF", "3456789012BCDEFA")


def search(raws: ReadTexts) -> dict[ReadTexts, FoundWay]:
    """Return each number that these reads can mean, with the cheapest list of steps that makes this number."""
    found: dict[ReadTexts, FoundWay] = {}
    front = [way for start in _cleaned(raws) for way in _parsed(start)]
    for depth in range(DEPTH + 1):
        front = [way for way in front if _keep(found, way)]
        if depth == DEPTH or len(found) > MOST_STATES:
            break
        front = [further for way in front for step in _CHANGES if (further := _changed(way, step)) is not None]
    return found


def texts_of(raw: str) -> Iterator[FoundWay]:
    """Return the texts that one read can mean. In some of them, the characters around the number are removed."""
    return iter(_cleaned((raw,)))


def widths(digits: int, value: int) -> list[int]:
    """Return the possible lengths, in hex digits, of a number that has `digits` decimal digits.

    The likeliest length comes first.
    """
    natural = next((width for width, most in _WIDTHS.items() if most >= digits), max(_WIDTHS))
    likely = 8 if digits < 8 else 10 if digits in {14, 15} else natural
    near = [width for width in _WIDTHS if min(natural, likely) - 4 <= width <= max(natural, likely)]
    fitting = [width for width in near if value < 16**width] or [width for width in _WIDTHS if value < 16**width][:1]
    return sorted(fitting, key=lambda width: (width != likely, width != natural, width))


def numbers_in(text: str) -> set[str]:
    """Return the numbers, in hex, that a printed text can mean.

    This search does not change the order of bits or bytes, because the number on a fob is printed in the normal
    order.
    """
    start = _start((text,))
    ways = [way for way in _parsed(start) if not any(step.startswith(("wiegand", "w26")) for step in way.steps)]
    cut = [narrow for way in ways for step in ("mask(32)", "mask(24)") if (narrow := _go(way, step)) is not None]
    return {way.texts[0] for way in (*ways, *cut)}


def _keep(found: dict[ReadTexts, FoundWay], way: FoundWay) -> bool:
    """Remember this way if no remembered way gives the same texts, or if this way is better than that way.

    Return True if this way was remembered. The search must then continue from this way. If both ways are equally good,
    keep the remembered way. But mark it as doubtful if the two ways can give different texts for other reads.
    """
    former = found.get(way.texts)
    if former is None:
        found[way.texts] = way
        return True
    if (way.lossy, way.cost) < (former.lossy, former.cost):
        found[way.texts] = way
        return True
    if (way.lossy, way.cost) == (former.lossy, former.cost) and _differ(way, former):
        found[way.texts] = FoundWay(former.texts, former.steps, former.lossy, former.cost, former.shadow, doubtful=True)
    return False


def _differ(one: FoundWay, other: FoundWay) -> bool:
    return bool(one.shadow and other.shadow) and one.shadow != other.shadow


@lru_cache(maxsize=512)
def _step(text: str) -> Transform:
    return parse_steps([text])


def _go(way: FoundWay, step: str, cost: int = 1) -> FoundWay | None:
    """Return the way with one more step. Return None if the step changes nothing or is not possible for these texts."""
    if way.steps and way.steps[-1].partition("(")[0] == step.partition("(")[0] != "replace":
        return None  # if the same step comes twice, the second one changes nothing, or undoes the first
    if (sized := re.fullmatch(r"(mask|invert)\(([0-9]+)\)", step)) is not None:
        spare = 4 * min(map(len, way.texts)) - int(sized[2])
        if spare < (sized[1] == "mask"):  # the search does not add bits that the read does not have
            return None
    try:
        transform = _step(step)
    except TransformError:  # an argument has a character that cannot be written in the settings
        return None
    texts = [transform.apply(text) for text in way.texts]
    if any(isinstance(text, ReadRefusal) for text in texts):
        return None
    codes = tuple(text.code for text in texts if not isinstance(text, ReadRefusal))
    if codes == way.texts or not all(codes):
        return None
    shadow = transform.apply(way.shadow) if way.shadow else None
    shadowed = "" if shadow is None or isinstance(shadow, ReadRefusal) else shadow.code
    lossy = way.lossy + bool(transform.lossy)
    return FoundWay(codes, (*way.steps, step), lossy, way.cost + cost, shadowed, way.doubtful)


def _changed(way: FoundWay, step: str) -> FoundWay | None:
    """Return the way with one more step, which changes the number.

    Return None if this step changes nothing or is not possible. A step that adds zeros costs more than a step that
    removes zeros. So the search does not make the number of one reader longer if it can make the number of another
    reader shorter.
    """
    further = _go(way, step)
    wider = further is not None and step.startswith("hex_width") and len(further.texts[0]) > len(way.texts[0])
    return _go(way, step, 2) if wider else further


def _go_all(way: FoundWay, steps: Iterable[str]) -> FoundWay:
    """Return the way with these steps added. A step is left out if it changes nothing or is not possible."""
    for step in steps:
        way = _go(way, step, 0 if step in {"strip", "upper"} else 1) or way
    return way


def _start(raws: ReadTexts) -> FoundWay:
    texts = tuple(raw.strip().upper() for raw in raws)
    return FoundWay(texts, ("strip", "upper"), 0, 0, texts[0].translate(_TURNED))


def _cleaned(raws: ReadTexts) -> list[FoundWay]:
    """Return ways that remove the characters around the number in a read, and the characters between its digits."""
    start = _start(tuple("".join(sign for sign in raw if sign.isprintable()) for raw in raws))
    if any(not raw.isprintable() for raw in raws):
        start = FoundWay(start.texts, ("drop_control", *start.steps), 0, 1, start.shadow)
    bare = _go_all(start, ["strip_aim"])
    ways = [start, bare]
    if lasting := re.fullmatch(r"([^0-9A-Z]+).*?([^0-9A-Z]+)", bare.texts[0]):
        ways.append(_go_all(bare, [f"sentinel({_quoted(lasting[1])}, {_quoted(lasting[2])})"]))
    ways += [_go_all(bare, [f"strip_prefix({_quoted(before)})"]) for before in _prefixes(bare.texts[0])]
    for way in tuple(ways):
        if behind := re.fullmatch(r".*?[0-9A-F]([^0-9A-F]+)", way.texts[0]):
            ways.append(_go_all(way, [f"strip_suffix({_quoted(behind[1])})"]))
    for way in tuple(ways):
        each = ["replace(0X,)"] if way.texts[0].count("0X") > 1 else []
        between = dict.fromkeys(sign for sign in way.texts[0] if not sign.isalnum())
        ways.append(_go_all(way, [*each, *(_replaced(sign) for sign in between)]))
    return list({(way.texts, way.steps): way for way in ways}.values())


_PREFIXES = (
    r"(?:[^0-9A-Z]*(?:[0-9A-Z]*[G-Z][0-9A-Z]*[^0-9A-Z]+|[A-Z]{3,}[:=]+))+",  # words such as UID: or Fob No. or EM4100=
    r"[^0-9A-Z]*[A-Z]*[G-Z][A-Z]*(?=[0-9])",  # letters, as in UID04A3...
    r"[^0-9A-Z]*[0-9A-Z]*[G-Z](?=[0-9A-F])",  # the prefix ends with x in 0xA3C6..., and with T in TA3C6...
    r"[^0-9A-Z]+",
)


def _prefixes(text: str) -> dict[str, None]:
    """Return the texts that can be a prefix before the number in `text`.

    A prefix has at least one character that is no hex digit.
    """
    found = (re.match(form, text) for form in _PREFIXES)
    return dict.fromkeys(one[0] for one in found if one is not None and one.end() < len(text))


def _replaced(sign: str) -> str:
    return f"replace({sign},)" if sign in ":.-/" else f"replace({_quoted(sign)},)"


def _quoted(text: str) -> str:
    """Return an argument in the form that a step accepts, with quotes if some characters need them."""
    return f"'{text}'" if '"' in text else f'"{text}"' if re.search(r"[,' ()]", text) else text


def _parsed(way: FoundWay) -> Iterator[FoundWay]:
    """Return ways to all numbers, in hex, that these texts can mean.

    For example, a text of digits can be hex or decimal.
    """
    first, several = way.texts[0], way.texts
    if all(re.fullmatch(r"(?:[0-9A-F]{2}){2,}", text) for text in several):
        yield way
    if all(re.fullmatch(r"[0-9A-F]{5,}", text) and len(text) % 2 for text in several):
        yield from _steps(way, [f"zfill({len(first) + 1})"])
    if all(re.fullmatch(r"[0-9]{4,}", text) for text in several):
        into = widths(max(map(len, several)), max(map(int, several)))
        for place, width in enumerate(into):
            yield from _steps(way, [f"dec_to_hex({width})"], 1 + 2 * bool(place))
        yield from _steps(way, ["join35"] if len(first) == 8 else [], 3)
    yield from _steps(way, [join for form, join in _JOINS if all(re.fullmatch(form, text) for text in several)])
    if all(re.fullmatch(r"[0-9]{1,3}(?:[ ,.:/-]+[0-9]{1,3}){3,}", text) for text in several):
        yield from _steps(way, ["dec_bytes"])
    yield from _wiegand(way)
    if all(re.fullmatch(r"(?:[0-9A-F]{2}){4,}", text) for text in several):
        yield from _steps(way, ["check_xor"])
        for count in range(6, len(first), 2):
            yield from _steps(way, [f"take({count})", f"take({count}, end)"], 2)


def _wiegand(way: FoundWay) -> Iterator[FoundWay]:
    """Return ways to the numbers of reads in the Wiegand form. The two parity bits are removed.

    A read in the Wiegand form is written in bits or in hex.
    """
    modes = ("", ", inverted")
    if all(re.fullmatch(r"[01]{26,40}", text) for text in way.texts):
        bits = len(way.texts[0])
        kinds = ["w26_to_hex", "w26_to_hex(inverted)"] if bits == 26 else [f"wiegand_to_hex({bits}{m})" for m in modes]
        yield from _steps(way, [*kinds, f"wiegand_to_hex({bits}, unchecked)"])
    elif all(re.fullmatch(r"[0-9A-F]{7,10}", text) for text in way.texts):
        seven = len(way.texts[0]) == 7
        yield from _steps(way, ["w26_to_hex", "w26_to_hex(inverted)"] if seven else [])
        yield from _steps(way, [f"wiegand_to_hex({bits}{mode})" for bits in _WIEGAND[1:] for mode in modes], 3)


def _steps(way: FoundWay, steps: Iterable[str], cost: int = 1) -> Iterator[FoundWay]:
    return (further for step in steps if (further := _go(way, step, cost)) is not None)
