"""The steps of a `transform`. They turn the text that a reader sends into a code.

For example, a step writes a hexadecimal number as a decimal number. Each step is a function that returns a new text or
refuses the read. Its result depends only on the text and on the arguments in the settings. The table `STEPS` at the end
of the file has the name of every step. The steps for fob numbers work on hexadecimal text. Leading zeros count: 0012
and 12 are different codes. If a number is too large, it is refused and never cut. Only lossy steps drop digits.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct

from hardware.scan import MisreadReason

TextStep = Callable[[str], str]


class StepRefusalError(Exception):
    """The error that a step raises to refuse a read, because the read cannot become a code."""

    def __init__(self, reason: MisreadReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class BadArgumentError(Exception):
    """The error for a step that is written wrongly in the settings. The message says what is wrong with an argument."""


class ArgumentKind(StrEnum):
    """The kind of a step's argument."""

    NUMBER = "number"
    TEXT = "text"
    PATTERN = "pattern"  # the whole text between the brackets, even if it has commas


class Param(Struct, frozen=True):
    """A parameter of a step."""

    name: str
    kind: ArgumentKind = ArgumentKind.NUMBER
    default: str | None = None  # used if the settings give no argument; None if they must give it


class StepKind(Struct, frozen=True):
    """A kind of step. It has a name, parameters, and the function `make`, which makes a step from the arguments.

    A step is `lossy` if it can give the same code for different reads.
    """

    name: str
    make: Callable[..., TextStep]
    params: tuple[Param, ...] = ()
    lossy: bool = False

    @property
    def usage(self) -> str:
        shown = ", ".join(p.name if p.default is None else f"[{p.name}]" for p in self.params)
        return f"{self.name}({shown})" if self.params else self.name


def _require(ok: object, reason: MisreadReason) -> None:
    """Raise StepRefusalError with this reason if `ok` is false."""
    if not ok:
        raise StepRefusalError(reason)


def _plain(step: TextStep) -> Callable[[], TextStep]:
    """Return a function that takes no arguments and returns this step.

    A step without parameters needs such a function as its `make` (see StepKind).
    """
    return lambda: step


# --- steps for text: the characters before and after a code ---

STRIP_AIM = "strip_aim"
# Some readers send this prefix before a code. It says which kind of barcode was read; for example, ]C1 means GS1-128.
AIM_PREFIX = re.compile(r"\]([A-Za-z][0-9A-Za-z])")
CONTROL_NAMES: Mapping[str, str] = {"EOT": "\x04", "FS": "\x1c", "GS": "\x1d", "RS": "\x1e", "US": "\x1f", "TAB": "\t"}


def _strip_prefix(prefix: str) -> TextStep:
    return lambda text: text.removeprefix(prefix)


def _strip_suffix(suffix: str) -> TextStep:
    return lambda text: text.removesuffix(suffix)


def _prefix(prefix: str) -> TextStep:
    return lambda text: prefix + text


def _sentinel(start: str, end: str) -> TextStep:
    def step(text: str) -> str:
        whole = text.startswith(start) and text.endswith(end) and len(text) >= len(start) + len(end)
        _require(whole, MisreadReason.SENTINEL)
        return text[len(start) : len(text) - len(end)]

    return step


def _take(count: int, where: str) -> TextStep:
    if where not in {"start", "end"}:
        raise BadArgumentError(f"{where!r} is neither start nor end")

    def step(text: str) -> str:
        _require(len(text) >= count, MisreadReason.LENGTH)
        return text[:count] if where == "start" else text[len(text) - count :]

    return step


def _replace(old: str, new: str) -> TextStep:
    if not old:
        raise BadArgumentError("the text to replace is empty")
    return lambda text: text.replace(old, new)


def is_control(character: str) -> bool:
    """Return True if a character is invisible.

    Control, format, private and unassigned characters and line separators are invisible. For example, the soft hyphen
    is a format character.
    """
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _drop_control(keep: str) -> TextStep:
    name = keep.removeprefix("keep=").strip()
    if name and name not in CONTROL_NAMES:
        raise BadArgumentError(f"{name!r} is not one of {', '.join(CONTROL_NAMES)}")
    kept = CONTROL_NAMES.get(name, "")
    return lambda text: "".join(c for c in text if c == kept or not is_control(c))


# --- steps for text: the form of a code ---


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as wrong:
        raise BadArgumentError(f"{text!r} is not a regular expression: {wrong}") from None


def _match(text: str) -> TextStep:
    whole, comma, group_text = text.rpartition(",")
    grouped = bool(comma) and group_text.strip().isdecimal()
    pattern = _pattern(whole if grouped else text)
    group = int(group_text) if grouped else min(pattern.groups, 1)
    if group > pattern.groups:
        raise BadArgumentError(f"the regular expression has no group {group}")

    def step(read: str) -> str:
        found = pattern.fullmatch(read)
        if found is None:
            raise StepRefusalError(MisreadReason.FORMAT)
        return found[group] or ""

    return step


def _drop(text: str) -> TextStep:
    pattern = _pattern(text)

    def step(read: str) -> str:
        _require(pattern.fullmatch(read) is None, MisreadReason.IGNORED)
        return read

    return step


def _only(characters: str) -> TextStep:
    pattern = _pattern(f"[{characters}]*")

    def step(text: str) -> str:
        _require(pattern.fullmatch(text), MisreadReason.CHARSET)
        return text

    return step


def _length(least: int, most: int) -> TextStep:
    def step(text: str) -> str:
        _require(least <= len(text) <= (most or least), MisreadReason.LENGTH)
        return text

    return step


def _check_ean13(text: str) -> str:
    _require(re.fullmatch(r"[0-9]{13}", text), MisreadReason.FORMAT)
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text))
    _require(total % 10 == 0, MisreadReason.CHECK_DIGIT)
    return text


def _check_luhn(text: str) -> str:
    _require(re.fullmatch(r"[0-9]+", text), MisreadReason.FORMAT)
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(text))]
    _require(sum(n // 10 + n % 10 for n in doubled) % 10 == 0, MisreadReason.CHECK_DIGIT)
    return text


# --- steps for fob numbers: hexadecimal, decimal, and their width ---


def _hex_value(text: str) -> int:
    """Return the value of a hexadecimal text. Raises StepRefusalError if the text has other characters."""
    _require(re.fullmatch(r"[0-9A-Fa-f]+", text), MisreadReason.FORMAT)
    return int(text, 16)


def _as_hex(value: int, width: int) -> str:
    """Return the value as a text of `width` hexadecimal digits.

    Raises StepRefusalError if the value needs more digits.
    """
    _require(value < 16**width, MisreadReason.RANGE)
    return f"{value:0{width}X}"


def _hex_digits(bits: int) -> int:
    """Return the number of hexadecimal digits that a value of `bits` bits needs."""
    return -(-bits // 4)


def _hex_to_dec(width: int) -> TextStep:
    """Return a step that turns a hexadecimal number into a decimal number with `width` digits."""

    def step(text: str) -> str:
        value = _hex_value(text)
        _require(value < 10**width, MisreadReason.RANGE)
        return f"{value:0{width}d}"

    return step


def _dec_to_hex(width: int) -> TextStep:
    """Return a step that turns a decimal number into a hexadecimal number with `width` digits."""

    def step(text: str) -> str:
        _require(re.fullmatch(r"[0-9]+", text), MisreadReason.FORMAT)
        return _as_hex(int(text), width)

    return step


def _dec_bytes(text: str) -> str:
    """Return the hex digits of a text in which each byte is a decimal number, such as 4 163 198 202."""
    _require(re.fullmatch(r"[0-9]{1,3}(?:[ ,.:/-]+[0-9]{1,3})+", text), MisreadReason.FORMAT)
    return "".join(_as_hex(int(byte), 2) for byte in re.findall(r"[0-9]+", text))


def _hex_width(width: int) -> TextStep:
    """Return a step that changes the length of a hexadecimal number to `width` digits.

    The step adds or removes only leading zeros.
    """
    return lambda text: _as_hex(_hex_value(text), width)


def _zfill(width: int) -> TextStep:
    return lambda text: text.rjust(width, "0")


# --- steps for fob numbers: a facility number and a card number ---


def _split(high_bits: int, shape: str) -> TextStep:
    def step(text: str) -> str:
        value = _hex_value(text)
        _require(value < 1 << (high_bits + 16), MisreadReason.RANGE)
        return shape.format(value >> 16, value & 0xFFFF)

    return step


def _join(high_bits: int, low_bits: int, *forms: str) -> TextStep:
    """Return a step that joins two numbers to one number.

    The two numbers are, for example, a facility and a card number. Each form is a regular expression with two groups,
    one for each number. The step uses the first form that fits the text.
    """

    def step(text: str) -> str:
        parts = next((found for form in forms if (found := re.fullmatch(form, text))), None)
        if parts is None:
            raise StepRefusalError(MisreadReason.FORMAT)
        high, low = int(parts[1]), int(parts[2])
        _require(high < 1 << high_bits and low < 1 << low_bits, MisreadReason.RANGE)
        return _as_hex(high << low_bits | low, _hex_digits(high_bits + low_bits))

    return step


# --- steps for fob numbers: the order and the number of bits ---


def _whole_bytes(text: str) -> bytes:
    """Return the bytes of a hexadecimal text.

    Raises StepRefusalError if the text has other characters, or if its number of digits cannot be divided by 2.
    """
    _hex_value(text)
    _require(len(text) % 2 == 0, MisreadReason.LENGTH)
    return bytes.fromhex(text)


def _reverse_bytes(text: str) -> str:
    return _whole_bytes(text)[::-1].hex().upper()


def _per_byte(change: Callable[[int], int]) -> TextStep:
    return lambda text: bytes(map(change, _whole_bytes(text))).hex().upper()


def _invert(bits: int) -> TextStep:
    def step(text: str) -> str:
        value = _hex_value(text)
        _require(value < 1 << bits, MisreadReason.RANGE)
        return _as_hex(value ^ ((1 << bits) - 1), _hex_digits(bits))

    return step


def _mask(bits: int) -> TextStep:
    return lambda text: _as_hex(_hex_value(text) & ((1 << bits) - 1), _hex_digits(bits))


def _shift_right(bits: int) -> TextStep:
    return lambda text: _as_hex(_hex_value(text) >> bits, len(text))


def _wiegand_to_hex(bits: int, mode: str) -> TextStep:
    """Return a step that checks and removes the two parity bits of a Wiegand number.

    The first bit is the even parity of the first half of the data. The last bit is the odd parity of the second half.
    If the mode is `unchecked`, the step does not check the parity. The mode `inverted` is for a reader whose two data
    wires are swapped.
    """
    if mode not in {"checked", "unchecked", "inverted"}:
        raise BadArgumentError(f"{mode!r} is not one of checked, unchecked, inverted")
    if bits < 4:
        raise BadArgumentError("bits must be at least 4")
    half = (1 << (bits + 1) // 2) - 1  # if there is a middle bit, it belongs to both halves

    def step(text: str) -> str:
        word = int(text, 2) if re.fullmatch(rf"[01]{{{bits}}}", text) else _hex_value(text)
        _require(word < 1 << bits, MisreadReason.RANGE)
        word ^= (1 << bits) - 1 if mode == "inverted" else 0
        even, odd = (word >> bits // 2).bit_count() % 2 == 0, (word & half).bit_count() % 2 == 1
        _require(mode == "unchecked" or (even and odd), MisreadReason.CHECKSUM)
        return _as_hex(word >> 1 & ((1 << bits - 2) - 1), _hex_digits(bits - 2))

    return step


def _hex_to_w26(text: str) -> str:
    value = _hex_value(text)
    _require(value < 1 << 24, MisreadReason.RANGE)
    even, odd = (value >> 12).bit_count() % 2, 1 - (value & 0xFFF).bit_count() % 2
    return f"{even}{value:024b}{odd}"


def _check_xor(text: str) -> str:
    """Return the hex digits without the last byte, which must be the XOR of all other bytes.

    Raises StepRefusalError if the last byte is wrong.
    """
    *body, check = _whole_bytes(text)
    _require(body, MisreadReason.LENGTH)
    for byte in body:
        check ^= byte
    _require(check == 0, MisreadReason.CHECKSUM)
    return bytes(body).hex().upper()


def _refuse_random_uid(text: str) -> str:
    """Return the text, but refuse a UID of four bytes that starts with 08.

    A card with such a UID makes a new UID each time when somebody holds the card to a reader (ISO 14443-3).
    """
    _require(not re.fullmatch(r"08[0-9A-Fa-f]{6}", text), MisreadReason.RANDOM_UID)
    return text


# --- the names of the steps ---

_WIDTH, _BITS, _TEXT = (Param("width"),), (Param("bits"),), (Param("text", ArgumentKind.TEXT),)
_MODE = Param("mode", ArgumentKind.TEXT, "checked")
_PAIR_35 = (r"([0-9]{1,3})[,.:/ -]([0-9]{1,5})", r"([0-9]{3})([0-9]{5})")
_PAIR_55 = (r"([0-9]{1,5})[,.:/ -]([0-9]{1,5})", r"([0-9]{5})([0-9]{5})")
_ANY_PAIR = r"([0-9]+)[,.:/ -]([0-9]+)"

STEPS: tuple[StepKind, ...] = (
    # steps that change the characters of a text, or the characters before and after the code
    StepKind(STRIP_AIM, _plain(lambda text: text[3:] if AIM_PREFIX.match(text) else text)),
    StepKind("strip", _plain(str.strip)),
    StepKind("strip_prefix", _strip_prefix, _TEXT),
    StepKind("strip_suffix", _strip_suffix, _TEXT),
    StepKind("prefix", _prefix, _TEXT),
    StepKind("sentinel", _sentinel, (Param("start", ArgumentKind.TEXT), Param("end", ArgumentKind.TEXT))),
    StepKind("take", _take, (Param("count"), Param("start|end", ArgumentKind.TEXT, "start")), lossy=True),
    StepKind("replace", _replace, (Param("old", ArgumentKind.TEXT), Param("new", ArgumentKind.TEXT))),
    StepKind("drop_control", _drop_control, (Param("keep", ArgumentKind.TEXT, ""),)),
    StepKind("upper", _plain(str.upper)),
    StepKind("lower", _plain(str.lower)),
    # steps that check the form of a text, and refuse or drop a text with another form
    StepKind("match", _match, (Param("regex", ArgumentKind.PATTERN),)),
    StepKind("drop", _drop, (Param("regex", ArgumentKind.PATTERN),)),
    StepKind("only", _only, (Param("characters", ArgumentKind.PATTERN),)),
    StepKind("length", _length, (Param("least"), Param("most", ArgumentKind.NUMBER, "0"))),
    StepKind("check_ean13", _plain(_check_ean13)),
    StepKind("check_luhn", _plain(_check_luhn)),
    # steps between hexadecimal and decimal numbers, and steps that change the width of a number
    StepKind("hex_to_dec", _hex_to_dec, _WIDTH),
    StepKind("dec_to_hex", _dec_to_hex, _WIDTH),
    StepKind("dec_bytes", _plain(_dec_bytes)),
    StepKind("hex_width", _hex_width, _WIDTH),
    StepKind("zfill", _zfill, _WIDTH),
    StepKind("lstrip0", _plain(lambda text: text.lstrip("0") or text[:1]), lossy=True),
    # steps that split a number into a facility number and a card number, or join these two numbers
    StepKind("split35", _plain(_split(8, "{:03d},{:05d}"))),
    StepKind("split55", _plain(_split(16, "{:05d}.{:05d}"))),
    StepKind("join35", _plain(_join(8, 16, *_PAIR_35))),
    StepKind("join55", _plain(_join(16, 16, *_PAIR_55))),
    StepKind(
        "join",
        lambda high, low: _join(high, low, _ANY_PAIR),
        (Param("high"), Param("low", ArgumentKind.NUMBER, "16")),
    ),
    # steps that change or check the bits of a number
    StepKind("reverse_bytes", _plain(_reverse_bytes)),
    StepKind("reverse_bits", _plain(_per_byte(lambda byte: int(f"{byte:08b}"[::-1], 2)))),
    StepKind("swap_nibbles", _plain(_per_byte(lambda byte: (byte << 4 | byte >> 4) & 0xFF))),
    StepKind("invert", _invert, _BITS),
    StepKind("mask", _mask, _BITS, lossy=True),
    StepKind("shift_right", _shift_right, _BITS, lossy=True),
    StepKind("wiegand_to_hex", _wiegand_to_hex, (*_BITS, _MODE)),
    StepKind("w26_to_hex", lambda mode: _wiegand_to_hex(26, mode), (_MODE,)),
    StepKind("hex_to_w26", _plain(_hex_to_w26)),
    StepKind("check_xor", _plain(_check_xor)),
    StepKind("refuse_random_uid", _plain(_refuse_random_uid)),
)
