"""Steps for text: trimming, replacing, and checks that refuse a read."""

import re
import unicodedata
from collections.abc import Mapping

from hardware.scan import MisreadReason
from hardware.step import ArgumentKind, BadArgumentError, Param, StepKind, StepRefusalError, TextStep, plain, require

STRIP_AIM = "strip_aim"
AIM_PREFIX = re.compile(r"\]([A-Za-z][0-9A-Za-z])")  # the prefix names the symbology: ]C1 is GS1-128
CONTROL_NAMES: Mapping[str, str] = {"EOT": "\x04", "FS": "\x1c", "GS": "\x1d", "RS": "\x1e", "US": "\x1f", "TAB": "\t"}


def _strip_prefix(prefix: str) -> TextStep:
    return lambda text: text.removeprefix(prefix)


def _strip_suffix(suffix: str) -> TextStep:
    return lambda text: text.removesuffix(suffix)


def _prefix(prefix: str) -> TextStep:
    return lambda text: prefix + text


def _replace(old: str, new: str) -> TextStep:
    if not old:
        raise BadArgumentError("the text to replace is empty")
    return lambda text: text.replace(old, new)


def _sentinel(start: str, end: str) -> TextStep:
    def step(text: str) -> str:
        whole = text.startswith(start) and text.endswith(end) and len(text) >= len(start) + len(end)
        require(whole, MisreadReason.SENTINEL)
        return text[len(start) : len(text) - len(end)]

    return step


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
        require(pattern.fullmatch(read) is None, MisreadReason.IGNORED)
        return read

    return step


def _only(characters: str) -> TextStep:
    pattern = _pattern(f"[{characters}]*")

    def step(text: str) -> str:
        require(pattern.fullmatch(text), MisreadReason.CHARSET)
        return text

    return step


def is_control(character: str) -> bool:
    """Return True for an invisible character: control, format, private, unassigned or line separator.

    Format characters are, for example, bidi marks and the soft hyphen.
    """
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _drop_control(keep: str) -> TextStep:
    name = keep.removeprefix("keep=").strip()
    if name and name not in CONTROL_NAMES:
        raise BadArgumentError(f"{name!r} is not one of {', '.join(CONTROL_NAMES)}")
    kept = CONTROL_NAMES.get(name, "")
    return lambda text: "".join(c for c in text if c == kept or not is_control(c))


def _take(count: int, where: str) -> TextStep:
    if where not in {"start", "end"}:
        raise BadArgumentError(f"{where!r} is neither start nor end")

    def step(text: str) -> str:
        require(len(text) >= count, MisreadReason.LENGTH)
        return text[:count] if where == "start" else text[len(text) - count :]

    return step


def _length(least: int, most: int) -> TextStep:
    def step(text: str) -> str:
        require(least <= len(text) <= (most or least), MisreadReason.LENGTH)
        return text

    return step


def _check_ean13(text: str) -> str:
    require(re.fullmatch(r"[0-9]{13}", text), MisreadReason.FORMAT)
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text))
    require(total % 10 == 0, MisreadReason.CHECK_DIGIT)
    return text


def _check_luhn(text: str) -> str:
    require(re.fullmatch(r"[0-9]+", text), MisreadReason.FORMAT)
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(text))]
    require(sum(n // 10 + n % 10 for n in doubled) % 10 == 0, MisreadReason.CHECK_DIGIT)
    return text


_TEXT = (Param("text", ArgumentKind.TEXT),)

TEXT_STEPS: tuple[StepKind, ...] = (
    StepKind(STRIP_AIM, plain(lambda text: text[3:] if AIM_PREFIX.match(text) else text)),
    StepKind("strip", plain(str.strip)),
    StepKind("upper", plain(str.upper)),
    StepKind("lower", plain(str.lower)),
    StepKind("strip_prefix", _strip_prefix, _TEXT),
    StepKind("strip_suffix", _strip_suffix, _TEXT),
    StepKind("prefix", _prefix, _TEXT),
    StepKind("sentinel", _sentinel, (Param("start", ArgumentKind.TEXT), Param("end", ArgumentKind.TEXT))),
    StepKind("match", _match, (Param("regex", ArgumentKind.PATTERN),)),
    StepKind("drop", _drop, (Param("regex", ArgumentKind.PATTERN),)),
    StepKind("only", _only, (Param("characters", ArgumentKind.PATTERN),)),
    StepKind("replace", _replace, (Param("old", ArgumentKind.TEXT), Param("new", ArgumentKind.TEXT))),
    StepKind("drop_control", _drop_control, (Param("keep", ArgumentKind.TEXT, ""),)),
    StepKind("length", _length, (Param("least"), Param("most", ArgumentKind.NUMBER, "0"))),
    StepKind("take", _take, (Param("count"), Param("start|end", ArgumentKind.TEXT, "start")), lossy=True),
    StepKind("check_ean13", plain(_check_ean13)),
    StepKind("check_luhn", plain(_check_luhn)),
)
